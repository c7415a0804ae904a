import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dueDeliveries,
  foldLedger,
  isRejected,
  isUncertain,
  totalsOf,
  type AttemptedRecord,
  type DeliveryState,
  type LedgerRecord,
  type LedgerState,
  type Outcome,
  type OutcomeRecord,
} from '../../src/core/delivery.ts';
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
const dueAfter = (...records: readonly LedgerRecord[]): readonly string[] => dueDeliveries(fold(...records));

test('whatever a ledger holds, its totals add up to its audience (R10)', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 60 }), (records) => {
      const state = foldLedger(records);
      const { audience, ...parts } = totalsOf(state);
      const people = new Set(records.flatMap((record) => (record.type === 'audience' ? record.ids : [])));
      expect(audience).toBe(people.size);
      expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(audience);
      const due = dueDeliveries(state);
      expect(due).toHaveLength(parts.waiting + parts.deferred);
      expect([...state.deliveries.values()].filter(isUncertain)).toHaveLength(parts.uncertain);
    }),
    { numRuns: 1000 },
  );
});

const isOpenToResend = (delivery: DeliveryState): boolean => isUncertain(delivery) || isRejected(delivery);

test('nobody is due again once accepted, rejected or uncertain, unless the author says so (R1, R5)', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 60 }), anyRecord, (records, next) => {
      const before = foldLedger(records);
      const after = new Set(dueDeliveries(foldLedger([...records, next])));
      for (const [id, delivery] of before.deliveries) {
        if (dueDeliveries(before).includes(id) || !after.has(id)) continue;
        const isReleased =
          next.type === 'resolved' && next.choice === 'resend' && next.id === id && isOpenToResend(delivery);
        const isDeferred = next.type === 'outcome' && next.id === id && next.outcome === 'deferred';
        expect(isReleased || isDeferred).toBe(true);
      }
    }),
    { numRuns: 5000 },
  );
});

test('people who were never frozen into the audience are never due', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 40 }), (records) => {
      const frozen = new Set(records.flatMap((record) => (record.type === 'audience' ? record.ids : [])));
      expect(dueDeliveries(foldLedger(records)).every((id) => frozen.has(id))).toBe(true);
    }),
  );
});

test('before anything was tried everybody is due, in the order of the audience', () => {
  const order = ['z', 'a', 'm'].map((letter) => letter.repeat(8));
  expect(dueDeliveries(foldLedger([{ type: 'audience', ids: order }]))).toEqual(order);
});

describe('a reader', () => {
  test('who was attempted without an outcome is uncertain and not tried again (R5)', () => {
    const state = fold(attempted(anna));
    expect(totalsOf(state)).toMatchObject({ uncertain: 1, waiting: 1 });
    expect(dueDeliveries(state)).toEqual([berta]);
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
    expect(dueDeliveries(state)).toEqual([berta]);
    expect(totalsOf(state).left).toBe(1);
  });

  test('who has the letter does not get it again by a late word of the author', () => {
    const records = [attempted(anna), outcome(anna, 'accepted'), resolved(anna, 'resend')];
    expect(dueAfter(...records)).toEqual([berta]);
  });

  test('who left between freeze and attempt is withdrawn with the reason (R11)', () => {
    const state = fold({ type: 'withdrawn', at, id: anna, reason: 'unsubscribed' });
    expect(dueDeliveries(state)).toEqual([berta]);
    expect(state.deliveries.get(anna)).toEqual({ state: 'withdrawn', attempts: 0, reason: 'unsubscribed' });
  });

  test('named twice in the audience stays one reader who is not mailed again (R1)', () => {
    const state = fold(attempted(anna), outcome(anna, 'accepted'), audience);
    expect(dueDeliveries(state)).toEqual([berta]);
    expect(totalsOf(state).audience).toBe(2);
  });

  test('keeps the number of attempts, so that the next one has its own', () => {
    const state = fold(attempted(anna, 2), resolved(anna, 'resend'));
    expect(state.deliveries.get(anna)?.attempts).toBe(2);
  });
});

test('the reasons of those who were left out are kept, portion by portion', () => {
  const state = foldLedger([
    { type: 'skipped', reason: 'pending', ids: ['a'] },
    { type: 'skipped', reason: 'suppressed', ids: ['b'] },
    { type: 'skipped', reason: 'pending', ids: ['c'] },
  ]);
  expect(Object.fromEntries(state.skipped)).toEqual({ pending: ['a', 'c'], suppressed: ['b'] });
});
