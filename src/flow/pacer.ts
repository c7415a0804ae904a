import type { LedgerRecord } from '../core/sending/delivery.ts';
import { attemptsToRemember, waitMs, type PaceLimits } from '../core/sending/pace.ts';

/** Keeps count of the attempts of a letter, so that it leaves no faster than allowed, over all connections and runs (R26). */
export interface Pacer {
  /** Takes a place and answers 0, or answers how many milliseconds to wait before asking again. */
  take(limits: PaceLimits, nowMs: number): number;
}

/** The pacer of a run; the attempts of earlier ones count. */
export function pacer(records: readonly LedgerRecord[], most: PaceLimits): Pacer {
  const remembered = attemptsToRemember(most);
  const pastMs = lastAttempts(records, remembered);
  return {
    take(limits, nowMs) {
      const wait = Math.ceil(waitMs(pastMs, limits, nowMs));
      if (wait > 0) return wait;
      pastMs.push(nowMs);
      // Now and then at once, since moving a long list for each message would cost more than keeping it.
      if (pastMs.length >= 2 * remembered + 1000) pastMs.splice(0, pastMs.length - remembered);
      return 0;
    },
  };
}

/** When the last attempts in a ledger were, in their order. */
function lastAttempts(records: readonly LedgerRecord[], count: number): number[] {
  const latestFirst: number[] = [];
  for (let index = records.length - 1; index >= 0 && latestFirst.length < count; index--) {
    const record = records[index];
    if (record?.type === 'attempted') latestFirst.push(Date.parse(record.at));
  }
  return latestFirst.toReversed();
}
