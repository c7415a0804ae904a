import { array, assert, constantFrom, integer, property, record, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { membershipsOf } from '../../../src/core/desk/memberships.ts';
import { readersOverTime } from '../../../src/core/desk/readersOverTime.ts';
import { forget } from '../../../src/core/list/forgetting.ts';
import { resume, unsubscribe } from '../../../src/core/list/membership.ts';
import { sweep, type Retention } from '../../../src/core/list/retention.ts';
import { listInMemory, type ListInMemory } from '../list/listInMemory.ts';
import { addressOf, day, join, secrets, suppressed } from '../list/people.ts';

const kept: Retention = { forgetAfterDays: 30, proofYears: 3 };
const unkept: Retention = { forgetAfterDays: 30, proofYears: 0 };
const november = new Date('2026-11-20T12:00:00Z');

function joined(book: ListInMemory, name: string, at: string): string {
  return join(book, at, { id: name.padEnd(12, '0'), to: `${name}@example.org` });
}

/** What the desk knows, as days since the first of March. */
function known(book: ListInMemory, retention = kept, now = november): ReturnType<typeof membershipsOf> {
  return membershipsOf(book.list, secrets, retention, now);
}

const ms = (days: number): number => Date.parse(day(days));

describe('who came and went', () => {
  test('somebody who left and came back was a reader twice', () => {
    const book = listInMemory();
    const id = joined(book, 'anna', day(0));
    book.change(unsubscribe(id, day(10), secrets));
    joined(book, 'anna', day(20));
    expect(known(book)).toMatchObject({
      known: [
        { joinedMs: ms(0), leftMs: ms(10), isGoodbye: true },
        { joinedMs: ms(20), leftMs: null, isGoodbye: false },
      ],
      goodbyesMs: [ms(10)],
    });
  });

  test('a goodbye taken back was none', () => {
    const book = listInMemory();
    const id = joined(book, 'anna', day(0));
    book.change(unsubscribe(id, day(10), secrets));
    book.change(resume(id, day(10.5), secrets));
    expect(known(book).goodbyesMs).toEqual([]);
  });

  test('whose mailbox is gone reads no more, but said no goodbye; without the secret nobody can tell', () => {
    const book = listInMemory();
    joined(book, 'anna', day(0));
    book.change(suppressed(addressOf('anna@example.org'), 'hard-bounce', day(30)));
    expect(known(book)).toMatchObject({
      known: [{ joinedMs: ms(0), leftMs: ms(30), isGoodbye: false }],
      goodbyesMs: [],
    });
    expect(membershipsOf(book.list, null, kept, november).known).toEqual([
      { joinedMs: ms(0), leftMs: null, isGoodbye: false },
    ]);
  });

  test('to forget people changes no figure while the proof of their consent is kept', () => {
    const days = integer({ min: 0, max: 200 });
    const person = record({
      joins: days,
      stays: integer({ min: 1, max: 60 }),
      end: constantFrom('stays', 'leaves', 'erased'),
    });
    assert(
      property(array(tuple(person), { maxLength: 6 }), (people) => {
        const book = listInMemory();
        for (const [index, [{ joins, stays, end }]] of people.entries()) {
          const id = joined(book, `reader${index}`, day(joins));
          if (end === 'leaves') book.change(unsubscribe(id, day(joins + stays), secrets));
          if (end === 'erased')
            book.change(forget(id, { reason: 'erased', at: day(joins + stays), proofYears: 3 }, secrets));
        }
        const before = known(book);
        book.change(sweep(november.toISOString(), kept, secrets));
        const after = known(book);
        const inOrder = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b);
        expect(inOrder(after.goodbyesMs)).toEqual(inOrder(before.goodbyesMs));
        expect(readersOverTime(after, 2026, 'Europe/Berlin', november)).toEqual(
          readersOverTime(before, 2026, 'Europe/Berlin', november),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('without proofs, only the days are known for which people stay on the list after their goodbye', () => {
    const book = listInMemory();
    const id = joined(book, 'anna', day(0));
    joined(book, 'berta', day(1));
    book.change(unsubscribe(id, day(10), secrets));
    book.change(sweep(day(60), unkept, secrets));
    const now = new Date(day(60));
    const memberships = known(book, unkept, now);
    expect(memberships).toMatchObject({ goodbyesMs: [], completeSinceMs: ms(30) });
    const { counts, months, isIncomplete } = readersOverTime(memberships, 2026, 'UTC', now);
    expect(isIncomplete).toBe(true);
    expect(counts.every(({ atMs, readers }) => atMs >= ms(30) && readers === 1)).toBe(true);
    expect(months.map(({ month, figures }) => [month, figures])).toEqual([
      ['2026-03', null],
      ['2026-04', { joined: 0, goodbyes: 0, readers: 1 }],
    ]);
  });

  test('proofs are complete from the first year that none of them has been deleted of', () => {
    expect(known(listInMemory()).completeSinceMs).toBe(Date.UTC(2023, 0, 1));
  });
});

describe('readers through a year', () => {
  test('start with the week of the first and end now', () => {
    const book = listInMemory();
    joined(book, 'anna', day(0));
    joined(book, 'berta', day(40));
    const { counts, months, startMs, endMs } = readersOverTime(known(book), 2026, 'Europe/Berlin', november);
    expect(new Date(startMs).toISOString()).toBe('2025-12-28T23:00:00.000Z');
    expect(new Date(endMs).toISOString()).toBe('2027-01-03T23:00:00.000Z');
    expect(counts[0]?.readers).toBe(0);
    expect(counts[1]?.readers).toBe(1);
    expect(counts.at(-1)).toEqual({ atMs: november.getTime(), readers: 2 });
    expect(months[0]).toEqual({ month: '2026-03', figures: { joined: 1, goodbyes: 0, readers: 1 } });
    expect(months.at(-1)).toEqual({ month: '2026-11', figures: { joined: 0, goodbyes: 0, readers: 2 } });
  });

  test('are none in a year before the first, or one that has not begun', () => {
    const book = listInMemory();
    joined(book, 'anna', day(0));
    expect(readersOverTime(known(book), 2025, 'UTC', november).months).toEqual([]);
    expect(readersOverTime(known(book), 2027, 'UTC', november)).toMatchObject({ counts: [], months: [] });
    expect(readersOverTime(known(listInMemory()), 2026, 'UTC', november)).toMatchObject({
      counts: [],
      months: [],
    });
  });
});
