import type { Language } from '../errors.ts';
import { kinship } from '../language/kinship.ts';
import { familiesOf } from '../language/wordFamilies.ts';
import { leastKinship, type TagTerm } from './promptTerms.ts';
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

/** All that one of the subjects can be found by: most questions ask for nothing of it, and need not ask each subject. */
interface Heard {
  readonly tags: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
  readonly families: ReadonlySet<number>;
}

/** Gathers what the subjects can be found by. */
export function heardIn(subjects: readonly Subject[]): Heard {
  return {
    tags: new Set(subjects.flatMap(({ byTag }) => [...byTag.keys()])),
    stems: new Set(subjects.flatMap(({ byStem }) => [...byStem.keys()])),
    families: new Set(subjects.flatMap(({ byFamily }) => [...byFamily.keys()])),
  };
}

/** What a post mentions in passing is not what it speaks of. */
const leastEcho = 0.12;
/** Several words of one family confirm each other; more than so many only come from a long text. */
const mostConfirming = 4;

/** The echo of a tag with one word. */
export function echoOfTagStem(stem: string, room: EchoRoom): Echo | undefined {
  if (!room.heard.tags.has(stem)) return undefined;
  return echoAmong(stem, room, ({ byTag }) => byTag.get(stem) ?? none);
}

/** The echo of a word of the question: of itself or its family, as compounds would too often be chance. */
export function echoOfWord(stem: string, room: EchoRoom): Echo | undefined {
  const { heard, language } = room;
  const families = familiesOf(stem, language).filter((family) => heard.families.has(family));
  if (families.length === 0 && !heard.stems.has(stem)) return undefined;
  return echoAmong(stem, room, ({ byStem, byFamily }) => {
    const found = new Set(byStem.get(stem));
    for (const family of families) for (const theme of byFamily.get(family) ?? none) found.add(theme);
    return found;
  });
}

const none: readonly StrongTheme[] = [];

function echoAmong(
  stem: string,
  { subjects, usual, factor, language }: EchoRoom,
  candidatesIn: (subject: Subject) => Iterable<StrongTheme>,
): Echo | undefined {
  let [word, strongest] = ['', 0];
  const perPost = subjects.map((subject) => {
    const values: number[] = [];
    for (const theme of candidatesIn(subject)) {
      const kin = kinship(stem, theme.stem, language);
      if (kin < leastKinship) continue;
      const value = kin * theme.strength * rarityOf(stem, theme, usual);
      if (value < leastEcho) continue;
      values.push(value);
      if (value > strongest || (value === strongest && theme.word < word))
        [word, strongest] = [theme.word, value];
    }
    return values.length === 0 ? 0 : confirmed(values) * factor(stem);
  });
  return strongest > 0 ? { perPost, word } : undefined;
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
