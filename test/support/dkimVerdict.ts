import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { relaxedBody } from './mimeLaws.ts';

/**
 * What a receiver finds in a mail that is signed once, relaxed/relaxed with RSA and SHA-256: the steps of RFC 6376 §6.1.3 as
 * they stand there, octet by octet.
 */
export function dkimVerdict(mail: Buffer, key: KeyObject): 'pass' | 'another body' | 'another signature' {
  const text = mail.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const fields = text.slice(0, end).split(/\r\n(?![ \t])/);
  const own = fields.find((field) => nameOf(field) === 'dkim-signature') ?? '';
  const tag = (name: string): string =>
    (new RegExp(`[:;]\\s*${name}=([^;]*)`).exec(own)?.[1] ?? '').replaceAll(/[\s]/g, '');
  const body = Buffer.from(relaxedBody(text.slice(end + 4)), 'latin1');
  if (createHash('sha256').update(body).digest('base64') !== tag('bh')) return 'another body';
  const left = [...fields];
  let signed = '';
  for (const name of tag('h').split(':')) {
    // From the bottom up; one that is not there counts as nothing.
    const at = left.findLastIndex((field) => nameOf(field) === name.toLowerCase());
    if (at >= 0) signed += `${relaxedField(left.splice(at, 1)[0] ?? '')}\r\n`;
  }
  signed += relaxedField(own.replace(/([:;]\s*b=)[^;]*/, '$1'));
  const isRight = verify(
    'sha256',
    Buffer.from(signed, 'latin1'),
    createPublicKey(key),
    Buffer.from(tag('b'), 'base64'),
  );
  return isRight ? 'pass' : 'another signature';
}

/** RFC 6376 §3.4.2. */
export function relaxedField(field: string): string {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/^ | $/g, '');
  return `${nameOf(field)}:${value}`;
}

function nameOf(field: string): string {
  return field
    .slice(0, field.indexOf(':'))
    .toLowerCase()
    .replaceAll(/[ \t]+$/g, '');
}
