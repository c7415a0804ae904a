import { octetsOf } from '../core/mime/mimeOf.ts';
import type { Parcel, Piece } from '../core/parcel.ts';
import type { Soon } from '../core/soon.ts';
import type { Dialogue } from './dialogue.ts';
import type { EnvelopeCommands } from './envelopeCommands.ts';

/** Up to here the content leaves in one group with its dot; what is larger is given out as the system takes it. */
const groupBytes = 256 * 1024;

/**
 * Hands over a content, the final dot, and the envelope of the next message, if there is one by then. An answer that comes
 * before the dot, or has begun to, stops it: the server cannot mean a content that it has not seen. Resolves with whether
 * the final dot may have been handed over.
 */
export function handOverContent(
  talk: Dialogue,
  { head, body, size }: Parcel,
  following: () => EnvelopeCommands | undefined,
): Soon<boolean> {
  const pieces = [head, '\r\n', ...body];
  if (size <= groupBytes) return handOverLast(talk, pieces, following);
  return handOverSlices(talk, pieces).then(
    (last) => last !== undefined && handOverLast(talk, last, following),
  );
}

function handOverLast(
  talk: Dialogue,
  pieces: readonly Piece[],
  following: () => EnvelopeCommands | undefined,
): Soon<boolean> {
  if (!talk.isOpen || talk.hasReply || talk.isAmidReply) return false;
  const next = following();
  // A content ends with CRLF, so that the dot stands on a line of its own.
  if (next) talk.sayAll([...pieces, `.\r\n${next.mail}${next.rcpt}DATA\r\n`], 3);
  else talk.sayAll([...pieces, '.\r\n'], 0);
  return talk.isHeldBack ? untilTaken(talk).then(() => true) : true;
}

/** Hands over all but a last slice, each when the one before was taken; undefined where the server will not have them. */
async function handOverSlices(
  talk: Dialogue,
  pieces: readonly Piece[],
): Promise<readonly Buffer[] | undefined> {
  let slice: readonly Buffer[] = [];
  for (const piece of pieces.map(octetsOf)) {
    for (let start = 0; start < piece.length; start += groupBytes) {
      if (slice.length > 0) talk.sayAll(slice, 0);
      await untilTaken(talk);
      if (!talk.isOpen || talk.hasReply) return undefined;
      slice = [piece.subarray(start, start + groupBytes)];
    }
  }
  return slice;
}

/** Until the system has taken all that was said, or the server speaks, or leaves. */
async function untilTaken(talk: Dialogue): Promise<void> {
  while (talk.isHeldBack && !talk.hasReply) await talk.change();
}
