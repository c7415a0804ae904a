import type { Parcel } from '../parcel.ts';
import { escapeHtml, type SlotValues } from '../render/slots.ts';
import type { CompiledEdition } from './compiledEdition.ts';
import { longestQuoted, writeQuoted } from './quotedPrintable.ts';

/** Puts one reader's own octets between the pieces that all readers of an edition have in common. */
export type PersonalPieces = (
  head: string,
  edition: CompiledEdition,
  values: SlotValues,
) => Pick<Parcel, 'head' | 'body' | 'size'>;

/** Where a slot's encoded text lies among a reader's own octets. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** All that is one reader's own lies in one buffer; slots with the same text share their place in it. */
export function personalPieces(): PersonalPieces {
  // Written to for each reader anew, and copied from.
  let target: Buffer = Buffer.allocUnsafe(4096);
  let source: Buffer = Buffer.allocUnsafe(1024);

  /** Encodes a slot's text; its place is where the last one ends. */
  const write = (text: string, start: number): Place => {
    const octets = Buffer.byteLength(text);
    if (octets > source.length) source = Buffer.allocUnsafe(octets * 2);
    target = withRoom(target, start, longestQuoted(octets));
    return { start, end: writeQuoted(source, source.write(text), target, start) };
  };

  return (head, { pieces, slots }, values) => {
    const headLength = Buffer.byteLength(head);
    target = withRoom(target, 0, headLength);
    let end = target.write(head);
    const places = new Map<string, Place>();
    const placed: Place[] = [];
    for (const { name, part } of slots) {
      const text = part === 'html' ? escapeHtml(values[name]) : values[name];
      let place = places.get(text);
      if (place === undefined) {
        place = write(text, end);
        places.set(text, place);
        ({ end } = place);
      }
      placed.push(place);
    }
    const own = Buffer.from(target.subarray(0, end));
    const body: Buffer[] = [];
    let size = headLength + 2;
    const put = (piece: Buffer): void => {
      if (piece.length > 0) body.push(piece);
      size += piece.length;
    };
    for (const [index, piece] of pieces.entries()) {
      put(piece);
      const place = placed[index];
      if (place) put(own.subarray(place.start, place.end));
    }
    return { head: own.subarray(0, headLength), body, size };
  };
}

/** The same buffer, or a larger one with what stands in it before `used`. */
function withRoom(target: Buffer, used: number, needed: number): Buffer {
  if (used + needed <= target.length) return target;
  const larger = Buffer.allocUnsafe((used + needed) * 2);
  target.copy(larger, 0, 0, used);
  return larger;
}
