import type { Language } from '../errors.ts';
import type { Issue } from '../issue.ts';
import { weeksBetween, type WeekId } from '../week.ts';
import type { Prompt } from './prompt.ts';
import { isNearlySame, likenessOf, sameQuestion } from './promptIdentity.ts';

/** A question as it stood in an issue, also one that the author wrote herself. */
export interface AskedQuestion {
  readonly week: WeekId;
  readonly text: string;
}

/** The questions of issues, those left out that have none. */
export function questionsOf(issues: readonly Pick<Issue, 'week' | 'question'>[]): readonly AskedQuestion[] {
  return issues.flatMap(({ week, question }) => (question ? [{ week, text: question.text }] : []));
}

/** How many readers answered the letter of a week. */
export type Answers = ReadonlyMap<WeekId, number>;

/** What became of a prompt so far. */
export interface PromptHistory {
  /** The weeks it was asked in, the latest first. */
  readonly weeks: readonly WeekId[];
  /** Answers to all those letters. */
  readonly answers: number;
}

/** The history of each prompt, and the questions of issues that are none of them. */
export interface AskedPrompts {
  readonly of: (prompt: Prompt) => PromptHistory;
  readonly own: readonly AskedQuestion[];
}

/**
 * Which prompts were asked when. A question counts for the prompt it is word by word, in either form; only where there is
 * none, because somebody has touched it since, for those that are nearly the same, or for the one it was reworded from.
 */
export function askedPrompts(
  prompts: readonly Prompt[],
  asked: readonly AskedQuestion[],
  language: Language,
  answers: Answers = new Map(),
): AskedPrompts {
  const byWording = new Map<string, Prompt[]>();
  const keyed = prompts.map((prompt) => ({ prompt, keys: wordingsOf(prompt).map(sameQuestion) }));
  for (const { prompt, keys } of keyed)
    for (const key of new Set(keys)) byWording.set(key, [...(byWording.get(key) ?? []), prompt]);
  const nearest = (key: string): readonly Prompt[] =>
    keyed.filter(({ keys }) => keys.some((one) => isNearlySame(one, key))).map(({ prompt }) => prompt);
  const weeksOf = new Map<Prompt, Set<WeekId>>();
  const own: AskedQuestion[] = [];
  for (const question of asked) {
    const key = sameQuestion(question.text);
    const meant =
      byWording.get(key) ?? orElse(nearest(key), () => mostAlike(question.text, prompts, language));
    if (meant.length === 0) own.push(question);
    for (const prompt of meant) weeksOf.set(prompt, (weeksOf.get(prompt) ?? new Set()).add(question.week));
  }
  const histories = new Map(
    Array.from(weeksOf, ([prompt, weeks]): [Prompt, PromptHistory] => [
      prompt,
      {
        weeks: [...weeks].toSorted().toReversed(),
        answers: [...weeks].reduce((sum, week) => sum + (answers.get(week) ?? 0), 0),
      },
    ]),
  );
  return { of: (prompt) => histories.get(prompt) ?? neverAsked, own };
}

function orElse<T>(some: readonly T[], others: () => readonly T[]): readonly T[] {
  return some.length > 0 ? some : others();
}

/** The prompt that a question asks in other words; of several the one that shares most of them, whatever their order. */
function mostAlike(text: string, prompts: readonly Prompt[], language: Language): readonly Prompt[] {
  let [most, found]: [number, readonly Prompt[]] = [0, []];
  for (const prompt of prompts) {
    const likeness = Math.max(...wordingsOf(prompt).map((one) => likenessOf(one, text, language)));
    const isBefore = likeness === most && found.some((one) => prompt.text < one.text);
    if (likeness > most || (likeness > 0 && isBefore)) [most, found] = [likeness, [prompt]];
  }
  return found;
}

const neverAsked: PromptHistory = { weeks: [], answers: 0 };

/** A question in all its forms. */
export function wordingsOf({ text, sie }: Pick<Prompt, 'text' | 'sie'>): readonly string[] {
  return sie === null ? [text] : [text, sie];
}

/** How many weeks lie between a week and the nearest one it was asked in; Infinity where it never was. */
export function weeksSince({ weeks }: PromptHistory, week: WeekId): number {
  return Math.min(Infinity, ...weeks.map((one) => Math.abs(weeksBetween(one, week))));
}

/** Easter may come back after fifty weeks, and what the author wants on a day of the year she wants every year. */
const longestRestOfDates = 49;

/** How many weeks a prompt rests; nothing comes twice in a row. */
export function restOf({ on }: Pick<Prompt, 'on'>, cooldown: number): number {
  return Math.max(2, on.length > 0 ? Math.min(cooldown, longestRestOfDates) : cooldown);
}
