import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldLedger, totalsOf, type LedgerRecord } from '../../../src/core/sending/delivery.ts';
import { runCount } from '../../../src/flow/desk/runCount.ts';

const ids = ['anna', 'berta', 'carla', 'dora'];
const id = fc.constantFrom(...ids, 'nobody');
const common = { at: '2026-11-20T19:00:00Z', run: 'r', attempt: 1 } as const;

const record: fc.Arbitrary<LedgerRecord> = fc.oneof(
  id.map((one): LedgerRecord => ({
    type: 'attempted',
    ...common,
    id: one,
    messageId: `<${one}@example.org>`,
  })),
  fc
    .tuple(id, fc.constantFrom('accepted', 'deferred', 'rejected', 'uncertain'))
    .map(([one, outcome]): LedgerRecord => ({
      type: 'outcome',
      ...common,
      id: one,
      outcome,
      stage: 'final',
      code: 250,
      enhanced: null,
      reply: '',
    })),
  id.map((one): LedgerRecord => ({ type: 'withdrawn', at: common.at, id: one, reason: 'unsubscribed' })),
  id.map((one): LedgerRecord => ({ type: 'expired', at: common.at, id: one })),
  fc.constant<LedgerRecord>({ type: 'cancelled', at: common.at }),
);

test('whoever counts along with a run comes to what the whole ledger adds up to', () => {
  const records = fc.array(record, { maxLength: 40 });
  fc.assert(
    fc.property(records, records, (earlier, later) => {
      const audience: LedgerRecord = { type: 'audience', ids };
      const count = runCount(foldLedger([audience, ...earlier]));
      for (const one of later) count.take(one);
      const { inFlight, ...totals } = count.totals();
      const whole = totalsOf(foldLedger([audience, ...earlier, ...later]));
      expect({ ...totals, uncertain: totals.uncertain + inFlight }).toEqual(whole);
    }),
  );
});
