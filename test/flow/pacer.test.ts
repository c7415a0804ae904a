import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import { earlierRuns } from '../../src/core/sending/earlierRuns.ts';
import { attemptsToRemember, waitMs, type PaceLimits } from '../../src/core/sending/pace.ts';
import { pacer } from '../../src/flow/pacer.ts';

/** What is left of attempts once earlier runs were read from a ledger. */
function earlierIn(allMs: readonly number[], most: PaceLimits): readonly number[] {
  const earlier = earlierRuns(attemptsToRemember(most));
  for (const ms of allMs) earlier.see(attempted(ms));
  return earlier.attemptsMs;
}

const attempted = (ms: number): LedgerRecord => ({
  type: 'attempted',
  at: new Date(ms).toISOString(),
  run: 'run1',
  id: 'reader000001',
  attempt: 1,
  messageId: '<a@example.org>',
});
const limit = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 }));
const limits = fc.record({ perSecond: limit, perMinute: limit, perHour: limit, perDay: limit });

test('waits as if it remembered every attempt of all runs, although it forgets what no limit asks for (R26)', () => {
  fc.assert(
    fc.property(limits, fc.nat(200), fc.integer({ min: 1, max: 40_000 }), (most, earlier, stepMs) => {
      const start = Date.parse('2026-11-22T06:00:00Z');
      const all = Array.from({ length: earlier }, (_, index) => start + index * stepMs);
      const keeper = pacer(earlierIn(all, most), most);
      let now = start + earlier * stepMs;
      for (let count = 0; count < 1500; count++) {
        const wait = keeper.take(most, now);
        expect(wait).toBe(Math.ceil(waitMs(all, most, now)));
        if (wait === 0) all.push(now);
        now += wait + (count % 5 === 0 ? stepMs : 0);
      }
    }),
    { numRuns: 40 },
  );
});
