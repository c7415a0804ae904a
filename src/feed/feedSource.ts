import type { Text } from '../core/errors.ts';
import { findFeedLink } from '../core/html.ts';
import { withKnownArticles } from '../core/posts/articles.ts';
import {
  areSame,
  emptyFeedNote,
  entriesAfter,
  gapNote,
  withFormerAddresses,
} from '../core/posts/copiedPosts.ts';
import { feedPostSteps } from '../core/posts/feedPosts.ts';
import type { PostList } from '../core/posts/post.ts';
import type { SourceCopy } from '../core/posts/sourceCopy.ts';
import type { PostSource } from '../core/ports.ts';
import { parseUrl } from '../core/webAddress.ts';
import { withArticles } from './articles.ts';
import { decodeFeed } from './decode.ts';
import { feedError, withoutCredentials } from './feedErrors.ts';
import { fetchBounded } from './fetchBounded.ts';
import type { Fetched, FetchOptions } from './fetchBounded.ts';
import { confirmed, listWithCopy, type CopyOptions, type Reading } from './lastCopy.ts';
import { parseFeed } from './parseFeed.ts';
import type { ParseLimits } from './parseFeed.ts';
import { digestOf, originOf, type ReadingSettings } from './readingSettings.ts';
import { unhurried } from './unhurried.ts';

/** How a feed is read; everything has a default. */
export interface FeedSourceOptions
  extends
    Partial<Omit<FetchOptions, 'as' | 'accept' | 'headers' | 'alsoAnswers' | 'privateOrigins'>>,
    CopyOptions,
    ReadingSettings {
  /** Whether to fetch the articles behind teasers. */
  readonly fullText?: boolean;
  readonly parseLimits?: ParseLimits;
  /** How long its posts may take to be made. */
  readonly postsMs?: number;
}

/**
 * The posts of an RSS, Atom, RDF or JSON feed, and with `copies` those it has dropped since. Its `list` throws `feed.*` and
 * never takes a failure for "no posts"; where the feed cannot be read, the copy stands in.
 */
export function feedSource(address: string, options: FeedSourceOptions = {}): PostSource {
  return {
    name: withoutCredentials(address),
    list: () => listWithCopy(address, options, (copy) => readFeed(address, options, copy)),
  };
}

async function readFeed(
  address: string,
  options: FeedSourceOptions,
  copy: SourceCopy | undefined,
): Promise<Reading> {
  const now = options.now?.() ?? new Date();
  const fetched = await fetchFeed(address, options, copy);
  const reading =
    fetched.status === 304 && copy
      ? { copy: confirmed(copy, now), notes: [] }
      : await freshReading(address, fetched, options, copy, now);
  if (options.fullText !== true) return reading;
  const { entries, notes } = await withArticles(
    reading.copy.entries,
    // A feed must not send us to whatever else lies in the author's network.
    { ...fetchOptionsOf(options), privateOrigins: [address, fetched.finalAddress].flatMap(originsOf) },
    options.language ?? 'de',
  );
  const isSame = entries === reading.copy.entries;
  return {
    copy: isSame ? reading.copy : { ...reading.copy, entries },
    notes: [...reading.notes, ...notes],
  };
}

function originsOf(address: string): readonly string[] {
  const url = parseUrl(address);
  return url ? [url.origin] : [];
}

/** What the feed's address answers; 304 only where the copy is what it would say. */
async function fetchFeed(
  address: string,
  options: FeedSourceOptions,
  copy: SourceCopy | undefined,
): Promise<Fetched> {
  const fetchOptions = fetchOptionsOf(options);
  const headers = copy?.made.startsWith(readingWay(options)) === true ? conditionsOf(copy) : {};
  if (Object.keys(headers).length === 0) return fetchBounded(address, fetchOptions);
  const answer = await fetchBounded(address, { ...fetchOptions, headers, alsoAnswers: [304] });
  // Behind another redirect lies another feed, and its dates say nothing about ours.
  const isOurs = answer.status !== 304 || copy?.made === madeOf(options, answer);
  return isOurs ? answer : fetchBounded(address, fetchOptions);
}

async function freshReading(
  address: string,
  fetched: Fetched,
  options: FeedSourceOptions,
  copy: SourceCopy | undefined,
  now: Date,
): Promise<Reading> {
  const isReadAlike = copy?.made.startsWith(readingWay(options)) === true;
  const before = copy?.entries ?? [];
  const known = isReadAlike ? before : withFormerAddresses(before, options.movedFrom ?? []);
  const fresh = await postsOf(address, fetched, options);
  const entries = entriesAfter(fresh, known);
  const isEmpty = fresh.posts.length === 0 && fresh.faults.length === 0 && entries.length > 0;
  const gap = gapNote(withoutCredentials(address), fresh.posts, known);
  const notes = [
    ...(fresh.notes ?? []),
    ...(gap === undefined ? [] : [gap]),
    ...(isEmpty ? [emptyFeedNote(withoutCredentials(address), entries.length)] : []),
  ];
  const read: SourceCopy = {
    made: madeOf(options, fetched),
    at: now.toISOString(),
    ...validatorsOf(fetched),
    entries: options.fullText === true ? withKnownArticles(entries, known) : entries,
  };
  return { copy: copy && isSameReading(copy, read) ? confirmed(copy, now) : read, notes };
}

/** Whether a whole answer said nothing new, as where a server knows no conditions. */
function isSameReading(copy: SourceCopy, read: SourceCopy): boolean {
  const { made, etag, lastModified, entries } = copy;
  const isAlike = made === read.made && etag === read.etag && lastModified === read.lastModified;
  return isAlike && areSame(entries, read.entries);
}

async function postsOf(address: string, fetched: Fetched, options: FeedSourceOptions): Promise<PostList> {
  const text = decodeFeed(fetched.bytes, fetched.contentType);
  const reading = await parseFeed(text, options.parseLimits);
  if (!reading.ok) {
    const saysPage = /\bhtml\b/i.test(fetched.contentType ?? '');
    throw reading.kind === 'page' || (reading.kind === 'unknown' && saysPage)
      ? pageError(address, findFeedLink(text, fetched.finalAddress))
      : feedError('feed.unreadable', { address, as: 'feed' }, reading.reason, unreadableHint);
  }
  const shown = withoutCredentials(address);
  const origin = { ...originOf(options), address: shown, finalAddress: fetched.finalAddress };
  const { postsMs = usualPostsMs } = options;
  const posts = await unhurried(feedPostSteps(reading.feed, origin), postsMs);
  if (!posts)
    throw feedError('feed.unreadable', { address, as: 'feed' }, tooLaborious(postsMs), unreadableHint);
  return posts;
}

/** Ample even for 5 MB on a small and busy machine; the program does its other work meanwhile. */
const usualPostsMs = 30_000;

function tooLaborious(postsMs: number): Text {
  const seconds = postsMs / 1000;
  return {
    de: `seine Beiträge ließen sich in ${seconds} Sekunden nicht lesen.`,
    en: `its posts could not be read within ${seconds} seconds.`,
  };
}

function fetchOptionsOf(options: FeedSourceOptions): FetchOptions {
  return { userAgent: 'Wochenbrief (weekly newsletter)', ...options };
}

/** The program (its version is in its name) and the settings that posts depend on. */
function readingWay({ userAgent, timeZone, language, movedFrom, fullText }: FeedSourceOptions): string {
  return digestOf([userAgent, timeZone, language, movedFrom, fullText === true]);
}

function madeOf(options: FeedSourceOptions, { finalAddress }: Fetched): string {
  return `${readingWay(options)} ${digestOf(finalAddress)}`;
}

/** Both, since some servers know only one of them (RFC 9110 §13.1). */
function conditionsOf({ etag, lastModified }: SourceCopy): Readonly<Record<string, string>> {
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}

/** What a server gave to ask whether anything has changed, as far as it can be sent back. */
function validatorsOf({ headers }: Fetched): Pick<SourceCopy, 'etag' | 'lastModified'> {
  const { etag, 'last-modified': lastModified } = headers;
  return {
    ...(etag !== undefined && /^[\x21-\x7e\x80-\xff]{1,500}$/.test(etag) ? { etag } : {}),
    ...(lastModified !== undefined && /^[\x20-\x7e]{1,60}$/.test(lastModified) ? { lastModified } : {}),
  };
}

function pageError(address: string, feedLink: string | null): Error {
  const hint: Text =
    feedLink === null
      ? {
          de: 'Trage in newsletter.yaml die Adresse des Feeds ein; bei WordPress endet sie meist auf /feed/.',
          en: 'Enter the address of the feed in newsletter.yaml; with WordPress it mostly ends in /feed/.',
        }
      : {
          de: `Die Seite nennt ihren Feed: Trage ${feedLink} in newsletter.yaml ein.`,
          en: `The page names its feed: enter ${feedLink} in newsletter.yaml.`,
        };
  const reason = { de: 'dort liegt eine Webseite, kein Feed.', en: 'it is a web page, not a feed.' };
  return feedError('feed.unreadable', { address, as: 'feed' }, reason, hint);
}

const unreadableHint: Text = {
  de: 'Prüfe den Feed mit https://validator.w3.org/feed/ und die Adresse unter „sources“ in newsletter.yaml.',
  en: 'Check the feed with https://validator.w3.org/feed/ and the address below "sources" in newsletter.yaml.',
};
