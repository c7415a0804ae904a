import { describe, expect, test } from 'vitest';
import { signUp, unsubscribe } from '../../../src/core/list/membership.ts';
import { forget } from '../../../src/core/list/forgetting.ts';
import { sweep } from '../../../src/core/list/retention.ts';
import { listInMemory } from './listInMemory.ts';
import { addressOf, day, join, request, secrets, suppressed } from './people.ts';

const retention = { forgetAfterDays: 30, proofYears: 3 };
const nothingDone = { expired: 0, forgotten: 0, proofsDeleted: 0 };

describe('a sign-up that nobody confirmed', () => {
  test('is gone after 14 days, and not before (R63)', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    expect(book.change(sweep(day(13.99), retention, secrets))).toEqual(nothingDone);
    expect(book.change(sweep(day(14), retention, secrets))).toEqual({ ...nothingDone, expired: 1 });
    expect(book.list).toMatchObject({ subscribers: [], suppressions: [] });
  });

  test('leaves somebody who had left before as she was then, and then forgets her', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    book.change(unsubscribe(id, day(1), secrets));
    book.change(signUp(request(day(25)), secrets));
    // While she waits for her confirmation, she is not forgotten.
    expect(book.change(sweep(day(35), retention, secrets))).toEqual(nothingDone);
    expect(book.change(sweep(day(39), retention, secrets))).toMatchObject({ expired: 1 });
    expect(book.only()).toMatchObject({ status: 'unsubscribed', unsubscribedAt: day(1), past: [] });
    expect(book.change(sweep(day(39), retention, secrets))).toMatchObject({ forgotten: 1 });
    expect(book.list.subscribers).toEqual([]);
  });
});

describe('somebody who left', () => {
  test('is forgotten after the days of the settings; the proof stays for its years (R66)', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    book.change(unsubscribe(id, day(10), secrets));
    expect(book.change(sweep(day(39.9), retention, secrets))).toEqual(nothingDone);
    expect(book.change(sweep(day(40), retention, secrets))).toEqual({ ...nothingDone, forgotten: 1 });
    expect(JSON.stringify(book.list)).not.toMatch(/anna@|annagret/i);
    expect(book.list.suppressions).toMatchObject([
      {
        reason: 'unsubscribed',
        proof: { until: '2029-12-31', consents: [{ confirmedAt: day(0), unsubscribedAt: day(10) }] },
      },
    ]);
  });

  test('is forgotten at the next chance with forgetAfterDays: 0', () => {
    const book = listInMemory();
    book.change(unsubscribe(join(book, day(0)), day(10), secrets));
    const atOnce = { ...retention, forgetAfterDays: 0 };
    expect(book.change(sweep(day(10), atOnce, secrets))).toMatchObject({ forgotten: 1 });
  });

  test('keeps the complaint that ended it', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    book.change(suppressed(addressOf('anna@example.org'), 'complaint', day(5)));
    book.change(unsubscribe(id, day(5), secrets));
    book.change(sweep(day(40), retention, secrets));
    expect(book.list.suppressions).toMatchObject([{ reason: 'complaint', since: day(5) }]);
  });
});

test('confirmed readers stay, however long they are there', () => {
  const book = listInMemory();
  join(book, day(0));
  expect(book.change(sweep(day(4000), retention, secrets))).toEqual(nothingDone);
  expect(book.only().status).toBe('confirmed');
});

test('a proof is deleted once its last day is over; the address stays suppressed (R66)', () => {
  const book = listInMemory();
  const id = join(book, day(0));
  book.change(forget(id, { reason: 'erased', at: day(1), proofYears: 3 }, secrets));
  expect(book.change(sweep('2029-12-31T23:59:59.000Z', retention, secrets))).toEqual(nothingDone);
  const next = '2030-01-01T00:00:00.000Z';
  expect(book.change(sweep(next, retention, secrets))).toEqual({ ...nothingDone, proofsDeleted: 1 });
  expect(book.list.suppressions).toMatchObject([{ reason: 'erased', proof: null }]);
  expect(book.change(sweep(next, retention, secrets))).toEqual(nothingDone);
});
