import { parseAddress } from '../address.ts';
import type { Suppression, SuppressionReason } from './subscriber.ts';
import { suppressionHash } from './suppression.ts';
import { suppressionWords } from './suppressionWords.ts';

/** Suppressions with the beginning of their hash, a part of their reason, or of one whole address; the latest first. */
export function querySuppressions(
  suppressions: Iterable<Suppression>,
  search: string | null,
  secrets: readonly string[],
): readonly Suppression[] {
  const key = search === null ? undefined : parseAddress(search)?.key;
  const hashes = new Set(key === undefined ? [] : secrets.map((secret) => suppressionHash(key, secret)));
  const isMeant = ({ hash, reason }: Suppression): boolean =>
    search === null || hashes.has(hash) || hash.startsWith(search) || isNamed(reason, search);
  return [...suppressions].filter(isMeant).sort((a, b) => Date.parse(b.since) - Date.parse(a.since));
}

/** Whether a text stands in a reason, be it the code or its words. */
function isNamed(reason: SuppressionReason, text: string): boolean {
  const { de, en } = suppressionWords[reason];
  return [reason, de, en].some((words) => words.toLowerCase().includes(text.toLowerCase()));
}

/** How many addresses are suppressed for one reason, and since when the latest of them is. */
export interface SuppressionCount {
  readonly reason: SuppressionReason;
  readonly count: number;
  readonly latest: string;
}

/** Counts suppressions by their reason, the most frequent first. */
export function countSuppressions(suppressions: Iterable<Suppression>): readonly SuppressionCount[] {
  const counts = new Map<SuppressionReason, SuppressionCount>();
  for (const { reason, since } of suppressions) {
    const { count, latest } = counts.get(reason) ?? { count: 0, latest: since };
    const isLater = Date.parse(since) > Date.parse(latest);
    counts.set(reason, { reason, count: count + 1, latest: isLater ? since : latest });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
