import type { Language } from '../errors.ts';
import { stemsOf } from '../language/stems.ts';
import type { Post } from '../posts/post.ts';
import { foldedTag } from './promptTerms.ts';

/** What a question is held against: one post of the week. */
export type ThemedPost = Pick<Post, 'title' | 'tags' | 'themes'>;

/** A post with its tags and with how much it is about its themes. */
export interface Subject {
  readonly tags: ReadonlySet<string>;
  readonly themes: readonly StrongTheme[];
}

/** A theme, and how much a post is about it: 1 where its title names it. */
export interface StrongTheme {
  readonly stem: string;
  readonly word: string;
  readonly strength: number;
  readonly isTitled: boolean;
}

/** What its title names is what a post is about; a tag may be the same for many; a text repeats many a word. */
const [titleStrength, tagStrength, textStrength] = [1, 0.75, 0.85];
/** In German, verbs and adjectives rather tell („er fragte“, „ganz still“) than name what it is about. */
const tellingShare = 0.7;

/** Finds out how much a post is about each of its themes. */
export function subjectOf({ title, tags, themes }: ThemedPost, language: Language): Subject {
  const heaviest = themes.reduce((most, { weight }) => Math.max(most, weight), 1);
  const inTitle = new Set(stemsOf(title, language));
  const inTags = new Set(tags.flatMap((tag) => stemsOf(tag, language)));
  const all = themes.map(({ stem, word, weight }) => {
    const share = language === 'de' && /^\p{Ll}/u.test(word) ? tellingShare : 1;
    const strength = Math.max(
      inTitle.has(stem) ? titleStrength * share : 0,
      inTags.has(stem) ? tagStrength : 0,
      textStrength * Math.sqrt(weight / heaviest) * share,
    );
    return { stem, word, strength, isTitled: inTitle.has(stem) };
  });
  return {
    tags: new Set(tags.map(foldedTag)),
    themes: all,
  };
}
