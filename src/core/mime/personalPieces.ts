import type { Parcel, Piece } from '../parcel.ts';
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

/** Slots with the same text are encoded once. */
export function personalPieces(): PersonalPieces {
  // Written to for each reader anew.
  let source: Buffer = Buffer.allocUnsafe(1024);
  let target: Buffer = Buffer.allocUnsafe(longestQuoted(source.length));
  const quoted = (text: string): string => {
    const longest = text.length * longestCharacter;
    if (longest > source.length) {
      source = Buffer.allocUnsafe(longest * 2);
      target = Buffer.allocUnsafe(longestQuoted(source.length));
    }
    return target.toString('latin1', 0, writeQuoted(source, source.write(text), target, 0));
  };

  return (head, { pieces, slots }, values) => {
    const texts: string[] = [];
    const encoded: string[] = [];
    const body: Piece[] = [];
    for (let index = 0; index < pieces.length; index++) {
      const common = pieces[index];
      if (common !== undefined && common.length > 0) body.push(common);
      const slot = slots[index];
      if (slot === undefined) continue;
      const text = slot.part === 'html' ? escapeHtml(values[slot.name]) : values[slot.name];
      if (text === '') continue;
      let number = texts.indexOf(text);
      if (number < 0) {
        number = texts.push(text) - 1;
        encoded.push(quoted(text));
      }
      body.push(encoded[number] ?? '');
    }
    return { head, body, size: sizeOf(head, body) };
  };
}

/** Octets of UTF-8 for one unit of UTF-16. */
const longestCharacter = 3;
