import { newStemmer } from 'snowball-stemmers';
import type { Language } from '../errors.ts';
import { isStopWord } from './stopWords.ts';
import { wordsOf } from './words.ts';

const stemmers = { de: newStemmer('german'), en: newStemmer('english') };

/** Texts repeat their words, and stemming costs a hundred times as much as looking up. */
const known: Readonly<Record<Language, Map<string, string>>> = { de: new Map(), en: new Map() };
const meanings: Readonly<Record<Language, Map<string, Meaning | null>>> = { de: new Map(), en: new Map() };
const knownAtMost = 100_000;

/** Where the stemmer would take two words for one („Trauer“ and „trauen“), or one for two. */
const ownStems: Readonly<Record<Language, ReadonlyMap<string, string>>> = {
  de: new Map(
    Object.entries({
      trauer: 'trauer trauern',
      fehler: 'fehler fehlers fehlern',
      wunder: 'wunder wunders wundern',
      sinne: 'sinne sinnen',
      kuche: 'küche küchen',
      leber: 'leber',
      lehrer: 'lehrer lehrers lehrern',
      kund: 'kundin',
      freund: 'freundin',
      kolleg: 'kollegin',
      nachbar: 'nachbarin',
      chef: 'chefin',
      arzt: 'ärztin',
      autor: 'autorin',
      nachtragend: 'nachtragend nachtragende nachtragenden nachtragender nachtragendes',
    }).flatMap(([stem, forms]) => forms.split(' ').map((form): [string, string] => [form, stem])),
  ),
  en: new Map([
    ['business', 'business'],
    ['businesses', 'business'],
    ['experiment', 'experiment'],
    ['experiments', 'experiment'],
    ['hospital', 'hospital'],
    ['hospitals', 'hospital'],
    ['witness', 'witness'],
    ['wilderness', 'wilderness'],
    ['policy', 'policy'],
    ['policies', 'policy'],
  ]),
};

/** Words in -innen that name no women. */
const noWomen =
  /^(?:(?:neu|wieder)?be|zurückge|(?:da|hin)zuge|ge|ent|er|ver|zer|nach|be)?(?:ginnen|winnen|sinnen|rinnen)$|^(?:dr|b|sp|z|l|h)?innen$/;

/** What all forms of a word have in common: `vertrauen`, `Vertrauens` → `vertrau`; `Kund:innen`, `Kunde` → `kund`. */
export function stemOf(word: string, language: Language): string {
  const memory = known[language];
  const remembered = memory.get(word);
  if (remembered !== undefined) return remembered;
  const stem = computeStem(word.normalize('NFC'), language);
  if (memory.size >= knownAtMost) memory.clear();
  memory.set(word, stem);
  return stem;
}

/** A word that carries meaning. */
export interface Meaning {
  readonly stem: string;
  readonly word: string;
}

/** What a word of a text means; null for a stop word. */
export function meaningOf(word: string, language: Language): Meaning | null {
  const memory = meanings[language];
  const remembered = memory.get(word);
  if (remembered !== undefined) return remembered;
  // What was cut from a text keeps the whole text in memory; letters put together anew do not.
  const letters = Array.from(word).join('');
  const meaning = isStopWord(word, language) ? null : { stem: stemOf(letters, language), word: letters };
  if (memory.size >= knownAtMost) memory.clear();
  memory.set(letters, meaning);
  return meaning;
}

/** The stems of a text's words that carry meaning, each once, in the order they first come. */
export function stemsOf(text: string, language: Language): readonly string[] {
  return [...new Set(wordsOf(text, language).flatMap((word) => meaningOf(word, language)?.stem ?? []))];
}

function computeStem(word: string, language: Language): string {
  const letters = word.replaceAll(/[-‐‑]/g, '');
  const plain = language === 'de' ? withoutGender(letters) : letters.toLowerCase().replaceAll('’', "'");
  return ownStems[language].get(plain) ?? stemmers[language].stem(plain);
}

/** In small letters, as the form without -in and -innen; readers of both kinds are one theme. */
function withoutGender(word: string): string {
  const lower = word.replace(/(?:[:*_·]|\/)[iI]n(?:nen)?$|(?<=\p{Ll}{2})In(?:nen)?$/u, '').toLowerCase();
  if (lower.endsWith('innen') && lower.length >= 8 && !noWomen.test(lower)) return lower.slice(0, -5);
  // Only behind -er, because „Termin“ and „Disziplin“ are no women; the table of families knows the others.
  return /^\p{Lu}.{2,}erin$/u.test(word) ? lower.slice(0, -2) : lower;
}
