import { heldIssue } from '../core/clock/haltedIssue.ts';
import type { NewsletterError } from '../core/errors.ts';
import type { Letter } from '../core/message.ts';
import { compileLetter } from '../core/mime/compileLetter.ts';
import type { Clock, ListPasser, Transport } from '../core/ports.ts';
import { upon, type Soon } from '../core/soon.ts';
import type { PaceLimits } from '../core/sending/pace.ts';
import { hasBegun } from '../core/sending/delivery.ts';
import type { WeekId } from '../core/week.ts';
import type { AttemptOrder } from './attempt.ts';
import { connector } from './connector.ts';
import { course, type Turnout } from './course.ts';
import { isFree, type DiaryWatch } from './diaryWatch.ts';
import type { DueLine } from './dueLine.ts';
import { handAtWork, type Shift } from './hand.ts';
import { pacer } from './pacer.ts';
import { personFinder } from './personFinder.ts';
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
   * the whole run. Whoever is not served then still stands in the line; what is in flight is finished and on disk.
   */
  work(line: DueLine): Promise<Turnout | undefined>;
  /** Lets go of the list. */
  close(): void;
}

/** Gets a crew together; its pace and its course last for the whole run. */
export function crew(order: CrewOrder): Crew {
  const { ledger, diary, transport, limits, clock, signal } = order;
  const { deliveries } = ledger.state;
  const connections = connector(transport, signal);
  const heading = course(ledger.earlier.breaker, limits);
  const pace = pacer(ledger.earlier.attemptsMs, limits);
  const people = personFinder(order, deliveries.roll);

  /** Opening a connection takes time, in which the author may have spoken, or the hour may have passed. */
  let isBegun = false;
  const mayLeave = (): Soon<boolean> => {
    isBegun ||= hasBegun(ledger.state);
    return isBegun ? upon(diary.look(), isFree) : mayBeFirst();
  };
  const mayBeFirst = async (): Promise<boolean> => {
    if (!isFree(await diary.lookAgain())) return false;
    if (order.mayBegin && !(await order.mayBegin())) throw heldIssue(order.week);
    return true;
  };
  const attempts: AttemptOrder = {
    run: order.run,
    press: compileLetter(order.letter, order.secrets[0]),
    clock,
    people,
    append: (record) => ledger.append(record),
    mayLeave,
  };
  let outage: NewsletterError | undefined;

  const work = async (line: DueLine): Promise<Turnout | undefined> => {
    let turnout = heading.atStart(transport.name, (await diary.look()).wasResumed);
    const shift: Shift = {
      line,
      deliveries,
      heading,
      pace,
      diary,
      clock,
      signal,
      connections,
      attempts,
      note: (record) => ledger.note(record),
      end(by) {
        // A failure outdoes everything that was only meant to be a rest.
        if (turnout === undefined || by.is === 'failed') turnout = by;
      },
      get isOver() {
        return turnout !== undefined || signal.aborted;
      },
      outageIs: (error) => void (outage ??= error),
    };
    const count = Math.min(heading.connections, line.size);
    await Promise.all(Array.from({ length: count }, async () => handAtWork(shift)));
    await ledger.settle().catch((error: unknown) => shift.end({ is: 'failed', error }));
    return turnout;
  };

  return {
    get outage() {
      return connections.hasOpened ? undefined : outage;
    },
    work,
    close: () => people.close(),
  };
}
