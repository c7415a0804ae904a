import type { parseFeed } from 'feedsmith';
import { resolveAddress } from '../core/html.ts';
import type { FeedDocument, FeedEntry, FeedPicture, FeedText } from '../core/posts/feedDocument.ts';

/** What feedsmith makes of a feed. */
export type ParsedFeed = ReturnType<typeof parseFeed<string>>;

type FeedOf<F extends ParsedFeed['format']> = Extract<ParsedFeed, { format: F }>['feed'];
type RssItem = NonNullable<FeedOf<'rss'>['items']>[number];
type RdfItem = NonNullable<FeedOf<'rdf'>['items']>[number];
type AtomEntry = NonNullable<FeedOf<'atom'>['entries']>[number];
type JsonItem = NonNullable<FeedOf<'json'>['items']>[number];
type Media = NonNullable<RssItem['media']>;
type AtomLinks = NonNullable<AtomEntry['links']>;

/** Ten posts a week for ten years; whatever names more would keep the program busy. */
const mostPosts = 5_000;

/** feedsmith's four shapes as the one the core knows; `bases` are the `xml:base` of the whole feed, the outer first. */
export function feedDocument(parsed: ParsedFeed, bases: readonly string[] = []): FeedDocument {
  const base = bases.reduce<string | undefined>(within, undefined);
  switch (parsed.format) {
    case 'rss': {
      const { link, atom, items = [] } = parsed.feed;
      return { base, home: homeOf(link, atom?.links), ...entriesOf(items, fromRss) };
    }
    case 'rdf': {
      const { link, items = [] } = parsed.feed;
      return { base, home: homeOf(link), ...entriesOf(items, fromRdf) };
    }
    case 'atom':
      return { base, ...entriesOf(parsed.feed.entries ?? [], fromAtom) };
    case 'json':
    default: {
      const { home_page_url: home, items = [] } = parsed.feed;
      return { base, home: homeOf(home), ...entriesOf(items, fromJson) };
    }
  }
}

function entriesOf<T>(
  items: readonly T[],
  read: (item: T) => FeedEntry,
): Pick<FeedDocument, 'entries' | 'unread'> {
  const entries = items.slice(0, mostPosts).map(read);
  return items.length > entries.length ? { entries, unread: items.length - entries.length } : { entries };
}

function within(outer: string | undefined, inner: string): string {
  return outer === undefined ? inner : (resolveAddress(inner, outer) ?? outer);
}

function homeOf(link: string | undefined, links: AtomLinks = []): string | undefined {
  return [link, ...alternateLinks(links)].find((address) => /^https?:/i.test(address ?? ''));
}

function fromRss(item: RssItem): FeedEntry {
  const { guid } = item;
  return {
    ...fromRdf(item),
    links: present([
      item.link,
      ...alternateLinks(item.atom?.links ?? []),
      // A guid is an address unless the feed says otherwise (RSS 2.0), but many are none.
      guid?.isPermaLink === false ? undefined : addressOf(guid?.value),
    ]),
    title: firstText([
      html(item.title),
      ...dublinTitles(item),
      atomText(item.atom?.title),
      ...mediaTitles(item.media),
      text(item.itunes?.title),
    ]),
    guid: guid?.value,
    dates: present([item.pubDate, item.atom?.published, ...dublinDates(item), item.atom?.updated]),
    summary: firstText([
      html(item.description),
      atomText(item.atom?.summary),
      ...dublinSummaries(item),
      ...mediaSummaries(item.media),
      html(item.itunes?.summary),
      html(item.itunes?.subtitle),
    ]),
    content: firstText([html(item.content?.encoded), contentOf(item.atom?.content)]),
    pictures: [
      ...mediaPictures(item.media),
      ...(item.enclosures ?? [])
        .filter(({ type }) => type?.startsWith('image/'))
        .flatMap(({ url }) => picture(url, undefined)),
      ...picture(item.itunes?.image, undefined),
    ],
    tags: present([...(item.categories ?? []).map(({ name }) => name), ...(item.dc?.subjects ?? [])]),
  };
}

function fromRdf(item: RdfItem | RssItem): FeedEntry {
  return {
    title: firstText([html(item.title), ...dublinTitles(item)]),
    links: present([item.link, addressOf('rdf' in item ? item.rdf?.about : undefined)]),
    guid: 'rdf' in item ? item.rdf?.about : undefined,
    dates: present(dublinDates(item)),
    summary: firstText([html(item.description), ...dublinSummaries(item)]),
    content: html(item.content?.encoded),
    pictures: mediaPictures(item.media),
    tags: present(item.dc?.subjects ?? []),
    language: item.xml?.lang ?? item.dc?.languages?.[0],
    base: item.xml?.base,
  };
}

function fromAtom(entry: AtomEntry): FeedEntry {
  return {
    title: firstText([
      atomText(entry.title),
      ...dublinTitles(entry),
      ...mediaTitles(entry.media),
      text(entry.itunes?.title),
    ]),
    links: present([...alternateLinks(entry.links ?? []), addressOf(entry.id)]),
    guid: entry.id,
    dates: present([entry.published, ...dublinDates(entry), entry.updated]),
    summary: firstText([
      words(atomText(entry.summary)),
      ...dublinSummaries(entry),
      ...mediaSummaries(entry.media),
      html(entry.itunes?.summary),
    ]),
    content: contentOf(entry.content),
    pictures: [
      ...mediaPictures(entry.media),
      ...(entry.links ?? [])
        .filter(({ rel, type }) => rel === 'enclosure' && type?.startsWith('image/'))
        .flatMap(({ href, title }) => picture(href, title)),
      ...picture(entry.itunes?.image, undefined),
    ],
    tags: present((entry.categories ?? []).map(({ label, term }) => label ?? term)),
    language: entry.xml?.lang ?? entry.dc?.languages?.[0],
    base: entry.xml?.base,
  };
}

function fromJson(item: JsonItem): FeedEntry {
  return {
    title: text(item.title),
    links: present([item.url, addressOf(item.id), item.external_url]),
    guid: item.id,
    dates: present([item.date_published, item.date_modified]).map(withoutEpoch),
    summary: text(item.summary),
    content: html(item.content_html) ?? text(item.content_text),
    pictures: [
      ...picture(item.image, undefined),
      ...picture(item.banner_image, undefined),
      ...(item.attachments ?? [])
        .filter(({ mime_type: type }) => type?.startsWith('image/'))
        .flatMap(({ url, title }) => picture(url, title)),
    ],
    tags: present(item.tags ?? []),
    language: item.language,
    base: undefined,
  };
}

/** Atom text is plain unless it says otherwise (RFC 4287 §3.1.1); Atom 0.3 names media types. */
function atomText(text: AtomEntry['summary']): FeedText | undefined {
  if (text === undefined) return undefined;
  const kind = /html/i.test(text.type ?? '') ? 'html' : 'text';
  return { value: text.value, kind, base: text.xml?.base };
}

/** Content may also be a picture or a sound in base64 (RFC 4287 §4.1.3.3), which nobody reads. */
function contentOf(content: AtomEntry['content']): FeedText | undefined {
  if (content?.value === undefined) return undefined;
  const isReadable = /^(?:text|html|xhtml|text\/.*|application\/(?:xhtml\+)?xml)$/i.test(
    content.type ?? 'text',
  );
  return isReadable ? words(atomText({ ...content, value: content.value })) : undefined;
}

/** Many a blog says "text" and writes HTML; a title may well speak about tags, a whole text hardly begins with them. */
function words(text: FeedText | undefined): FeedText | undefined {
  const isHtml = /<(?:p|div|br|ul|ol|h[1-6]|blockquote|figure|img)(?:\s[^<>]*)?\/?>/i.test(text?.value ?? '');
  return text && isHtml ? { ...text, kind: 'html' } : text;
}

function html(value: string | undefined): FeedText | undefined {
  return value === undefined ? undefined : { value, kind: 'html' };
}

function text(value: string | undefined): FeedText | undefined {
  return value === undefined ? undefined : { value, kind: 'text' };
}

function firstText(texts: readonly (FeedText | undefined)[]): FeedText | undefined {
  return texts.find((text) => text !== undefined);
}

/** An id that is an address as well. */
function addressOf(id: string | undefined): string | undefined {
  return /^https?:\/\//i.test(id ?? '') ? id : undefined;
}

/** Some programs write JSON's dates as seconds or milliseconds since 1970; numbers of other lengths mean nothing. */
function withoutEpoch(date: string): string {
  if (!/^[1-9](?:\d{9}|\d{12})$/.test(date)) return date;
  return new Date(Number(date) * (date.length === 10 ? 1000 : 1)).toISOString();
}

function dublinTitles({ dc, dcterms }: Pick<RssItem, 'dc' | 'dcterms'>): (FeedText | undefined)[] {
  return [...(dc?.titles ?? []), ...(dcterms?.titles ?? [])].map(html);
}

function dublinSummaries({ dc, dcterms }: Pick<RssItem, 'dc' | 'dcterms'>): (FeedText | undefined)[] {
  return [...(dc?.descriptions ?? []), ...(dcterms?.abstracts ?? [])].map(html);
}

function mediaTitles(media: Media | undefined): (FeedText | undefined)[] {
  return groupsOf(media).map(({ title }) => mediaText(title));
}

function mediaSummaries(media: Media | undefined): (FeedText | undefined)[] {
  return groupsOf(media).map(({ description }) => mediaText(description));
}

function mediaText(words: Media['title']): FeedText | undefined {
  return words?.type === 'html' ? html(words.value) : text(words?.value);
}

function alternateLinks(links: AtomLinks): (string | undefined)[] {
  const alternates = links.filter(({ rel }) => rel === undefined || rel === 'alternate');
  const pages = alternates.filter(({ type }) => type === undefined || /html/.test(type));
  return [...pages, ...alternates].map(({ href }) => href);
}

function dublinDates({ dc, dcterms }: Pick<RssItem, 'dc' | 'dcterms'>): (string | undefined)[] {
  return [
    ...(dc?.dates ?? []),
    ...(dcterms?.issued ?? []),
    ...(dcterms?.created ?? []),
    ...(dcterms?.modified ?? []),
  ];
}

function mediaPictures(media: Media | undefined): FeedPicture[] {
  const groups = groupsOf(media);
  const contents = groups.flatMap((group) => group.contents ?? []);
  return [
    ...contents
      .filter(({ medium, type, url }) => isImage(medium, type, url))
      .flatMap(({ url, width, height, description, title }) =>
        picture(url, description?.value ?? title?.value, width, height),
      ),
    ...[...groups, ...contents]
      .flatMap(({ thumbnails = [] }) => thumbnails)
      .flatMap(({ url, width, height }) => picture(url, undefined, width, height)),
  ];
}

function groupsOf(media: Media | undefined): NonNullable<Media['groups']> {
  return media === undefined ? [] : [media, ...(media.groups ?? [])];
}

function isImage(medium: string | undefined, type: string | undefined, url = ''): boolean {
  if (medium !== undefined) return medium === 'image';
  if (type !== undefined) return type.startsWith('image/');
  return /\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)/i.test(url);
}

function picture(url: string | undefined, alt = '', width?: number, height?: number): FeedPicture[] {
  return url === undefined ? [] : [{ url, alt, width, height }];
}

function present(values: readonly (string | undefined)[]): string[] {
  return values.filter((value) => value !== undefined);
}
