import type { Text } from '../errors.ts';
import { beginningKey } from './beginning.ts';
import type { FeedDocument } from './feedDocument.ts';
import { readEntry, type Candidate, type FeedOrigin, type Reading } from './feedEntry.ts';
import { resolveAddress } from '../html.ts';
import type { Post, PostFault, PostList } from './post.ts';
import { normalizedAddress } from './postAddress.ts';
import { parsePostDate } from './postDate.ts';
import { faultyPost } from './feedFault.ts';

/** The posts of a feed, cleaned, and a fault for each post that cannot be featured as it stands. */
export function feedPosts(feed: FeedDocument, origin: FeedOrigin): PostList {
  const steps = feedPostSteps(feed, origin);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same post by post, so that other work may have its turn in between. */
export function* feedPostSteps(feed: FeedDocument, origin: FeedOrigin): Generator<void, PostList> {
  const found = withoutQuery(origin.finalAddress ?? origin.address);
  const bases = {
    feed: found,
    pages: resolveAddress(feed.base ?? feed.home ?? '', found) ?? found,
    declared: resolveAddress(feed.base ?? '', found),
  };
  const all: Reading[] = [];
  for (const [index, entry] of feed.entries.entries()) {
    all.push(readEntry(entry, index, bases, origin));
    yield;
  }
  const readings = withoutSuperseded(all, origin.timeZone ?? 'UTC');
  const candidates = toldApart(readings.flatMap((reading) => ('post' in reading ? [reading] : [])));
  let next = 0;
  const disputed = disputedIds(candidates);
  const kept = new Map<string, Post>();
  for (const { post } of candidates) {
    if (!disputed.has(post.id) && !kept.has(post.id)) kept.set(post.id, post);
  }
  const faults = readings.flatMap((reading): readonly PostFault[] => {
    if ('faults' in reading) return reading.faults;
    const { where, post } = candidates[next++] ?? reading;
    return disputed.has(post.id) ? [faultyPost(where, { kind: 'sameId', id: post.id })] : [];
  });
  const { unread = 0 } = feed;
  return {
    posts: [...kept.values()],
    faults,
    ...(unread === 0 ? {} : { notes: [unreadNote(origin.address, feed.entries.length, unread)] }),
  };
}

function unreadNote(address: string, read: number, unread: number): Text {
  return {
    de: `${address} nennt ${read + unread} Beiträge; gelesen wurden nur die ersten ${read}.`,
    en: `${address} names ${read + unread} posts; only the first ${read} were read.`,
  };
}

/**
 * Entries of one id and one address are one post, of which the later updated one counts (RFC 4287 §4.1.1), as far as day or
 * text agree. An id that says no more than its address may be that of all episodes of a podcast: there only the very
 * instant makes two the same.
 */
function withoutSuperseded(readings: readonly Reading[], timeZone: string): readonly Reading[] {
  const standing = new Map<string, Candidate>();
  const superseded = new Set<Reading>();
  for (const reading of readings) {
    if (!('post' in reading)) continue;
    const keys = entryKeys(reading.post);
    const earlier = keys.map((key) => standing.get(key)).find((one) => one !== undefined);
    const isNewer = earlier === undefined || lastChange(reading, timeZone) > lastChange(earlier, timeZone);
    const [last, former] = isNewer ? [reading, earlier] : [earlier, reading];
    if (former) superseded.add(former);
    for (const key of [...keys, ...entryKeys(last.post)]) standing.set(key, last);
  }
  return superseded.size === 0 ? readings : readings.filter((reading) => !superseded.has(reading));
}

function entryKeys({ id, url, publishedAt, excerpt }: Post): readonly string[] {
  const address = normalizedAddress(url);
  const name = `${id} ${address} `;
  if (normalizedAddress(id) === address) return [name + publishedAt];
  const beginning = beginningKey(excerpt);
  return [name + publishedAt.slice(0, 10), ...(beginning === undefined ? [] : [name + beginning])];
}

function lastChange({ dates }: Candidate, timeZone: string): number {
  const instants = dates.map((date) => Date.parse(parsePostDate(date, timeZone) ?? ''));
  return Math.max(-Infinity, ...instants.filter((instant) => !Number.isNaN(instant)));
}

/**
 * Posts of different titles may share one address, as where every episode of a podcast leads to its homepage. What tells
 * them apart is then their id alone, or, where they share that too, also their date and title.
 */
function toldApart(candidates: readonly Candidate[]): readonly Candidate[] {
  const titles = titlesBy(candidates, ({ url }) => normalizedAddress(url));
  const titlesOfId = titlesBy(candidates, ({ id }) => id);
  return candidates.map((candidate) => {
    const { post } = candidate;
    if ((titles.get(normalizedAddress(post.url))?.size ?? 0) < 2) return candidate;
    const isSharedId = (titlesOfId.get(post.id)?.size ?? 0) > 1;
    const id = isSharedId ? `${post.id} ${post.publishedAt} ${post.title}` : post.id;
    return { ...candidate, post: { ...post, id, sharesAddress: true } };
  });
}

function titlesBy(
  candidates: readonly Candidate[],
  keyOf: (post: Post) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const titles = new Map<string, Set<string>>();
  for (const { post } of candidates) {
    const known = titles.get(keyOf(post));
    if (known) known.add(post.title);
    else titles.set(keyOf(post), new Set([post.title]));
  }
  return titles;
}

/** Ids that stand for different addresses: nobody can tell which post they mean. */
function disputedIds(candidates: readonly Candidate[]): ReadonlySet<string> {
  const addresses = new Map<string, string>();
  const disputed = new Set<string>();
  for (const { post } of candidates) {
    const address = normalizedAddress(post.url);
    if ((addresses.get(post.id) ?? address) !== address) disputed.add(post.id);
    addresses.set(post.id, address);
  }
  return disputed;
}

function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}
