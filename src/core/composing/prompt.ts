import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import type { Question } from '../issue.ts';
import { type WeekId } from '../week.ts';
import { bonusOfHistory, seasonBonus, themeFactor } from './promptBalance.ts';
import {
  dateWords,
  daysLong,
  isOn,
  seasonOf,
  seasonWords,
  type PromptDate,
  type Season,
} from './promptCalendar.ts';
import {
  askedPrompts,
  restOf,
  weeksSince,
  wordingsOf,
  type Answers,
  type AskedPrompts,
  type AskedQuestion,
  type PromptHistory,
} from './promptHistory.ts';
import { areAlike, isNearlySame, questionWords } from './promptIdentity.ts';
import { reasonFor } from './promptReason.ts';
import { fitsOf, noFit, type Fit } from './promptScore.ts';
import { themeCounts, type ThemeCounts } from './themeCounts.ts';
import type { ThemedPost } from './themedPost.ts';

/** One reflection question of prompts.yaml, in one language. */
export interface Prompt {
  /** The du form, or a wording that addresses nobody. */
  readonly text: string;
  /** The Sie form, where the text addresses the reader. */
  readonly sie: string | null;
  readonly tags: readonly string[];
  readonly season: Season | null;
  /** The author's own dates, on which alone it is asked; none for most. */
  readonly on: readonly PromptDate[];
}

/** What a question is chosen from and for. */
export interface PromptChoice {
  readonly prompts: readonly Prompt[];
  readonly week: WeekId;
  /** The day the letter leaves, `2026-11-22`. */
  readonly day: string;
  /** The week's posts; a question that already is the title of one would stand in the letter twice. */
  readonly posts: readonly ThemedPost[];
  /** The questions of other issues, also those the author wrote herself. */
  readonly asked: readonly AskedQuestion[];
  /** Weeks until a question may come again while others have not had their turn. */
  readonly cooldown: number;
  /** What the blog always speaks of, and so says little about this week. */
  readonly usual?: ThemeCounts | undefined;
  readonly answers?: Answers | undefined;
  /** Questions that are not wanted this time. */
  readonly except?: readonly string[] | undefined;
}

/** Who asks: the language of the letters, and how they address readers. */
export type Voice = Pick<Config, 'locale' | 'address'>;

/** A question that could be asked, and what speaks for it. */
export interface RankedQuestion extends Question {
  readonly score: number;
}

/** The choice, with the questions that came closest. */
export interface PromptRanking {
  /** Null only when no prompt fits at all. */
  readonly question: Question | null;
  /** The best five, the chosen one first. */
  readonly ranking: readonly RankedQuestion[];
}

/** The question of the week with its reason. */
export function pickPrompt(choice: PromptChoice, voice: Voice): Question | null {
  return rankPrompts(choice, voice).question;
}

/**
 * Ranks the questions that may be asked: those that were not asked before the others had their turn, in their season and
 * on their days. What is meant for this very day goes first, then what fits the week's posts best; where several fit
 * alike, the week decides. Same choice, same ranking, in whatever order posts and prompts come.
 */
export function rankPrompts(choice: PromptChoice, voice: Voice): PromptRanking {
  const history = askedPrompts(choice.prompts, choice.asked, voice.locale, choice.answers);
  const pool = inTurn(usablePrompts(choice, voice), history, choice, voice.locale);
  const fits = fitsOf(
    pool.map(({ prompt }) => prompt),
    {
      posts: choice.posts,
      usual: choice.usual ?? themeCounts([]),
      factor: themeFactor(choice, history, voice.locale),
      language: voice.locale,
    },
  );
  const seasonal = seasonBonus(choice, history);
  const candidates = pool.map((candidate) => {
    const fit = fits.get(candidate.prompt) ?? noFit;
    const past = history.of(candidate.prompt);
    const bonus = seasonal(candidate.prompt) + bonusOfHistory(past);
    return {
      ...candidate,
      fit,
      past,
      date: dateOn(candidate.prompt, choice.day),
      score: rounded(fit.score + bonus),
    };
  });
  const ranking = bestOf(candidates, choice.week).map(({ text, score, ...grounds }) => ({
    text,
    score,
    reason: reasonOf(grounds, choice, voice.locale),
  }));
  const [best] = ranking;
  return { question: best ? { text: best.text, reason: best.reason } : null, ranking };
}

const shownInRanking = 5;

/** A prompt in the form in which it would be asked. */
interface Candidate {
  readonly prompt: Prompt;
  readonly text: string;
}

/** The prompts that can be asked at all on this day and beside these posts. */
function usablePrompts(choice: PromptChoice, voice: Voice): readonly Candidate[] {
  const { prompts, day, posts } = choice;
  const titles = posts.map(({ title }) => questionWords(title));
  return prompts.flatMap((prompt) => {
    const text = wordingOf(prompt, voice);
    if (text === null) return [];
    if (prompt.season !== null && prompt.season !== seasonOf(day)) return [];
    if (prompt.on.length > 0 && dateOn(prompt, day) === undefined) return [];
    const words = questionWords(text);
    return titles.some((title) => isNearlySame(title, words)) ? [] : [{ prompt, text }];
  });
}

/** The form of a question for the newsletter's way of addressing; null where the du form would be wrong. */
export function wordingOf(prompt: Pick<Prompt, 'text' | 'sie'>, voice: Voice): string | null {
  if (voice.locale === 'en' || voice.address === 'du') return prompt.text;
  return prompt.sie ?? (saysDu(prompt.text) ? null : prompt.text);
}

/** Whether a German question addresses somebody as du or ihr. */
export function saysDu(text: string): boolean {
  return /(?<!\p{L})(du|dich|dir|dein\p{L}*|euch|euer|eure[mnrs]?)(?!\p{L})/iu.test(text);
}

/**
 * Those whose turn it is: never asked, or rested. Where there is none left, the one that was asked longest ago, since
 * none comes again before all others had their turn.
 */
function inTurn(
  candidates: readonly Candidate[],
  history: AskedPrompts,
  { week, cooldown, except = [] }: PromptChoice,
  language: Language,
): readonly Candidate[] {
  const ago = ({ prompt }: Candidate): number => weeksSince(history.of(prompt), week);
  if (candidates.length === 1 && except.length === 0) return candidates;
  const wanted = candidates.filter(
    ({ prompt }) => !wordingsOf(prompt).some((text) => except.some((one) => areAlike(one, text, language))),
  );
  const rested = wanted.filter((one) => ago(one) >= restOf(one.prompt, cooldown));
  if (rested.length > 0) return rested;
  // Those of one age stay together, so that the order in the file decides nothing.
  const longest = Math.max(...wanted.map(ago));
  return wanted.filter((one) => ago(one) === longest);
}

function dateOn({ on }: Prompt, day: string): PromptDate | undefined {
  if (on.length === 0) return undefined;
  return on.filter((date) => isOn(date, day)).toSorted((a, b) => daysLong(a) - daysLong(b))[0];
}

interface Weighed extends Candidate {
  readonly date: PromptDate | undefined;
  readonly score: number;
}

/** The best in their order; lots are drawn only for those that may be among them. */
function bestOf<T extends Weighed>(candidates: readonly T[], week: WeekId): readonly T[] {
  const ordered = candidates.toSorted(byDateAndScore);
  const last = ordered[shownInRanking - 1];
  const contending = last ? ordered.filter((one) => byDateAndScore(one, last) <= 0) : ordered;
  const lots = new Map(contending.map((one) => [one, lotOf(one, week)]));
  return contending
    .toSorted((a, b) => byDateAndScore(a, b) || byText(lots.get(a) ?? '', lots.get(b) ?? ''))
    .slice(0, shownInRanking);
}

/** What is meant for this day goes before all others; of two the one that has fewer days; then what fits better. */
function byDateAndScore(a: Weighed, b: Weighed): number {
  return daysMeant(a.date) - daysMeant(b.date) || b.score - a.score;
}

function daysMeant(date: PromptDate | undefined): number {
  return date ? daysLong(date) : 1_000;
}

function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Sums of the same values differ in their last digits by the order they were added in. */
function rounded(score: number): number {
  return Math.round(score * 1_000) / 1_000;
}

/** A fixed shuffle for each week, so that prompts of equal fit take turns and the same inputs give the same question. */
function lotOf({ prompt, text }: Candidate, week: WeekId): string {
  return createHash('sha256')
    .update(`${week}\n${text}\n${prompt.tags.toSorted().join('\n')}`)
    .digest('hex');
}

function reasonOf(
  grounds: {
    readonly prompt: Prompt;
    readonly fit: Fit;
    readonly past: PromptHistory;
    readonly date: PromptDate | undefined;
  },
  { day, week, posts }: PromptChoice,
  language: Language,
): string {
  const { prompt, fit, past, date } = grounds;
  const occasion = date
    ? dateWords(date, day, language)
    : prompt.season === null
      ? null
      : seasonWords(prompt.season, language);
  return reasonFor(
    {
      occasion,
      themes: fit.themes,
      posts: fit.posts,
      hasPosts: posts.length > 0,
      weeksAgo: weeksSince(past, week),
      answers: past.answers,
    },
    language,
  );
}
