import { NewsletterError } from '../core/errors.ts';
import type { Parcel } from '../core/parcel.ts';
import type { Clock, Connection } from '../core/ports.ts';
import { upon, type Soon } from '../core/soon.ts';
import type { Deliveries, LedgerRecord, OutcomeRecord } from '../core/sending/delivery.ts';
import { attempt, putOff, type AttemptOrder } from './attempt.ts';
import type { Connector } from './connector.ts';
import type { Course, Turnout } from './course.ts';
import { isFree, type DiaryWatch } from './diaryWatch.ts';
import type { DueLine, Turn } from './dueLine.ts';
import { madeAhead, type Prepared } from './madeAhead.ts';
import type { Pacer } from './pacer.ts';

/** What the hands of a crew share while they work off one line. */
export interface Shift {
  readonly line: DueLine;
  readonly deliveries: Deliveries;
  readonly heading: Course;
  readonly pace: Pacer;
  readonly diary: DiaryWatch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly connections: Connector;
  readonly attempts: AttemptOrder;
  readonly note: (record: LedgerRecord) => void;
  /** Ends it for everybody: what is in flight is finished, nothing new begins. */
  readonly end: (by: Turnout) => void;
  readonly isOver: boolean;
  /** An account could not be reached. */
  readonly outageIs: (error: NewsletterError) => void;
}

/** How often one message is tried in one run when connections break before anything was handed over. */
const triesPerRun = 3;
/** A connection is not kept waiting for longer; servers hang up on those that idle. */
const longestIdleMs = 10_000;

/**
 * One connection's life: takes one reader after the other until none is left. While one letter is on its way the next but
 * one is made, so that the next one's envelope can go along with a content (RFC 2920); each content waits for the answer to
 * the one before, and for its own record.
 */
export async function handAtWork(shift: Shift): Promise<void> {
  const { line, deliveries, heading, pace, clock, connections, attempts } = shift;
  let connection: Connection | undefined;
  /** The letter whose envelope went along. */
  let ahead: Prepared | undefined;
  const isAtWork = (): Soon<boolean> =>
    !shift.isOver && upon(shift.diary.look(), (diary) => !shift.isOver && isFree(diary));
  const letters = madeAhead({ line, deliveries, attempts, isAtWork });
  const nextAttempt = ({ number }: Turn): number => deliveries.attemptsAt(number) + 1;

  /** Waits for a place in the pace; false when the work is over before there is one. */
  const takePlace = async (): Promise<boolean> => {
    for (;;) {
      const ms = pace.take(heading.limits, clock.now().getTime());
      if (ms === 0) return true;
      if (ms > longestIdleMs) {
        shift.end({ is: 'resting', ms, why: 'pace' });
        return false;
      }
      await clock.sleep(ms, shift.signal);
      if (!(await isAtWork())) return false;
    }
  };

  /** A connection for a reader; `none` when there are no more, `down` when hers alone cannot be had. */
  const openFor = async (turn: Turn): Promise<Connection | 'none' | 'down'> => {
    try {
      const opened = await connections.open(turn.account);
      if (opened) return opened;
      line.putBack(turn);
      return 'none';
    } catch (error) {
      if (turn.account === null || !(error instanceof NewsletterError)) {
        line.putBack(turn);
        throw error;
      }
      shift.outageIs(error);
      for (const bound of [turn, ...line.drain(turn.account)])
        await putOff(deliveries.roll.idAt(bound.number), nextAttempt(bound), error, attempts);
      return 'down';
    }
  };

  /** Only a letter that may leave at once goes along with another. */
  const withPlace = (prepared: Prepared | undefined): Prepared | undefined => {
    if (prepared === undefined || pace.take(heading.limits, clock.now().getTime()) === 0) return prepared;
    line.putBack(prepared.turn);
    return undefined;
  };

  const carry = async ({ turn, letter }: Prepared, over: Connection): Promise<void> => {
    const { setbacks } = heading;
    let coming: Soon<Prepared | undefined>;
    const next = (): Soon<Parcel | undefined> => {
      coming = upon(letters.takeNext(over.account), withPlace);
      return upon(coming, (prepared) => prepared?.letter.parcel);
    };
    const onLeaving = (): void => letters.prepareSpare(over.account);
    try {
      const { outcome, isPutBack, isHanded } = await attempt(letter, nextAttempt(turn), over, attempts, {
        next,
        onLeaving,
      });
      if (isPutBack) line.putBack(turn);
      if (!outcome) return;
      if (isUntouched(outcome) && turn.tries + 1 < triesPerRun) {
        await attempts.append(outcome);
        line.again({ ...turn, account: isHanded ? over.account : turn.account });
      } else {
        // It stands before the next attempt of this connection, and shares its write (R4).
        shift.note(outcome);
      }
      const looking = shift.diary.look();
      const { wasResumed } = looking instanceof Promise ? await looking : looking;
      const meaning = heading.see(outcome, { server: over.account, setbacks, wasResumed });
      if (meaning) shift.end(meaning);
    } finally {
      // Where this failed, she is not given back: she may have her letter, and others still take from the line.
      ahead = coming instanceof Promise ? await coming : coming;
    }
  };

  /** The next reader of the line and a connection for her; `again` where there may be another, `over` where there is none. */
  const takeTurn = async (): Promise<{ ready: Prepared; over: Connection } | 'again' | 'over'> => {
    const made = await letters.takeSpare();
    const turn = made?.turn ?? line.take(connection?.account);
    if (turn === undefined) {
      if (connection === undefined || line.size === 0) return 'over';
      // All who are left need another account.
      await letGo();
      return 'again';
    }
    if (!(await takePlace())) {
      line.putBack(turn);
      return 'over';
    }
    const over = connection ?? (await openFor(turn));
    if (over === 'none') return 'over';
    if (over === 'down') return 'again';
    connection = over;
    const ready = made ?? (await letters.prepare(turn));
    return ready ? { ready, over } : 'again';
  };

  /** The reader whose envelope went along; where that was lost with its connection, she stands in the line again. */
  const takeAhead = (): { ready: Prepared; over: Connection } | undefined => {
    const ready = ahead;
    ahead = undefined;
    if (ready && connection?.isUsable) return { ready, over: connection };
    if (ready) line.putBack(ready.turn);
    return undefined;
  };

  /** Of the connection, and of the letter that was made for it. */
  const letGo = async (): Promise<void> => {
    connections.close(connection);
    connection = undefined;
    const made = await letters.takeSpare();
    if (made) line.putBack(made.turn);
  };

  try {
    for (;;) {
      const isOn = isAtWork();
      if (!(isOn instanceof Promise ? await isOn : isOn)) break;
      const announced = takeAhead();
      if (connection && !connection.isUsable) await letGo();
      const next = announced ?? (await takeTurn());
      if (next === 'over') break;
      if (next !== 'again') await carry(next.ready, next.over);
    }
  } catch (error) {
    shift.end({ is: 'failed', error });
  } finally {
    if (ahead) line.putBack(ahead.turn);
    await letGo().catch((error: unknown) => shift.end({ is: 'failed', error }));
  }
}

/** Whether a connection broke before the content was complete. */
function isUntouched({ outcome, code }: OutcomeRecord): boolean {
  return outcome === 'deferred' && code === null;
}
