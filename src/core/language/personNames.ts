import type { Language } from '../errors.ts';
import { isCompoundElement } from './compoundParts.ts';
import { stemOf } from './stems.ts';
import { familiesOf } from './wordFamilies.ts';

/** What stands before a name and says no more than that it is one; „eine Frau“ is somebody, „Frau Lindner“ a name. */
const titled: Readonly<Record<Language, RegExp>> = {
  de: /(?:(?:Herrn?|Frau|Fräulein|Dr|Prof|Professor|Professorin|Pastor|Pastorin|Pfarrer|Pfarrerin|Meister)\.?\s{1,3}){1,3}(\p{Lu}\p{Ll}[\p{L}-]{0,40})/gu,
  en: /(?:(?:Mrs?|Ms|Miss|Mister|Sir|Dame|Lady|Lord|Dr|Prof|Professor|Reverend|Rev|Father|Sister|Saint|St)\.?\s{1,3}){1,3}(\p{Lu}\p{Ll}[\p{L}-]{0,40})/gu,
};

/** No title, but the end of another word or a word of its own; asked last, because asking everywhere takes its time. */
const noTitleBehind = /(?:[\p{L}\p{N}-]|(?<!\p{L})(?:eine?|einer|als|jeder?|keiner?)\s)$/u;

/** A text without the titles of persons, and the names that stood behind them. */
export interface NamedPersons {
  readonly text: string;
  readonly names: ReadonlySet<string>;
}

/** Finds the persons a text calls by a title and their name. */
export function personsIn(text: string, language: Language): NamedPersons {
  const names = new Set<string>();
  const untitled = text.replaceAll(titled[language], (words: string, name: string, at: number) => {
    if (noTitleBehind.test(text.slice(Math.max(0, at - 8), at))) return words;
    // „Wenn Frau Arbeit sagt“: what is a word of its own may be no name.
    if (isWord(name, language)) return words;
    names.add(name);
    return name;
  });
  return { text: untitled, names };
}

function isWord(name: string, language: Language): boolean {
  const stem = stemOf(name, language);
  return familiesOf(stem, language).length > 0 || (language === 'de' && isCompoundElement(stem));
}
