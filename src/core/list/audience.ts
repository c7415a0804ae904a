import { parseAddress } from '../address.ts';
import type { Subscriber, SubscriberList } from './subscriber.ts';
import { suppressionCheck } from './suppression.ts';

/** Why a person on the list does not receive an issue. `monthly`: she gets the month's letter, and this is none. */
export type SkipReason = 'pending' | 'unsubscribed' | 'suppressed' | 'paused' | 'monthly' | 'gone';

/** Who receives an issue, and a reason for everyone who does not. */
export interface Audience {
  readonly members: readonly Subscriber[];
  readonly skipped: ReadonlyMap<SkipReason, readonly string[]>;
}

/** What of a letter decides who gets it. */
export interface Occasion {
  /** The day on the calendar of the newsletter's time zone: `2026-12-24`. */
  readonly today: string;
  /** Whether it is the month's letter, which those get who read monthly. */
  readonly isMonthly: boolean;
}

/** Confirmed minus suppressed, without those who pause or wait for the month's letter. */
export function audienceOf(list: SubscriberList, secrets: readonly string[], occasion: Occasion): Audience {
  const mayNotMail = suppressionCheck(list.suppressions, secrets);
  const members: Subscriber[] = [];
  const skipped = new Map<SkipReason, string[]>();
  for (const subscriber of list.subscribers) {
    const reason = skipReason(subscriber, mayNotMail, occasion);
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
  { today, isMonthly }: Occasion,
): SkipReason | undefined {
  if (subscriber === undefined) return 'gone';
  if (subscriber.status !== 'confirmed') return subscriber.status;
  const address = parseAddress(subscriber.address);
  if (address === undefined || mayNotMail(address.key)) return 'suppressed';
  // On the day itself letters come again, without anybody having to take the pause back.
  if (subscriber.pausedUntil !== null && today < subscriber.pausedUntil) return 'paused';
  return subscriber.rhythm === 'monthly' && !isMonthly ? 'monthly' : undefined;
}
