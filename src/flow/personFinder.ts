import { skipReason, type SkipReason } from '../core/list/audience.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import { checkOf, requireRecognised, type Suppressed } from '../core/list/suppression.ts';
import type { Letter } from '../core/message.ts';
import type { Clock, ListPasser } from '../core/ports.ts';
import type { Roll } from '../core/sending/roll.ts';
import { upon, type Soon } from '../core/soon.ts';
import { dayOf } from '../core/week.ts';

/** What looking readers up needs. */
export interface FinderOrder {
  readonly letter: Letter;
  readonly subscribers: ListPasser;
  readonly secrets: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
}

/** A reader as the list has her at this moment, or why she must not be mailed. */
export type Found =
  | { readonly subscriber: Subscriber; readonly reason: undefined }
  | { readonly subscriber: undefined; readonly reason: SkipReason };

/** Looks readers up in the list as it is at each moment: who left or pauses since is not mailed any more (R11). */
export interface PersonFinder {
  /** Looks whether the list has changed; cheap. As long as it stays the same, so does what was found of somebody. */
  revision(): number;
  /** What it was at the last look. */
  readonly lastRevision: number;
  /**
   * The reader with a number of the roll, as the list had her at the last look, or has her since; cheapest in the list's
   * order. Throws `list.*` or `secret.changed`.
   */
  find(number: number): Soon<Found>;
  close(): void;
}

/** A finder for the readers of a roll. */
export function personFinder(order: FinderOrder, roll: Roll): PersonFinder {
  const { clock, secrets } = order;
  const { settings, isMonthly = false } = order.letter;
  const list = order.subscribers.passing.finder(roll);
  const dayNow = calendar(settings.timeZone);
  let mayNotMail: (key: string) => boolean = () => false;
  let known: Suppressed | undefined;
  const judge = (subscriber: Subscriber | undefined): Found => {
    if (list.suppressed !== known) {
      requireRecognised(list.suppressed, secrets);
      mayNotMail = checkOf(list.suppressed, secrets);
      known = list.suppressed;
    }
    const reason = skipReason(subscriber, mayNotMail, { today: dayNow(clock.now()), isMonthly });
    if (subscriber === undefined || reason !== undefined)
      return { subscriber: undefined, reason: reason ?? 'gone' };
    return { subscriber, reason: undefined };
  };
  return {
    revision: () => list.revision(),
    get lastRevision() {
      return list.lastRevision;
    },
    find: (number) => upon(list.find(number), judge),
    close: () => list.close(),
  };
}

const minuteMs = 60_000;

/** The day in a time zone; it is reckoned once a minute, since that costs more than all the rest. */
function calendar(timeZone: string): (now: Date) => string {
  let minute = Number.NaN;
  let today = '';
  return (now) => {
    const current = Math.floor(now.getTime() / minuteMs);
    if (current !== minute) today = dayOf(now, timeZone);
    minute = current;
    return today;
  };
}
