import { skipReason, type SkipReason } from '../core/list/audience.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import { requireReadable, suppressionCheck } from '../core/list/suppression.ts';
import type { Letter } from '../core/message.ts';
import type { Clock, SubscriberReader } from '../core/ports.ts';
import { dayOf } from '../core/week.ts';

/** What looking readers up needs. */
export interface FinderOrder {
  readonly letter: Letter;
  readonly subscribers: SubscriberReader;
  readonly secrets: readonly string[];
  readonly clock: Clock;
}

/** A reader as the list has her at this moment, or why she must not be mailed. */
export type Found =
  | { readonly subscriber: Subscriber; readonly reason: undefined }
  | { readonly subscriber: undefined; readonly reason: SkipReason };

/** Looks a reader up in the list as it is at this moment: who left or pauses since is not mailed any more (R11). */
export function personFinder(order: FinderOrder): (id: string) => Promise<Found> {
  const { settings, isMonthly = false } = order.letter;
  let byId = new Map<string, Subscriber>();
  let mayNotMail: (key: string) => boolean = () => false;
  let seen: unknown;
  return async (id) => {
    const list = await order.subscribers.read();
    if (list !== seen) {
      requireReadable(list.suppressions, order.secrets);
      byId = new Map(list.subscribers.map((subscriber) => [subscriber.id, subscriber]));
      mayNotMail = suppressionCheck(list.suppressions, order.secrets);
      seen = list;
    }
    const subscriber = byId.get(id);
    const today = dayOf(order.clock.now(), settings.timeZone);
    const reason = skipReason(subscriber, mayNotMail, { today, isMonthly });
    if (subscriber === undefined || reason !== undefined)
      return { subscriber: undefined, reason: reason ?? 'gone' };
    return { subscriber, reason: undefined };
  };
}
