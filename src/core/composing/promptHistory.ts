import type { Language } from '../errors.ts';
import type { Issue } from '../issue.ts';
import { weeksBetween, type WeekId } from '../week.ts';
import type { Prompt } from './prompt.ts';
import { isNearlySame, likenessOf, questionWords, sameQuestion } from './promptIdentity.ts';

/** A question as it stood in an issue, also one that the author wrote herself. */
export interface AskedQuestion {
  readonly week: WeekId;
  readonly text: string;
}

/** The questions of issues, those left out that have none. */
export function questionsOf(issues: readonly Pick<Issue, 'week' | 'question'>[]): readonly AskedQuestion[] {
  const asked: AskedQuestion[] = [];
  for (const { week, question } of issues) if (question) asked.push({ week, text: question.text });
  return asked;
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
  const meantBy = meaningAmong(prompts, language);
  const weeksOf = new Map<Prompt, Set<WeekId>>();
  const own: AskedQuestion[] = [];
  for (const question of asked) {
    const meant = meantBy(question.text);
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

type Meaning = (question: string) => readonly Prompt[];

const meanings: Readonly<Record<Language, WeakMap<readonly Prompt[], Meaning>>> = {
  de: new WeakMap(),
  en: new WeakMap(),
};

/** Which prompts a question means. Kept, because each week of a replay asks it for the questions of all weeks before. */
function meaningAmong(prompts: readonly Prompt[], language: Language): Meaning {
  const kept = meanings[language].get(prompts);
  if (kept) return kept;
  const byWording = new Map<string, Prompt[]>();
  for (const prompt of prompts)
    for (const key of new Set(wordingsOf(prompt).map(sameQuestion)))
      byWording.set(key, [...(byWording.get(key) ?? []), prompt]);
  const nearest = (words: readonly string[]): readonly Prompt[] =>
    prompts.filter((prompt) =>
      wordingsOf(prompt).some((wording) => isNearlySame(questionWords(wording), words)),
    );
  const known = new Map<string, readonly Prompt[]>();
  const meantBy: Meaning = (question) => {
    const meant =
      known.get(question) ??
      byWording.get(sameQuestion(question)) ??
      orElse(nearest(questionWords(question)), () => mostAlike(question, prompts, language));
    known.set(question, meant);
    return meant;
  };
  meanings[language].set(prompts, meantBy);
  return meantBy;
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
