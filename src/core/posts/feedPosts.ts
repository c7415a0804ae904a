import { foldSpace, withoutUnsafeCharacters } from '../characters.ts';
import type { Language, Text } from '../errors.ts';
import { beginningKey } from './beginning.ts';
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
import { titleFromText } from './titleFromText.ts';
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
  /** As the entry names them. */
  readonly dates: readonly string[];
}

type Reading = Candidate | { readonly faults: readonly PostFault[] };

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

function readEntry(entry: FeedEntry, index: number, bases: Bases, origin: FeedOrigin): Reading {
  const own = resolveAddress(entry.base ?? '', bases.pages);
  const base = own ?? bases.pages;
  const given = cutAt(plainOf(entry.title), most.title);
  const url =
    entry.links
      // `#top` of a feed that names no page would lead back into the feed.
      .filter((link) => base !== bases.feed || !link.trim().startsWith('#'))
      .map((link) => webAddress(link, base))
      .find((link) => link !== null) ?? null;
  const publishedAt = firstDate(entry.dates, origin.timeZone ?? 'UTC');
  // Relative addresses inside a post start at a base where the feed declares one, else at the post itself.
  const start = own ?? bases.declared ?? url ?? bases.pages;
  const content = cleanOf(entry.content, start);
  const summary = cleanOf(entry.summary, start);
  const prose = { content: proseOf(content), summary: proseOf(summary) };
  const made = given === '' ? titleFromText(prose.content || prose.summary) : undefined;
  const title = made?.title ?? given;
  const where = `${origin.address}, post ${index + 1}${nameOf(title, url)}`;
  if (title === '' || url === null || publishedAt === null) {
    const complaints: PostComplaint[] = [
      ...(title === '' ? [{ kind: 'noTitle' } as const] : []),
      ...(url === null ? [{ kind: 'noLink' } as const] : []),
      ...(publishedAt === null ? [{ kind: 'noDate', found: entry.dates[0] } as const] : []),
    ];
    return { faults: complaints.map((complaint) => faultyPost(where, complaint)) };
  }
  const tags = tagsOf(entry.tags);
  const language = primaryTag(entry.language);
  const whole = wholeOf(content, prose.content) || wholeSummary(content, summary, prose.summary);
  const post: Post = {
    id: idOf(entry.guid) || normalizedAddress(url),
    url,
    title,
    publishedAt,
    excerpt: postExcerpt(made ? { title: '', summary: '', content: made.rest } : { title, ...prose }),
    picture: feedPicture(entry.pictures, `${content}${summary}`, base, url),
    tags,
    language,
    themes: themesOf(
      // The first words of a text are no heavier than its others.
      { title: given, tags, text: whole || prose.content || prose.summary },
      languageOf(language, origin),
    ),
    words: countWords(whole),
    formerAddresses: formerAddresses(url, origin.movedFrom ?? []),
    wish: null,
  };
  return { where, post, dates: entry.dates };
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
  for (const date of dates) {
    const instant = parsePostDate(date, timeZone);
    if (instant !== null) return instant;
  }
  return null;
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
