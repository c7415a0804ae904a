import type { Language } from '../errors.ts';
import { kinship } from '../language/kinship.ts';
import { familiesOf } from '../language/wordFamilies.ts';
import { leastKinship, tagsNear, type TagTerm } from './promptTerms.ts';
import { rarityOf, type ThemeCounts } from './themeCounts.ts';
import type { StrongTheme, Subject } from './themedPost.ts';

/** Where what a question asks about comes back in the posts: how strongly in each, and the word it comes back as. */
export interface Echo {
  readonly perPost: readonly number[];
  readonly word: string;
}

/** By how much a theme counts more or less than usual: 1 changes nothing. */
export type ThemeFactor = (stem: string) => number;

/** What echoes are listened for in. */
export interface EchoRoom {
  readonly subjects: readonly Subject[];
  readonly heard: Heard;
  readonly usual: ThemeCounts;
  readonly factor: ThemeFactor;
  readonly language: Language;
}

/** The themes of all subjects, each once, by what a question may ask for them with: most questions ask for none of them. */
interface Heard {
  readonly byTag: ReadonlyMap<string, readonly Voice[]>;
  readonly byStem: ReadonlyMap<string, Voice>;
  readonly byFamily: ReadonlyMap<number, readonly Voice[]>;
}

/** A theme as the subjects have it. */
interface Voice {
  readonly stem: string;
  readonly inPosts: { readonly post: number; readonly theme: StrongTheme }[];
}

/** Gathers what the subjects can be found by. */
export function heardIn(
  subjects: readonly Subject[],
  tagStems: ReadonlySet<string>,
  language: Language,
): Heard {
  const byStem = new Map<string, Voice>();
  for (const [post, { themes }] of subjects.entries())
    for (const theme of themes) {
      const voice = byStem.get(theme.stem);
      if (voice) voice.inPosts.push({ post, theme });
      else byStem.set(theme.stem, { stem: theme.stem, inPosts: [{ post, theme }] });
    }
  const byTag = new Map<string, Voice[]>();
  const byFamily = new Map<number, Voice[]>();
  for (const voice of byStem.values()) {
    for (const tag of tagsNear(voice.stem, tagStems, language)) addTo(byTag, tag, voice);
    for (const family of familiesOf(voice.stem, language)) addTo(byFamily, family, voice);
  }
  return { byTag, byStem, byFamily };
}

function addTo<K>(groups: Map<K, Voice[]>, key: K, voice: Voice): void {
  const group = groups.get(key);
  if (group) group.push(voice);
  else groups.set(key, [voice]);
}

/** What a post mentions in passing is not what it speaks of. */
const leastEcho = 0.12;
/** Several words of one family confirm each other; more than so many only come from a long text. */
const mostConfirming = 4;

/** The echo of a tag with one word. */
export function echoOfTagStem(stem: string, room: EchoRoom): Echo | undefined {
  const voices = room.heard.byTag.get(stem);
  return voices && echoAmong(stem, room, voices);
}

/** The echo of a word of the question: of itself or its family, as compounds would too often be chance. */
export function echoOfWord(stem: string, room: EchoRoom): Echo | undefined {
  const { byStem, byFamily } = room.heard;
  const found = new Set<Voice>();
  const itself = byStem.get(stem);
  if (itself) found.add(itself);
  for (const family of familiesOf(stem, room.language))
    for (const voice of byFamily.get(family) ?? []) found.add(voice);
  return found.size === 0 ? undefined : echoAmong(stem, room, found);
}

function echoAmong(
  stem: string,
  { subjects, usual, factor, language }: EchoRoom,
  voices: Iterable<Voice>,
): Echo | undefined {
  let [word, strongest] = ['', 0];
  const values = subjects.map((): number[] => []);
  for (const voice of voices) {
    const kin = kinship(stem, voice.stem, language);
    if (kin < leastKinship) continue;
    const rarity = rarityOf(stem, { stem: voice.stem, isTitled: false }, usual);
    const rarityInTitle = rarityOf(stem, { stem: voice.stem, isTitled: true }, usual);
    for (const { post, theme } of voice.inPosts) {
      const value = kin * theme.strength * (theme.isTitled ? rarityInTitle : rarity);
      if (value < leastEcho) continue;
      values[post]?.push(value);
      if (value > strongest || (value === strongest && theme.word < word))
        [word, strongest] = [theme.word, value];
    }
  }
  if (strongest === 0) return undefined;
  const perPost = values.map((some) => (some.length === 0 ? 0 : confirmed(some) * factor(stem)));
  return { perPost, word };
}

/** „Wut“, „Streit“ and „Ärger“ in one text are no chance: each word takes its share of the doubt that the others left. */
function confirmed(values: readonly number[]): number {
  const strongest = values.length === 1 ? values : values.toSorted((a, b) => b - a).slice(0, mostConfirming);
  return 1 - strongest.reduce((doubt, value) => doubt * (1 - value), 1);
}

/** A tag of several words comes back where all of them do; one that is no word at all, as „C++“, where a post has it too. */
export function echoOfTag(
  { tag, stems }: TagTerm,
  echoOf: (stem: string) => Echo | undefined,
  { subjects, factor }: EchoRoom,
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

/** An echo that counts for less. */
export function weakened(echo: Echo | undefined, share: number): Echo | undefined {
  return echo && { ...echo, perPost: echo.perPost.map((value) => value * share) };
}
