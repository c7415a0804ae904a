import { addressKeys, looseKeys, newestFirst, timeOf } from '../composing/postKeys.ts';
import { areTwoAtOneAddress, haveSameContent } from '../composing/samePost.ts';
import type { NewsletterError, Text } from '../errors.ts';
import { formatMoment } from '../locale.ts';
import { beginningKey } from './beginning.ts';
import { formerAddresses } from './formerAddresses.ts';
import type { Post, PostList } from './post.ts';
import { normalizedAddress } from './postAddress.ts';
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
  const { posts, reused } = withReusedAddresses(fresh.posts, known);
  const freshKeys = new Set(posts.flatMap((post) => keysInSource(post)));
  const isRenamed = renamedAmong(posts, known);
  const end = endOfFeed(posts);
  const hasFallenOff = (post: Post): boolean =>
    timeOf(post) <= end && !keysInSource(post).some((key) => freshKeys.has(key)) && !isRenamed(post);
  const kept = known
    .map((entry) => ({ ...entry, posts: entry.posts.map((post) => reused.get(post) ?? post) }))
    .filter((entry) => entry.posts.length > 0 && entry.posts.every(hasFallenOff));
  return [...faultsEntry(fresh), ...newestOf([...posts.map((post) => entryOfPost(post)), ...kept])];
}

/** The names of a post within its feed. The same title on the same day at another address is what a move made of a post. */
function keysInSource(post: Post): readonly string[] {
  return [...addressKeys(post), ...looseKeys(post)];
}

/** Posts of a feed that leads to one address again and again, known ones and new ones, told to share it. */
function withReusedAddresses(
  fresh: readonly Post[],
  known: readonly CopiedEntry[],
): { readonly posts: readonly Post[]; readonly reused: ReadonlyMap<Post, Post> } {
  const byAddress = new Map<string, Post[]>();
  for (const post of known.flatMap((entry) => entry.posts)) {
    const address = normalizedAddress(post.url);
    byAddress.set(address, [...(byAddress.get(address) ?? []), post]);
  }
  const reused = new Map<Post, Post>();
  const posts = fresh.map((post) => {
    const others = byAddress
      .get(normalizedAddress(post.url))
      ?.filter((other) => areTwoAtOneAddress(post, other));
    if (others === undefined || others.length === 0) return post;
    for (const other of others) reused.set(other, { ...other, sharesAddress: true });
    return { ...post, sharesAddress: true as const };
  });
  return { posts, reused };
}

/**
 * Whether a known post stands in the feed under all new names, by its title, day and text. Only posts that were not there
 * before are asked: two that stood side by side are two.
 */
function renamedAmong(fresh: readonly Post[], known: readonly CopiedEntry[]): (post: Post) => boolean {
  const knownKeys = new Set(known.flatMap(({ posts }) => posts.flatMap(addressKeys)));
  const byBeginning = new Map<string, Post[]>();
  for (const post of fresh) {
    const key = beginningKey(post.excerpt);
    if (key === undefined || addressKeys(post).some((one) => knownKeys.has(one))) continue;
    byBeginning.set(key, [...(byBeginning.get(key) ?? []), post]);
  }
  return (post) => {
    const key = beginningKey(post.excerpt);
    return key !== undefined && (byBeginning.get(key)?.some((one) => haveSameContent(one, post)) ?? false);
  };
}

/**
 * Said where a feed holds nothing but posts that are newer than all that was known of it: it may have had others meanwhile,
 * and dropped them before it was read. Undefined where it still reaches back to what is known.
 */
export function gapNote(
  address: string,
  fresh: readonly Post[],
  known: readonly CopiedEntry[],
): Text | undefined {
  const before = known.flatMap(({ posts }) => posts);
  if (fresh.length === 0 || before.length === 0) return undefined;
  const newest = before.reduce((latest, post) => Math.max(latest, timeOf(post)), -Infinity);
  if (fresh.some((post) => timeOf(post) <= newest)) return undefined;
  const knownKeys = new Set(before.flatMap(keysInSource));
  if (fresh.some((post) => keysInSource(post).some((key) => knownKeys.has(key)))) return undefined;
  return {
    de: `${address} reicht nicht mehr bis zu dem zurück, was beim letzten Lesen darin stand: Beiträge dazwischen können fehlen. Bitte sieh im Blog nach. Damit es nicht wieder geschieht: im Blog mehr Einträge in den Feed nehmen, oder unter „sources“ wordpress: oder folder: verwenden.`,
    en: `${address} no longer reaches back to what it held when it was last read: posts in between may be missing. Please look on the blog. To keep it from happening again: let the feed hold more entries, or use wordpress: or folder: below "sources".`,
  };
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
