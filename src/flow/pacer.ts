import { attemptsToRemember, waitMs, type PaceLimits } from '../core/sending/pace.ts';

/** Keeps count of the attempts of a letter, so that it leaves no faster than allowed, over all connections and runs (R26). */
export interface Pacer {
  /** Takes a place and answers 0, or answers how many milliseconds to wait before asking again. */
  take(limits: PaceLimits, nowMs: number): number;
}

/** The pacer of a run; the attempts of earlier ones count, in their order and in epoch milliseconds. */
export function pacer(earlierMs: readonly number[], most: PaceLimits): Pacer {
  const remembered = attemptsToRemember(most);
  const pastMs = earlierMs.slice(-remembered);
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
