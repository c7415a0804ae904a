import { hasOpen, isDeferred, type DeliveryState, type LedgerState, type OutcomeRecord } from './delivery.ts';
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
  return Array.from(dueNumbers(state, now), (number) => state.deliveries.roll.idAt(number));
}

/** The same, by their numbers; four bytes a reader. */
export function dueNumbers(state: LedgerState, now: Date): Uint32Array {
  if (serverRestsUntil(state, now) > now.getTime()) return new Uint32Array();
  return numbersOf(state, (delivery, number) => {
    const at = nextTryOf(delivery, number, state, now);
    return at <= now.getTime() && !isPastPatience(delivery, now);
  });
}

/** Whether there is anybody to try now. */
export function hasDue(state: LedgerState, now: Date): boolean {
  return hasOpen(state) && dueNumbers(state, now).length > 0;
}

/** The readers whose server has put them off for 48 hours (R22). */
export function expiredDeliveries(state: LedgerState, now: Date): readonly string[] {
  if (state.deliveries.counts.deferred === 0) return [];
  const numbers = numbersOf(state, (delivery) => isPastPatience(delivery, now));
  return Array.from(numbers, (number) => state.deliveries.roll.idAt(number));
}

/** When the next of the open deliveries may be tried: now, or later; null when none is open. */
export function nextTryAt(state: LedgerState, now: Date): Date | null {
  const { deliveries } = state;
  let earliest = Infinity;
  for (let number = 0; number < deliveries.size && earliest > 0; number++)
    if (deliveries.isOpenAt(number))
      earliest = Math.min(earliest, nextTryOf(deliveries.at(number), number, state, now));
  return earliest === Infinity
    ? null
    : new Date(Math.max(earliest, serverRestsUntil(state, now), now.getTime()));
}

/** When an open delivery may be tried, in epoch milliseconds. */
function nextTryOf(delivery: DeliveryState, number: number, { deliveries }: LedgerState, now: Date): number {
  if (!isDeferred(delivery)) return 0;
  const { answer, deferrals } = delivery;
  const jitter = jitterOf(`${deliveries.roll.idAt(number)} ${deferrals}`);
  const pauseMs = Math.ceil(retryPauseMs(deferrals) * (1 + jitter));
  const at = Date.parse(answer.at) + pauseMs;
  // An answer from further ahead than any pause comes from a clock that was wrong.
  return at - now.getTime() > 2 * longestPauseMs ? 0 : at;
}

/**
 * Until when a server is left alone, in epoch milliseconds: it has accepted nothing since it asked several readers in a row
 * to come later, or broke the connection. The more there are, the longer. Derived, so that a restart does not forget it.
 */
function serverRestsUntil({ deliveries }: LedgerState, now: Date): number {
  let acceptedMs = -Infinity;
  const setbacksMs: number[] = [];
  deliveries.eachAnswer((answer, atMs, isExpired) => {
    if (isExpired) return;
    if (answer.outcome === 'accepted') acceptedMs = Math.max(acceptedMs, atMs);
    else if (isSetback(answer)) setbacksMs.push(atMs);
  });
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

/** The open deliveries that match, in sending order. */
function numbersOf(
  { deliveries }: LedgerState,
  matches: (delivery: DeliveryState, number: number) => boolean,
): Uint32Array {
  const { waiting, deferred } = deliveries.counts;
  const numbers = new Uint32Array(waiting + deferred);
  let count = 0;
  for (let number = 0; number < deliveries.size; number++)
    if (deliveries.isOpenAt(number) && matches(deliveries.at(number), number)) numbers[count++] = number;
  return numbers.subarray(0, count);
}

/** Up to a fifth more, so that those who were put off together do not come back together; the same for the same text. */
function jitterOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0) / 2 ** 32 / 5;
}
