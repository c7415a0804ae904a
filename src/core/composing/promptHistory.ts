import type { Language } from '../errors.ts';
import type { Issue, Question } from '../issue.ts';
import { weeksBetween, type WeekId } from '../week.ts';
import { carriedOn } from './carriedOn.ts';
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
  for (const issue of issues) if (issue.question) asked.push(questionOf(issue, issue.question));
  return asked;
}

const questions = new WeakMap<object, AskedQuestion>();

/** Kept, so that the next week knows which questions it has seen. */
function questionOf({ week, question }: Pick<Issue, 'week' | 'question'>, { text }: Question): AskedQuestion {
  const kept = question ? questions.get(question) : undefined;
  if (kept?.week === week) return kept;
  const asked: AskedQuestion = { week, text };
  if (question) questions.set(question, asked);
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
  const read = meaningAmong(prompts, language).asked(asked);
  return {
    of: (prompt) => {
      const history = read().histories.get(prompt) ?? neverAsked;
      if (answers.size === 0) return history;
      const { weeks } = history;
      return { weeks, answers: weeks.reduce((sum, week) => sum + (answers.get(week) ?? 0), 0) };
    },
    get own() {
      return read().own.toReversed();
    },
  };
}

/** What questions come to, the earliest first. */
interface AskedSoFar {
  readonly histories: Map<Prompt, PromptHistory>;
  readonly own: AskedQuestion[];
}

function askedSoFar(meantBy: Meaning): (asked: readonly AskedQuestion[]) => () => AskedSoFar {
  return carriedOn(
    () => ({ histories: new Map(), own: [] }),
    ({ histories, own }: AskedSoFar, question: AskedQuestion) => {
      const meant = meantBy(question.text);
      if (meant.length === 0) own.push(question);
      for (const prompt of meant) {
        const { weeks } = histories.get(prompt) ?? neverAsked;
        const all = new Set([...weeks, question.week]);
        histories.set(prompt, { weeks: [...all].toSorted().toReversed(), answers: 0 });
      }
    },
  );
}

type Meaning = (question: string) => readonly Prompt[];

interface Meanings {
  readonly asked: ReturnType<typeof askedSoFar>;
}

const meanings: Readonly<Record<Language, WeakMap<readonly Prompt[], Meanings>>> = {
  de: new WeakMap(),
  en: new WeakMap(),
};

/** Which prompts a question means. Kept, because each week of a replay asks it for the questions of all weeks before. */
function meaningAmong(prompts: readonly Prompt[], language: Language): Meanings {
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
  const made: Meanings = { asked: askedSoFar(meantBy) };
  meanings[language].set(prompts, made);
  return made;
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
