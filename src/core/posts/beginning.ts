/** How many words of two texts are compared. */
const comparedWords = 30;
/** Fewer words may begin any text. */
const leastWords = 8;
/** So many words may begin two texts when one of them goes on. */
const leastOfLonger = 15;

/** Whether two texts begin with the same words, enough of them to tell; a text that is missing begins like no other. */
export function beginAlike(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const count = Math.min(a.length, b.length);
  if (count < leastWords || (count < leastOfLonger && a.length !== b.length)) return false;
  return a.slice(0, count).every((word, index) => word === b[index]);
}

/** What texts that begin alike have in common; undefined for one that is too short to tell. */
export function beginningKey(text: string): string | undefined {
  const words = wordsOf(text).slice(0, leastWords);
  return words.length < leastWords ? undefined : words.join(' ');
}

function wordsOf(text: string): readonly string[] {
  const words = text
    .slice(0, 2_000)
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words?.slice(0, comparedWords) ?? [];
}
