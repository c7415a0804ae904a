import { NewsletterError } from '../core/errors.ts';
import { sweep, type Retention, type Swept } from '../core/list/retention.ts';
import { retryPauseMs } from '../core/sending/pace.ts';
import { postman, type PostmanOrder, type Round } from './postman.ts';

/** What keeping the list needs. */
export interface KeeperOrder extends PostmanOrder {
  readonly retention: Retention;
  /** Keeps every other process from carrying the list's mails meanwhile; throws `lock.held`. */
  readonly lock: () => Promise<{ release(): Promise<void> }>;
  readonly onRound: (round: Round) => void;
  readonly onSweep: (swept: Swept) => void;
  /** A failure that is tried again by itself, such as a list that cannot be read at the moment. */
  readonly onFailure: (error: NewsletterError) => void;
}

/** How soon a sign-up gets its mail. */
const lookMs = 2_000;
/** Reminders become due by time alone, without anybody writing to the list. */
const patienceMs = 60_000;
const sweepMs = 3_600_000;
/** Whoever mends the list does not wait long. */
const listPauseMs = 30_000;
/** People wait for their confirmation: a server that is back is to be noticed soon. */
const longestPauseMs = 5 * 60_000;
/** A round of somebody else may take its time; one that takes longer is told, now and then. */
const heldPatienceMs = 60_000;
const heldToldMs = 3_600_000;

/**
 * Looks after the list until the signal fires: sends the mails it asks for and lets go of what may not be kept (R63, R66).
 * What fails is told and tried again; a list that nobody touched costs one look at its file.
 */
export async function keepReaders(order: KeeperOrder): Promise<void> {
  const { clock, signal, subscribers } = order;
  const carrier = postman(order);
  let sweptMs = Number.NEGATIVE_INFINITY;
  let carried = { revision: -1, ms: Number.NEGATIVE_INFINITY };
  let failures = 0;
  let heldSinceMs: number | undefined;
  let heldToldAtMs = Number.NEGATIVE_INFINITY;

  const keptBack = (error: NewsletterError, now: number): void => {
    heldSinceMs ??= now;
    if (now - heldSinceMs < heldPatienceMs || now - heldToldAtMs < heldToldMs) return;
    heldToldAtMs = now;
    order.onFailure(error);
  };

  const look = async (): Promise<void> => {
    const now = clock.now().getTime();
    if (now - sweptMs >= sweepMs) {
      order.onSweep(
        await subscribers.change(sweep(clock.now().toISOString(), order.retention, order.secrets)),
      );
      sweptMs = now;
    }
    const { revision } = await subscribers.view();
    if (revision === carried.revision && now - carried.ms < patienceMs) return;
    const round = await carryAlone(order, () => carrier.round());
    if (round instanceof NewsletterError) {
      keptBack(round, now);
      return;
    }
    heldSinceMs = undefined;
    // The revision of before: who signed up during the round is due in the next one.
    carried = { revision, ms: now };
    if (round.taken + round.refused + round.deferred > 0 || round.stopped) order.onRound(round);
    if (round.stopped) throw round.stopped;
  };

  const pauseAfter = (error: NewsletterError): number => {
    if (/^(list|file|lock)\./.test(error.code)) return listPauseMs;
    failures += 1;
    return Math.min(retryPauseMs(failures), longestPauseMs);
  };

  while (!signal.aborted) {
    let pauseMs = lookMs;
    try {
      await look();
      failures = 0;
    } catch (error) {
      if (!(error instanceof NewsletterError)) throw error;
      order.onFailure(error);
      pauseMs = pauseAfter(error);
    }
    await clock.sleep(pauseMs, signal);
  }
}

/** One process carries the mails at a time; the others learn who does, and look again later. */
async function carryAlone(order: KeeperOrder, round: () => Promise<Round>): Promise<Round | NewsletterError> {
  let lock;
  try {
    lock = await order.lock();
  } catch (error) {
    if (error instanceof NewsletterError && error.code === 'lock.held') return error;
    throw error;
  }
  try {
    return await round();
  } finally {
    await lock.release();
  }
}
