/** Messages at most; 0 means no limit. */
export interface PaceLimits {
  readonly perSecond: number;
  readonly perMinute: number;
  readonly perHour: number;
  readonly perDay: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * How long to wait before the next attempt, in milliseconds. `pastMs` are the instants of past attempts in rising order
 * (epoch milliseconds), those of earlier runs included, so that a restart does not forget an hour's or day's cap (R26).
 */
export function waitMs(pastMs: readonly number[], limits: PaceLimits, nowMs: number): number {
  return Math.max(
    0,
    windowWait(pastMs, limits.perMinute, minuteMs, nowMs),
    windowWait(pastMs, limits.perHour, hourMs, nowMs),
    windowWait(pastMs, limits.perDay, dayMs, nowMs),
    limits.perSecond > 0 ? windowWait(pastMs, 1, 1000 / limits.perSecond, nowMs) : 0,
  );
}

/** How many past attempts the limits look back on; older ones need not be remembered. */
export function attemptsToRemember({ perMinute, perHour, perDay }: PaceLimits): number {
  return Math.max(1, perMinute, perHour, perDay);
}

/** How long to wait after the n-th time a server asked for patience: 1, 5, 15, 30 minutes, then 2 hours (R22). */
export function retryPauseMs(tries: number): number {
  return ([1, 5, 15, 30][tries - 1] ?? 120) * minuteMs;
}

/** No pause is longer. */
export const longestPauseMs = retryPauseMs(Infinity);

/** Within any window at most `limit` attempts: the next may start once the `limit`-th last has left the window. */
function windowWait(pastMs: readonly number[], limit: number, windowMs: number, nowMs: number): number {
  if (limit === 0) return 0;
  const leaving = pastMs.at(-limit);
  if (leaving === undefined) return 0;
  const wait = leaving + windowMs - nowMs;
  // An attempt further ahead than a window comes from a clock that was wrong; waiting for it could take days.
  return wait > 2 * windowMs ? 0 : wait;
}
