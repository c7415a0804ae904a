import type { Parcel } from '../parcel.ts';
import { escapeHtml, type SlotValues } from '../render/slots.ts';
import type { CompiledEdition } from './compiledEdition.ts';
import { sizeOf } from './mimeOf.ts';
import { longestQuoted, writeQuoted } from './quotedPrintable.ts';

/** Puts one reader's own octets between the pieces that all readers of an edition have in common. */
export type PersonalPieces = (
  head: string,
  edition: CompiledEdition,
  values: SlotValues,
) => Pick<Parcel, 'head' | 'body' | 'size'>;

/** All that is one reader's own lies in one buffer; slots with the same text share their octets. */
export function personalPieces(): PersonalPieces {
  // Written to for each reader anew, and copied from.
  let target: Buffer = Buffer.allocUnsafe(4096);
  let source: Buffer = Buffer.allocUnsafe(1024);

  return (head, { pieces, slots }, values) => {
    target = withRoom(target, 0, head.length * longestCharacter);
    const headLength = target.write(head);
    const texts: string[] = [];
    const ends = [headLength];
    const numbers: number[] = [];
    for (const { name, part } of slots) {
      const text = part === 'html' ? escapeHtml(values[name]) : values[name];
      let number = texts.indexOf(text);
      if (number < 0) {
        number = texts.push(text) - 1;
        const start = ends[number] ?? 0;
        const longest = text.length * longestCharacter;
        if (longest > source.length) source = Buffer.allocUnsafe(longest * 2);
        target = withRoom(target, start, longestQuoted(longest));
        ends.push(writeQuoted(source, source.write(text), target, start));
      }
      numbers.push(number);
    }
    const own = Buffer.from(target.subarray(0, ends[texts.length]));
    const encoded: Buffer[] = [];
    for (let number = 0; number < texts.length; number++)
      encoded.push(own.subarray(ends[number], ends[number + 1]));

    const body: Buffer[] = [];
    for (let index = 0; index < pieces.length; index++) {
      const common = pieces[index];
      if (common !== undefined && common.length > 0) body.push(common);
      const slot = encoded[numbers[index] ?? -1];
      if (slot !== undefined && slot.length > 0) body.push(slot);
    }
    const ownHead = own.subarray(0, headLength);
    return { head: ownHead, body, size: sizeOf(ownHead, body) };
  };
}

/** Octets of UTF-8 for one unit of UTF-16. */
const longestCharacter = 3;

/** The same buffer, or a larger one with what stands in it before `used`. */
function withRoom(target: Buffer, used: number, needed: number): Buffer {
  if (used + needed <= target.length) return target;
  const larger = Buffer.allocUnsafe((used + needed) * 2);
  target.copy(larger, 0, 0, used);
  return larger;
}
