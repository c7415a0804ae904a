import type { Language } from '../errors.ts';
import { stemsOf } from '../language/stems.ts';

/** A question as it is compared with others. */
interface Bare {
  readonly text: string;
  readonly words: readonly string[];
}

/** A replay compares the same questions with each other in every week of ten years. */
const known = new Map<string, Bare>();
const knownAtMost = 10_000;

/** What two wordings of the same question have in common. */
export function sameQuestion(text: string): string {
  return bare(text).text;
}

/** The same as a list of words. */
export function questionWords(text: string): readonly string[] {
  return bare(text).words;
}

function bare(question: string): Bare {
  const remembered = known.get(question);
  if (remembered !== undefined) return remembered;
  const text = question
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const made: Bare = { text, words: text.split(' ') };
  if (known.size >= knownAtMost) known.clear();
  known.set(question, made);
  return made;
}

/** So many of the words of two questions must be the same for them to be one. */
const enough = 0.9;

/** Whether two questions are the same but for a comma, a capital or a slip of the pen. */
export function isSameQuestion(one: string, other: string): boolean {
  return isNearlySame(questionWords(one), questionWords(other));
}

/** The same for questions that are brought to their words already. */
export function isNearlySame(a: readonly string[], b: readonly string[]): boolean {
  return a === b || sharedWords(a, b) >= enough;
}

/** So many of the words that mean something, and so many of all words, are the same in questions that are alike. */
const [enoughMeaning, enoughWords] = [0.8, 0.6];
/** With one word that means something, more depends on the small ones: „Wer fehlt dir?“, „Was fehlt dir?“ */
const enoughSmallWords = 0.75;

/** Whether two questions ask nearly the same, in other forms of the same words. */
export function areAlike(one: string, other: string, language: Language): boolean {
  return isSameQuestion(one, other) || likenessOf(one, other, language) > 0;
}

/** How many of their words two questions that are alike share, from 0 to 1; 0 for all others. */
export function likenessOf(one: string, other: string, language: Language): number {
  const [a, b] = [meaningIn(one, language), meaningIn(other, language)];
  if (a.length === 0 || b.length === 0 || overlap(a, b) < enoughMeaning) return 0;
  const enough = Math.min(a.length, b.length) === 1 ? enoughSmallWords : enoughWords;
  const shared = overlap(questionWords(one), questionWords(other));
  return shared >= enough ? shared : 0;
}

const meanings: Readonly<Record<Language, Map<string, readonly string[]>>> = { de: new Map(), en: new Map() };

/** Kept for the same reason. */
function meaningIn(text: string, language: Language): readonly string[] {
  const memory = meanings[language];
  const remembered = memory.get(text);
  if (remembered) return remembered;
  const stems = stemsOf(text, language);
  if (memory.size >= knownAtMost) memory.clear();
  memory.set(text, stems);
  return stems;
}

function overlap(a: readonly string[], b: readonly string[]): number {
  const others = new Set(b);
  const own = new Set(a);
  const shared = [...own].filter((word) => others.has(word)).length;
  return (2 * shared) / (own.size + others.size);
}

/** How many words two questions share, from 0 to 1; each counts for one of the other, in any order. */
function sharedWords(a: readonly string[], b: readonly string[]): number {
  // So far apart they cannot share enough, and comparing words takes its time.
  if (2 * Math.min(a.length, b.length) < enough * (a.length + b.length) || lacksTooMuch(a, b)) return 0;
  const [onlyA, onlyB] = [without(a, b), without(b, a)];
  let shared = a.length - onlyA.length;
  for (const word of onlyA.length > mostSlips ? [] : onlyA) {
    const found = onlyB.findIndex((other) => isSlip(word, other));
    if (found < 0) continue;
    onlyB.splice(found, 1);
    shared += 1;
  }
  return (2 * shared) / (a.length + b.length);
}

/** Who mistypes more words wrote another text; comparing them all would take too long. */
const mostSlips = 50;

/** Whether so many words of one text have nothing like them in the other that the two cannot share enough. */
function lacksTooMuch(a: readonly string[], b: readonly string[]): boolean {
  if (a.length > mostSlips) return false;
  let found = a.length;
  for (const word of a) {
    if (b.includes(word) || b.some((other) => isSlip(word, other))) continue;
    found -= 1;
    if ((2 * found) / (a.length + b.length) < enough) return true;
  }
  return false;
}

/** The words of one text that the other has not, or not as often. */
function without(words: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of others) counts.set(word, (counts.get(word) ?? 0) + 1);
  return words.filter((word) => {
    const count = counts.get(word) ?? 0;
    counts.set(word, count - 1);
    return count <= 0;
  });
}

/** So short words are other words when a letter differs: „dein“ and „mein“, „haben“ and „heben“. */
const shortest = 6;

/** Whether two long words differ by one letter, or by two neighbours in the wrong order; numbers never do. */
function isSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < shortest || Math.abs(a.length - b.length) > 1) return false;
  if (/\d/.test(a) || /\d/.test(b)) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
