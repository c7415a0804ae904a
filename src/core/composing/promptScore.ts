import type { Language } from '../errors.ts';
import { kinship } from '../language/kinship.ts';
import { stemsOf } from '../language/stems.ts';
import { familiesOf } from '../language/wordFamilies.ts';
import type { Post } from '../posts/post.ts';
import type { Prompt } from './prompt.ts';

/** What a question is held against: one post of the week. */
export type ThemedPost = Pick<Post, 'title' | 'tags' | 'themes'>;

/** How many posts there were lately, and how many of them speak of a theme. */
export interface ThemeCounts {
  readonly posts: number;
  readonly withTheme: (stem: string) => number;
}

/** Why a question fits the week's posts, and how well. */
export interface Fit {
  readonly score: number;
  /** What speaks for it most, as the posts write it; two at most. */
  readonly themes: readonly string[];
  /** In how many posts. */
  readonly posts: number;
}

/** By how much a theme counts more or less than usual: 1 changes nothing. */
export type ThemeFactor = (stem: string) => number;

/** What a blog always speaks of shows in so many posts; all of ten years would only cost time. */
const mostCounted = 200;

/** A word of the question says less than a tag that somebody gave it. */
const wordShare = 0.6;
/** Words that are related no closer are other words. */
const leastKinship = 0.45;
/** What a post mentions in passing is not what it speaks of. */
const leastEcho = 0.12;
/** What its title names is what a post is about; tags are mostly the same for many; a text repeats many a word. */
const [titleStrength, tagStrength, textStrength] = [1, 0.6, 0.85];
/** Of a theme that every post has something is left, else a blog with one theme would have none. */
const leastRarity = 0.25;
/** Each further post, and each further theme, adds less than the one before. */
const [nextPost, nextTheme] = [0.75, 0.5];
/** A theme is worth naming where it is not much weaker than the strongest. */
const worthNaming = 0.5;

/** How common the themes of a blog are; the latest posts are to come first. */
export function themeCounts(posts: Iterable<Pick<Post, 'themes'>>): ThemeCounts {
  const counts = new Map<string, number>();
  let counted = 0;
  for (const { themes } of posts) {
    if (counted === mostCounted) break;
    counted += 1;
    for (const { stem } of themes) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return { posts: counted, withTheme: (stem) => counts.get(stem) ?? 0 };
}

/** What the fit of questions is measured by. */
export interface Yardstick {
  readonly posts: readonly ThemedPost[];
  readonly usual: ThemeCounts;
  readonly factor: ThemeFactor;
  readonly language: Language;
}

/** Measures how well each of these prompts fits the posts. */
export function fitsOf(prompts: readonly Prompt[], yardstick: Yardstick): ReadonlyMap<Prompt, Fit> {
  const tagStems = knownTagStems(prompts, yardstick.language);
  const subjects = yardstick.posts.map((post) => subjectOf(post, tagStems, yardstick.language));
  const echoOfTagStem = remembering((stem) =>
    measure(stem, subjects, yardstick, (themes) => themes.byTag.get(stem) ?? []),
  );
  // A question has so many words that each theme is held only against those that can be meant.
  const echoOfWord = remembering((stem) => {
    const families = familiesOf(stem, yardstick.language);
    return measure(stem, subjects, yardstick, (themes) => [
      ...(themes.byStem.get(stem) ?? []),
      ...families.flatMap((family) => themes.byFamily.get(family) ?? []),
    ]);
  });
  const weights = wordWeights(prompts, yardstick.language);
  return new Map(
    prompts.map((prompt) => {
      const { tags, words } = termsOf(prompt, yardstick.language);
      const echoes = [
        ...tags.map((tag) => echoOfTag(tag, echoOfTagStem, subjects, yardstick)),
        ...words.map((stem) => weakened(echoOfWord(stem), wordShare * (weights.get(stem) ?? 1))),
      ];
      return [prompt, fitOf(echoes.filter((echo) => echo !== undefined))];
    }),
  );
}

/** The terms of prompts, kept: a replay asks for them in every week of ten years. */
const knownTerms: Readonly<Record<Language, WeakMap<Prompt, Terms>>> = {
  de: new WeakMap(),
  en: new WeakMap(),
};

interface Terms {
  readonly tags: readonly TagTerm[];
  /** Stems of its own words that no tag has. */
  readonly words: readonly string[];
}

interface TagTerm {
  readonly tag: string;
  readonly stems: readonly string[];
}

function termsOf(prompt: Prompt, language: Language): Terms {
  const known = knownTerms[language].get(prompt);
  if (known) return known;
  const tags = [...new Set(prompt.tags)].map((tag) => ({ tag: folded(tag), stems: stemsOf(tag, language) }));
  const tagged = new Set(tags.flatMap(({ stems }) => stems));
  const words = stemsOf(prompt.text, language).filter((stem) => !tagged.has(stem));
  const terms: Terms = { tags, words };
  knownTerms[language].set(prompt, terms);
  return terms;
}

/** The stems of a prompt's tags. */
export function tagStemsOf(prompt: Prompt, language: Language): readonly string[] {
  return termsOf(prompt, language).tags.flatMap(({ stems }) => stems);
}

/** The stems of all tags that prompts had so far, these prompts' among them. */
const tagStemsSoFar: Readonly<Record<Language, Set<string>>> = { de: new Set(), en: new Set() };

function knownTagStems(prompts: readonly Prompt[], language: Language): ReadonlySet<string> {
  const stems = tagStemsSoFar[language];
  for (const prompt of prompts) for (const stem of tagStemsOf(prompt, language)) stems.add(stem);
  return stems;
}

interface NearTags {
  /** Among how many they were looked for. */
  readonly among: number;
  readonly stems: readonly string[];
}

const nearTags: Readonly<Record<Language, Map<string, NearTags>>> = { de: new Map(), en: new Map() };
const nearTagsAtMost = 20_000;

/**
 * The tags that a theme may come back for. Kept, because a week holds hundreds of tags against a thousand themes, and the
 * next week mostly the same ones: that was a third of a replay.
 */
function tagsNear(theme: string, tagStems: ReadonlySet<string>, language: Language): readonly string[] {
  const memory = nearTags[language];
  const known = memory.get(theme);
  if (known?.among === tagStems.size) return known.stems;
  const stems = [...tagStems].filter((stem) => kinship(stem, theme, language) >= leastKinship);
  if (memory.size >= nearTagsAtMost) memory.clear();
  memory.set(theme, { among: tagStems.size, stems });
  return stems;
}

/** A word that many questions have („Woche“, „Mensch“) tells them apart no more. */
function wordWeights(prompts: readonly Prompt[], language: Language): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const prompt of prompts)
    for (const stem of termsOf(prompt, language).words) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return new Map(Array.from(counts, ([stem, count]) => [stem, 1 / Math.sqrt(count)]));
}

/** A post as questions are held against it. */
interface Subject {
  readonly tags: ReadonlySet<string>;
  readonly themes: SubjectThemes;
}

interface SubjectThemes {
  readonly byTag: ReadonlyMap<string, readonly StrongTheme[]>;
  readonly byStem: ReadonlyMap<string, readonly StrongTheme[]>;
  readonly byFamily: ReadonlyMap<number, readonly StrongTheme[]>;
}

interface StrongTheme {
  readonly stem: string;
  readonly word: string;
  readonly strength: number;
}

function subjectOf(
  { title, tags, themes }: ThemedPost,
  tagStems: ReadonlySet<string>,
  language: Language,
): Subject {
  const heaviest = themes.reduce((most, { weight }) => Math.max(most, weight), 1);
  const inTitle = new Set(stemsOf(title, language));
  const inTags = new Set(tags.flatMap((tag) => stemsOf(tag, language)));
  const all = themes.map(({ stem, word, weight }) => ({
    stem,
    word,
    strength: Math.max(
      inTitle.has(stem) ? titleStrength : 0,
      inTags.has(stem) ? tagStrength : 0,
      textStrength * Math.sqrt(weight / heaviest),
    ),
  }));
  return {
    tags: new Set(tags.map(folded)),
    themes: {
      byTag: grouped(all, ({ stem }) => tagsNear(stem, tagStems, language)),
      byStem: grouped(all, ({ stem }) => [stem]),
      byFamily: grouped(all, ({ stem }) => familiesOf(stem, language)),
    },
  };
}

function grouped<K>(
  themes: readonly StrongTheme[],
  keysOf: (theme: StrongTheme) => readonly K[],
): ReadonlyMap<K, readonly StrongTheme[]> {
  const groups = new Map<K, StrongTheme[]>();
  for (const theme of themes)
    for (const key of keysOf(theme)) {
      const group = groups.get(key);
      if (group) group.push(theme);
      else groups.set(key, [theme]);
    }
  return groups;
}

function remembering(measure: (stem: string) => Echo | undefined): (stem: string) => Echo | undefined {
  const known = new Map<string, Echo | undefined>();
  return (stem) => {
    if (!known.has(stem)) known.set(stem, measure(stem));
    return known.get(stem);
  };
}

/** Where a term comes back in the posts: how strongly in each, and the word it comes back as. */
interface Echo {
  readonly perPost: readonly number[];
  readonly word: string;
}

function measure(
  stem: string,
  subjects: readonly Subject[],
  { usual, factor, language }: Yardstick,
  candidates: (themes: SubjectThemes) => readonly StrongTheme[],
): Echo | undefined {
  let [word, strongest] = ['', 0];
  const perPost = subjects.map(({ themes }) => {
    let best = 0;
    for (const theme of candidates(themes)) {
      const kin = kinship(stem, theme.stem, language);
      if (kin < leastKinship) continue;
      const value = kin * theme.strength * rarityOf(stem, theme.stem, usual);
      if (value < leastEcho) continue;
      best = Math.max(best, value);
      if (value > strongest || (value === strongest && theme.word < word))
        [word, strongest] = [theme.word, value];
    }
    return best * factor(stem);
  });
  return strongest > 0 ? { perPost, word } : undefined;
}

/** Compound or not, a theme is as common as the more common of the two. */
function rarityOf(stem: string, themeStem: string, { posts, withTheme }: ThemeCounts): number {
  const common = Math.max(withTheme(stem), withTheme(themeStem));
  // A handful of posts proves no habit yet.
  const many = posts + 9;
  return leastRarity + (1 - leastRarity) * (Math.log(many / (common + 1)) / Math.log(many));
}

/** A tag of several words comes back where all of them do; one that is no word at all, as „C++“, where a post has it too. */
function echoOfTag(
  { tag, stems }: TagTerm,
  echoOf: (stem: string) => Echo | undefined,
  subjects: readonly Subject[],
  { factor }: Yardstick,
): Echo | undefined {
  const echoes = stems.map(echoOf);
  const [first] = echoes;
  if (echoes.length === 1) return first;
  const perPost = subjects.map(({ tags }, index) => {
    if (tags.has(tag)) return Math.min(1, ...stems.map(factor));
    return stems.length === 0 ? 0 : Math.min(...echoes.map((echo) => echo?.perPost[index] ?? 0));
  });
  return perPost.some((value) => value > 0) ? { perPost, word: tag } : undefined;
}

function weakened(echo: Echo | undefined, share: number): Echo | undefined {
  return echo && { ...echo, perPost: echo.perPost.map((value) => value * share) };
}

function fitOf(echoes: readonly Echo[]): Fit {
  const byWord = new Map<string, { value: number; echo: Echo }>();
  for (const echo of echoes) {
    const value = fading(echo.perPost, nextPost);
    const known = byWord.get(folded(echo.word));
    // „Danken“ and „Dankbarkeit“ may both come back as „Dank“, which is one theme all the same.
    if (!known || value > known.value) byWord.set(folded(echo.word), { value, echo });
  }
  const ranked = [...byWord.values()].toSorted(
    (a, b) => b.value - a.value || (a.echo.word < b.echo.word ? -1 : 1),
  );
  const strongest = ranked[0]?.value ?? 0;
  const named = ranked.filter(({ value }) => value > 0 && value >= strongest * worthNaming).slice(0, 2);
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

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
