import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breakerAtStart, tripOf, watch, type Breaker, type Trip } from '../../../src/core/sending/breaker.ts';
import type { LedgerRecord, Outcome } from '../../../src/core/sending/delivery.ts';

const answer = (id: number, outcome: Outcome, code: number | null = 250): LedgerRecord => ({
  type: 'outcome',
  at: '2026-11-22T06:00:00Z',
  run: 'run1',
  id: `reader${id}`,
  attempt: 1,
  outcome,
  stage: 'rcpt',
  code,
  enhanced: null,
  reply: `${outcome} ${id}`,
});
const all = (count: number, outcome: Outcome, from = 0): readonly LedgerRecord[] =>
  Array.from({ length: count }, (_, index) => answer(from + index, outcome));
const after = (...records: readonly LedgerRecord[]): Breaker => records.reduce(watch, breakerAtStart([]));
const tripAfter = (...records: readonly LedgerRecord[]): Trip | undefined => tripOf(after(...records), false);

describe('the first fifty readers (R25)', () => {
  test('of whom more than 5 % are rejected stop the letter', () => {
    expect(tripAfter(...all(30, 'accepted'), ...all(2, 'rejected', 40))).toBeUndefined();
    expect(tripAfter(...all(30, 'accepted'), ...all(3, 'rejected', 40))).toEqual({
      because: 'tooManyRejected',
      count: 3,
      of: 33,
      reply: 'rejected 42',
    });
  });

  test('of whom more than 20 % are put off stop it too', () => {
    expect(tripAfter(...all(30, 'accepted'), ...all(10, 'deferred', 30))).toBeUndefined();
    expect(tripAfter(...all(30, 'accepted'), ...all(11, 'deferred', 30))).toMatchObject({
      because: 'tooManyDeferred',
      count: 11,
      of: 41,
    });
  });

  test('count once each, with their latest answer', () => {
    const tries = Array.from({ length: 30 }, () => answer(1, 'deferred'));
    expect(tripAfter(...tries)).toBeUndefined();
    const late = [...all(11, 'deferred').slice(0, 10), ...all(10, 'accepted'), ...all(10, 'deferred', 20)];
    expect(tripAfter(...late)).toBeUndefined();
  });

  test('are all that counts: who comes after them stops nothing, unless everybody is rejected', () => {
    const mixed = Array.from({ length: 300 }, (_, index) =>
      answer(100 + index, index % 3 === 0 ? 'accepted' : index % 3 === 1 ? 'rejected' : 'deferred'),
    );
    expect(tripAfter(...all(50, 'accepted'), ...mixed)).toBeUndefined();
    expect(tripAfter(...all(50, 'accepted'), ...all(19, 'rejected', 100))).toBeUndefined();
    expect(tripAfter(...all(50, 'accepted'), ...all(20, 'rejected', 100))).toMatchObject({
      because: 'allRejected',
      count: 20,
    });
  });

  test('say nothing where the connection broke', () => {
    const broken = Array.from({ length: 40 }, (_, index) => answer(index, 'deferred', null));
    expect(tripAfter(...broken)).toBeUndefined();
  });
});

test('five rejections before any acceptance mean everybody, not three', () => {
  expect(tripAfter(...all(4, 'rejected'))).toBeUndefined();
  expect(tripAfter(...all(5, 'rejected'))).toMatchObject({ because: 'allRejected', count: 5 });
});

test('once the author has let the letter go on, only rejections in a row stop it, counted anew', () => {
  const records = [...all(30, 'accepted'), ...all(9, 'rejected', 30)];
  expect(tripOf(after(...records), false)).toBeDefined();
  expect(tripOf(after(...records), true)).toBeUndefined();
  expect(tripOf(breakerAtStart(all(5, 'rejected')), true)).toBeUndefined();
  expect(
    tripOf([...all(5, 'rejected', 5)].reduce(watch, breakerAtStart(all(5, 'rejected'))), true),
  ).toMatchObject({
    because: 'allRejected',
  });
});

test('readers whom the author sends the letter again do not trip the next run by their old answers', () => {
  const records = [...all(30, 'accepted'), ...all(3, 'rejected', 30)];
  const at = '2026-11-22T07:00:00Z';
  const resolved = [30, 31, 32].map((id): LedgerRecord => ({
    type: 'resolved',
    at,
    id: `reader${id}`,
    choice: 'resend',
  }));
  expect(tripOf(breakerAtStart(records), false)).toBeDefined();
  expect(tripOf(breakerAtStart([...records, ...resolved]), false)).toBeUndefined();
});

test('two rejections and ten deferrals never stop a letter, however they fall', () => {
  const few = [...all(2, 'rejected', 100), ...all(10, 'deferred', 110), ...all(40, 'accepted', 200)];
  fc.assert(
    fc.property(fc.shuffledSubarray(few, { minLength: 0, maxLength: few.length }), (records) => {
      let breaker = breakerAtStart([]);
      for (const record of records) {
        breaker = watch(breaker, record);
        expect(tripOf(breaker, false)).toBeUndefined();
      }
    }),
  );
});

test('a run that goes on with a ledger judges as one that never stopped, but for rejections in a row', () => {
  const outcome = fc.constantFrom<Outcome>('accepted', 'deferred', 'rejected', 'uncertain');
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 80 }), fc.nat(80), (outcomes, cut) => {
      const records = outcomes.map((one, index) => answer(index, one, one === 'uncertain' ? null : 250));
      const { rejectionsInARow: _, ...whole } = records.reduce(watch, breakerAtStart([]));
      const { rejectionsInARow: __, ...resumed } = records
        .slice(cut)
        .reduce(watch, breakerAtStart(records.slice(0, cut)));
      expect(resumed).toEqual(whole);
    }),
  );
});
