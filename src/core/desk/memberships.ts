import { keyOf } from '../list/listBook.ts';
import type { Retention } from '../list/retention.ts';
import type { Secrets } from '../secret.ts';
import type { PastConsent, Subscriber, SubscriberList, Suppression } from '../list/subscriber.ts';
import { isOwnWish, suppressionHash } from '../list/suppression.ts';

/** One time that somebody was a reader; instants in ms since 1970. */
export interface Membership {
  readonly joinedMs: number;
  /** Null while it lasts. */
  readonly leftMs: number | null;
  /** False for those whose mailbox is gone, or whom the author suppressed: nobody said goodbye. */
  readonly isGoodbye: boolean;
}

/** What is left of who came and went, as dates without people. */
export interface Memberships {
  readonly known: readonly Membership[];
  /** When somebody said goodbye; also of those of whom nothing but this date is kept. */
  readonly goodbyesMs: readonly number[];
  /** Since when nobody's dates have been deleted; who left before may be missing. */
  readonly completeSinceMs: number;
}

const dayMs = 24 * 3_600_000;

/**
 * Everybody's comings and goings, from the list alone: people on it, and the proofs that stay of those who were forgotten.
 * Without the secrets, nobody can tell which of the people on the list are suppressed.
 */
export function membershipsOf(
  list: SubscriberList,
  secrets: Secrets | null,
  retention: Retention,
  now: Date,
): Memberships {
  const suppressedSince = suppressionFinder(list.suppressions, secrets);
  const proven = list.suppressions.flatMap(({ proof }) => proof?.consents ?? []);
  const isProofKept = retention.proofYears > 0;
  const known = [
    ...list.subscribers.flatMap((subscriber) => membershipsOn(subscriber, suppressedSince(subscriber))),
    ...proven.flatMap(endedMembership),
  ];
  const dated = known.flatMap(({ leftMs, isGoodbye }) => (isGoodbye && leftMs !== null ? [leftMs] : []));
  return {
    known,
    // Where proofs are kept, whoever left none was no reader.
    goodbyesMs: isProofKept ? dated : [...dated, ...list.suppressions.flatMap(erasedMs)],
    completeSinceMs: isProofKept
      ? Date.UTC(now.getUTCFullYear() - retention.proofYears, 0, 1)
      : now.getTime() - retention.forgetAfterDays * dayMs,
  };
}

function membershipsOn(
  { status, consent, past, unsubscribedAt }: Subscriber,
  suppressedMs: number | null,
): readonly Membership[] {
  const ended = past.flatMap(endedMembership);
  if (consent.confirmedAt === null) return ended;
  const goodbyeMs = unsubscribedAt === null ? null : Date.parse(unsubscribedAt);
  const joinedMs = Date.parse(consent.confirmedAt);
  if (status === 'pending') return ended;
  if (suppressedMs === null || (goodbyeMs !== null && goodbyeMs <= suppressedMs))
    return [...ended, { joinedMs, leftMs: goodbyeMs, isGoodbye: goodbyeMs !== null }];
  return [...ended, { joinedMs, leftMs: Math.max(joinedMs, suppressedMs), isGoodbye: false }];
}

function endedMembership({ confirmedAt, unsubscribedAt }: PastConsent): readonly Membership[] {
  if (confirmedAt === null) return [];
  return [{ joinedMs: Date.parse(confirmedAt), leftMs: Date.parse(unsubscribedAt), isGoodbye: true }];
}

function erasedMs({ reason, since, proof }: Suppression): readonly number[] {
  return reason === 'erased' && proof === null ? [Date.parse(since)] : [];
}

/** Since when a subscriber is suppressed, other than by her own wish. */
function suppressionFinder(
  suppressions: readonly Suppression[],
  secrets: Secrets | null,
): (subscriber: Subscriber) => number | null {
  const lasting = suppressions.filter(({ reason }) => !isOwnWish(reason));
  const since = new Map(lasting.map((one) => [one.hash, Date.parse(one.since)]));
  // A hash for each of a long list takes its time.
  if (secrets === null || since.size === 0) return () => null;
  return (subscriber) => {
    const key = keyOf(subscriber);
    const found = secrets.map((secret) => since.get(suppressionHash(key, secret)));
    return found.find((ms) => ms !== undefined) ?? null;
  };
}
