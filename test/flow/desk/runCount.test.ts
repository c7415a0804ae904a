import fc from 'fast-check';
import { expect, test } from 'vitest';
import { totalsOf, type LedgerRecord } from '../../../src/core/sending/delivery.ts';
import { foldLedger, ledgerFold } from '../../../src/core/sending/ledgerFold.ts';
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
      const fold = ledgerFold();
      for (const one of [audience, ...earlier]) fold.see(one);
      const count = runCount();
      const { uncertain } = count.take(fold.state, undefined);
      const handed = new Set<string>();
      for (const [index, one] of later.entries()) {
        fold.see(one);
        if ('id' in one && one.id !== 'nobody') handed.add(one.id);
        const { inFlight, ...totals } = count.take(fold.state, one);
        const whole = totalsOf(foldLedger([audience, ...earlier, ...later.slice(0, index + 1)]));
        expect({ ...totals, uncertain: totals.uncertain + inFlight }).toEqual(whole);
        expect(inFlight).toBeLessThanOrEqual(handed.size);
      }
      expect(uncertain).toBe(totalsOf(foldLedger([audience, ...earlier])).uncertain);
    }),
  );
});
