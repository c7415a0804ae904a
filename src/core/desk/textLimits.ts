import type { IssueEdit } from './issueEdits.ts';

/** What the author writes at her desk. */
export type TypedText = 'subject' | 'preheader' | 'letter' | 'question' | 'excerpt' | 'alt';

/** A text that no letter has room for. */
export interface TooLong {
  readonly text: TypedText;
  readonly length: number;
  readonly most: number;
}

/** More than anybody wants, in characters: what is longer was pasted by mistake. */
const most: Readonly<Record<TypedText, number>> = {
  subject: 300,
  preheader: 500,
  letter: 200_000,
  question: 500,
  excerpt: 5_000,
  alt: 1_000,
};

/** The texts of an edit that are too long. */
export function tooLongIn(edit: IssueEdit): readonly TooLong[] {
  return textsIn(edit).flatMap(([text, { length }]) =>
    length > most[text] ? [{ text, length, most: most[text] }] : [],
  );
}

function textsIn(edit: IssueEdit): readonly (readonly [TypedText, string])[] {
  if (edit.part === 'question') return edit.to ? [['question', edit.to.text]] : [];
  if ('does' in edit) {
    if (edit.does !== 'excerpt') return [];
    return [['excerpt', edit.to], ...(edit.alt === undefined ? [] : [['alt', edit.alt] as const])];
  }
  return [[edit.part, edit.to]];
}
