import { columnKey } from './columnKey.ts';
import type { ImportedStanding } from './importedPerson.ts';
import { plainCsv } from './plainCsv.ts';

/** Where somebody stands who is not to be mailed. */
export type LeaverStanding = Exclude<ImportedStanding, 'confirmed' | 'asked'>;

/** What a word for a status means, whichever system wrote it; undefined for one that does not sound like a goodbye. */
export function leaverWord(word: string): LeaverStanding | undefined {
  const key = columnKey(word);
  const known = leaverWords.get(key);
  if (known !== undefined || key.length > longestStatus || negation.test(key)) return known;
  return stems.find(([stem]) => stem.test(key))?.[1];
}

/**
 * A goodbye in a column nobody reads: words of their own only, no remarks; `isPlain` for a CSV that nobody knows. In the
 * export of a system “canceled” or “inactive” may be said of a payment.
 */
export function strayLeaverWord(word: string, isPlain: boolean): boolean {
  const key = columnKey(word);
  return leaverWords.has(key) && (isPlain || stems.some(([stem]) => stem.test(key)));
}

/** Whether a column may tell who left. */
export function soundsLikeGoodbye(column: string): boolean {
  const key = columnKey(column);
  return goodbyeColumn.test(key) || stems.some(([stem]) => stem.test(key));
}

/** Longer ones are remarks. */
const longestStatus = 40;

/** “not bounced” is no bounce; nobody guesses what it is. */
const negation = /^(?:not|no|non|never|nicht|kein|keine|nie)\b/;

/** The strictest first: what fits two means the first. */
const stems: readonly (readonly [RegExp, LeaverStanding])[] = [
  [/complain|abuse|spam|beschwer/, 'complained'],
  [/bounc|clean|undeliver|unzustell/, 'bounced'],
  [
    /unsub|opt(?:ed)? ?out|optout|abgemeld|abmeld|abbestell|austrag|ausgetragen|sperr|blocked|blockiert|black ?list|block ?list|deleted|geloescht|kuendig|widerruf|widerspr|suppress|archiv|deactivat|deaktiv|\bdo not\b|\bleft\b/,
    'unsubscribed',
  ],
];

const goodbyeColumn = /churn|removed|entfernt|disabled/;

const leaverWords = new Map(
  Object.entries(plainCsv.statuses ?? {}).flatMap(([word, standing]) =>
    standing === 'subscribed' || standing === 'asked' ? [] : [[columnKey(word), standing]],
  ),
);
