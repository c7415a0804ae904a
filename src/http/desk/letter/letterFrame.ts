import { markOf } from '../../../core/mark.ts';

/** How a letter is looked at. */
export interface LetterLook {
  readonly mode: 'light' | 'dark';
  /** Where a link of the reader's own leads instead: here it opens nothing. */
  readonly inertUrl: string;
  /** The links that belong to this one reader. */
  readonly ownUrls: readonly string[];
  /** Where a picture is fetched, by its mark. */
  readonly pictureUrl: (mark: string) => string;
}

/**
 * A letter's HTML for a frame of the desk. Only what a frame cannot do otherwise is changed: which of its two palettes shows,
 * where links open, and that pictures come by way of the desk, so that the browser asks nobody else.
 */
export function framedLetter(html: string, { mode, inertUrl, ownUrls, pictureUrl }: LetterLook): string {
  const isDark = mode === 'dark';
  const shown = html
    .replaceAll(/<style\b[^]*?<\/style>/g, (style) =>
      style
        .replaceAll(/@media \(prefers-color-scheme: ?dark\)/g, isDark ? '@media all' : '@media not all')
        .replaceAll(/color-scheme: light dark/g, `color-scheme: ${mode}`),
    )
    .replaceAll(
      /(<meta name="[\w-]*color-schemes?" content=)"light dark"/g,
      (_, meta: string) => `${meta}"${mode}"`,
    )
    .replaceAll(/<head[^>]*>/g, (head) => `${head}<base target="_blank">`)
    .replaceAll(picture, (_, before: string, address: string) => {
      const url = pictureUrl(markOf(unescaped(address)));
      return `${before}"${escapedAttribute(url)}"`;
    });
  const own = ownUrls.filter((url) => url !== '').map(escapedAttribute);
  return own.reduce(
    (text, url) => text.replaceAll(`href="${url}"`, `href="${escapedAttribute(inertUrl)}"`),
    shown,
  );
}

/** The same HTML, none of whose links opens anything but a word about that. */
export function inertLetter(html: string, inertUrl: string): string {
  return html.replaceAll(
    /(<a\b[^>]*?\shref=)"[^"]*"/g,
    (_, before: string) => `${before}"${escapedAttribute(inertUrl)}"`,
  );
}

/** The pictures of a letter, by the marks that stand in their places. */
export function picturesOf(html: string): ReadonlyMap<string, string> {
  const addresses = Array.from(html.matchAll(picture), (match) => unescaped(match[2] ?? ''));
  return new Map(addresses.map((address) => [markOf(address), address]));
}

const picture = /(<img\b[^>]*?\ssrc=)"([^"]*)"/g;

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&#x3D;': '=',
};

function unescaped(attribute: string): string {
  return attribute.replaceAll(/&(?:amp|lt|gt|quot|#39|#x27|#x3D);/g, (entity) => entities[entity] ?? entity);
}

function escapedAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
