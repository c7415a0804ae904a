import { foldSpace, withoutUnsafeCharacters } from '../characters.ts';
import type { Language } from '../errors.ts';
import { countWords, cutAt, postExcerpt, saysMore, wholeText } from './excerpt.ts';
import type { FeedDocument, FeedEntry, FeedText } from './feedDocument.ts';
import { feedPicture } from './feedPicture.ts';
import { formerAddresses } from './formerAddresses.ts';
import { cleanHtml, escapeText, plainText, proseText, resolveAddress } from '../html.ts';
import type { Post, PostFault, PostList } from './post.ts';
import { normalizedAddress } from './postAddress.ts';
import { parsePostDate } from './postDate.ts';
import { faultyPost } from './feedFault.ts';
import type { PostComplaint } from './feedFault.ts';
import { withoutTemplateMarks } from './templateMarks.ts';
import { themesOf } from '../language/themes.ts';

/** Where a feed was fetched, as far as its posts depend on it. */
export interface FeedOrigin {
  /** The address of newsletter.yaml, which messages name. */
  readonly address: string;
  /** Where redirects led; relative links start here. */
  readonly finalAddress?: string;
  /** For dates that name no zone. */
  readonly timeZone?: string;
  /** For posts that do not say theirs. */
  readonly language?: Language;
  /** Addresses the blog had before. */
  readonly movedFrom?: readonly string[];
}

/** More than any blog has; what is longer is made to keep somebody busy. */
const most = { title: 300, id: 2_000, address: 4_000, tags: 50, tagLength: 100 };

interface Bases {
  /** The feed itself, without its query, which may hold a token. */
  readonly feed: string;
  /** Where links to posts start. */
  readonly pages: string;
  /** `xml:base` of the feed, if it has one. */
  readonly declared: string | null;
}

interface Candidate {
  readonly where: string;
  readonly post: Post;
}

/** The posts of a feed, cleaned, and a fault for each post that cannot be featured as it stands. */
export function feedPosts(feed: FeedDocument, origin: FeedOrigin): PostList {
  const found = withoutQuery(origin.finalAddress ?? origin.address);
  const bases = {
    feed: found,
    pages: resolveAddress(feed.base ?? feed.home ?? '', found) ?? found,
    declared: resolveAddress(feed.base ?? '', found),
  };
  const readings = feed.entries.map((entry, index) => readEntry(entry, index, bases, origin));
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
  return { posts: [...kept.values()], faults };
}

function readEntry(
  entry: FeedEntry,
  index: number,
  bases: Bases,
  origin: FeedOrigin,
): Candidate | { readonly faults: readonly PostFault[] } {
  const own = resolveAddress(entry.base ?? '', bases.pages);
  const base = own ?? bases.pages;
  const title = cutAt(plainOf(entry.title), most.title);
  const url =
    entry.links
      // `#top` of a feed that names no page would lead back into the feed.
      .filter((link) => base !== bases.feed || !link.trim().startsWith('#'))
      .map((link) => webAddress(link, base))
      .find((link) => link !== null) ?? null;
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
  // Relative addresses inside a post start at a base where the feed declares one, else at the post itself.
  const start = own ?? bases.declared ?? url;
  const content = cleanOf(entry.content, start);
  const summary = cleanOf(entry.summary, start);
  const tags = tagsOf(entry.tags);
  const language = primaryTag(entry.language);
  const prose = { content: proseOf(content), summary: proseOf(summary) };
  const whole = wholeOf(content, prose.content) || wholeSummary(content, summary, prose.summary);
  const post: Post = {
    id: idOf(entry.guid) || normalizedAddress(url),
    url,
    title,
    publishedAt,
    excerpt: postExcerpt({ title, ...prose }),
    picture: feedPicture(entry.pictures, `${content}${summary}`, base, url),
    tags,
    language,
    themes: themesOf(
      { title, tags, text: whole || prose.content || prose.summary },
      languageOf(language, origin),
    ),
    words: countWords(whole),
    formerAddresses: formerAddresses(url, origin.movedFrom ?? []),
    wish: null,
  };
  return { where, post };
}

/**
 * Posts of different titles may share one address, as where every episode of a podcast leads to its homepage. What tells
 * them apart is then their id alone, or, where they share that too, also their date and title.
 */
function toldApart(candidates: readonly Candidate[]): readonly Candidate[] {
  const titles = titlesBy(candidates, ({ url }) => normalizedAddress(url));
  const titlesOfId = titlesBy(candidates, ({ id }) => id);
  return candidates.map(({ where, post }) => {
    if ((titles.get(normalizedAddress(post.url))?.size ?? 0) < 2) return { where, post };
    const isSharedId = (titlesOfId.get(post.id)?.size ?? 0) > 1;
    const id = isSharedId ? `${post.id} ${post.publishedAt} ${post.title}` : post.id;
    return { where, post: { ...post, id, sharesAddress: true } };
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

/** Where a text begins like this, its HTML was escaped once too often. */
const startOfHtml = /^<(?:p|div|h[1-6]|ul|ol|blockquote|figure|img)(?:\s[^<>]*)?>/i;

/** The running text of a post's HTML, as far as it is meant for readers. */
export function proseOf(html: string): string {
  const text = proseText(html);
  return foldSpace(withoutTemplateMarks(startOfHtml.test(text) ? proseText(cleanHtml(text, '')) : text));
}

/** In which language a post is read; a third one is read like the newsletter's. */
export function languageOf(
  declared: string | null,
  { language = 'de' }: Pick<FeedOrigin, 'language'>,
): Language {
  return declared === 'de' || declared === 'en' ? declared : language;
}

/** A description of this many words is no summary: the blog writes its whole posts there. */
const shortestArticle = 150;

function wholeOf(html: string, prose: string): string {
  // "Read more" is no running text, and yet it tells that the text goes on.
  return saysMore(plainText(html.slice(-3000))) ? '' : wholeText(prose);
}

function wholeSummary(content: string, summary: string, prose: string): string {
  const text = content === '' ? wholeOf(summary, prose) : '';
  return countWords(text) < shortestArticle ? '' : text;
}

function plainOf(text: FeedText | undefined): string {
  if (text === undefined) return '';
  return shownText(text.kind === 'html' ? text.value : escapeText(text.value));
}

function shownText(html: string): string {
  return foldSpace(withoutTemplateMarks(plainText(html)));
}

function tagsOf(tags: readonly string[]): readonly string[] {
  const shown = tags.slice(0, 10 * most.tags).map((tag) => shownText(escapeText(tag)));
  return [...new Set(shown.filter((tag) => tag !== '' && tag.length <= most.tagLength))].slice(0, most.tags);
}

function cleanOf(text: FeedText | undefined, base: string): string {
  if (text === undefined) return '';
  const start = resolveAddress(text.base ?? '', base) ?? base;
  return cleanHtml(text.kind === 'html' ? text.value : escapeText(text.value), start);
}

function idOf(guid = ''): string {
  return guid.length > most.id ? '' : oneLine(guid);
}

function webAddress(link: string, base: string): string | null {
  if (link.length > most.address) return null;
  const url = resolveAddress(oneLine(link), base);
  return url !== null && /^https?:/.test(url) ? url : null;
}

function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
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
