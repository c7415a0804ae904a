import { foldSpace, withoutUnsafeCharacters } from '../characters.ts';
import type { Language } from '../errors.ts';
import { countWords, cutAt, postExcerpt, saysMore, wholeText } from './excerpt.ts';
import type { FeedEntry, FeedText } from './feedDocument.ts';
import { feedPicture } from './feedPicture.ts';
import { formerAddresses } from './formerAddresses.ts';
import { cleanHtml, escapeText, plainText, resolveAddress } from '../html.ts';
import type { Post, PostFault } from './post.ts';
import { normalizedAddress } from './postAddress.ts';
import { parsePostDate } from './postDate.ts';
import { languageOf, primaryTag } from './postLanguage.ts';
import { proseOf, shownText } from './postText.ts';
import { faultyPost } from './feedFault.ts';
import type { PostComplaint } from './feedFault.ts';
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

/** Where relative addresses of a feed start. */
export interface Bases {
  /** The feed itself, without its query, which may hold a token. */
  readonly feed: string;
  /** Where links to posts start. */
  readonly pages: string;
  /** `xml:base` of the feed, if it has one. */
  readonly declared: string | null;
}

/** A post as its entry tells it, before the others of the feed are known. */
export interface Candidate {
  readonly where: string;
  readonly post: Post;
  /** As the entry names them. */
  readonly dates: readonly string[];
}

/** What came of an entry. */
export type Reading = Candidate | { readonly faults: readonly PostFault[] };

/** More than any blog has; what is longer is made to keep somebody busy. */
const most = { title: 300, id: 2_000, address: 4_000, tags: 50, tagLength: 100 };

/** Reads one entry; `index` is its place in the feed, from 0. */
export function readEntry(entry: FeedEntry, index: number, bases: Bases, origin: FeedOrigin): Reading {
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
