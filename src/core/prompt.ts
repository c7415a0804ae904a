import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import type { Question } from './issue.ts';
import type { WeekId } from './week.ts';

/** One reflection question of prompts.yaml, in one language. */
export interface Prompt {
  /** The du form, or a wording that addresses nobody. */
  readonly text: string;
  /** The Sie form, where the text addresses the reader. */
  readonly sie: string | null;
  readonly tags: readonly string[];
  readonly season: Season | null;
}

export const seasons = ['advent', 'new-year', 'spring', 'summer', 'autumn', 'winter'] as const;
export type Season = (typeof seasons)[number];

/** What a question is chosen from and for. */
export interface PromptChoice {
  readonly prompts: readonly Prompt[];
  readonly week: WeekId;
  /** Texts of the week's posts: titles, tags, excerpts. */
  readonly themes: readonly string[];
  /** Titles of the week's posts; a question that already is one would stand in the letter twice. */
  readonly titles: readonly string[];
  /** The questions of past issues, the latest first. */
  readonly asked: readonly string[];
  /** First day of the week, `2026-11-16`. */
  readonly day: string;
}

/**
 * The question of the week with its reason: one that was not asked before all others had their turn, that fits the week's
 * posts best, in its season; where several fit alike, the week decides. Null only when no prompt fits at all.
 */
export function pickPrompt(choice: PromptChoice, voice: Pick<Config, 'locale' | 'address'>): Question | null {
  const candidates = choice.prompts
    .map((prompt) => ({ prompt, text: wordingOf(prompt, voice) }))
    .filter((one): one is { prompt: Prompt; text: string } => one.text !== null)
    .filter(({ text }) => !choice.titles.some((title) => sameQuestion(title) === sameQuestion(text)))
    .filter(({ prompt }) => prompt.season === null || prompt.season === seasonOf(choice.day));
  const lastAsked = new Map<string, number>();
  for (const [weeksAgo, question] of choice.asked.entries()) {
    if (!lastAsked.has(sameQuestion(question))) lastAsked.set(sameQuestion(question), weeksAgo + 1);
  }
  const agoOf = (prompt: Prompt): number =>
    Math.min(
      lastAsked.get(sameQuestion(prompt.text)) ?? Infinity,
      prompt.sie === null ? Infinity : (lastAsked.get(sameQuestion(prompt.sie)) ?? Infinity),
    );
  const rested = candidates.filter(({ prompt }) => agoOf(prompt) === Infinity);
  // Once every question was asked, the half that was asked longest ago has its turn again.
  const pool =
    rested.length > 0
      ? rested
      : candidates
          .toSorted((a, b) => agoOf(b.prompt) - agoOf(a.prompt))
          .slice(0, Math.ceil(candidates.length / 2));
  const ranked = pool
    .map((one) => ({ ...one, fits: fittingTags(one.prompt, choice.themes) }))
    .toSorted((a, b) => b.fits.length - a.fits.length || order(choice.week, a.text, b.text));
  const best = ranked[0];
  return best ? { text: best.text, reason: reasonFor(best.fits, agoOf(best.prompt), voice.locale) } : null;
}

/** The form of a question for the newsletter's way of addressing; null where the du form would be wrong. */
function wordingOf(prompt: Prompt, voice: Pick<Config, 'locale' | 'address'>): string | null {
  if (voice.locale === 'en' || voice.address === 'du') return prompt.text;
  return (
    prompt.sie ?? (/\b(du|dich|dir|dein\w*|euch|euer|eure[mnrs]?)\b/i.test(prompt.text) ? null : prompt.text)
  );
}

/** The prompt's tags that the week's posts speak of, as the posts write them; „Mut“ is not in „Mutter“. */
function fittingTags(prompt: Prompt, themes: readonly string[]): string[] {
  const words = themes.join('\n').normalize('NFC');
  return prompt.tags.flatMap((tag) => {
    const letters = tag.normalize('NFC').replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
    return new RegExp(`(?<![\\p{L}\\p{N}])${letters}(?![\\p{L}\\p{N}])`, 'iu').exec(words)?.[0] ?? [];
  });
}

/** A fixed shuffle for each week, so that prompts of equal fit take turns and the same inputs give the same question. */
function order(week: WeekId, a: string, b: string): number {
  const rank = (text: string): string => createHash('sha256').update(`${week}\n${text}`).digest('hex');
  return rank(a) < rank(b) ? -1 : 1;
}

function reasonFor(fits: readonly string[], weeksAgo: number, locale: Config['locale']): string {
  const isGerman = locale === 'de';
  const history = ((): string => {
    if (weeksAgo === Infinity) return isGerman ? 'noch nicht gestellt' : 'not asked before';
    return isGerman ? `zuletzt vor ${weeksAgo} Briefen gestellt` : `last asked ${weeksAgo} letters ago`;
  })();
  if (fits.length === 0) return history;
  const themes = fits.map((tag) => (isGerman ? `„${tag}“` : `“${tag}”`)).join(', ');
  return isGerman ? `passt zu ${themes}; ${history}` : `fits ${themes}; ${history}`;
}

/** What two wordings of the same question have in common. */
export function sameQuestion(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The season of a day in the northern year; Advent and the turn of the year go before winter. */
function seasonOf(day: string): Season {
  const monthDay = day.slice(5);
  if (monthDay >= '11-27' && monthDay <= '12-24') return 'advent';
  if (monthDay >= '12-25' || monthDay <= '01-10') return 'new-year';
  if (monthDay < '03-01') return 'winter';
  if (monthDay < '06-01') return 'spring';
  if (monthDay < '09-01') return 'summer';
  return 'autumn';
}
