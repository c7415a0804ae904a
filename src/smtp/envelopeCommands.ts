import { needsSmtpUtf8 } from '../core/address.ts';
import type { Envelope, Parcel } from '../core/parcel.ts';
import type { Answer } from '../core/ports.ts';
import type { Extensions } from './extensions.ts';

/** The commands in front of a content. */
export interface EnvelopeCommands {
  readonly mail: string;
  readonly rcpt: string;
}

/** MAIL and RCPT with what the server offers: the size (RFC 1870), and reports on failure, headers only (RFC 3461). */
export function envelopeCommands({ envelope, size }: Parcel, offers: Extensions): EnvelopeCommands {
  const { from, to, envelopeId } = envelope;
  const asksForReports = offers.deliveryReports && envelopeId !== undefined;
  const utf8 = offers.smtpUtf8 && isBeyondAscii(envelope) ? ' SMTPUTF8' : '';
  const octets = offers.size === undefined ? '' : ` SIZE=${size}`;
  const report = asksForReports ? ` RET=HDRS ENVID=${xtext(envelopeId)}` : '';
  return {
    mail: `MAIL FROM:<${from}>${utf8}${octets}${report}\r\n`,
    rcpt: `RCPT TO:<${to}>${asksForReports ? ' NOTIFY=FAILURE' : ''}\r\n`,
  };
}

/** What becomes of a message that no server like this would take; undefined where it may be asked. */
export function refusedUnasked({ envelope, size }: Parcel, offers: Extensions): Answer | undefined {
  if (isUnsafe(envelope.from) || isUnsafe(envelope.to)) return withoutAddress;
  if (!offers.smtpUtf8 && needsSmtpUtf8(envelope.to)) return withoutSmtpUtf8;
  return offers.size !== undefined && offers.size > 0 && size > offers.size ? tooLarge : undefined;
}

function isBeyondAscii({ from, to }: Envelope): boolean {
  return needsSmtpUtf8(from) || needsSmtpUtf8(to);
}

/** Whether an address would end its command, or say more than one (no Address does). */
function isUnsafe(address: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  return /[\u0000-\u0020<>\u007f]/.test(address);
}

/** RFC 3461 §4. */
function xtext(text: string): string {
  return text.replaceAll(/[^!-*,-<>-~]/g, (character) =>
    Array.from(Buffer.from(character), (byte) => `+${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
      '',
    ),
  );
}

const withoutAddress: Answer = {
  stage: 'mail',
  code: null,
  reply: 'not an address that can be handed to a server',
  isContentEnded: false,
};

/** RFC 6531 §3.4: such an address must not be handed to a server that does not offer the extension. */
export const withoutSmtpUtf8: Answer = {
  stage: 'rcpt',
  code: 553,
  reply: '553 5.6.7 the server cannot mail addresses with letters beyond ASCII before the @ (no SMTPUTF8)',
  isContentEnded: false,
};

/** It is too large for every reader, so the run stops as if the sender were refused (RFC 1870 §6.1). */
export const tooLarge: Answer = {
  stage: 'mail',
  code: 552,
  reply: '552 5.3.4 the letter is larger than this server allows (SIZE)',
  isContentEnded: false,
};
