import { breakerAtStart, watch, type Breaker } from './breaker.ts';
import type { LedgerRecord } from './delivery.ts';

/** What a run has to know of those before it: how servers took the letter, and when the last attempts were. */
export interface EarlierRuns {
  readonly see: (record: LedgerRecord) => void;
  readonly breaker: Breaker;
  /** In their order, in epoch milliseconds. */
  readonly attemptsMs: readonly number[];
}

/** Begins with an empty ledger; so many attempts are remembered. */
export function earlierRuns(remembered: number): EarlierRuns {
  let breaker = breakerAtStart([]);
  const attemptsMs: number[] = [];
  return {
    see(record) {
      breaker = watch(breaker, record);
      if (record.type !== 'attempted') return;
      attemptsMs.push(Date.parse(record.at));
      // Now and then at once, since moving a long list for each attempt would cost more than keeping it.
      if (attemptsMs.length >= 2 * remembered + 1000) attemptsMs.splice(0, attemptsMs.length - remembered);
    },
    get breaker() {
      return { ...breaker, rejectionsInARow: 0 };
    },
    get attemptsMs() {
      return attemptsMs.slice(-remembered);
    },
  };
}
