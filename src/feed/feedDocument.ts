import type { parseFeed } from 'feedsmith';
import type { FeedDocument, FeedEntry, FeedPicture, FeedText } from '../core/feedDocument.ts';

/** What feedsmith makes of a feed. */
export type ParsedFeed = ReturnType<typeof parseFeed<string>>;

type FeedOf<F extends ParsedFeed['format']> = Extract<ParsedFeed, { format: F }>['feed'];
type RssItem = NonNullable<FeedOf<'rss'>['items']>[number];
type RdfItem = NonNullable<FeedOf<'rdf'>['items']>[number];
type AtomEntry = NonNullable<FeedOf<'atom'>['entries']>[number];
type JsonItem = NonNullable<FeedOf<'json'>['items']>[number];
type Media = NonNullable<RssItem['media']>;

/** feedsmith's four shapes as the one the core knows. */
export function feedDocument(parsed: ParsedFeed): FeedDocument {
  switch (parsed.format) {
    case 'rss':
      return { base: parsed.feed.xml?.base, entries: (parsed.feed.items ?? []).map(fromRss) };
    case 'rdf':
      return { base: parsed.feed.xml?.base, entries: (parsed.feed.items ?? []).map(fromRdf) };
    case 'atom':
      return { base: parsed.feed.xml?.base, entries: (parsed.feed.entries ?? []).map(fromAtom) };
    case 'json':
    default:
      return { base: undefined, entries: (parsed.feed.items ?? []).map(fromJson) };
  }
}

function fromRss(item: RssItem): FeedEntry {
  const { guid } = item;
  return {
    ...fromRdf(item),
    links: present([
      item.link,
      ...alternateLinks(item.atom?.links ?? []),
      // A guid is an address unless the feed says otherwise (RSS 2.0), but many are none.
      guid?.isPermaLink !== false && /^https?:/.test(guid?.value ?? '') ? guid?.value : undefined,
    ]),
    guid: guid?.value,
    dates: present([item.pubDate, item.atom?.published, ...dublinDates(item), item.atom?.updated]),
    pictures: [
      ...mediaPictures(item.media),
      ...(item.enclosures ?? [])
        .filter(({ type }) => type?.startsWith('image/'))
        .flatMap(({ url }) => picture(url, undefined)),
    ],
    tags: present([...(item.categories ?? []).map(({ name }) => name), ...(item.dc?.subjects ?? [])]),
  };
}

function fromRdf(item: RdfItem | RssItem): FeedEntry {
  return {
    title: html(item.title ?? item.dc?.titles?.[0]),
    links: present([item.link]),
    guid: 'rdf' in item ? item.rdf?.about : undefined,
    dates: present(dublinDates(item)),
    summary: html(item.description),
    content: html(item.content?.encoded),
    pictures: mediaPictures(item.media),
    tags: present(item.dc?.subjects ?? []),
    language: item.xml?.lang ?? item.dc?.languages?.[0],
    base: item.xml?.base,
  };
}

function fromAtom(entry: AtomEntry): FeedEntry {
  const { content } = entry;
  return {
    title: atomText(entry.title),
    links: present([
      ...alternateLinks(entry.links ?? []),
      /^https?:/.test(entry.id ?? '') ? entry.id : undefined,
    ]),
    guid: entry.id,
    dates: present([entry.published, ...dublinDates(entry), entry.updated]),
    summary: atomText(entry.summary),
    content: content?.value === undefined ? undefined : atomText({ ...content, value: content.value }),
    pictures: [
      ...mediaPictures(entry.media),
      ...(entry.links ?? [])
        .filter(({ rel, type }) => rel === 'enclosure' && type?.startsWith('image/'))
        .flatMap(({ href, title }) => picture(href, title)),
    ],
    tags: present((entry.categories ?? []).map(({ label, term }) => label ?? term)),
    language: entry.xml?.lang ?? entry.dc?.languages?.[0],
    base: entry.xml?.base,
  };
}

function fromJson(item: JsonItem): FeedEntry {
  return {
    title: text(item.title),
    links: present([item.url, /^https?:/.test(item.id ?? '') ? item.id : undefined, item.external_url]),
    guid: item.id,
    dates: present([item.date_published, item.date_modified]),
    summary: text(item.summary),
    content: html(item.content_html) ?? text(item.content_text),
    pictures: [
      ...picture(item.image, undefined),
      ...picture(item.banner_image, undefined),
      ...(item.attachments ?? [])
        .filter(({ mime_type: type }) => type?.startsWith('image/'))
        .flatMap(({ url, title }) => picture(url, title)),
    ],
    tags: item.tags ?? [],
    language: item.language,
    base: undefined,
  };
}

/** Atom text is plain unless it says otherwise (RFC 4287 §3.1.1). */
function atomText(words: AtomEntry['summary']): FeedText | undefined {
  if (words === undefined) return undefined;
  const kind = /html/.test(words.type ?? '') ? 'html' : 'text';
  return { value: words.value, kind, base: words.xml?.base };
}

function html(value: string | undefined): FeedText | undefined {
  return value === undefined ? undefined : { value, kind: 'html' };
}

function text(value: string | undefined): FeedText | undefined {
  return value === undefined ? undefined : { value, kind: 'text' };
}

function alternateLinks(links: NonNullable<AtomEntry['links']>): (string | undefined)[] {
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
  const groups = media === undefined ? [] : [media, ...(media.groups ?? [])];
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
