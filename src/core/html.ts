import { compile } from 'html-to-text';
import type { DomNode, FormatCallback, HtmlToTextOptions } from 'html-to-text';
import sanitizeHtml from 'sanitize-html';
import { foldSpace, withoutUnsafeCharacters } from './characters.ts';
import { furnitureKind } from './posts/furniture.ts';
import type { Picture } from './posts/post.ts';
import { lineMarks, runningLines } from './posts/proseLines.ts';
import { parseUrl } from './webAddress.ts';

/**
 * How much of one post's HTML is read, in characters. A letter shows the first words of a post; reading on would only
 * give hostile input more to work with.
 */
const readLength = 100_000;

const readableTags = (
  'p br hr h1 h2 h3 h4 h5 h6 blockquote pre code ul ol li dl dt dd strong b em i u s del ins sub sup small ' +
  'mark abbr cite q span div figure figcaption table caption thead tbody tfoot tr th td a img'
).split(' ');

/** What stands in these is no text of the post: programs, drawings, and words for browsers that cannot show a film. */
const silentTags =
  'script style textarea option select button xmp noscript noframes template title svg math iframe object video audio canvas'.split(
    ' ',
  );

type Attributes = Readonly<Record<string, string>>;

/**
 * HTML of a stranger as HTML that is safe to show (R57): known tags only, links http(s) or mailto, pictures http(s),
 * relative addresses resolved against `baseUrl`; scripts, styles, frames, handlers and tracking pixels are gone, and so is
 * what blog programs put around the text: share buttons, contents, players, requests for consent.
 */
export function cleanHtml(html: string, baseUrl: string): string {
  if (html === '') return '';
  const clean = sanitized(html, baseUrl, true);
  if (hasWords(clean)) return clean;
  // A blog may call its whole text by such a name.
  const whole = sanitized(html, baseUrl, false);
  return countWords(plainText(whole)) >= shortestText ? whole : clean;
}

/** Fewer words are a player or a form indeed. */
const shortestText = 60;

function hasWords(html: string): boolean {
  return /\p{L}/u.test(html.replace(/<[^<>]*>/g, ''));
}

function countWords(text: string): number {
  return text.match(/\p{L}{2,}/gu)?.length ?? 0;
}

function sanitized(html: string, baseUrl: string, isTidied: boolean): string {
  const furniture = new WeakSet<Attributes>();
  return sanitizeHtml(withoutUnsafeCharacters(html.slice(0, readLength)), {
    allowedTags: readableTags,
    allowedAttributes: {
      a: ['href', 'title'],
      img: ['src', 'alt', 'width', 'height'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
      abbr: ['title'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['http', 'https'] },
    allowProtocolRelative: false,
    nonTextTags: isTidied ? [...silentTags, 'nav', 'form'] : silentTags,
    // Nobody writes deeper; a hostile text would keep the program busy.
    nestingLimit: 100,
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: withResolved(attribs, 'href', baseUrl) }),
      img: (tagName, attribs) => ({
        tagName,
        attribs: isPixel(attribs) || isSmiley(attribs) ? {} : withResolved(attribs, 'src', baseUrl),
      }),
      '*': (tagName, attribs) => {
        const kind = isTidied ? furnitureKind(tagName, attribs) : undefined;
        if (kind === undefined) return { tagName, attribs };
        if (kind === 'furniture') furniture.add(attribs);
        return { tagName: kind === 'caption' ? 'figcaption' : 'div', attribs };
      },
    },
    exclusiveFilter: ({ tag, attribs }) =>
      furniture.has(attribs) || (tag === 'img' && attribs['src'] === undefined),
  });
}

/** The pictures of cleaned or raw HTML in their order, with absolute addresses; pixels and tiny icons are left out. */
export function picturesOf(html: string, baseUrl: string): Picture[] {
  const pictures: Picture[] = [];
  if (!/<img\b/i.test(html)) return pictures;
  sanitizeHtml(html.slice(0, readLength), {
    allowedTags: [],
    onOpenTag: (name, attribs) => {
      if (name !== 'img' || pictures.length >= 50 || isIcon(attribs)) return;
      const url = resolveAddress(attribs['src'] ?? '', baseUrl);
      if (url !== null && /^https?:/.test(url))
        pictures.push({ url, alt: foldSpace(withoutUnsafeCharacters(attribs['alt'] ?? '')) });
    },
  });
  return pictures;
}

/** The feed a web page names in its head, as an absolute address, or null. */
export function findFeedLink(html: string, pageUrl: string): string | null {
  let found: string | null = null;
  sanitizeHtml(html.slice(0, readLength), {
    allowedTags: [],
    onOpenTag: (name, attribs) => {
      const isFeed =
        name === 'link' &&
        /\balternate\b/i.test(attribs['rel'] ?? '') &&
        /^\s*application\/(?:rss\+xml|atom\+xml|feed\+json)\b/i.test(attribs['type'] ?? '');
      if (isFeed) found ??= resolveAddress(attribs['href'] ?? '', pageUrl);
    },
  });
  return found;
}

const skip = { format: 'skip' } as const;
const asBlock = { format: 'block' } as const;
const asInline = { format: 'inline' } as const;
const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

const textOptions: HtmlToTextOptions = {
  wordwrap: false,
  // Without the invisible mark U+200B, which stands in the middle of words.
  whitespaceCharacters: ' \t\r\n\f',
  // Recursion ends here, so that thousands of nested tags cannot exhaust the stack.
  limits: { maxDepth: 200, maxInputLength: readLength, ellipsis: '' },
  selectors: [
    { selector: '*', ...asInline },
    { selector: 'a', ...asInline },
    ...['script', 'style', 'img', 'svg', 'iframe', 'template', 'noscript', 'title'].map((selector) => ({
      selector,
      ...skip,
    })),
    ...['textarea', 'select', 'button', 'video', 'audio', 'object'].map((selector) => ({
      selector,
      ...skip,
    })),
    ...['p', 'div', 'section', 'article', 'blockquote', 'pre', 'ul', 'ol', 'li', 'dl', 'dt', 'dd'].map(
      (selector) => ({ selector, ...asBlock }),
    ),
    ...['table', 'tr', 'td', 'th', 'figure', 'figcaption', 'header', 'footer', 'main', 'aside', 'hr'].map(
      (selector) => ({ selector, ...asBlock }),
    ),
    ...headings.map((selector) => ({ selector, ...asBlock })),
    { selector: 'br', format: 'lineBreak' },
  ],
};

const proseOptions: HtmlToTextOptions = {
  ...textOptions,
  formatters: {
    paragraph: unlessOf(isPictureWithWords, blockEnding()),
    list: unlessOf(isContents, blockEnding()),
    item: blockEnding(lineMarks.item),
    cell: blockEnding(lineMarks.cell),
    row: blockEnding(lineMarks.row),
  },
  selectors: [
    ...(textOptions.selectors ?? []),
    ...['p', 'div'].map((selector) => ({ selector, format: 'paragraph' })),
    ...['ul', 'ol'].map((selector) => ({ selector, format: 'list' })),
    ...['li', 'dd'].map((selector) => ({ selector, format: 'item' })),
    ...['td', 'th'].map((selector) => ({ selector, format: 'cell' })),
    { selector: 'tr', format: 'row' },
    ...[...headings, 'figcaption', '.wp-caption-text', 'a.more-link'].map((selector) => ({
      selector,
      ...skip,
    })),
  ],
};

/** A block, with a mark at its beginning and its end where its place in a list or a table matters. */
function blockEnding(mark?: string): FormatCallback {
  return (element, walk, builder) => {
    builder.openBlock({ leadingLineBreaks: 1 });
    if (mark !== undefined) builder.addInline(lineMarks.begin);
    walk(element.children, builder);
    if (mark !== undefined) builder.addInline(mark);
    builder.closeBlock({ trailingLineBreaks: 1 });
  };
}

function unlessOf(isNone: (element: DomNode) => boolean, format: FormatCallback): FormatCallback {
  return (element, ...others) => {
    if (!isNone(element)) format(element, ...others);
  };
}

/** Whether a list holds nothing but links to places of its own page. */
function isContents(list: DomNode): boolean {
  const open = [...list.children];
  let links = 0;
  for (let looked = 0; open.length > 0; looked += 1) {
    const node = open.pop();
    // No table of contents is longer.
    if (node === undefined || looked > 1000) return false;
    const { href }: { href?: unknown } = node.attribs ?? {};
    if (node.name === 'a' && typeof href === 'string' && href.includes('#')) links += 1;
    else if (node.type === 'text' && /\S/.test(node.data ?? '')) return false;
    else open.push(...(node.children ?? []));
  }
  return links > 0;
}

/** Whether a paragraph is a picture and, set apart in italics or small, the words that belong to it. */
function isPictureWithWords({ children }: DomNode): boolean {
  const nodes = children.filter(({ type, data = '', name }) =>
    type === 'text' ? /\S/.test(data) : name !== 'br',
  );
  const [first, second, ...others] = nodes;
  if (!first || !second || others.length > 0) return false;
  return isPicture(first) && /^(?:em|i|small|cite|sub|sup)$/.test(second.name ?? '');
}

function isPicture({ name, children }: DomNode): boolean {
  return name === 'img' || (name === 'a' && children.length === 1 && children[0]?.name === 'img');
}

const textOf = compile(textOptions);
const proseOf = compile(proseOptions);

/** The words of HTML as one paragraph of plain text: entities decoded, white space folded. */
export function plainText(html: string): string {
  const read = html.slice(0, readLength);
  // Titles and tags mostly have no markup, and an archive has many.
  return foldSpace(withoutUnsafeCharacters(/[<&]/.test(read) ? textOf(read) : read));
}

/** The running text of a post's HTML: without headings, captions and "read more" links, unless there is nothing else. */
export function proseText(html: string): string {
  const text = foldSpace(withoutUnsafeCharacters(runningLines(linesOf(html))));
  // Where somebody typed two spaces, editors keep both by making one of them a no-break space.
  return text.replace(/\u00A0+ | \u00A0+/gu, ' ') || plainText(html);
}

function linesOf(html: string): string {
  const read = html.slice(0, readLength);
  return /[<&]/.test(read) ? proseOf(read) : read;
}

/** Plain text as HTML that means the same; entities in it stay entities, since blogs often escape once too often. */
export function escapeText(text: string): string {
  return text.replaceAll('<', '&lt;');
}

/** An address made absolute, or null where it is none. */
export function resolveAddress(address: string, baseUrl: string): string | null {
  const trimmed = address.trim();
  return trimmed === '' ? null : (parseUrl(trimmed, baseUrl)?.href ?? null);
}

function withResolved(attribs: Attributes, name: string, baseUrl: string): Record<string, string> {
  const { [name]: address, ...others } = attribs;
  const resolved = resolveAddress(address ?? '', baseUrl);
  return resolved === null ? others : { ...others, [name]: resolved };
}

function isPixel(attribs: Attributes): boolean {
  return sizeOf(attribs, 'width') <= 1 || sizeOf(attribs, 'height') <= 1;
}

/** Smileys and share buttons are pictures to HTML, but not the picture of a post. */
function isIcon(attribs: Attributes): boolean {
  return sizeOf(attribs, 'width') < 48 || sizeOf(attribs, 'height') < 48 || isSmiley(attribs);
}

function isSmiley(attribs: Attributes): boolean {
  return /\b(?:emoji|wp-smiley|avatar)\b/.test((attribs['class'] ?? '').slice(0, 500));
}

function sizeOf(attribs: Attributes, side: 'width' | 'height'): number {
  const declared = /^\s*(\d+)\s*(?:px)?\s*$/.exec((attribs[side] ?? '').slice(0, 40))?.[1];
  const styled = new RegExp(`(?:^|[;\\s])${side}\\s*:\\s*(\\d+)px`).exec(
    (attribs['style'] ?? '').slice(0, 500),
  )?.[1];
  return Number(declared ?? styled ?? Infinity);
}
