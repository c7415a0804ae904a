import { addressKeys, dayKeys, newestFirst, timeOf } from '../composing/postKeys.ts';
import type { NewsletterError, Text } from '../errors.ts';
import { formatMoment } from '../locale.ts';
import { formerAddresses } from './formerAddresses.ts';
import type { Post, PostList } from './post.ts';
import type { CopiedEntry, SourceCopy } from './sourceCopy.ts';

/** More posts than this are not kept; the oldest go first. */
export const catalogueSize = 20_000;

/** The key of what is wrong with a feed as a whole; no post has it. */
const faultsKey = '';

/**
 * What is known of a feed's posts after it was read again: its posts as they are now, and those that have fallen off its end.
 * One that is gone although the feed still reaches further back was deleted on the blog.
 */
export function entriesAfter(fresh: PostList, known: readonly CopiedEntry[]): readonly CopiedEntry[] {
  // The same title on the same day at another address is what a move made of a post.
  const freshKeys = new Set(fresh.posts.flatMap((post) => [...addressKeys(post), ...dayKeys(post)]));
  const end = endOfFeed(fresh.posts);
  const hasFallenOff = (post: Post): boolean =>
    timeOf(post) <= end && ![...addressKeys(post), ...dayKeys(post)].some((key) => freshKeys.has(key));
  const entries = [
    ...fresh.posts.map((post) => entryOfPost(post)),
    ...known.filter(({ posts }) => posts.length > 0 && posts.every(hasFallenOff)),
  ];
  return [...faultsEntry(fresh), ...newestOf(entries)];
}

/** Whether two readings came to the same. */
export function areSame(entries: readonly CopiedEntry[], others: readonly CopiedEntry[]): boolean {
  const isSame = (entry: CopiedEntry, other: CopiedEntry | undefined): boolean =>
    entry === other || JSON.stringify(entry) === JSON.stringify(other);
  return entries.length === others.length && entries.every((entry, index) => isSame(entry, others[index]));
}

/** Entries that were made before the author said where the blog was earlier. */
export function withFormerAddresses(
  entries: readonly CopiedEntry[],
  movedFrom: readonly string[],
): readonly CopiedEntry[] {
  return entries.map((entry) => ({
    ...entry,
    posts: entry.posts.map((post) => ({ ...post, formerAddresses: formerAddresses(post.url, movedFrom) })),
  }));
}

/** A post of a feed as it is kept. */
export function entryOfPost(post: Post, mark = ''): CopiedEntry {
  return { key: post.id, mark, posts: [post], faults: [] };
}

/** Kept, so that a feed that has not changed since is no better than it was. */
function faultsEntry({ faults }: PostList): readonly CopiedEntry[] {
  return faults.length === 0 ? [] : [{ key: faultsKey, mark: '', posts: [], faults }];
}

/** The newest posts a catalogue has room for, always in the same order. */
export function newestOf(entries: readonly CopiedEntry[]): readonly CopiedEntry[] {
  return entries.toSorted(byNewestPost).slice(0, catalogueSize);
}

function byNewestPost(one: CopiedEntry, other: CopiedEntry): number {
  const [a, b] = [one.posts[0], other.posts[0]];
  if (a && b) return newestFirst(a, b);
  return Number(b !== undefined) - Number(a !== undefined) || (one.key < other.key ? -1 : 1);
}

/**
 * How far back a feed surely reaches, in epoch milliseconds: to where three quarters of its posts are. What stands behind may
 * be pinned, or old ones that were edited lately, and a post that is kept too long does less harm than one that is lost. An
 * empty feed reaches nowhere.
 */
function endOfFeed(posts: readonly Post[]): number {
  const times = posts.map(timeOf).toSorted((a, b) => b - a);
  return times[Math.floor(((times.length - 1) * 3) / 4)] ?? Infinity;
}

/** All that is known of a source, as a list. */
export function listOfEntries(entries: readonly CopiedEntry[]): PostList {
  return {
    posts: entries.flatMap(({ posts }) => posts),
    faults: entries.flatMap(({ faults }) => faults),
  };
}

/** What stands in for a source that could not be read, with a note that says so. */
export function listOfCopy(copy: SourceCopy, error: NewsletterError, timeZone: string): PostList {
  return { ...listOfEntries(copy.entries), notes: [copyNote(copy.at, error, timeZone)], copyOf: copy.at };
}

function copyNote(at: string, { text }: NewsletterError, timeZone: string): Text {
  const moment = { de: formatMoment(at, 'de', timeZone), en: formatMoment(at, 'en', timeZone) };
  return {
    de: `Das Blog ließ sich nicht lesen. ${text.de} Die Beiträge stammen aus der Kopie vom ${moment.de}; was seitdem erschien oder geändert wurde, fehlt. Bitte sieh den Entwurf daraufhin durch.`,
    en: `The blog could not be read. ${text.en} The posts come from the copy of ${moment.en}; what appeared or changed since is missing. Please look through the draft with that in mind.`,
  };
}

/** Said where a feed that had posts is empty all of a sudden. */
export function emptyFeedNote(address: string, known: number): Text {
  return {
    de: `${address} enthält keinen einzigen Beitrag mehr; die ${known} bekannten bleiben bis auf Weiteres. Bitte sieh im Blog nach, ob das stimmt.`,
    en: `${address} holds no post any more; the ${known} known ones stay for now. Please look on the blog whether that is right.`,
  };
}
