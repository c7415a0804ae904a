import type { Language } from '../errors.ts';
import { kinship } from '../language/kinship.ts';
import { stemsOf } from '../language/stems.ts';
import type { Prompt } from './prompt.ts';

/** Words that are related no closer are other words. */
export const leastKinship = 0.45;

/** What a question can be recognised by. */
export interface Terms {
  /** In their order: the first says what it is about, the others what it touches. */
  readonly tags: readonly TagTerm[];
  /** The stems of all of them. */
  readonly tagStems: readonly string[];
  /** Stems of its own words that no tag has. */
  readonly words: readonly string[];
}

/** A tag, and the stems of its words. */
export interface TagTerm {
  readonly tag: string;
  readonly stems: readonly string[];
}

/** The terms of prompts, kept: a replay asks for them in every week of ten years. */
const knownTerms: Readonly<Record<Language, WeakMap<Prompt, Terms>>> = {
  de: new WeakMap(),
  en: new WeakMap(),
};

/** What a question asks about: its tags, and what else it says. */
export function termsOf(prompt: Prompt, language: Language): Terms {
  const known = knownTerms[language].get(prompt);
  if (known) return known;
  const tags = [...new Set(prompt.tags)].map((tag) => ({
    tag: foldedTag(tag),
    stems: stemsOf(asNoun(tag, language), language),
  }));
  const tagStems = tags.flatMap(({ stems }) => stems);
  const tagged = new Set(tagStems);
  const words = stemsOf(prompt.text, language).filter((stem) => !tagged.has(stem));
  const terms: Terms = { tags, tagStems, words };
  knownTerms[language].set(prompt, terms);
  return terms;
}

/** „glaube“ is a stop word („ich glaube“), „Glaube“ is none; who writes tags in small letters means the noun. */
function asNoun(tag: string, language: Language): string {
  return language === 'de' ? tag.charAt(0).toUpperCase() + tag.slice(1) : tag;
}

/** A tag as those of posts and of questions are compared. */
export function foldedTag(tag: string): string {
  return tag.normalize('NFC').toLowerCase();
}

/** The stems of a prompt's tags. */
export function tagStemsOf(prompt: Prompt, language: Language): readonly string[] {
  return termsOf(prompt, language).tagStems;
}

/** The stems of its first tag, which says what it is about. */
export function mainStemsOf(prompt: Prompt, language: Language): readonly string[] {
  return termsOf(prompt, language).tags[0]?.stems ?? [];
}

/** A word that many questions have („Woche“, „Mensch“) tells them apart no more. */
export function wordWeights(prompts: readonly Prompt[], language: Language): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const prompt of prompts)
    for (const stem of termsOf(prompt, language).words) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return new Map(Array.from(counts, ([stem, count]) => [stem, 1 / Math.sqrt(count)]));
}

/** The stems of all tags that prompts had so far, these prompts' among them. */
const tagStemsSoFar: Readonly<Record<Language, Set<string>>> = { de: new Set(), en: new Set() };

/** Takes the tags of these prompts up among those that `tagsNear` looks through. */
export function knownTagStems(prompts: readonly Prompt[], language: Language): ReadonlySet<string> {
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
export function tagsNear(
  theme: string,
  tagStems: ReadonlySet<string>,
  language: Language,
): readonly string[] {
  const memory = nearTags[language];
  const known = memory.get(theme);
  if (known?.among === tagStems.size) return known.stems;
  const stems = [...tagStems].filter((stem) => kinship(stem, theme, language) >= leastKinship);
  if (memory.size >= nearTagsAtMost) memory.clear();
  memory.set(theme, { among: tagStems.size, stems });
  return stems;
}
