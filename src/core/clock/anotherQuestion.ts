import type { Config } from '../config.ts';
import type { Issue, Question } from '../issue.ts';
import { readIssue, replaceQuestion } from '../issueFile.ts';
import { pickPrompt, type PromptChoice } from '../composing/prompt.ts';
import type { PromptFile } from '../composing/promptFile.ts';
import { questionsOf, wordingsOf, type Answers } from '../composing/promptHistory.ts';
import { isSameQuestion, sameQuestion } from '../composing/promptIdentity.ts';
import { themesOf } from '../language/themes.ts';
import type { WeekId } from '../week.ts';
import { leavingDay } from './schedule.ts';

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
  /** How many readers answered which letters. */
  readonly answers?: Answers;
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
  if (question === null) return false;
  // Signs alone are no words: all of them would be the same question.
  const asked = sameQuestion(question.text);
  return asked !== '' && sameQuestion(subject) === asked;
}

/** What a question for a draft is chosen from: its posts as they stand in it. */
export function choiceForDraft(
  { week, posts }: Pick<Issue, 'week' | 'posts'>,
  { config, prompts, past, answers }: Pick<QuestionOrder, 'config' | 'prompts' | 'past' | 'answers'>,
): PromptChoice {
  return {
    prompts: prompts[config.locale],
    week,
    day: leavingDay(week, config.schedule),
    posts: posts.map(({ title, excerpt }) => ({
      title,
      tags: [],
      themes: themesOf({ title, tags: [], text: excerpt }, config.locale),
    })),
    asked: questionsOf(past),
    cooldown: config.issue.cooldown,
    answers,
  };
}

/** Chooses another question for a draft, and writes it into issue.md. Throws `issue.invalid`. */
export function anotherQuestion(order: QuestionOrder): AnotherQuestion {
  const { week, config, draft, draftName } = order;
  const issue = readIssue(draft, draftName, week);
  if (issue.question === null) return { is: 'noQuestion' };
  const present = issue.question.text;
  const prompts = order.prompts[config.locale];
  const question = pickPrompt(
    { ...choiceForDraft(issue, order), except: [present, ...order.declined] },
    config,
  );
  if (question === null) return { is: 'noneLeft' };
  const isSubjectToo = isQuestionSubject(issue);
  return {
    is: 'found',
    draft: replaceQuestion(draft, draftName, question, isSubjectToo ? question.text : null),
    question,
    replaced: present,
    wasOwn: !prompts.some((prompt) => wordingsOf(prompt).some((text) => isSameQuestion(text, present))),
    isSubjectToo,
  };
}
