import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasOpen, isOpen, type LedgerRecord, type Outcome } from '../../../src/core/sending/delivery.ts';
import { foldLedger } from '../../../src/core/sending/ledgerFold.ts';
import { dueDeliveries, expiredDeliveries, nextTryAt } from '../../../src/core/sending/retry.ts';
import { anyRecord } from './ledgerRecords.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const start = new Date('2026-11-22T06:00:00.000Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);

const ids = Array.from({ length: 40 }, (_, index) => `reader${String(index).padStart(6, '0')}`);
const anna = ids[0] ?? '';
const audience: LedgerRecord = { type: 'audience', ids };
const answer = (
  id: string,
  outcome: Outcome,
  ms: number,
  reply = '450 4.2.1 busy',
  code: number | null = 450,
): LedgerRecord => ({
  type: 'outcome',
  at: after(ms).toISOString(),
  run: 'run1',
  id,
  attempt: 1,
  outcome,
  stage: 'rcpt',
  code,
  enhanced: null,
  reply,
});
const slow = (id: string, ms: number): LedgerRecord =>
  answer(id, 'deferred', ms, '454 4.7.0 too many messages', 454);
const later = fc.date({ min: new Date('2025-12-30'), max: new Date('2027-02-01'), noInvalidDate: true });

test('whatever a ledger holds: who is due is open, and who is open is due at the next try or given up there', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 60 }), later, (records, now) => {
      const state = foldLedger(records);
      const due = dueDeliveries(state, now);
      for (const id of due) {
        const delivery = state.deliveries.get(id);
        expect(delivery && isOpen(delivery)).toBe(true);
      }
      const next = nextTryAt(state, now);
      expect(next === null).toBe(!hasOpen(state));
      if (next === null) return;
      expect(next.getTime()).toBeGreaterThanOrEqual(now.getTime());
      // No sleep until then is in vain.
      expect(dueDeliveries(state, next).length + expiredDeliveries(state, next).length).toBeGreaterThan(0);
      if (due.length > 0) expect(next).toEqual(now);
    }),
    { numRuns: 2000 },
  );
});

test('nobody is due and given up at once, and nobody is given up before 48 hours (R22)', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 60 }), later, (records, now) => {
      const state = foldLedger(records);
      const due = new Set(dueDeliveries(state, now));
      for (const id of expiredDeliveries(state, now)) {
        expect(due.has(id)).toBe(false);
        const since = Date.parse(state.deliveries.get(id)?.since ?? '');
        expect(now.getTime() - since).toBeGreaterThanOrEqual(48 * hourMs);
      }
    }),
  );
});

describe('a deferred reader', () => {
  const only = { type: 'audience', ids: [anna] } as const;

  test('rests longer each time, with a little chance in it that is always the same (R22)', () => {
    const records: LedgerRecord[] = [only];
    let ms = 0;
    for (const least of [1, 5, 15, 30, 120, 120, 120]) {
      records.push(answer(anna, 'deferred', ms));
      const state = foldLedger(records);
      const next = nextTryAt(state, after(ms));
      const pauseMs = (next?.getTime() ?? NaN) - start.getTime() - ms;
      expect(pauseMs).toBeGreaterThanOrEqual(least * minuteMs);
      expect(pauseMs).toBeLessThanOrEqual(least * 1.2 * minuteMs + 1);
      expect(nextTryAt(foldLedger(records), after(ms + 10_000))).toEqual(next);
      expect(dueDeliveries(state, after(ms + pauseMs - 1))).toEqual([]);
      expect(dueDeliveries(state, after(ms + pauseMs))).toEqual([anna]);
      ms += pauseMs;
    }
  });

  test('does not come back together with all who were put off with her', () => {
    const state = foldLedger([
      audience,
      ...ids.map((id) => answer(id, 'deferred', 0)),
      answer(anna, 'accepted', 1, '250 ok', 250),
    ]);
    const seconds = Array.from({ length: 14 }, (_, index) => 60 + index);
    const counts = seconds.map((second) => dueDeliveries(state, after(second * 1000)).length);
    expect(counts[0]).toBeLessThan(10);
    expect(counts.at(-1)).toBe(39);
  });

  test('whose letter was paused for days gets one more try before she is given up', () => {
    const state = foldLedger([only, answer(anna, 'deferred', 0)]);
    expect(expiredDeliveries(state, after(50 * hourMs))).toEqual([]);
    expect(dueDeliveries(state, after(50 * hourMs))).toEqual([anna]);
    const again = foldLedger([only, answer(anna, 'deferred', 0), answer(anna, 'deferred', 50 * hourMs)]);
    expect(expiredDeliveries(again, after(50 * hourMs))).toEqual([anna]);
  });

  test('is not kept waiting by a clock that was days ahead when she was put off', () => {
    const state = foldLedger([only, answer(anna, 'deferred', 72 * hourMs)]);
    expect(dueDeliveries(state, start)).toEqual([anna]);
  });
});

describe('a server that put off one after the other (R21)', () => {
  const put = (count: number, ms = 0): readonly LedgerRecord[] =>
    ids.slice(0, count).map((id) => slow(id, ms));

  test('is left alone by everybody, also after a restart', () => {
    const state = foldLedger([audience, ...put(5)]);
    expect(dueDeliveries(state, after(30_000))).toEqual([]);
    expect(nextTryAt(state, after(30_000))).toEqual(after(minuteMs));
    expect(dueDeliveries(state, after(minuteMs))).toEqual(ids.slice(5));
  });

  test('rests longer the more it has put off', () => {
    const restMin = [5, 10, 15, 20, 25, 40].map((count) => {
      const next = nextTryAt(foldLedger([audience, ...put(count)]), start);
      return ((next?.getTime() ?? NaN) - start.getTime()) / minuteMs;
    });
    expect(restMin).toEqual([1, 5, 15, 30, 120, 120]);
  });

  test('that accepted something since, or put off only a few, is not', () => {
    const accepted = answer(ids[20] ?? '', 'accepted', 1000, '250 ok', 250);
    expect(dueDeliveries(foldLedger([audience, ...put(9), accepted]), after(2000))).toHaveLength(30);
    expect(dueDeliveries(foldLedger([audience, ...put(4)]), start)).toHaveLength(36);
  });

  test('is not meant where single mailboxes are full or greylisted', () => {
    const busy = ids.slice(0, 20).map((id) => answer(id, 'deferred', 0, '450 4.2.0 Greylisted', 450));
    expect(dueDeliveries(foldLedger([audience, ...busy]), start)).toHaveLength(20);
  });
});
