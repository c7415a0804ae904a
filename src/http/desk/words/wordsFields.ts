import type { Issue } from '../../../core/issue.ts';
import type { DeskDraft } from '../../../flow/desk/openDraft.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';

/** What the form of the words holds. */
export const wordsParts = ['subject', 'preheader', 'letter'] as const;
export type WordsPart = (typeof wordsParts)[number];

/** A text for each of them. */
export type WordsTexts = Readonly<Record<WordsPart, string>>;

/** What the form shows, and what it has to say. */
export interface WordsState {
  readonly shown: WordsTexts;
  /** For each field the mark of what its author had before her when she began to type. */
  readonly seen: WordsTexts;
  /** The fields whose text stands nowhere else. */
  readonly unsaved: readonly WordsPart[];
  /** The issue as it is on disk. */
  readonly issue: Issue;
  readonly draft: DeskDraft;
  readonly notice: Html;
  readonly conflicts: readonly WordsPart[];
}

/** The fields of the buttons that take a proposal. */
export const takes = { subject: 'take-subject', preheader: 'take-preheader' } as const;

export function textsOf(textOf: (part: WordsPart) => string): WordsTexts {
  return { subject: textOf('subject'), preheader: textOf('preheader'), letter: textOf('letter') };
}

/** The hidden field with the mark of what a field was shown with. */
export function seenField(part: WordsPart): string {
  return `seen-${part}`;
}

export function labelOf(part: WordsPart, { say }: Pick<DeskVisit, 'say'>): string {
  return say(
    {
      subject: { de: 'Betreff', en: 'Subject' },
      preheader: { de: 'Vorschauzeile', en: 'Preview line' },
      letter: { de: 'Deine Worte', sie: 'Ihre Worte', en: 'Your words' },
    }[part],
  );
}
