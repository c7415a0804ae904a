import { foldSpace } from '../characters.ts';
import { cleanHtml, plainText, proseText } from '../html.ts';
import { withoutTemplateMarks } from './templateMarks.ts';

/** Where a text begins like this, its HTML was escaped once too often. */
const startOfHtml = /^<(?:p|div|h[1-6]|ul|ol|blockquote|figure|img)(?:\s[^<>]*)?>/i;

/** The running text of a post's HTML, as far as it is meant for readers. */
export function proseOf(html: string): string {
  const text = proseText(html);
  return foldSpace(withoutTemplateMarks(startOfHtml.test(text) ? proseText(cleanHtml(text, '')) : text));
}

/** A short text of a post, as a title, without its HTML. */
export function shownText(html: string): string {
  return foldSpace(withoutTemplateMarks(plainText(html)));
}
