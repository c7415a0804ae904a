import {
  hasBegun,
  type LedgerRecord,
  type LedgerState,
  type OutcomeRecord,
} from '../core/sending/delivery.ts';
import { NewsletterError } from '../core/errors.ts';
import type { Letter } from '../core/message.ts';
import type { PaceLimits } from '../core/sending/pace.ts';
import { newRoll } from '../core/sending/roll.ts';
import type { Clock, Connection, ListPasser, Transport } from '../core/ports.ts';
import { heldIssue } from '../core/clock/haltedIssue.ts';
import type { WeekId } from '../core/week.ts';
import { attempt, putOff } from './attempt.ts';
import { connector } from './connector.ts';
import { course, type Turnout } from './course.ts';
import type { DiaryWatch } from './diaryWatch.ts';
import type { DueLine, Turn } from './dueLine.ts';
import { pacer } from './pacer.ts';
import { personFinder, type Found } from './personFinder.ts';
import type { RunLedger } from './runLedger.ts';

/** What carrying letters needs. */
export interface CrewOrder {
  readonly run: string;
  readonly letter: Letter;
  readonly ledger: RunLedger;
  readonly diary: DiaryWatch;
  readonly subscribers: ListPasser;
  readonly transport: Transport;
  readonly secrets: readonly [string, ...string[]];
  readonly limits: PaceLimits & { readonly connections: number };
  readonly clock: Clock;
  /** Fires when the person wants to stop: what is in flight is finished, nothing new begins (R12). */
  readonly signal: AbortSignal;
  /** The letter's week, for messages. */
  readonly week: WeekId;
  /** Asked right before the first letter of an issue leaves. */
  readonly mayBegin?: () => Promise<boolean>;
}

/** The connections of a run, at work side by side. */
export interface Crew {
  /** Why an account could not be reached, where nothing at all could be. */
  readonly outage: NewsletterError | undefined;
  /**
   * Takes one reader after the other from the line until it is empty, the author halts the letter, or an answer concerns
   * the whole run. Whoever is not served then still stands in the line; what is in flight is finished.
   */
  work(line: DueLine, state: LedgerState): Promise<Turnout | undefined>;
  /** Lets go of the list. */
  disband(): void;
}

/** How often one message is tried in one run when connections break before anything was handed over. */
const triesPerRun = 3;
/** A connection is not kept waiting for longer; servers hang up on those that idle. */
const longestIdleMs = 10_000;

/** Gets a crew together; its pace and its course last for the whole run. */
export function crew(order: CrewOrder): Crew {
  const { ledger, diary, transport, limits, clock, signal } = order;
  const connections = connector(transport, signal);
  const heading = course(ledger.earlier, limits);
  const pace = pacer(ledger.earlier, limits);
  /** Which account may have the letter of a reader who is being served. */
  const handedTo = new Map<string, string>();
  let outage: NewsletterError | undefined;

  const append = (record: LedgerRecord): Promise<void> => {
    if (record.type === 'attempted' && record.account !== undefined) handedTo.set(record.id, record.account);
    return ledger.append(record);
  };
  /** Opening a connection takes time, in which the author may have spoken, or the hour may have passed. */
  let isBegun = false;
  const mayLeave = async (): Promise<boolean> => {
    isBegun ||= hasBegun(ledger.state());
    const isFirst = !isBegun;
    const { paused, isCancelled } = isFirst ? await diary.lookAgain() : await diary.look();
    if (paused !== null || isCancelled) return false;
    if (isFirst && order.mayBegin && !(await order.mayBegin())) throw heldIssue(order.week);
    return true;
  };
  const roll = newRoll();
  for (const id of ledger.state().deliveries.keys()) roll.add(id);
  const people = personFinder(order, roll);
  const person = async (id: string): Promise<Found> => {
    people.revision();
    return people.find(roll.numberOf(id));
  };
  const attemptOrder = { ...order, person, append, mayLeave };

  const work = async (line: DueLine, state: LedgerState): Promise<Turnout | undefined> => {
    let turnout = heading.atStart(transport.name, (await diary.look()).wasResumed);
    const end = (by: Turnout): void => {
      // A failure outdoes everything that was only meant to be a rest.
      if (turnout === undefined || by.is === 'failed') turnout = by;
    };
    const isAtWork = async (): Promise<boolean> => {
      if (turnout !== undefined || signal.aborted) return false;
      const { paused, isCancelled } = await diary.look();
      return turnout === undefined && paused === null && !isCancelled;
    };
    const numberOf = ({ id, tries }: Turn): number => (state.deliveries.get(id)?.attempts ?? 0) + tries + 1;

    /** One connection's life: takes one reader after the other until none is left. */
    const serve = async (): Promise<void> => {
      let connection: Connection | undefined;
      try {
        while (await isAtWork()) {
          const turn = line.take(connection?.account);
          if (turn === undefined && (connection === undefined || line.size === 0)) break;
          const isUsed = turn !== undefined && connection?.isUsable === true;
          if (!isUsed) {
            connections.close(connection);
            connection = undefined;
          }
          // All who are left need another account.
          if (turn === undefined) continue;
          if (!(await takePlace())) {
            line.putBack(turn);
            break;
          }
          const opened = connection ?? (await openFor(turn));
          if (opened === 'none') break;
          if (opened === 'down') continue;
          connection = opened;
          await carry(turn, connection);
        }
      } catch (error) {
        end({ is: 'failed', error });
      } finally {
        connections.close(connection);
      }
    };

    /** Waits for a place in the pace; false when the work is over before there is one. */
    const takePlace = async (): Promise<boolean> => {
      for (;;) {
        const ms = pace.take(heading.limits, clock.now().getTime());
        if (ms === 0) return true;
        if (ms > longestIdleMs) {
          end({ is: 'resting', ms, why: 'pace' });
          return false;
        }
        await clock.sleep(ms, signal);
        if (!(await isAtWork())) return false;
      }
    };

    /** A connection for a reader; `none` when there are no more, `down` when hers alone cannot be had. */
    const openFor = async (turn: Turn): Promise<Connection | 'none' | 'down'> => {
      try {
        const connection = await connections.open(turn.account);
        if (connection) return connection;
        line.putBack(turn);
        return 'none';
      } catch (error) {
        if (turn.account === null || !(error instanceof NewsletterError)) {
          line.putBack(turn);
          throw error;
        }
        outage ??= error;
        for (const bound of [turn, ...line.drain(turn.account)])
          await putOff(bound.id, numberOf(bound), error, attemptOrder);
        return 'down';
      }
    };

    const carry = async (turn: Turn, connection: Connection): Promise<void> => {
      const { setbacks } = heading;
      const outcome = await attempt(turn.id, numberOf(turn), connection, attemptOrder).catch(
        (error: unknown) => {
          line.putBack(turn);
          throw error;
        },
      );
      const account = handedTo.get(turn.id) ?? turn.account;
      handedTo.delete(turn.id);
      if (outcome === 'halted') line.putBack(turn);
      if (outcome === undefined || outcome === 'halted') return;
      if (isUntouched(outcome) && turn.tries + 1 < triesPerRun) line.again({ ...turn, account });
      const { wasResumed } = await diary.look();
      const meaning = heading.see(outcome, { server: connection.account, setbacks, wasResumed });
      if (meaning) end(meaning);
    };

    await Promise.all(Array.from({ length: Math.min(heading.connections, line.size) }, serve));
    return turnout;
  };

  return {
    get outage() {
      return connections.hasOpened ? undefined : outage;
    },
    work,
    disband: () => people.close(),
  };
}

/** Whether a connection broke before the content was complete. */
function isUntouched({ outcome, code }: OutcomeRecord): boolean {
  return outcome === 'deferred' && code === null;
}
