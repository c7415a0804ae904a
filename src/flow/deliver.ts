import { hasOpen, type LedgerRecord, type LedgerState } from '../core/sending/delivery.ts';
import { NewsletterError } from '../core/errors.ts';
import type { Clock, Diaries, Ledger } from '../core/ports.ts';
import { dueNumbers, expiredDeliveries, nextTryAt } from '../core/sending/retry.ts';
import type { RestReason } from './course.ts';
import { crew, type Crew, type CrewOrder } from './crew.ts';
import { diaryWatch, type DiaryWatch } from './diaryWatch.ts';
import { dueLine, type DueLine } from './dueLine.ts';
import { runLedger, type LedgerBefore, type RunLedger } from './runLedger.ts';

/** What `deliver` is given. */
export interface DeliveryOrder extends Omit<CrewOrder, 'ledger' | 'diary'> {
  readonly ledger: Ledger;
  /** What stood in it when it was opened. */
  readonly before: LedgerBefore;
  readonly diaries: Diaries;
  /** Whether to stay until nobody is left to try, however long servers ask to wait. */
  readonly waits?: boolean;
  readonly onRecord: (record: LedgerRecord) => void;
  /** Told when the run does nothing for a while. */
  readonly onRest?: (rest: Rest) => void;
}

/** A while in which a run does nothing; `until` is null when only the author can end it. */
export interface Rest {
  readonly why: RestReason;
  readonly until: Date | null;
}

/** What a run came to. */
export interface Delivered {
  readonly state: LedgerState;
  /** What stopped the run before everybody who was due had been tried. */
  readonly stopped: NewsletterError | undefined;
  /** When to go on: now, where the run was stopped; null when nobody is left to try. */
  readonly nextTryAt: Date | null;
}

/** A run that is not to wait ends rather than sleep for longer. */
const patienceMs = 60_000;

/**
 * Carries the letter to every reader who is due, and to those who become due meanwhile. Whatever stops it, the ledger says
 * what became of each reader (R10). Throws only what is not a NewsletterError.
 */
export async function deliver(order: DeliveryOrder): Promise<Delivered> {
  const { clock, onRecord, run } = order;
  const ledger = runLedger(order.ledger, order.before, run, clock, onRecord);
  const diary = diaryWatch(order);
  const hands = crew({ ...order, ledger, diary });
  let stopped: NewsletterError | undefined;
  let pacedUntil: Date | undefined;
  try {
    pacedUntil = await carryOn(order, { ledger, diary, hands });
    // Also a cancellation that came with the last letter.
    if ((await diary.lookAgain()).isCancelled) await cancelOpen(ledger, clock);
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    stopped = error;
  } finally {
    hands.close();
  }
  const state = ledger.state;
  const next = nextTryAt(state, clock.now());
  return { state, stopped, nextTryAt: next && pacedUntil && pacedUntil > next ? pacedUntil : next };
}

/**
 * Works until nobody is due any more, the author halts the letter, or the pace asks for more patience than the run has; then
 * answers until when. Throws what stops the run.
 */
async function carryOn(
  order: DeliveryOrder,
  { ledger, diary, hands }: { readonly ledger: RunLedger; readonly diary: DiaryWatch; readonly hands: Crew },
): Promise<Date | undefined> {
  const { clock, waits = false, onRest } = order;
  let line = await lineUp(ledger, clock);
  const rest = async (why: RestReason, until: Date): Promise<void> => {
    onRest?.({ why, until });
    await diary.sleep(until.getTime() - clock.now().getTime());
  };
  while (await diary.mayGoOn(() => onRest?.({ why: 'paused', until: null }))) {
    if (line.size === 0) line = await lineUp(ledger, clock);
    if (line.size === 0) {
      const next = nextTryAt(ledger.state, clock.now());
      if (waits && next) await rest('retry', next);
      else if (hands.outage) throw hands.outage;
      else return undefined;
      continue;
    }
    const turnout = await hands.work(line);
    if (turnout?.is === 'failed') throw turnout.error;
    if (turnout?.is === 'tripped' && hasOpen(ledger.state)) {
      await pauseByBreaker(order, turnout.error);
      throw turnout.error;
    }
    if (turnout?.is !== 'resting' || line.size === 0) continue;
    const until = new Date(clock.now().getTime() + turnout.ms);
    if (!waits && turnout.ms > patienceMs) return until;
    if (turnout.ms > 0) await rest(turnout.why, until);
  }
  return undefined;
}

/** Looks who is due now; who was put off for too long is given up (R22). */
async function lineUp(ledger: RunLedger, clock: Clock): Promise<DueLine> {
  const { state } = ledger;
  for (const id of expiredDeliveries(state, clock.now()))
    await ledger.append({ type: 'expired', at: clock.now().toISOString(), id });
  return dueLine(dueNumbers(state, clock.now()), (number) => state.deliveries.accountAt(number));
}

/** Everybody who is still open gets none. */
async function cancelOpen(ledger: RunLedger, clock: Clock): Promise<void> {
  if (hasOpen(ledger.state)) await ledger.append({ type: 'cancelled', at: clock.now().toISOString() });
}

/** Nobody goes on until the author has looked (R25). */
async function pauseByBreaker(
  { week, diaries, clock }: DeliveryOrder,
  { text }: NewsletterError,
): Promise<void> {
  const at = clock.now().toISOString();
  await diaries.note(week, ({ paused, isCancelled }) => ({
    records: paused || isCancelled ? [] : [{ type: 'paused', at, by: 'breaker', reason: text }],
    answer: undefined,
  }));
}
