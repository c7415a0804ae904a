/** Silent reading of non-fiction: 238 words a minute in English (Brysbaert 2019); German words are longer. */
const wordsPerMinute = 230;

/** How many minutes a text of so many words takes, at least one; null where its length is not known. */
export function minutesFor(words: number): number | null {
  return words > 0 ? Math.max(1, Math.round(words / wordsPerMinute)) : null;
}
