import { deu } from 'stopword/src/stopwords_deu.js';
import { eng } from 'stopword/src/stopwords_eng.js';
import type { Language } from '../errors.ts';
import { englishFillers, englishInGerman, germanFillers, germanInEnglish } from './fillers.ts';

/** Words of the package's list that a reflective blog is about. */
const themes: ReadonlySet<string> = new Set(
  'dank zeit ehrlich offen ordnung leide schluss ernst gott'.split(' '),
);
/** Stop words in small letters, themes when written as nouns. */
const nouns: ReadonlySet<string> = new Set(
  'Weg Wissen Recht Ende Mann Suche Wohl Wille Fest Liebe Halt Glaube Glauben Tat Sein Wahl Erwarten'.split(
    ' ',
  ),
);

const german: ReadonlySet<string> = new Set(
  [...deu, ...germanFillers, ...englishInGerman].filter((word) => !themes.has(word)),
);
const english: ReadonlySet<string> = new Set([...eng, ...englishFillers, ...germanInEnglish]);

const shortest = 3;

/** Whether a word, as a text writes it, says nothing about what the text is about: fillers, numbers, fragments. */
export function isStopWord(word: string, language: Language): boolean {
  if (word.length < shortest || /\p{N}/u.test(word)) return true;
  const lower = word.toLowerCase();
  if (language === 'en') return english.has(lower.replaceAll('’', "'").replace(/'\p{L}+$/u, ''));
  return german.has(lower) && !nouns.has(word);
}
