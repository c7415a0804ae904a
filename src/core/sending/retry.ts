import { isDeferred, type DeliveryState, type LedgerState, type OutcomeRecord } from './delivery.ts';
import { longestPauseMs, retryPauseMs } from './pace.ts';
import { asksToSlowDown } from './reply.ts';

/** Who was put off for so long is not tried any more (R22). */
const patienceMs = 48 * 3_600_000;

/** So many setbacks in a row are no accident; the server is left alone before anybody else is tried (R21). */
const setbacksInARow = 5;

/**
 * The readers to try now: never tried, released by the author, or deferred and rested long enough. None while the server
 * that put off one after the other is left alone.
 */
export function dueDeliveries(state: LedgerState, now: Date): readonly string[] {
  if (serverRestsUntil(state, now) > now.getTime()) return [];
  return idsOf(state, (delivery, id) => {
    const at = nextTryOf(delivery, id, now);
    return at !== undefined && at <= now.getTime() && !isPastPatience(delivery, now);
  });
}

/** The readers whose server has put them off for 48 hours (R22). */
export function expiredDeliveries(state: LedgerState, now: Date): readonly string[] {
  return idsOf(state, (delivery) => isPastPatience(delivery, now));
}

/** When the next of the open deliveries may be tried: now, or later; null when none is open. */
export function nextTryAt(state: LedgerState, now: Date): Date | null {
  let earliest = Infinity;
  for (const [id, delivery] of state.deliveries)
    earliest = Math.min(earliest, nextTryOf(delivery, id, now) ?? Infinity);
  return earliest === Infinity
    ? null
    : new Date(Math.max(earliest, serverRestsUntil(state, now), now.getTime()));
}

/** When a delivery may be tried, in epoch milliseconds; undefined for one that is not open. */
function nextTryOf(delivery: DeliveryState, id: string, now: Date): number | undefined {
  if (delivery.state === 'waiting') return 0;
  if (!isDeferred(delivery)) return undefined;
  const { answer, deferrals } = delivery;
  const pauseMs = Math.ceil(retryPauseMs(deferrals) * (1 + jitterOf(`${id} ${deferrals}`)));
  const at = Date.parse(answer.at) + pauseMs;
  // An answer from further ahead than any pause comes from a clock that was wrong.
  return at - now.getTime() > 2 * longestPauseMs ? 0 : at;
}

/**
 * Until when a server is left alone, in epoch milliseconds: it has accepted nothing since it asked several readers in a row
 * to come later, or broke the connection. The more there are, the longer. Derived, so that a restart does not forget it.
 */
function serverRestsUntil(state: LedgerState, now: Date): number {
  let acceptedMs = -Infinity;
  const setbacksMs: number[] = [];
  for (const delivery of state.deliveries.values()) {
    if (delivery.state !== 'answered') continue;
    const { answer } = delivery;
    if (answer.outcome === 'accepted') acceptedMs = Math.max(acceptedMs, Date.parse(answer.at));
    else if (isSetback(answer)) setbacksMs.push(Date.parse(answer.at));
  }
  const inARow = setbacksMs.filter((at) => at > acceptedMs);
  const times = Math.floor(inARow.length / setbacksInARow);
  if (times === 0) return -Infinity;
  const lastMs = inARow.reduce((last, at) => Math.max(last, at), -Infinity);
  // A setback from the future comes from a clock that was wrong.
  return lastMs > now.getTime() + longestPauseMs ? -Infinity : lastMs + retryPauseMs(times);
}

/** Whether an answer says more about the server than about the reader. */
export function isSetback({
  code,
  reply,
  outcome,
}: Pick<OutcomeRecord, 'code' | 'reply' | 'outcome'>): boolean {
  if (outcome !== 'deferred' && outcome !== 'uncertain') return false;
  // Only a no to our sender is a 5xx that nobody is blamed for.
  return code === null || code >= 500 || asksToSlowDown({ code, reply });
}

/** A letter that was kept at home for a while, paused perhaps, gets one more try before it is given up. */
function isPastPatience(delivery: DeliveryState, now: Date): boolean {
  if (!isDeferred(delivery)) return false;
  const sinceMs = Date.parse(delivery.since ?? '');
  const wasTriedLately = Date.parse(delivery.answer.at) - sinceMs >= patienceMs - 2 * longestPauseMs;
  return wasTriedLately && now.getTime() - sinceMs >= patienceMs;
}

function idsOf(
  state: LedgerState,
  matches: (delivery: DeliveryState, id: string) => boolean,
): readonly string[] {
  return [...state.deliveries].filter(([id, delivery]) => matches(delivery, id)).map(([id]) => id);
}

/** Up to a fifth more, so that those who were put off together do not come back together; the same for the same text. */
function jitterOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0) / 2 ** 32 / 5;
}
