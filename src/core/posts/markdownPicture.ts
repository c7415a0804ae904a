import { escapeText, plainText, resolveAddress } from '../html.ts';
import { isShowable } from './feedPicture.ts';
import { blogAddress, type AddressSettings } from './markdownAddress.ts';
import type { FileName } from './markdownFile.ts';
import type { Picture } from './post.ts';
import { namedPictures, type PostFields } from './postFields.ts';
import { withoutTemplateMarks } from './templateMarks.ts';

/** A post as far as its picture depends on it. */
interface PicturedPost {
  readonly data: PostFields;
  readonly name: FileName;
  /** The pictures of its text, as they are written. */
  readonly inText: readonly { readonly src: string; readonly alt: string }[];
  readonly url: string;
}

/** The picture of a post: the one it names, else the first of its text; none that a mail program could not show. */
export function markdownPicture(post: PicturedPost, settings: AddressSettings): Picture | null {
  const { data, name, inText, url } = post;
  const base = blogAddress(settings) ?? url.replace(/\/*$/, '/');
  const isHugo = settings.blog?.program === 'hugo';
  const candidates = [
    ...namedPictures(data).map((named) => ({ ...named, start: isHugo && name.isBundle ? url : base })),
    ...inText.map((found) => ({ ...found, start: isHugo ? url : base })),
  ];
  for (const { src, alt, start } of candidates) {
    const address = pictureAddress(src, start, base, settings);
    if (address !== null && isShowable(address, url))
      return { url: address, alt: withoutTemplateMarks(plainText(escapeText(alt))) };
  }
  return null;
}

function pictureAddress(src: string, start: string, base: string, { blog }: AddressSettings): string | null {
  const isRelative = !/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(src);
  // Astro gives such pictures names of its own, which nobody can know beforehand.
  if (blog?.program === 'astro' && (isRelative || /^[@~]/.test(src))) return null;
  if (/[{}]/.test(src)) return null;
  const path = new URL(base).pathname;
  const isBelowSite = blog?.program === 'jekyll' && src.startsWith('/') && !src.startsWith('//');
  return isBelowSite && !src.startsWith(path) ? resolveAddress(`.${src}`, base) : resolveAddress(src, start);
}
