import type { LetterFigures, ReasonCount } from './authorNews.ts';
import {
  isDeferred,
  isRefused,
  totalsOf,
  type DeliveryState,
  type LedgerState,
} from '../sending/delivery.ts';
import type { SubscriberList } from '../list/subscriber.ts';
import { nextTryAt } from '../sending/retry.ts';

/** What is asked about a letter. */
export interface FiguresOrder {
  readonly subject: string;
  readonly ledger: LedgerState;
  readonly list: SubscriberList;
  /** When the letter before began to leave; who came and went since is counted. Null for the very first. */
  readonly before: Date | null;
  readonly isBounceShareHigh: boolean;
  readonly now: Date;
}

/** What became of a letter so far, for its author. */
export function letterFigures(order: FiguresOrder): LetterFigures {
  const { subject, ledger, list, before, now } = order;
  const isNews = (instant: string | null): boolean =>
    instant !== null &&
    Date.parse(instant) > (before?.getTime() ?? 0) &&
    Date.parse(instant) <= now.getTime();
  const begunMs = ledger.frozen === null ? Infinity : Date.parse(ledger.frozen.at);
  const bounced = list.suppressions.filter(
    ({ reason, since }) => /bounce/.test(reason) && Date.parse(since) >= begunMs,
  );
  const left = list.subscribers.filter(({ unsubscribedAt }) => isNews(unsubscribedAt));
  const erased = list.suppressions.filter(({ reason, since }) => reason === 'erased' && isNews(since));
  return {
    subject,
    totals: totalsOf(ledger),
    refusals: reasonsOf(ledger, isRefused),
    deferrals: reasonsOf(ledger, isDeferred),
    nextTryAt: nextTryAt(ledger, now),
    newReaders: list.subscribers.filter(({ consent }) => isNews(consent.confirmedAt)).length,
    goodbyes: left.length + erased.length,
    suppressed: bounced.length,
    isBounceShareHigh: order.isBounceShareHigh,
  };
}

/** The reasons servers gave for such deliveries; the most frequent first. */
export function reasonsOf(
  { deliveries }: LedgerState,
  matches: (delivery: DeliveryState) => boolean,
): ReasonCount[] {
  const counts = new Map<string, number>();
  for (const delivery of deliveries.values()) {
    if (!matches(delivery) || !('answer' in delivery)) continue;
    const { reply } = delivery.answer;
    counts.set(reply, (counts.get(reply) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
