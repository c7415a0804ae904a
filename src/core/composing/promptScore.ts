import type { Language } from '../errors.ts';
import type { Prompt } from './prompt.ts';
import {
  echoOfTag,
  echoOfTagStem,
  echoOfWord,
  heardIn,
  weakened,
  type Echo,
  type EchoRoom,
  type ThemeFactor,
} from './promptEcho.ts';
import { foldedTag, knownTagStems, termsOf, wordWeights } from './promptTerms.ts';
import type { ThemeCounts } from './themeCounts.ts';
import { subjectOf, type ThemedPost } from './themedPost.ts';

/** Why a question fits the week's posts, and how well. */
export interface Fit {
  readonly score: number;
  /** What speaks for it most, as the posts write it; two at most. */
  readonly themes: readonly string[];
  /** In how many posts. */
  readonly posts: number;
}

/** What the fit of questions is measured by. */
export interface Yardstick {
  readonly posts: readonly ThemedPost[];
  readonly usual: ThemeCounts;
  readonly factor: ThemeFactor;
  readonly language: Language;
}

/** The first tag says what a question is about, further ones what it touches; its own words say less. */
const [furtherTagShare, wordShare] = [0.85, 0.45];
/** Each further post, and each further theme, adds less than the one before. */
const [nextPost, nextTheme] = [0.75, 0.5];
/** A theme is worth naming where it is more than chance, and not much weaker than the strongest. */
const [leastNamed, worthNaming] = [0.25, 0.6];
/** In German, verbs and adjectives alone („hört“, „plane“) are a reason only where they are strong. */
const leastTold = 0.5;

/** Measures how well each of these prompts fits the posts. */
export function fitsOf(prompts: readonly Prompt[], yardstick: Yardstick): ReadonlyMap<Prompt, Fit> {
  const { posts, usual, factor, language } = yardstick;
  const tagStems = knownTagStems(prompts, language);
  const subjects = posts.map((post) => subjectOf(post, language));
  const room: EchoRoom = { subjects, heard: heardIn(subjects, tagStems, language), usual, factor, language };
  const ofTagStem = remembering((stem) => echoOfTagStem(stem, room));
  const ofWord = remembering((stem) => echoOfWord(stem, room));
  const weights = wordWeights(prompts, language);
  return new Map(
    prompts.map((prompt) => {
      const { tags, words } = termsOf(prompt, language);
      const echoes = [
        ...tags.map((tag, index) =>
          weakened(echoOfTag(tag, ofTagStem, room), index === 0 ? 1 : furtherTagShare),
        ),
        ...words.map((stem) => weakened(ofWord(stem), wordShare * (weights.get(stem) ?? 1))),
      ];
      return [
        prompt,
        fitOf(
          echoes.filter((echo) => echo !== undefined),
          language,
        ),
      ];
    }),
  );
}

function remembering(echoOf: (stem: string) => Echo | undefined): (stem: string) => Echo | undefined {
  const known = new Map<string, Echo | undefined>();
  return (stem) => {
    if (!known.has(stem)) known.set(stem, echoOf(stem));
    return known.get(stem);
  };
}

/** What becomes of a question that nothing comes back of. */
export const noFit: Fit = { score: 0, themes: [], posts: 0 };

function fitOf(echoes: readonly Echo[], language: Language): Fit {
  if (echoes.length === 0) return noFit;
  const byWord = new Map<string, { value: number; echo: Echo }>();
  for (const echo of echoes) {
    const value = fading(echo.perPost, nextPost);
    const known = byWord.get(foldedTag(echo.word));
    // „Danken“ and „Dankbarkeit“ may both come back as „Dank“, which is one theme all the same.
    if (!known || value > known.value) byWord.set(foldedTag(echo.word), { value, echo });
  }
  const ranked = [...byWord.values()].toSorted(
    (a, b) => b.value - a.value || (a.echo.word < b.echo.word ? -1 : 1),
  );
  const strongest = ranked[0]?.value ?? 0;
  const named = ranked
    .filter(({ value }) => value >= leastNamed && value >= strongest * worthNaming)
    .slice(0, 2);
  const isTold = language === 'de' && named.every(({ echo }) => /^\p{Ll}/u.test(echo.word));
  if (isTold && strongest < leastTold) return { score: 0, themes: [], posts: 0 };
  const posts = new Set(
    named.flatMap(({ echo }) => [...echo.perPost.keys()].filter((index) => (echo.perPost[index] ?? 0) > 0)),
  );
  const values = ranked.map(({ value }) => value);
  return { score: fading(values, nextTheme), themes: named.map(({ echo }) => echo.word), posts: posts.size };
}

/** A sum in which each further value, by size, counts less than the one before; the order given makes no difference. */
function fading(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => b - a).reduce((sum, value, index) => sum + value * share ** index, 0);
}
