/** The content of a line; one more character, the `=` of a soft line break, may follow it (RFC 2045 §6.7). */
const lineLength = 75;

const [lf, cr, space, dot, equals, capitalF, tilde] = [10, 13, 32, 46, 61, 70, 126];
const hexDigits = Buffer.from('0123456789ABCDEF');
const afterF = Buffer.from('rom ');

/**
 * A text as quoted-printable (RFC 2045 §6.7), in a form that survives its way untouched: no line begins with a dot
 * (RFC 5321 §4.5.2) or with "From " (mbox), none ends in a blank, and no two blanks or tabs meet, so that it is its own
 * relaxed canonical form (RFC 6376 §3.4.4). CRLF and LF are line breaks; a lone CR is a character like others.
 */
export function quotedPrintable(text: string): Buffer {
  const source = Buffer.from(text);
  const target = Buffer.allocUnsafe(longestQuoted(source.length));
  return target.subarray(0, writeQuoted(source, source.length, target, 0));
}

/** Room for the longest that a number of octets can become. */
export function longestQuoted(octets: number): number {
  return octets * 3 + (Math.floor((octets * 3) / (lineLength - 2)) + 1) * 3;
}

/** Octets that stand for themselves wherever in a line; at its beginning a dot or a capital F may not. */
const isOrdinary = Uint8Array.from({ length: 256 }, (_, octet) =>
  octet > space && octet <= tilde && octet !== equals ? 1 : 0,
);

/** Writes the first octets of a source of UTF-8 as quoted-printable from `at` on, where a line begins; answers where it ends. */
export function writeQuoted(source: Uint8Array, length: number, target: Uint8Array, at: number): number {
  let lineStart = at;
  let follows = 0;
  for (let index = 0; index < length; index++) {
    const octet = source[index] ?? 0;
    const isWithin = at > lineStart && at < lineStart + lineLength;
    if (isWithin && isOrdinary[octet] === 1) {
      target[at++] = octet;
      follows = octet;
      continue;
    }
    if (octet === lf || (octet === cr && index + 1 < length && source[index + 1] === lf)) {
      if (octet === cr) index++;
      target[at++] = cr;
      target[at++] = lf;
      lineStart = at;
      follows = 0;
      continue;
    }
    let isPlain = isOrdinary[octet] === 1;
    if (octet === space) isPlain = follows !== space && !endsLine(source, index + 1, length);
    if (at - lineStart + (isPlain ? 1 : 3) > lineLength) {
      target[at++] = equals;
      target[at++] = cr;
      target[at++] = lf;
      lineStart = at;
    }
    if (at === lineStart && (octet === dot || (octet === capitalF && startsFrom(source, index, length))))
      isPlain = false;
    if (isPlain) {
      target[at++] = octet;
    } else {
      target[at++] = equals;
      target[at++] = hexDigits[octet >> 4] ?? 0;
      target[at++] = hexDigits[octet & 15] ?? 0;
    }
    follows = isPlain ? octet : 0;
  }
  return at;
}

function endsLine(source: Uint8Array, index: number, length: number): boolean {
  if (index === length || source[index] === lf) return true;
  return source[index] === cr && index + 1 < length && source[index + 1] === lf;
}

function startsFrom(source: Uint8Array, index: number, length: number): boolean {
  return (
    index + afterF.length < length && afterF.every((octet, offset) => source[index + 1 + offset] === octet)
  );
}
