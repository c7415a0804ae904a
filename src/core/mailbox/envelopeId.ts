import { timingSafeEqual } from 'node:crypto';
import { domainOf } from '../address.ts';
import { lastBase36Digits } from '../base36.ts';
import { hmacOf } from '../hmac.ts';
import type { Secrets } from '../secret.ts';
import { isWeekId, type WeekId } from '../week.ts';

/** Which letter to whom. */
export interface LetterTo {
  readonly week: WeekId;
  readonly id: string;
}

const shape = /^(\d{4}w\d\d)\.([a-z0-9]{8,40})\.([a-z0-9]{16})$/i;

/**
 * The name a letter to one reader has in its envelope: the ENVID of RFC 3461, which a report repeats. Signed, so that
 * nobody can make up a report; in lower case only, because servers do not keep the case of addresses.
 */
export function envelopeIdOf(
  { week, id }: { readonly week: string; readonly id: string },
  secret: string,
): string {
  const body = `${week.replace('-W', 'w')}.${id}`;
  return `${body}.${signatureOf(body, secret)}`;
}

/** Which letter an envelope id names; undefined where none of the secrets signed it. */
export function readEnvelopeId(text: string, secrets: Secrets): LetterTo | undefined {
  const [, written = '', id = '', signature = ''] = shape.exec(text.trim().toLowerCase()) ?? [];
  const week = written.replace('w', '-W');
  const isSigned = secrets.some((secret) => isSame(signature, signatureOf(`${written}.${id}`, secret)));
  return isSigned && isWeekId(week) ? { week, id } : undefined;
}

/** `brief+b.ENVELOPEID@example.org`: reports come back to it (VERP); undefined where that is longer than addresses may be. */
export function returnAddress(from: string, envelopeId: string): string | undefined {
  const local = `${from.slice(0, from.lastIndexOf('@'))}${mark}${envelopeId}`;
  return Buffer.byteLength(local) > 64 ? undefined : `${local}@${domainOf(from)}`;
}

const mark = '+b.';

/** The letter whose report an address waits for; undefined for any other address. */
export function readReturnAddress(address: string, secrets: Secrets): LetterTo | undefined {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@'))).toLowerCase();
  const at = local.lastIndexOf(mark);
  return at < 0 ? undefined : readEnvelopeId(local.slice(at + mark.length), secrets);
}

/** 16 letters and digits carry 82 bit; whoever guesses has to mail us each guess, and room in an address is scarce. */
function signatureOf(body: string, secret: string): string {
  return lastBase36Digits(hmacOf(secret, `envelope:${body}`, 'hex'));
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
