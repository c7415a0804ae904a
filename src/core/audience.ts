import { parseAddress } from './address.ts';
import type { Subscriber, SubscriberList } from './subscriber.ts';
import { suppressionCheck } from './suppression.ts';

/** Why a person on the list does not receive an issue. */
export type SkipReason = 'pending' | 'unsubscribed' | 'suppressed' | 'gone';

/** Who receives an issue, and a reason for everyone who does not. */
export interface Audience {
  readonly members: readonly Subscriber[];
  readonly skipped: ReadonlyMap<SkipReason, readonly string[]>;
}

/** Confirmed minus suppressed. */
export function audienceOf(list: SubscriberList, secrets: readonly string[]): Audience {
  const mayNotMail = suppressionCheck(list.suppressions, secrets);
  const members: Subscriber[] = [];
  const skipped = new Map<SkipReason, string[]>();
  for (const subscriber of list.subscribers) {
    const reason = skipReason(subscriber, mayNotMail);
    if (reason === undefined) {
      members.push(subscriber);
      continue;
    }
    const ids = skipped.get(reason) ?? [];
    ids.push(subscriber.id);
    skipped.set(reason, ids);
  }
  return { members, skipped };
}

/** Why this person must not be mailed now, or undefined when she may be. */
export function skipReason(
  subscriber: Subscriber | undefined,
  mayNotMail: (key: string) => boolean,
): SkipReason | undefined {
  if (subscriber === undefined) return 'gone';
  if (subscriber.status !== 'confirmed') return subscriber.status;
  const address = parseAddress(subscriber.address);
  return address === undefined || mayNotMail(address.key) ? 'suppressed' : undefined;
}
