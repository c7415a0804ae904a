import type { Config } from '../config.ts';
import type { Issue, Question } from '../issue.ts';
import { readIssue, replaceQuestion } from '../issueFile.ts';
import { pickPrompt, sameQuestion } from '../prompt.ts';
import type { PromptFile } from '../promptFile.ts';
import { daysOfWeek, type WeekId } from '../week.ts';

/** A draft, and what another question for it is chosen from. */
export interface QuestionOrder {
  readonly week: WeekId;
  /** issue.md, and how messages name it. */
  readonly draft: string;
  readonly draftName: string;
  readonly config: Config;
  readonly prompts: PromptFile;
  /** The issues of other weeks, the latest first. */
  readonly past: readonly Issue[];
  /** Questions the author has declined for this issue before. */
  readonly declined: readonly string[];
}

/** What asking for another question comes to. */
export type AnotherQuestion =
  | {
      readonly is: 'found';
      /** issue.md with the other question. */
      readonly draft: string;
      readonly question: Question;
      readonly replaced: string;
      /** Whether the one it replaces was the author's own: it stands in no prompts.yaml to come back from. */
      readonly wasOwn: boolean;
      /** Whether the subject was the old question, and is the new one now. */
      readonly isSubjectToo: boolean;
    }
  /** The author took the question out, and what she takes out stays out. */
  | { readonly is: 'noQuestion' }
  /** Every question was declined, or does not fit. */
  | { readonly is: 'noneLeft' };

/** Whether the subject is the question, and so changes with it. */
export function isQuestionSubject({ subject, question }: Pick<Issue, 'subject' | 'question'>): boolean {
  return question !== null && sameQuestion(subject) === sameQuestion(question.text);
}

/** Chooses another question for a draft, and writes it into issue.md. Throws `issue.invalid`. */
export function anotherQuestion(order: QuestionOrder): AnotherQuestion {
  const { week, config, draft, draftName } = order;
  const issue = readIssue(draft, draftName, week);
  if (issue.question === null) return { is: 'noQuestion' };
  const present = issue.question.text;
  const prompts = order.prompts[config.locale];
  const isOneOf = (wordings: readonly (string | null)[], questions: readonly string[]): boolean =>
    wordings.some(
      (wording) =>
        wording !== null && questions.some((other) => sameQuestion(other) === sameQuestion(wording)),
    );
  const question = pickPrompt(
    {
      prompts: prompts.filter(({ text, sie }) => !isOneOf([text, sie], [present, ...order.declined])),
      week,
      themes: issue.posts.flatMap((post) => [post.title, post.excerpt]),
      titles: issue.posts.map((post) => post.title),
      asked: order.past.flatMap((past) => (past.question ? [past.question.text] : [])),
      day: daysOfWeek(week).sunday,
    },
    config,
  );
  if (question === null) return { is: 'noneLeft' };
  const isSubjectToo = isQuestionSubject(issue);
  return {
    is: 'found',
    draft: replaceQuestion(draft, draftName, question, isSubjectToo ? question.text : null),
    question,
    replaced: present,
    wasOwn: !prompts.some(({ text, sie }) => isOneOf([text, sie], [present])),
    isSubjectToo,
  };
}
