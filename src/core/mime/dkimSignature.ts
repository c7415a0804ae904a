import { createHash, sign, type KeyObject } from 'node:crypto';
import type { Parcel, Piece } from '../parcel.ts';
import { relaxedFields, relaxedValue } from './relaxedFields.ts';

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

/**
 * Puts a signature in front of a parcel's header (RFC 6376): RSA and SHA-256, relaxed. Rejects where the key fails. What the
 * letters of one sender have in common is made once.
 */
export function parcelSigner(order: DkimOrder): (parcel: Parcel) => Promise<Parcel> {
  const ownField = signatureFields(order);

  return async (parcel) => {
    const fields = relaxedFields(parcel.head, signedFields);
    const own = ownField(fields.names);
    const hash = bodyHash(parcel.body);
    const signed = fields.text + own.relaxedBeforeHash + hash + own.relaxedAfterHash;
    const signature = await rsaSignature(Buffer.from(signed), order.key);
    const field = `${own.beforeHash}${hash}${own.afterHash}${inLines(signature.toString('base64'))}\r\n`;
    return { ...parcel, head: field + parcel.head, size: parcel.size + field.length };
  };
}

/** On a thread of Node's own: it is most of the work, and other connections go on meanwhile. */
function rsaSignature(signed: Buffer, key: KeyObject): Promise<Buffer> {
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

/** A signature's field around the hash of the body, as it is written and in the form that is signed. */
interface SignatureField {
  readonly beforeHash: string;
  /** To the equals sign behind which the signature itself stands. */
  readonly afterHash: string;
  readonly relaxedBeforeHash: string;
  readonly relaxedAfterHash: string;
}

/** The field for the names of the header fields that were signed; letters of one kind have the same. */
function signatureFields(order: DkimOrder): (names: readonly string[]) => SignatureField {
  let last: { readonly list: string; readonly field: SignatureField } | undefined;
  return (names) => {
    const list = names.join(':');
    if (last?.list !== list) last = { list, field: signatureField(order, names) };
    return last.field;
  };
}

/** Folded between its tags and names (RFC 6376 §3.5). */
function signatureField({ domain, selector }: DkimOrder, names: readonly string[]): SignatureField {
  // A name more than there are fields: nobody can put a second From in (RFC 6376 §8.15).
  const lines = foldedNames([...names, 'from']);
  const before = `v=1; a=rsa-sha256; c=relaxed/relaxed; q=dns/txt;\r\n d=${domain.toLowerCase()};\r\n s=${selector};\r\n bh=`;
  const after = `;\r\n h=${lines.join('\r\n  ')};\r\n b=`;
  return {
    beforeHash: `DKIM-Signature: ${before}`,
    afterHash: after,
    relaxedBeforeHash: `dkim-signature:${relaxedValue(before)}`,
    relaxedAfterHash: relaxedValue(after),
  };
}

/** Blanks may stand around the colons (RFC 6376 §3.5, h=). */
function foldedNames(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const name of names) {
    if (line !== '' && line.length + name.length > lineLength) {
      lines.push(line);
      line = '';
    }
    line += line === '' && lines.length === 0 ? name : `:${name}`;
  }
  return [...lines, line];
}

const lineLength = 68;

function inLines(signature: string): string {
  let lines = '';
  for (let at = 0; at < signature.length; at += lineLength)
    lines += `${at === 0 ? '' : '\r\n  '}${signature.slice(at, at + lineLength)}`;
  return lines;
}
