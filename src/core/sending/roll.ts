/** Reader ids, numbered in the order they came; flat: about 30 bytes a reader. */
export interface Roll {
  readonly size: number;
  idAt(number: number): string;
  /** -1 for an id that is not on it. */
  numberOf(id: string): number;
  /** The same for an id as it stands in a buffer (ASCII), without making a string. */
  numberIn(bytes: Uint8Array, start: number, end: number): number;
}

/** A roll that readers are still put on. */
export interface GrowingRoll extends Roll {
  /** Its number; the one it already has for an id that is on it. */
  add(id: string): number;
}

/** An empty roll. */
export function newRoll(): GrowingRoll {
  return new FlatRoll();
}

/** The fuller a hash table, the longer a search in it. */
const fullest = 0.8;
/** Where an id begins is kept in 31 bits. */
const mostBytes = 2 ** 31;

/**
 * Ids one after the other in one piece of memory, found through a hash table with open addressing. Our own ids are
 * hexadecimal and packed, two digits to the byte; any other stands as it is, so that no two are ever taken for one.
 */
class FlatRoll implements GrowingRoll {
  size = 0;
  private bytes = new Uint8Array(1024);
  /** Where each id begins, doubled; odd for one that is packed. The last is where the next will begin. */
  private starts = new Uint32Array(128);
  /** Numbers, each one more than it is; 0 is nobody. */
  private slots = new Uint32Array(256);
  /** The id that is looked for, as it would stand in `bytes`. */
  private sought = new Uint8Array(64);
  private soughtLength = 0;
  private isSoughtPacked = 0;

  idAt(number: number): string {
    if (!(number >= 0 && number < this.size)) throw new RangeError(`there is no reader ${number}`);
    const start = this.startOf(number);
    const text = Buffer.from(this.bytes.buffer, start, this.startOf(number + 1) - start);
    return this.isPacked(number) ? text.toString('hex') : decoded(text);
  }

  numberOf(id: string): number {
    this.seek(id);
    return this.numberAt(this.slotOfSought());
  }

  numberIn(bytes: Uint8Array, start: number, end: number): number {
    this.makeRoom(end - start);
    for (let at = start; at < end; at++) this.sought[at - start] = bytes[at] ?? 0;
    this.soughtLength = end - start;
    this.pack();
    return this.numberAt(this.slotOfSought());
  }

  add(id: string): number {
    this.seek(id);
    const slot = this.slotOfSought();
    const known = this.numberAt(slot);
    if (known !== -1) return known;
    const number = this.size;
    this.append();
    this.slots[slot] = this.size;
    if (this.size > this.slots.length * fullest) this.rehash();
    return number;
  }

  private startOf(number: number): number {
    return (this.starts[number] ?? 0) >>> 1;
  }

  private isPacked(number: number): number {
    return (this.starts[number] ?? 0) & 1;
  }

  private numberAt(slot: number): number {
    return (this.slots[slot] ?? 0) - 1;
  }

  private seek(id: string): void {
    this.makeRoom(id.length * 3);
    this.soughtLength = encode(id, this.sought);
    this.pack();
  }

  private makeRoom(length: number): void {
    if (length > this.sought.length) this.sought = new Uint8Array(2 * length);
  }

  /** Packs what is sought where it is hexadecimal throughout. */
  private pack(): void {
    const { sought, soughtLength: length } = this;
    this.isSoughtPacked = 0;
    if (length === 0 || length % 2 === 1) return;
    for (let at = 0; at < length; at++) if ((hexDigits[sought[at] ?? 0] ?? 0xff) === 0xff) return;
    for (let at = 0; at < length; at += 2)
      sought[at / 2] = ((hexDigits[sought[at] ?? 0] ?? 0) << 4) | (hexDigits[sought[at + 1] ?? 0] ?? 0);
    this.soughtLength = length / 2;
    this.isSoughtPacked = 1;
  }

  /** The slot that holds what is sought, or the free one it belongs in. */
  private slotOfSought(): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = hashOf(this.sought, 0, this.soughtLength) & mask;
    for (;;) {
      const number = (slots[slot] ?? 0) - 1;
      if (number === -1 || this.isSought(number)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private isSought(number: number): boolean {
    const { bytes, sought, soughtLength } = this;
    const start = this.startOf(number);
    if (this.startOf(number + 1) - start !== soughtLength) return false;
    if (this.isPacked(number) !== this.isSoughtPacked) return false;
    for (let at = 0; at < soughtLength; at++) if (bytes[start + at] !== sought[at]) return false;
    return true;
  }

  private append(): void {
    const start = this.startOf(this.size);
    const end = start + this.soughtLength;
    if (end >= mostBytes) throw new RangeError('no roll is so long');
    while (end > this.bytes.length) this.bytes = twice(this.bytes, Uint8Array);
    if (this.size + 2 > this.starts.length) this.starts = twice(this.starts, Uint32Array);
    for (let at = 0; at < this.soughtLength; at++) this.bytes[start + at] = this.sought[at] ?? 0;
    this.starts[this.size] = start * 2 + this.isSoughtPacked;
    this.size += 1;
    this.starts[this.size] = end * 2;
  }

  private rehash(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = hashOf(this.bytes, this.startOf(number), this.startOf(number + 1)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.slots = slots;
  }
}

/** The value of each hexadecimal digit, by its code; 255 for what is none. */
const hexDigits = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(code));
  return value === -1 ? 0xff : value;
});

/** FNV-1a, its bits mixed once more for the low ones that choose the slot. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** Writes each UTF-16 unit by itself, so that halves of characters stay apart too; for ASCII that is ASCII. */
function encode(id: string, bytes: Uint8Array): number {
  let length = 0;
  for (let index = 0; index < id.length; index++) {
    const unit = id.charCodeAt(index);
    if (unit < 0x80) bytes[length++] = unit;
    else {
      bytes[length++] = 0xe0 | (unit >> 12);
      bytes[length++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[length++] = 0x80 | (unit & 0x3f);
    }
  }
  return length;
}

function decoded(bytes: Buffer): string {
  let id = '';
  for (let at = 0; at < bytes.length; at++) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) id += String.fromCharCode(first);
    else
      id += String.fromCharCode(
        ((first & 0x0f) << 12) | (((bytes[++at] ?? 0) & 0x3f) << 6) | ((bytes[++at] ?? 0) & 0x3f),
      );
  }
  return id;
}

/** The same numbers with as much room again; what is not used of it takes no memory yet. */
function twice<T extends Uint8Array | Uint32Array>(full: T, Numbers: { new (length: number): T }): T {
  const grown = new Numbers(full.length * 2);
  grown.set(full);
  return grown;
}
