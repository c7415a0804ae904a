import { createHash, sign, type KeyObject } from 'node:crypto';
import type { Parcel, Piece } from '../parcel.ts';

/** Who signs, and with what: an RSA key. */
export interface DkimOrder {
  readonly selector: string;
  readonly domain: string;
  readonly key: KeyObject;
}

/**
 * The header fields a signature covers, as far as a message has them. nodemailer's own list lacks List-Unsubscribe-Post, and
 * without it RFC 8058 §4 does not let mail programs offer the one click.
 */
const signedFields: ReadonlySet<string> = new Set([
  'from',
  'sender',
  'reply-to',
  'to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'auto-submitted',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'feedback-id',
]);

/** A parcel with a signature in front of its header (RFC 6376): RSA and SHA-256, relaxed. Fails where the key does. */
export async function signParcel(parcel: Parcel, order: DkimOrder): Promise<Parcel> {
  const fields = relaxedFields(parcel.head);
  // A name more than there are fields: nobody can put a second From in (RFC 6376 §8.15).
  const unsigned = signatureField(order, bodyHash(parcel.body), [...fields.keys(), 'from']);
  let signed = '';
  for (const [name, value] of fields) signed += `${name}:${value}\r\n`;
  signed += `dkim-signature:${relaxed(unsigned)}`;
  const signature = await rsaSignature(Buffer.from(signed, 'latin1'), order.key);
  const value = unsigned + inLines(signature.toString('base64'));
  const field = `DKIM-Signature:${value}\r\n`;
  return { ...parcel, head: field + parcel.head, size: parcel.size + field.length };
}

/** On a thread of Node's own: it is most of the work, and other connections go on meanwhile. */
async function rsaSignature(signed: Buffer, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', signed, key, (error, signature) => (error ? reject(error) : resolve(signature)));
  });
}

/** The body is in canonical form as it is (see `Parcel`). */
function bodyHash(body: readonly Piece[]): string {
  const hash = createHash('sha256');
  for (const piece of body) hash.update(piece);
  return hash.digest('base64');
}

/** The value of the field with an empty signature (RFC 6376 §3.5), folded between its tags and names. */
function signatureField({ domain, selector }: DkimOrder, hash: string, names: readonly string[]): string {
  return [
    ` v=1; a=rsa-sha256; c=relaxed/relaxed; q=dns/txt;`,
    ` d=${domain.toLowerCase()};`,
    ` s=${selector};`,
    ` bh=${hash};`,
    ` h=${foldedNames(names)};`,
    ` b=`,
  ].join('\r\n');
}

/** Blanks may stand around the colons (RFC 6376 §3.5, h=). */
function foldedNames(names: readonly string[]): string {
  let lines = '';
  let line = '';
  for (const name of names) {
    if (line !== '' && line.length + name.length > lineLength) {
      lines += `${line}\r\n  `;
      line = '';
    }
    line += line === '' && lines === '' ? name : `:${name}`;
  }
  return lines + line;
}

const lineLength = 68;

function inLines(signature: string): string {
  let lines = '';
  for (let at = 0; at < signature.length; at += lineLength)
    lines += `${at === 0 ? '' : '\r\n  '}${signature.slice(at, at + lineLength)}`;
  return lines;
}

/**
 * The fields to sign in the form that is signed (RFC 6376 §3.4.2), by their names in lower case. Of several with one name
 * it is the last, which verifiers look at first (§5.4.2).
 */
function relaxedFields(head: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of unfolded(Buffer.from(head).toString('latin1')).split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).toLowerCase();
    if (signedFields.has(name)) fields.set(name, withoutEnds(line.slice(colon + 1)));
  }
  return fields;
}

function relaxed(value: string): string {
  return withoutEnds(unfolded(value));
}

/** Without line breaks inside fields, and with single blanks. */
function unfolded(text: string): string {
  return text.replaceAll(/\r\n(?=[ \t])/g, '').replaceAll(/[ \t]{2,}|\t/g, ' ');
}

/** `trim` would take octets of UTF-8 for blanks. */
function withoutEnds(value: string): string {
  const start = value.startsWith(' ') ? 1 : 0;
  return value.slice(start, value.length > start && value.endsWith(' ') ? -1 : undefined);
}
