import { keyOf } from './listBook.ts';
import { addressStartIn, idEndIn, idStart, plainAddressEnd } from './peopleLines.ts';
import type { Subscriber } from './subscriber.ts';

/**
 * Finds out whether an id or an address stands in a list twice, in about four bytes a person: a Bloom filter says who may be a
 * twin, and whoever is under suspicion is compared exactly when the list passes once more.
 */
export interface TwinFilter {
  /** Notes the id of a line; true where it may have been noted before. */
  noteId(bytes: Buffer, start: number, end: number): boolean;
  /** The same for the address of a person and her line. */
  noteAddress(bytes: Buffer, start: number, end: number, person: Pick<Subscriber, 'address'>): boolean;
  /** Whether nobody is under suspicion. */
  readonly isClear: boolean;
  /** The second time the list passes; false once a twin is found. */
  compare(bytes: Buffer, start: number, end: number, person: () => Subscriber | undefined): boolean;
  /** The second time is over. */
  clear(): void;
}

/** Bits looked at for each id and each address. */
const looks = 6;

/** An empty filter for a list of so many bytes. */
export function twinFilter(bytesOfList: number): TwinFilter {
  // Lines are some 200 to 500 bytes long.
  const size = Math.max(1024, Math.ceil(bytesOfList / 10));
  const bits = new Uint8Array(Math.ceil(size / 8));
  const suspects = new Set<number>();
  const seen = new Map<number, string>();
  const hash: Hash = { one: 0, two: 0 };

  const add = (): boolean => {
    let isKnown = true;
    for (let look = 0; look < looks; look++) {
      const at = (((hash.one + Math.imul(look, hash.two | 1)) >>> 0) * size) / 2 ** 32;
      const place = Math.floor(at);
      const bit = 1 << (place & 7);
      const index = place >>> 3;
      const before = bits[index] ?? 0;
      if ((before & bit) === 0) {
        isKnown = false;
        bits[index] = before | bit;
      }
    }
    if (isKnown) suspects.add(nameOf(hash));
    return isKnown;
  };
  const isOther = (text: () => string): boolean => {
    const name = nameOf(hash);
    if (!suspects.has(name)) return true;
    const before = seen.get(name);
    seen.set(name, text());
    return before === undefined || before !== seen.get(name);
  };

  return {
    noteId(bytes, start, end) {
      hashId(hash, bytes, start, end);
      return add();
    },
    noteAddress(bytes, start, end, person) {
      if (!hashPlainAddress(hash, bytes, start, end)) hashKey(hash, keyOf(person));
      return add();
    },
    get isClear() {
      return suspects.size === 0;
    },
    compare(bytes, start, end, person) {
      hashId(hash, bytes, start, end);
      if (!isOther(() => person()?.id ?? '')) return false;
      const key = (): string => keyOf(person() ?? { address: '' });
      if (!hashPlainAddress(hash, bytes, start, end)) hashKey(hash, key());
      return isOther(key);
    },
    clear() {
      suspects.clear();
      seen.clear();
    },
  };
}

/** Two numbers of 32 bits that ids and addresses are told apart by, as far as numbers can. */
interface Hash {
  one: number;
  two: number;
}

/** The same as one number; none of its 53 bits is lost. */
function nameOf({ one, two }: Hash): number {
  return (one >>> 0) * 2 ** 21 + (two >>> 11);
}

function hashId(hash: Hash, bytes: Buffer, start: number, end: number): void {
  mix(hash, 1, bytes, start + idStart, idEndIn(bytes, start, end));
}

function hashPlainAddress(hash: Hash, bytes: Buffer, start: number, end: number): boolean {
  const from = addressStartIn(bytes, idEndIn(bytes, start, end));
  const to = from < 0 ? -1 : plainAddressEnd(bytes, from, end);
  if (to < 0) return false;
  mix(hash, 2, bytes, from, to);
  return true;
}

function hashKey(hash: Hash, key: string): void {
  const bytes = Buffer.from(key);
  mix(hash, 2, bytes, 0, bytes.length);
}

/** FNV-1a, and a sum of another kind beside it; letters in lower case. */
function mix(hash: Hash, seed: number, bytes: Buffer, start: number, end: number): void {
  let one = 0x811c9dc5 ^ seed;
  let two = 0x9e3779b9 + seed;
  for (let at = start; at < end; at++) {
    let byte = bytes[at] ?? 0;
    if (byte >= 65 && byte <= 90) byte += 32;
    one = Math.imul(one ^ byte, 0x01000193);
    two = Math.imul((two << 5) ^ (two >>> 27) ^ byte, 0x85ebca6b);
  }
  // The last letters differ most often, and have moved the upper bits least.
  hash.one = Math.imul(one ^ (one >>> 15), 0x2c1b3c6d);
  hash.two = two ^ (two >>> 13);
}
