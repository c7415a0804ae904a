import { NewsletterError } from '../core/errors.ts';
import { sweep, type Retention, type Swept } from '../core/list/retention.ts';
import { retryPauseMs } from '../core/pace.ts';
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

/**
 * Looks after the list until the signal fires: sends the mails it asks for and lets go of what may not be kept (R63, R66).
 * What fails is told and tried again, later each time; a list that nobody touched costs one look at its file.
 */
export async function keepReaders(order: KeeperOrder): Promise<void> {
  const { clock, signal, subscribers } = order;
  const carrier = postman(order);
  let sweptMs = Number.NEGATIVE_INFINITY;
  let carried = { revision: -1, ms: Number.NEGATIVE_INFINITY };
  let failures = 0;

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
    if (round === undefined) return;
    // The revision of before: who signed up during the round is due in the next one.
    carried = { revision, ms: now };
    if (round.taken + round.refused + round.deferred > 0 || round.stopped) order.onRound(round);
    if (round.stopped) throw round.stopped;
  };

  while (!signal.aborted) {
    try {
      await look();
      failures = 0;
    } catch (error) {
      if (!(error instanceof NewsletterError)) throw error;
      failures += 1;
      order.onFailure(error);
    }
    await clock.sleep(failures === 0 ? lookMs : retryPauseMs(failures), signal);
  }
}

/** One process carries the mails at a time; the others look again later. */
async function carryAlone(order: KeeperOrder, round: () => Promise<Round>): Promise<Round | undefined> {
  let lock;
  try {
    lock = await order.lock();
  } catch (error) {
    if (error instanceof NewsletterError && error.code === 'lock.held') return undefined;
    throw error;
  }
  try {
    return await round();
  } finally {
    await lock.release();
  }
}
