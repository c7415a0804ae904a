import type { Language } from '../errors.ts';
import { stemsOf } from '../language/stems.ts';
import { weeksBefore, weeksBetween, type WeekId } from '../week.ts';
import type { Prompt, PromptChoice } from './prompt.ts';
import { daysIntoSeason, seasonOf } from './promptCalendar.ts';
import type { AskedPrompts, PromptHistory } from './promptHistory.ts';
import type { ThemeFactor } from './promptEcho.ts';
import { mainStemsOf, tagStemsOf } from './promptTerms.ts';

/** Never asked, with a small advance over what was asked; what readers answered comes back a little sooner. */
const [advanceOfNew, advanceOfAnswered] = [0.15, 0.1];
/** A season is worth as much as what a post speaks of beside its theme, and less and less after its first weeks. */
const seasonBonuses = [0.5, 0.5, 0.4, 0.4, 0.25, 0.25, 0.1] as const;
/** For so many weeks a theme is not quite fresh. */
const spreadWeeks = 6;
const mostSpread = 0.5;
/** A theme that readers like to answer weighs so much more at most. */
const mostAnswered = 0.2;

/** A theme that the last weeks' questions were about counts less; one whose questions were answered, a little more. */
export function themeFactor(choice: PromptChoice, history: AskedPrompts, language: Language): ThemeFactor {
  const factors = new Map<string, number>();
  const multiply = (stems: Iterable<string>, factor: number): void => {
    for (const stem of stems) factors.set(stem, (factors.get(stem) ?? 1) * factor);
  };
  const spread = (week: WeekId): number => spreadFactor(weeksBetween(week, choice.week));
  // Only these are worth reckoning with: a replay asks of hundreds of weeks in each.
  const earliest = weeksBefore(choice.week, spreadWeeks);
  const isLately = (week: WeekId): boolean => week >= earliest && week < choice.week;
  for (const prompt of choice.prompts)
    for (const week of history.of(prompt).weeks)
      if (isLately(week)) multiply(new Set(mainStemsOf(prompt, language)), spread(week));
  for (const { week, text } of history.own)
    if (isLately(week)) multiply(stemsOf(text, language), spread(week));
  for (const [stem, share] of answeredThemes(choice.prompts, history, language))
    multiply([stem], 1 + mostAnswered * share);
  return (stem) => factors.get(stem) ?? 1;
}

function spreadFactor(weeksAgo: number): number {
  if (weeksAgo < 1 || weeksAgo > spreadWeeks) return 1;
  return 1 - (mostSpread * (spreadWeeks + 1 - weeksAgo)) / spreadWeeks;
}

/** How well the questions of a theme were answered: 0 never, ½ as all questions on average, towards 1 far better. */
function answeredThemes(
  prompts: readonly Prompt[],
  history: AskedPrompts,
  language: Language,
): ReadonlyMap<string, number> {
  if (prompts.every((prompt) => history.of(prompt).answers === 0)) return new Map();
  const all = { asked: 0, answers: 0 };
  const byStem = new Map<string, { asked: number; answers: number }>();
  for (const prompt of prompts) {
    const { weeks, answers } = history.of(prompt);
    if (weeks.length === 0) continue;
    const stems = new Set(tagStemsOf(prompt, language));
    for (const sum of [all, ...Array.from(stems, (stem) => byStem.get(stem) ?? started(byStem, stem))]) {
      sum.asked += weeks.length;
      sum.answers += answers;
    }
  }
  const average = all.answers / all.asked;
  return new Map(
    Array.from(byStem, ([stem, { asked, answers }]) => {
      const own = answers / asked;
      return [stem, own / (own + average)];
    }),
  );
}

function started(
  sums: Map<string, { asked: number; answers: number }>,
  stem: string,
): { asked: number; answers: number } {
  const sum = { asked: 0, answers: 0 };
  sums.set(stem, sum);
  return sum;
}

/** What the season adds to a question of its own, above all when it begins; less when another one has just come. */
export function seasonBonus(
  { day, week, prompts }: PromptChoice,
  history: AskedPrompts,
): (prompt: Prompt) => number {
  const season = seasonOf(day);
  const weeksIn = Math.min(Math.floor(daysIntoSeason(day) / 7), seasonBonuses.length - 1);
  const asked = prompts
    .filter((prompt) => prompt.season === season)
    .flatMap((prompt) => history.of(prompt).weeks);
  const spread = asked.reduce((factor, one) => factor * spreadFactor(weeksBetween(one, week)), 1);
  const bonus = (seasonBonuses[weeksIn] ?? 0) * spread;
  return (prompt) => (prompt.season === season ? bonus : 0);
}

/** What its own past adds to a question. */
export function bonusOfHistory({ weeks, answers }: PromptHistory): number {
  if (weeks.length === 0) return advanceOfNew;
  return answers === 0 ? 0 : advanceOfAnswered * (answers / (answers + weeks.length));
}
