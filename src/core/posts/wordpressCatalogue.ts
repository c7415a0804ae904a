import { timeOf } from '../composing/postKeys.ts';
import type { Text } from '../errors.ts';
import { catalogueSize } from './copiedPosts.ts';
import type { CopiedEntry } from './sourceCopy.ts';
import type { WordpressPost } from './wordpressPosts.ts';

/**
 * A catalogue after something of it was read again. `newest` are the blog's newest posts without a gap; a known one that
 * is missing among them was deleted, and so was every one that is missing where there are no older ones.
 */
export function catalogueAfter(
  known: readonly CopiedEntry[],
  read: readonly CopiedEntry[],
  newest: readonly WordpressPost[],
  hasOlder: boolean,
): readonly CopiedEntry[] {
  const present = new Set(newest.map(({ id }) => `${id}`));
  const end = hasOlder ? endOf(newest) : -Infinity;
  const isGone = (entry: CopiedEntry): boolean => {
    const [post] = entry.posts;
    return !present.has(entry.key) && (post ? timeOf(post) > end : !hasOlder);
  };
  const kept = known.filter((entry) => !isGone(entry));
  const marks = new Map(known.map(({ key, mark }) => [key, mark]));
  const changed = read.filter(({ key, mark }) => mark === '' || marks.get(key) !== mark);
  const changes = new Map(changed.map((entry) => [entry.key, entry]));
  if (changes.size === 0 && kept.length === known.length) return known;
  const entries = new Map([...kept.map((entry) => [entry.key, entry] as const), ...changes]);
  return [...entries.values()];
}

/** The date of the oldest of these, in epoch milliseconds; nothing is older than the end of none. */
function endOf(newest: readonly WordpressPost[]): number {
  const times = newest
    .map(({ date_gmt: date }) => Date.parse(`${date}Z`))
    .filter((time) => !Number.isNaN(time));
  return times.reduce((oldest, time) => Math.min(oldest, time), Infinity);
}

/** Whether as many posts are known as the blog has, or as are kept. */
export function isComplete(entries: readonly CopiedEntry[], total: number): boolean {
  return Math.min(entries.length, catalogueSize) === Math.min(total, catalogueSize);
}

/** Blogs may take an instant for their local time, so that more than a day is asked for again. */
const overlapMs = 27 * 3_600_000;

/** From when on changes of older posts are asked for; undefined where the blog never said when a post was changed. */
export function lastChange(known: readonly CopiedEntry[]): string | undefined {
  const times = known.map(({ mark }) => Date.parse(`${mark}Z`)).filter((time) => !Number.isNaN(time));
  if (times.length === 0) return undefined;
  const last = times.reduce((latest, time) => Math.max(latest, time), -Infinity);
  return new Date(last - overlapMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Said where a blog could not be read to its end. */
export function partlyReadNote(address: string, read: number, total: number | undefined): Text {
  const of = total === undefined ? { de: '', en: '' } : { de: ` von ${total}`, en: ` of ${total}` };
  return {
    de: `${address}: nur die neuesten ${read}${of.de} Beiträge ließen sich lesen; ältere kommen das nächste Mal dazu.`,
    en: `${address}: only the newest ${read}${of.en} posts could be read; older ones follow the next time.`,
  };
}
