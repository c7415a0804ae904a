import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { compareDkim, dkimRecordName } from '../../../src/core/dns/dkim.ts';
import type { DnsAnswer } from '../../../src/core/dns/question.ts';
import { publicRecordOf } from '../../../src/smtp/dkimKey.ts';

const own = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const other = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const wanted = publicRecordOf(own);
const keyOf = (record: string): string => record.replace(/^.*p=/, '');
const pkcs1 = createPublicKey(own).export({ format: 'der', type: 'pkcs1' }).toString('base64');
const found = (...values: string[]): DnsAnswer => ({ kind: 'found', values });

describe('what stands in the DNS is held against our key (R41)', () => {
  test.each([
    ['our record', found(wanted), 'matches'],
    [
      'our key, written in another way',
      found(`k=rsa;t=s;p=${keyOf(wanted).replace(/.{20}/g, '$& ')};`),
      'matches',
    ],
    ['our key without its wrapping', found(`v=DKIM1; p=${pkcs1}`), 'matches'],
    ['our record beside a text of a wildcard', found('v=spf1 -all', wanted), 'matches'],
    ['our key, said to be a trial', found(`v=DKIM1; t=y:s; p=${keyOf(wanted)}`), 'testing'],
    ['another key', found(publicRecordOf(other)), 'otherKey'],
    ['a key that was cut off', found(wanted.slice(0, 120)), 'unreadable'],
    ['a revoked key', found('v=DKIM1; k=rsa; p='), 'revoked'],
    [
      'a key of another kind',
      found('v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='),
      'notRsa',
    ],
    ['two keys', found(wanted, publicRecordOf(other)), 'several'],
    ['something else', found('hello'), 'unreadable'],
    ['a name without texts', { kind: 'noData' } as const, 'missing'],
    ['no such name', { kind: 'noName' } as const, 'missing'],
    ['a silent name server', { kind: 'failed', reason: 'timeout' } as const, 'unanswered'],
  ])('%s', (_, answer, finding) => {
    expect(compareDkim(answer, wanted)).toBe(finding);
  });

  test('the record stands below the selector', () => {
    expect(dkimRecordName('w2026', 'Example.org.')).toBe('w2026._domainkey.example.org');
  });
});
