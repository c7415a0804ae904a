import { foldSpace, withoutUnsafeCharacters } from './characters.ts';
import { postExcerpt } from './excerpt.ts';
import type { FeedDocument, FeedEntry, FeedText } from './feedDocument.ts';
import { feedPicture } from './feedPicture.ts';
import { cleanHtml, escapeText, plainText, proseText, resolveAddress } from './html.ts';
import type { Post, PostFault, PostList } from './post.ts';
import { normalizedAddress } from './postAddress.ts';
import { parsePostDate } from './postDate.ts';
import { faultyPost } from './feedFault.ts';
import type { PostComplaint } from './feedFault.ts';

/** Where a feed was fetched, as far as its posts depend on it. */
export interface FeedOrigin {
  /** The address of newsletter.yaml, which messages name. */
  readonly address: string;
  /** Where redirects led; relative links start here. */
  readonly finalAddress?: string;
  /** For dates that name no zone. */
  readonly timeZone?: string;
}

interface Candidate {
  readonly where: string;
  readonly post: Post;
}

/** The posts of a feed, cleaned, and a fault for each post that cannot be featured as it stands. */
export function feedPosts(feed: FeedDocument, origin: FeedOrigin): PostList {
  const feedBase = resolveAddress(feed.base ?? '', baseOf(origin)) ?? baseOf(origin);
  const readings = feed.entries.map((entry, index) => readEntry(entry, index, feedBase, origin));
  const candidates = readings.flatMap((reading) => ('post' in reading ? [reading] : []));
  const disputed = disputedIds(candidates);
  const kept = new Map<string, Post>();
  for (const { post } of candidates) {
    if (!disputed.has(post.id) && !kept.has(post.id)) kept.set(post.id, post);
  }
  const faults = readings.flatMap((reading): readonly PostFault[] => {
    if ('faults' in reading) return reading.faults;
    return disputed.has(reading.post.id)
      ? [faultyPost(reading.where, { kind: 'sameId', id: reading.post.id })]
      : [];
  });
  return { posts: [...kept.values()], faults };
}

function readEntry(
  entry: FeedEntry,
  index: number,
  feedBase: string,
  origin: FeedOrigin,
): Candidate | { readonly faults: readonly PostFault[] } {
  const base = resolveAddress(entry.base ?? '', feedBase) ?? feedBase;
  const title = plainOf(entry.title);
  const url = entry.links.map((link) => webAddress(link, base)).find((link) => link !== null) ?? null;
  const publishedAt = firstDate(entry.dates, origin.timeZone ?? 'UTC');
  const where = `${origin.address}, post ${index + 1}${nameOf(title, url)}`;
  if (title === '' || url === null || publishedAt === null) {
    const complaints: PostComplaint[] = [
      ...(title === '' ? [{ kind: 'noTitle' } as const] : []),
      ...(url === null ? [{ kind: 'noLink' } as const] : []),
      ...(publishedAt === null ? [{ kind: 'noDate', found: entry.dates[0] } as const] : []),
    ];
    return { faults: complaints.map((complaint) => faultyPost(where, complaint)) };
  }
  const content = cleanOf(entry.content, base, url);
  const post: Post = {
    id: oneLine(entry.guid ?? '') || normalizedAddress(url),
    url,
    title,
    publishedAt,
    excerpt: postExcerpt({
      title,
      summary: proseText(cleanOf(entry.summary, base, url)),
      content: proseText(content),
    }),
    picture: feedPicture(entry.pictures, `${content}${cleanOf(entry.summary, base, url)}`, base, url),
    tags: [...new Set(entry.tags.map((tag) => plainText(escapeText(tag))).filter((tag) => tag !== ''))],
    language: primaryTag(entry.language),
  };
  return { where, post };
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

function baseOf(origin: FeedOrigin): string {
  return origin.finalAddress ?? origin.address;
}

function plainOf(text: FeedText | undefined): string {
  if (text === undefined) return '';
  return plainText(text.kind === 'html' ? text.value : escapeText(text.value));
}

/** Relative addresses inside a post start at its `xml:base` where the feed gives one, else at the post itself. */
function cleanOf(text: FeedText | undefined, base: string, url: string): string {
  if (text === undefined) return '';
  const start = text.base === undefined ? url : (resolveAddress(text.base, base) ?? url);
  return cleanHtml(text.kind === 'html' ? text.value : escapeText(text.value), start);
}

function webAddress(link: string, base: string): string | null {
  const url = resolveAddress(oneLine(link), base);
  return url !== null && /^https?:/.test(url) ? url : null;
}

function firstDate(dates: readonly string[], timeZone: string): string | null {
  return dates.map((date) => parsePostDate(date, timeZone)).find((date) => date !== null) ?? null;
}

function nameOf(title: string, url: string | null): string {
  if (title !== '') return ` „${title}“`;
  return url === null ? '' : ` (${url})`;
}

function oneLine(text: string): string {
  return foldSpace(withoutUnsafeCharacters(text));
}

/** `de-AT` → `de`; only what a post declares itself counts. */
export function primaryTag(language: string | undefined): string | null {
  return /^\s*([a-z]{2,3})(?:[-_].*)?\s*$/i.exec((language ?? '').slice(0, 40))?.[1]?.toLowerCase() ?? null;
}
