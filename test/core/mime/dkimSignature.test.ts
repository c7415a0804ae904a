import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { dkimVerify } from 'mailauth';
import { describe, expect, test } from 'vitest';
import { unsubscribeHeaders, type Message } from '../../../src/core/message.ts';
import { parcelSigner } from '../../../src/core/mime/dkimSignature.ts';
import { bytesOf, mimeOf } from '../../../src/core/mime/mimeOf.ts';
import { publicRecordOf } from '../../../src/smtp/dkimKey.ts';
import { dkimVerdict } from '../../support/dkimVerdict.ts';
import { awkwardText, expectWireForm } from '../../support/mimeLaws.ts';
import { sampleMessage } from '../../support/sampleMessage.ts';

const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const order = { selector: 'brief', domain: 'Example.org', key };
const signed = parcelSigner(order);
const letter = (changes: Partial<Message> = {}): Message =>
  sampleMessage({
    headers: [
      ['List-ID', '<brief.example.org>'],
      ...unsubscribeHeaders(`https://brief.example.org/unsubscribe/${'a'.repeat(90)}`, 'brief@example.org'),
      ['Feedback-ID', '2026-W47:weekly:wochenbrief:brief.example.org'],
    ],
    ...changes,
  });

/** What a receiver finds. */
async function verdict(bytes: Buffer): Promise<string | undefined> {
  const { results } = await dkimVerify(bytes, { resolver: () => Promise.resolve([[publicRecordOf(key)]]) });
  return results.length === 1 ? results[0]?.status.result : `${results.length} signatures`;
}

describe('a signed parcel (P9)', () => {
  test('verifies, whatever the letter holds, and is still one for the wire (R41, R42)', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...([awkwardText, awkwardText, awkwardText, awkwardText] as const),
        // Not "à": mailauth takes the second of its octets for a blank.
        fc.constantFrom('reader1@example.org', 'jürgen@example.org'),
        async (name, subject, text, html, address) => {
          const parcel = await signed(mimeOf(letter({ to: { name, address }, subject, text, html })));
          expectWireForm(parcel);
          expect(await verdict(bytesOf(parcel))).toBe('pass');
        },
      ),
      { numRuns: 150 },
    );
  });

  test('verifies step by step of RFC 6376, with folded fields, empty texts and blank lines at the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            to: fc.record({
              name: awkwardText,
              address: fc.constantFrom('jürgen@example.org', 'à@example.org'),
            }),
            subject: fc.oneof(awkwardText, fc.constantFrom('', 'Grüße 🧡 '.repeat(30), 'word '.repeat(40))),
            text: fc.oneof(awkwardText, fc.constantFrom('', '\n', '\n\n\n', 'a \n \n\t\n')),
            html: fc.oneof(awkwardText, fc.constantFrom('', '\r\n\r\n')),
            headers: fc.subarray([...letter().headers, ['X-Other', 'x'] as const]),
          }),
          { minLength: 1, maxLength: 6 },
        ),
        async (changes) => {
          // All at once: each has its own fields, and none takes what another one's are.
          for (const parcel of await Promise.all(changes.map((change) => signed(mimeOf(letter(change)))))) {
            expectWireForm(parcel);
            expect(dkimVerdict(bytesOf(parcel), key)).toBe('pass');
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  test('verifies without a body, which is hashed as nothing at all', async () => {
    const { head, ...parcel } = mimeOf(letter());
    const bare = await signed({ ...parcel, head, body: [], size: Buffer.byteLength(head) + 2 });
    const withBlankLines = Buffer.concat([bytesOf(bare), Buffer.from('\r\n\r\n')]);
    for (const bytes of [bytesOf(bare), withBlankLines]) {
      expect(dkimVerdict(bytes, key)).toBe('pass');
      expect(await verdict(bytes)).toBe('pass');
    }
  });

  test('with another octet it does not verify, step by step either', async () => {
    const text = bytesOf(await signed(mimeOf(letter()))).toString('latin1');
    const changed = (before: string, after: string): string =>
      dkimVerdict(Buffer.from(text.replace(before, after), 'latin1'), key);
    expect(changed('Ein Absatz', 'Zwei Absatz')).toBe('another body');
    expect(changed('To: reader1@', 'To: reader2@')).toBe('another signature');
    expect(changed('s=brief', 's=grief')).toBe('another signature');
  });

  test('names all that receivers ask for, and From once more, so that no second one can be put in', async () => {
    const head = (await signed(mimeOf(letter()))).head;
    const [field = ''] = head.split(/\r\n(?![ \t])/);
    const tags = field.replaceAll(/\s+/g, '');
    expect(tags).toContain(
      'DKIM-Signature:v=1;a=rsa-sha256;c=relaxed/relaxed;q=dns/txt;d=example.org;s=brief;',
    );
    expect(/;h=([^;]*)/.exec(tags)?.[1]?.split(':').sort()).toEqual([
      'content-type',
      'date',
      'feedback-id',
      'from',
      'from',
      'list-id',
      'list-unsubscribe',
      'list-unsubscribe-post',
      'message-id',
      'mime-version',
      'reply-to',
      'subject',
      'to',
    ]);
    expect(Math.max(...field.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
  });

  test('with a second From in front it does not verify', async () => {
    const bytes = bytesOf(await signed(mimeOf(letter())));
    expect(await verdict(bytes)).toBe('pass');
    expect(await verdict(Buffer.concat([Buffer.from('From: a@example.com\r\n'), bytes]))).not.toBe('pass');
  });

  test('verifies when a relay folds and fills its header in another way', async () => {
    const text = bytesOf(await signed(mimeOf(letter({ subject: 'Grüße '.repeat(30) })))).toString('latin1');
    const refolded = text
      .replace(/^List-Unsubscribe:\r\n /m, 'List-Unsubscribe:\t')
      .replaceAll('?=\r\n =?', '?=\r\n\t  =?')
      .replace('MIME-Version: 1.0', 'MIME-VERSION:1.0  ');
    expect(refolded).not.toBe(text);
    expect(await verdict(Buffer.from(refolded, 'latin1'))).toBe('pass');
  });

  test('of two fields with one name the last is signed, which is where verifiers begin', async () => {
    const parcel = mimeOf(letter());
    const head = `Subject:  first\t \r\nX-Other: y\r\n${parcel.head}`;
    const twice = await signed({ ...parcel, head, size: parcel.size + head.length - parcel.head.length });
    expect(await verdict(bytesOf(twice))).toBe('pass');
  });
});
