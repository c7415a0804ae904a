import { compile } from 'html-to-text';
import type { HtmlToTextOptions } from 'html-to-text';
import sanitizeHtml from 'sanitize-html';
import { foldSpace, withoutUnsafeCharacters } from './characters.ts';
import type { Picture } from './posts/post.ts';
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
 * relative addresses resolved against `baseUrl`; scripts, styles, frames, handlers and tracking pixels are gone.
 */
export function cleanHtml(html: string, baseUrl: string): string {
  if (html === '') return '';
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
    nonTextTags: silentTags,
    // Nobody writes deeper; a hostile text would keep the program busy.
    nestingLimit: 100,
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: withResolved(attribs, 'href', baseUrl) }),
      img: (tagName, attribs) => ({
        tagName,
        attribs: isPixel(attribs) || isSmiley(attribs) ? {} : withResolved(attribs, 'src', baseUrl),
      }),
    },
    exclusiveFilter: (frame) => frame.tag === 'img' && frame.attribs['src'] === undefined,
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
  selectors: [
    ...(textOptions.selectors ?? []),
    ...[...headings, 'figcaption', '.wp-caption-text', 'a.more-link'].map((selector) => ({
      selector,
      ...skip,
    })),
  ],
};

const textOf = compile(textOptions);
const proseOf = compile(proseOptions);

/** The words of HTML as one paragraph of plain text: entities decoded, white space folded. */
export function plainText(html: string): string {
  return toText(html, textOf);
}

/** The running text of a post's HTML: without headings, captions and "read more" links, unless there is nothing else. */
export function proseText(html: string): string {
  return toText(html, proseOf) || plainText(html);
}

function toText(html: string, textOf: (html: string) => string): string {
  const read = html.slice(0, readLength);
  // Titles and tags mostly have no markup, and an archive has many.
  return foldSpace(withoutUnsafeCharacters(/[<&]/.test(read) ? textOf(read) : read));
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
