/**
 * Told of a line: where it begins and ends in the bytes, without its comma, and where it begins in the file. False where it
 * is none that the program wrote.
 */
export type LineOnlooker = (bytes: Buffer, start: number, end: number, offset: number) => boolean;

/** How lines pass. */
export interface Passing {
  /** Where the bytes stand in the file. */
  readonly offset: number;
  readonly isLast: boolean;
  readonly see: LineOnlooker;
  readonly most?: number;
}

const newline = 10;
const comma = 44;
const quote = 34;

/**
 * Shows the records in a stretch of subscribers.json, a line each. Answers how many bytes are dealt with, so that what is left
 * is read again with more behind it; -1 for a layout that is not the program's. The last line of an array has no comma. Shows
 * no more than `most` of them at once.
 */
export function passLines(bytes: Buffer, { offset, isLast, see, most = Infinity }: Passing): number {
  let at = 0;
  for (let count = 0; ; count++) {
    // What a last line leaves to see is never nothing.
    if (count >= most && at < bytes.length) return at;
    const found = bytes.indexOf(newline, at);
    if (found < 0) break;
    if (bytes[found - 1] !== comma || !see(bytes, at, found - 1, offset + at)) return -1;
    at = found + 1;
  }
  if (!isLast) return at;
  return see(bytes, at, bytes.length, offset + at) ? bytes.length : -1;
}

/** How people's lines begin; the id follows. */
const opening = Buffer.from('{"id":"');
/** Where the id begins in a person's line. */
export const idStart = opening.length;
/** What stands between id and address. */
const between = Buffer.from('","address":"');
const longestId = 40;

/** Where the id of a person's line ends; -1 for a line that does not begin with one. */
export function idEndIn(bytes: Buffer, start: number, end: number): number {
  if (!standsAt(bytes, start, opening)) return -1;
  const from = start + idStart;
  const to = Math.min(end, from + longestId + 1);
  let at = from;
  while (at < to && isOfId(bytes[at] ?? 0)) at++;
  return at < to && bytes[at] === quote ? at : -1;
}

function isOfId(byte: number): boolean {
  return (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57);
}

/** Where the address begins, in a line whose id ends there; -1 where something else stands between. */
export function addressStartIn(bytes: Buffer, idEnd: number): number {
  return standsAt(bytes, idEnd, between) ? idEnd + between.length : -1;
}

/** Where an address ends that is the same folded or not, but for its case; -1 for all others. */
export function plainAddressEnd(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) return at;
    const isPlain =
      (byte >= 97 && byte <= 122) ||
      (byte >= 48 && byte <= 57) ||
      (byte >= 64 && byte <= 90) ||
      byte === 46 ||
      byte === 95 ||
      byte === 43 ||
      byte === 45;
    if (!isPlain) return -1;
    // An A-label may be another spelling of some name.
    if (byte === 45 && bytes[at - 1] === 45) return -1;
  }
  return -1;
}

function standsAt(bytes: Buffer, at: number, part: Buffer): boolean {
  for (let index = 0; index < part.length; index++) if (bytes[at + index] !== part[index]) return false;
  return true;
}
