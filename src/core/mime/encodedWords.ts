/** Lines with encoded words are no longer (RFC 2047 §2). */
export const foldedLength = 76;

const prefix = '=?utf-8?Q?';
const suffix = '?=';
/** What stands for itself in every place an encoded word may have (RFC 2047 §5, rule 3). */
const itself = /[A-Za-z0-9!*+/-]/;

/** Each octet as an encoded word has it. */
const encodedOctets: readonly string[] = Array.from({ length: 256 }, (_, octet) => {
  const character = String.fromCharCode(octet);
  if (character === ' ') return '_';
  return itself.test(character) ? character : `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
});

/**
 * A text as encoded words (RFC 2047, Q, UTF-8), one on each line; `indent` is what stands before the first. No character
 * is split between two words.
 */
export function encodedWords(text: string, indent: number): string {
  const octets = Buffer.from(text);
  let words = '';
  let word = '';
  let room = foldedLength - indent - prefix.length - suffix.length;
  for (let index = 0; index < octets.length;) {
    const end = index + octetsFrom(octets[index] ?? 0);
    let character = '';
    for (; index < end; index++) character += encodedOctets[octets[index] ?? 0] ?? '';
    if (word.length + character.length > room) {
      words += `${prefix}${word}${suffix}\r\n `;
      word = '';
      room = foldedLength - 1 - prefix.length - suffix.length;
    }
    word += character;
  }
  return `${words}${prefix}${word}${suffix}`;
}

/** How many octets the character has that begins with this one (RFC 3629 §3). */
function octetsFrom(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
