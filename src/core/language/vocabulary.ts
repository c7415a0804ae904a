import type { Language } from '../errors.ts';
import { kinship } from './kinship.ts';
import { familyMembers } from './wordFamilies.ts';

/** All stems that stand in some texts, to be asked for kin. */
export interface Vocabulary {
  /** Those that speak of what a stem speaks of, itself among them, and how near each is: 0 to 1. */
  readonly kinOf: (stem: string) => readonly Kin[];
}

/** A stem near another. */
export interface Kin {
  readonly stem: string;
  readonly strength: number;
}

const shortestPart = 3;

/** Makes stems findable by their families and, in German, by the beginnings and ends of compounds. */
export function vocabularyOf(stems: ReadonlySet<string>, language: Language): Vocabulary {
  // Comparing each with each would be millions of pairs; words in order hold what begins alike side by side.
  const forward = language === 'de' ? [...stems].toSorted() : [];
  const backward = language === 'de' ? [...stems].map(reversed).toSorted() : [];
  const known = new Map<string, readonly Kin[]>();

  function findKin(stem: string): readonly Kin[] {
    const near = new Set([stem, ...familyMembers(stem, language)].filter((member) => stems.has(member)));
    if (language === 'de' && stem.length >= shortestPart) {
      for (const longer of startingWith(forward, stem)) near.add(longer);
      for (const longer of startingWith(backward, reversed(stem))) near.add(reversed(longer));
      for (let at = shortestPart; at <= stem.length - shortestPart; at++)
        for (const part of [stem.slice(0, at), stem.slice(at)]) if (stems.has(part)) near.add(part);
    }
    return [...near]
      .map((one) => ({ stem: one, strength: kinship(stem, one, language) }))
      .filter(({ strength }) => strength > 0);
  }

  return {
    kinOf: (stem) => {
      const kin = known.get(stem) ?? findKin(stem);
      known.set(stem, kin);
      return kin;
    },
  };
}

function reversed(word: string): string {
  return Array.from(word).toReversed().join('');
}

/** The words of a sorted list that begin with something. */
function* startingWith(sorted: readonly string[], start: string): Generator<string> {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < start) low = middle + 1;
    else high = middle;
  }
  for (let at = low; sorted[at]?.startsWith(start); at++) yield sorted[at] ?? '';
}
