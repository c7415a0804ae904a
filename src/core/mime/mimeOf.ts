import type { Message } from '../message.ts';
import type { Envelope, Parcel, Piece } from '../parcel.ts';
import { alternativeFields, alternativeFrame, boundaryOf } from './alternative.ts';
import {
  dateField,
  mailboxField,
  plainField,
  safeAddress,
  structuredField,
  textField,
} from './headerField.ts';
import { quotedPrintable } from './quotedPrintable.ts';

/** Any message as it goes over the wire: multipart/alternative, quoted-printable, lines of at most 76 characters (R42). */
export function mimeOf(message: Message): Parcel {
  const boundary = boundaryOf(message.text, message.html);
  const { beforeText, beforeHtml, end } = alternativeFrame(boundary);
  const body = Buffer.concat([
    Buffer.from(beforeText),
    quotedPrintable(message.text),
    Buffer.from(beforeHtml),
    quotedPrintable(message.html),
    Buffer.from(end),
  ]);
  const head = headOf(message, boundary);
  return {
    messageId: message.messageId,
    envelope: envelopeOf(message),
    head,
    body: [body],
    size: sizeOf(head, [body]),
  };
}

/** Octets of a head, the empty line and a body. */
export function sizeOf(head: string, body: readonly Piece[]): number {
  let size = Buffer.byteLength(head) + 2;
  for (const piece of body) size += piece.length;
  return size;
}

/** A parcel as one block of RFC 5322, for files and for readers of tests. */
export function bytesOf({ head, body }: Parcel): Buffer {
  return Buffer.concat([head, '\r\n', ...body].map(octetsOf));
}

/** A piece as octets. */
export function octetsOf(piece: Piece): Buffer {
  return typeof piece === 'string' ? Buffer.from(piece) : piece;
}

function headOf(message: Message, boundary: string): string {
  return [
    mailboxField('From', message.from),
    mailboxField('To', message.to),
    mailboxField('Reply-To', { name: '', address: message.replyTo }),
    textField('Subject', message.subject),
    dateField(message.date),
    plainField('Message-ID', message.messageId),
    ...message.headers.map(([name, value]) => structuredField(name, value)),
    alternativeFields(boundary),
  ].join('');
}

function envelopeOf({ from, to, envelopeId, returnTo }: Message): Envelope {
  return { from: returnTo ?? from.address, to: safeAddress(to.address), envelopeId };
}
