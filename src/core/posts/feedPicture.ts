import type { FeedPicture } from './feedDocument.ts';
import { escapeText, picturesOf, plainText, resolveAddress } from '../html.ts';
import type { Picture } from './post.ts';
import { withoutTemplateMarks } from './templateMarks.ts';
import { isOnHostOf } from './postAddress.ts';

/**
 * The picture of a post: the first one the feed names for it, else the first one in its content. Only pictures from
 * the blog itself: any other host would learn who reads the letter, and when.
 */
export function feedPicture(
  named: readonly FeedPicture[],
  contentHtml: string,
  base: string,
  postUrl: string,
): Picture | null {
  const inContent = picturesOf(contentHtml, postUrl);
  const candidates = named
    .filter(({ width = Infinity, height = Infinity }) => width >= 48 && height >= 48)
    .map(({ url, alt }) => ({ url: resolveAddress(url, base) ?? '', alt: plainText(escapeText(alt)) }));
  const picture = [...candidates, ...inContent].find(({ url }) => isShowable(url, postUrl));
  if (picture === undefined) return null;
  const described = inContent.find(
    ({ url, alt }) => alt !== '' && !isFileName(alt) && withoutSize(url) === withoutSize(picture.url),
  );
  const alt = described?.alt ?? (isFileName(picture.alt) ? '' : picture.alt);
  return { url: picture.url, alt: withoutTemplateMarks(alt) };
}

/** Whether mail programs can show a picture and the reader may be sent to its host. */
export function isShowable(url: string, postUrl: string): boolean {
  return /^https?:/.test(url) && isOnHostOf(url, postUrl) && !/\.svgz?$/i.test(new URL(url).pathname);
}

/** WordPress serves one picture in many sizes: `fenster-300x200.jpg`. */
function withoutSize(url: string): string {
  return url.replace(/[?#].*$/, '').replace(/-\d+x\d+(?=\.\w+$)/, '');
}

/** Blogs fill a missing description with the file's name, which helps nobody. */
function isFileName(alt: string): boolean {
  return /^\S+\.(?:jpe?g|png|gif|webp|avif)$/i.test(alt) || /^(?:IMG|DSC|DSCN|PXL)[\w-]*\d+$/i.test(alt);
}
