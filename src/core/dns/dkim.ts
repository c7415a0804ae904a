import { createPublicKey, type KeyObject } from 'node:crypto';
import { plainName, valuesOf, type DnsAnswer } from './question.ts';
import { parseTags } from './tagList.ts';

/** Where the record of a selector stands. */
export function dkimRecordName(selector: string, domain: string): string {
  return `${selector}._domainkey.${plainName(domain)}`;
}

/** What stands in the DNS for a selector, held against the record that should stand there. */
export type DkimFinding =
  | 'matches'
  /** It matches, but says of itself that it is only a test (t=y): receivers may ignore signatures. */
  | 'testing'
  | 'missing'
  | 'several'
  | 'notRsa'
  | 'revoked'
  | 'unreadable'
  | 'otherKey'
  | 'unanswered';

/** Compares what stands in the DNS with the record for our own key (RFC 6376 §3.6.1). */
export function compareDkim(answer: DnsAnswer, wanted: string): DkimFinding {
  if (answer.kind === 'failed') return 'unanswered';
  // Other TXT records at the same name, as of a wildcard, are no keys.
  const keys = valuesOf(answer).flatMap((value) => parseTags(value) ?? []);
  const [tags, ...others] = keys.filter((found) => found.has('p'));
  if (tags === undefined) return valuesOf(answer).length > 0 ? 'unreadable' : 'missing';
  if (others.length > 0) return 'several';
  if ((tags.get('v') ?? 'DKIM1') !== 'DKIM1') return 'unreadable';
  if ((tags.get('k') ?? 'rsa').toLowerCase() !== 'rsa') return 'notRsa';
  const published = (tags.get('p') ?? '').replaceAll(/\s/g, '');
  if (published === '') return 'revoked';
  const key = publicKey(published);
  if (key === undefined) return 'unreadable';
  if (spki(key) !== parseTags(wanted)?.get('p')) return 'otherKey';
  return (tags.get('t') ?? '').split(':').includes('y') ? 'testing' : 'matches';
}

/** RFC 6376 means SubjectPublicKeyInfo, and some publish the bare RSA key. */
function publicKey(base64: string): KeyObject | undefined {
  const key = Buffer.from(base64, 'base64');
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key, format: 'der', type });
    } catch {
      // The other form is left to try.
    }
  }
  return undefined;
}

function spki(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).toString('base64');
}
