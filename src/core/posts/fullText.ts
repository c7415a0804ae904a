import type { Language } from '../errors.ts';
import { cleanHtml, picturesOf } from '../html.ts';
import { themesOf } from '../language/themes.ts';
import { articlePart } from './articlePart.ts';
import { countWords, postExcerpt, wholeText } from './excerpt.ts';
import { isShowable } from './feedPicture.ts';
import { languageOf } from './postLanguage.ts';
import { proseOf } from './postText.ts';
import type { Picture, Post } from './post.ts';

/**
 * A post of which the feed shows only the beginning, with what the article's own page says: its words, themes and
 * picture, and its first sentences where the feed's end in the middle. Unchanged where the page has no article.
 */
export function withFullText(
  post: Post,
  articleHtml: string,
  origin: { readonly language?: Language },
): Post {
  const part = articlePart(articleHtml);
  if (part === null) return post;
  const text = wholeText(proseOf(cleanHtml(part, post.url)));
  const words = countWords(text);
  if (words <= Math.max(post.words, countWords(post.excerpt))) return post;
  const { title, tags } = post;
  return {
    ...post,
    excerpt: /[.!?]["'”“»«’‘)\]]*$/u.test(post.excerpt)
      ? post.excerpt
      : postExcerpt({ title, summary: '', content: text }) || post.excerpt,
    picture: post.picture ?? pictureIn(part, post.url),
    themes: themesOf({ title, tags, text }, languageOf(post.language, origin)),
    words,
  };
}

function pictureIn(part: string, url: string): Picture | null {
  return picturesOf(part, url).find((picture) => isShowable(picture.url, url)) ?? null;
}
