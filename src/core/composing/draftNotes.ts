import type { Text } from '../errors.ts';
import type { Post, PostFault } from '../posts/post.ts';

/** What composing came upon that its author should know besides the draft itself. */
export interface DraftFindings {
  /** Faulty posts that the settings let be left out. */
  readonly leftOut: readonly PostFault[];
  /** New posts that found no room and wait for the next week. */
  readonly waiting: readonly Pick<Post, 'title'>[];
  /** Sources that answered well and have no posts at all; mostly the wrong address. */
  readonly emptySources: readonly string[];
  /** What the sources themselves say: the blog was down, pages were left out. */
  readonly sourceNotes: readonly Text[];
}

/** The same in words, the weightiest first. */
export function draftNotes({ leftOut, waiting, emptySources, sourceNotes }: DraftFindings): readonly Text[] {
  return [
    ...sourceNotes,
    ...leftOut.map(({ where, what }) => ({
      de: `Weggelassen: ${where}: ${what.de}`,
      en: `Left out: ${where}: ${what.en}`,
    })),
    ...waiting.map(({ title }) => ({
      de: `Wartet auf den nächsten Brief (issue.maxPosts): „${title}“`,
      en: `Waits for the next letter (issue.maxPosts): "${title}"`,
    })),
    ...emptySources.map((name) => ({
      de: `${name} hat keinen einzigen Beitrag (Entwürfe zählen nicht). Stimmt die Angabe unter „sources“?`,
      en: `${name} has no posts at all (drafts do not count). Is it right below "sources"?`,
    })),
  ];
}
