import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hasOpen,
  isOpen,
  isRefused,
  isSettled,
  isUncertain,
  totalsOf,
  type AttemptedRecord,
  type DeliveryState,
  type LedgerRecord,
  type LedgerState,
  type Outcome,
  type OutcomeRecord,
} from '../../../src/core/sending/delivery.ts';
import { foldLedger } from '../../../src/core/sending/ledgerFold.ts';
import { dueDeliveries, dueNumbers } from '../../../src/core/sending/retry.ts';
import { anyRecord } from './ledgerRecords.ts';

const at = '2026-11-22T06:00:00Z';
const anna = 'anna00000001';
const berta = 'berta0000002';
const audience: LedgerRecord = { type: 'audience', ids: [anna, berta] };

const attempted = (id: string, attempt = 1): AttemptedRecord => ({
  type: 'attempted',
  at,
  run: 'run1',
  id,
  attempt,
  messageId: `<${id}@example.org>`,
});
const outcome = (id: string, outcome: Outcome, attempt = 1): OutcomeRecord => ({
  type: 'outcome',
  at,
  run: 'run1',
  id,
  attempt,
  outcome,
  stage: 'final',
  code: 250,
  enhanced: null,
  reply: '250 ok',
});
const resolved = (id: string, choice: 'resend' | 'leave'): LedgerRecord => ({
  type: 'resolved',
  at,
  id,
  choice,
});
const fold = (...records: readonly LedgerRecord[]): LedgerState => foldLedger([audience, ...records]);
/** Long after any pause, and before anybody is given up. */
const later = new Date('2026-11-22T18:00:00Z');
const openIn = (state: LedgerState): readonly string[] =>
  [...state.deliveries].filter(([, delivery]) => isOpen(delivery)).map(([id]) => id);
const dueAfter = (...records: readonly LedgerRecord[]): readonly string[] =>
  dueDeliveries(fold(...records), later);

test('whatever a ledger holds, its totals add up to its audience (R10)', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 60 }), (records) => {
      const state = foldLedger(records);
      const { audience, ...parts } = totalsOf(state);
      const people = new Set(records.flatMap((record) => (record.type === 'audience' ? record.ids : [])));
      expect(audience).toBe(people.size);
      expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(audience);
      expect(openIn(state)).toHaveLength(parts.waiting + parts.deferred);
      expect(hasOpen(state)).toBe(parts.waiting + parts.deferred > 0);
      expect(isSettled(state)).toBe(parts.waiting + parts.deferred + parts.uncertain === 0);
      expect([...state.deliveries.values()].filter(isUncertain)).toHaveLength(parts.uncertain);
    }),
    { numRuns: 1000 },
  );
});

const isOpenToResend = (delivery: DeliveryState): boolean => isUncertain(delivery) || isRefused(delivery);

test('nobody is open again once accepted, refused, uncertain or cancelled, unless the author says so (R1, R5)', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 60 }), anyRecord, (records, next) => {
      const before = foldLedger(records);
      const after = new Set(openIn(foldLedger([...records, next])));
      for (const [id, delivery] of before.deliveries) {
        if (isOpen(delivery) || !after.has(id)) continue;
        const isReleased =
          next.type === 'resolved' && next.choice === 'resend' && next.id === id && isOpenToResend(delivery);
        const isDeferred = next.type === 'outcome' && next.id === id && next.outcome === 'deferred';
        expect(isReleased || isDeferred).toBe(true);
      }
    }),
    { numRuns: 5000 },
  );
});

test('people who were never frozen into the audience are never tried', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 40 }), (records) => {
      const frozen = new Set(records.flatMap((record) => (record.type === 'audience' ? record.ids : [])));
      expect(openIn(foldLedger(records)).every((id) => frozen.has(id))).toBe(true);
    }),
  );
});

test('before anything was tried everybody is due, in the order of the audience', () => {
  const order = ['z', 'a', 'm'].map((letter) => letter.repeat(8));
  const state = foldLedger([{ type: 'audience', ids: order }]);
  expect(dueDeliveries(state, later)).toEqual(order);
  expect([...dueNumbers(state, later)]).toEqual([...order.keys()]);
});

describe('a reader', () => {
  test('who was attempted without an outcome is uncertain and not tried again (R5)', () => {
    const state = fold(attempted(anna));
    expect(totalsOf(state)).toMatchObject({ uncertain: 1, waiting: 1 });
    expect(dueDeliveries(state, later)).toEqual([berta]);
  });

  test('who was deferred is tried again; accepted, rejected or uncertain ones are not', () => {
    expect(dueAfter(attempted(anna), outcome(anna, 'deferred'))).toEqual([anna, berta]);
    for (const final of ['accepted', 'rejected', 'uncertain'] as const) {
      expect(dueAfter(attempted(anna), outcome(anna, final))).toEqual([berta]);
    }
  });

  test('who died a second time after a deferral is uncertain', () => {
    expect(dueAfter(attempted(anna), outcome(anna, 'deferred'), attempted(anna, 2))).toEqual([berta]);
  });

  test('whose uncertain letter the author sends again is due, once', () => {
    const released = [attempted(anna), resolved(anna, 'resend')];
    expect(dueAfter(...released)).toEqual([anna, berta]);
    expect(dueAfter(...released, attempted(anna, 2))).toEqual([berta]);
    expect(dueAfter(attempted(anna), outcome(anna, 'uncertain'), resolved(anna, 'resend'))).toContain(anna);
  });

  test('whose uncertain letter the author leaves is never due again', () => {
    const state = fold(attempted(anna), resolved(anna, 'leave'), resolved(anna, 'resend'));
    expect(dueDeliveries(state, later)).toEqual([berta]);
    expect(totalsOf(state).left).toBe(1);
  });

  test('who has the letter does not get it again by a late word of the author', () => {
    const records = [attempted(anna), outcome(anna, 'accepted'), resolved(anna, 'resend')];
    expect(dueAfter(...records)).toEqual([berta]);
  });

  test('who left between freeze and attempt is withdrawn with the reason (R11)', () => {
    const state = fold({ type: 'withdrawn', at, id: anna, reason: 'unsubscribed' });
    expect(dueDeliveries(state, later)).toEqual([berta]);
    expect(state.deliveries.get(anna)).toMatchObject({
      state: 'withdrawn',
      attempts: 0,
      reason: 'unsubscribed',
    });
  });

  test('named twice in the audience stays one reader who is not mailed again (R1)', () => {
    const state = fold(attempted(anna), outcome(anna, 'accepted'), audience);
    expect(dueDeliveries(state, later)).toEqual([berta]);
    expect(totalsOf(state).audience).toBe(2);
  });

  test('keeps the number of attempts, so that the next one has its own', () => {
    const state = fold(attempted(anna, 2), resolved(anna, 'resend'));
    expect(state.deliveries.get(anna)?.attempts).toBe(2);
  });
});

describe('the account a letter was handed to', () => {
  const through = (id: string, account: string): AttemptedRecord => ({ ...attempted(id), account });
  const accountAfter = (...records: readonly LedgerRecord[]): string | null | undefined =>
    fold(...records).deliveries.get(anna)?.account;

  test('stays hers as long as it may have the letter', () => {
    const first = through(anna, 'one');
    expect(accountAfter(first)).toBe('one');
    expect(accountAfter(first, outcome(anna, 'deferred'))).toBe('one');
    expect(accountAfter(first, outcome(anna, 'uncertain'))).toBe('one');
  });

  test('is free again once the author sends the letter once more', () => {
    expect(accountAfter(through(anna, 'one'), resolved(anna, 'resend'))).toBeNull();
    expect(accountAfter(through(anna, 'one'), outcome(anna, 'rejected'))).toBe('one');
    expect(
      accountAfter(through(anna, 'one'), outcome(anna, 'rejected'), resolved(anna, 'resend')),
    ).toBeNull();
  });
});

test('who was put off for too long is given up, with the last answer, until the author sends again (R22)', () => {
  const expired: LedgerRecord = { type: 'expired', at, id: anna };
  const state = fold(attempted(anna), outcome(anna, 'deferred'), expired);
  expect(totalsOf(state)).toMatchObject({ expired: 1, deferred: 0 });
  expect(state.deliveries.get(anna)).toMatchObject({ answer: { reply: '250 ok' }, deferrals: 1 });
  expect(dueAfter(attempted(anna), outcome(anna, 'deferred'), expired)).toEqual([berta]);
  const again = [attempted(anna), outcome(anna, 'deferred'), expired, resolved(anna, 'resend')];
  expect(dueAfter(...again)).toEqual([anna, berta]);
  expect(fold(...again).deliveries.get(anna)).toMatchObject({ deferrals: 0, since: null });
});

test('a cancelled letter keeps what was decided, and nobody is open any more (R12)', () => {
  const state = fold(attempted(anna), { type: 'cancelled', at }, audience);
  expect(totalsOf(state)).toMatchObject({ uncertain: 1, cancelled: 1 });
  expect(hasOpen(state)).toBe(false);
});

test('those who were left out are counted by their reasons, portion by portion', () => {
  const state = foldLedger([
    { type: 'skipped', reason: 'pending', ids: ['a'] },
    { type: 'skipped', reason: 'suppressed', ids: ['b'] },
    { type: 'skipped', reason: 'pending', ids: ['c'] },
  ]);
  expect(Object.fromEntries(state.skipped)).toEqual({ pending: 2, suppressed: 1 });
});
