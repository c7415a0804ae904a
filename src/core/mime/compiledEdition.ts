import type { Edition } from '../edition.ts';
import type { SlotName, SlottedText } from '../render/slots.ts';
import { alternativeFields, alternativeFrame, boundaryOf } from './alternative.ts';
import { quotedPrintable } from './quotedPrintable.ts';

/** A slot in the encoded letter, and the part it stands in. */
export interface CompiledSlot {
  readonly name: SlotName;
  readonly part: 'text' | 'html';
}

/** An edition encoded once for all its readers; a slot's own encoded text fits wherever one stands. */
export interface CompiledEdition {
  /** MIME-Version and Content-Type, the last fields of the header. */
  readonly fields: string;
  /** One more than there are slots; never written to. */
  readonly pieces: readonly Buffer[];
  readonly slots: readonly CompiledSlot[];
}

/** Encodes an edition but for its slots. */
export function compileEdition({ text, html }: Edition): CompiledEdition {
  const boundary = boundaryOf(...text.chunks, '', ...html.chunks);
  const frame = alternativeFrame(boundary);
  const textPieces = encodedChunks(text);
  const htmlPieces = encodedChunks(html);
  // The part boundaries are constant, too: the last piece of one part and the first of the next are one.
  const between = `${textPieces.pop() ?? ''}${frame.beforeHtml}${htmlPieces.shift() ?? ''}`;
  const pieces = [...textPieces, between, ...htmlPieces];
  pieces[0] = `${frame.beforeText}${pieces[0] ?? ''}`;
  pieces.push(`${pieces.pop() ?? ''}${frame.end}`);
  return {
    fields: alternativeFields(boundary),
    pieces: pieces.map((piece) => Buffer.from(piece, 'latin1')),
    slots: [
      ...text.slots.map((name) => ({ name, part: 'text' as const })),
      ...html.slots.map((name) => ({ name, part: 'html' as const })),
    ],
  };
}

const softBreak = '=\r\n';

/**
 * The chunks around a text's slots as quoted-printable. Each slot begins at the start of a line, whatever its text is,
 * and what follows it begins another one: soft line breaks stand between, which no reader sees (RFC 2045 §6.7, rule 5).
 */
function encodedChunks({ chunks }: SlottedText): string[] {
  return chunks.map((chunk, index) => {
    const encoded = quotedPrintable(chunk).toString('latin1');
    const isLast = index === chunks.length - 1;
    const follows = index > 0 && !encoded.startsWith('\r\n') && !(isLast && encoded === '');
    const begun = `${follows ? softBreak : ''}${encoded}`;
    return isLast || begun === '' || begun.endsWith('\r\n') ? begun : `${begun}${softBreak}`;
  });
}
