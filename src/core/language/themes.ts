import type { Language } from '../errors.ts';
import type { Theme } from '../posts/theme.ts';
import { personsIn } from './personNames.ts';
import { meaningOf } from './stems.ts';
import { wordsOf } from './words.ts';

const themesAtMost = 60;
/** An author chose the words of the title and the tags with care. */
const chosenWeight = 3;

interface Gathered {
  weight: number;
  /** How often each form of the word comes. */
  readonly forms: Map<string, number>;
}

/** What a text speaks of, the heaviest first; at most 60. Same text, same themes. */
export function themesOf(
  text: { readonly title: string; readonly tags: readonly string[]; readonly text: string },
  language: Language,
): readonly Theme[] {
  const gathered = new Map<string, Gathered>();
  gather(gathered, text.title, chosenWeight, language);
  for (const tag of text.tags) gather(gathered, tag, chosenWeight, language);
  gather(gathered, text.text, 1, language);
  return [...gathered]
    .toSorted(([a, one], [b, other]) => other.weight - one.weight || (a < b ? -1 : 1))
    .slice(0, themesAtMost)
    .map(([stem, { weight, forms }]) => ({ stem, word: shownForm(forms, language), weight }));
}

function gather(gathered: Map<string, Gathered>, said: string, weight: number, language: Language): void {
  const { text, names } = personsIn(said, language);
  for (const [one, count] of counted(wordsOf(text, language))) {
    const meaning = meaningOf(one, language);
    if (meaning === null) continue;
    const { stem, word } = meaning;
    const known = gathered.get(stem);
    // Who is named once in a text is not whom it is about.
    if (weight < chosenWeight && count === 1 && !known && names.has(one)) continue;
    if (known) {
      known.weight += count * weight;
      known.forms.set(word, (known.forms.get(word) ?? 0) + count);
    } else gathered.set(stem, { weight: count * weight, forms: new Map([[word, count]]) });
  }
}

/** Each word once, in the order they first come: texts repeat their words, and most are asked for their meaning once. */
function counted(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** The most frequent form; among several the one that looks most like running text. */
function shownForm(forms: ReadonlyMap<string, number>, language: Language): string {
  let best = '';
  let bestRank = -1;
  for (const [form, count] of forms) {
    const rank = count * 4 + plainness(form, language);
    if (rank > bestRank) [best, bestRank] = [form, rank];
  }
  return best;
}

/** German writes its nouns with a capital, English does so only in titles; neither shouts. */
function plainness(form: string, language: Language): number {
  const isCapital = /^\p{Lu}/u.test(form);
  if (isCapital && form.length > 1 && form === form.toUpperCase()) return 0;
  return isCapital === (language === 'de') ? 2 : 1;
}
