import type { Language } from '../errors.ts';

/** „Kund:innen“, „Kund*in“, „Kund/-innen“: the ending behind the mark belongs to the word. */
const genderEnding = /(?:[:*_·]|\/-?)[iI]n(?:nen)?(?![\p{L}\p{N}])/u.source;
const hyphens = /[-‐‑]/;
const germanWord = new RegExp(
  String.raw`[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:${genderEnding})?(?:[-‐‑][\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:${genderEnding})?)*`,
  'gu',
);
const englishWord =
  /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}]+)?(?:[-‐‑][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;
const addresses = /\bhttps?:\/\/\S+|\bwww\.\S+|[\w.+-]{1,64}@[\w-]+\.[\w.-]+/gi;
/** Soft hyphens and joiners, which only say where a line may break. */
const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;

/** The words of a text as it writes them, in order; compounds with hyphens as a whole and in their parts. */
export function wordsOf(text: string, language: Language): readonly string[] {
  const words: string[] = [];
  const shown = text.normalize('NFC').replace(invisible, '');
  // The pattern is slow where it finds nothing, and most texts have no address.
  const plain = /@|:\/\/|www\./i.test(shown) ? shown.replace(addresses, ' ') : shown;
  for (const word of plain.match(language === 'de' ? germanWord : englishWord) ?? []) {
    words.push(word);
    if (hyphens.test(word) && !/\/-/.test(word)) words.push(...word.split(hyphens));
  }
  return words;
}
