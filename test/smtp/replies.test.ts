import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extensionsOf } from '../../src/smtp/extensions.ts';
import { codeOf, replyReader } from '../../src/smtp/replies.ts';

/** What is heard of bytes that come in these pieces. */
function heard(pieces: readonly Buffer[]): { readonly replies: string[]; readonly isAmidReply: boolean } {
  const replies: string[] = [];
  const reader = replyReader((reply) => replies.push(reply));
  for (const piece of pieces) expect(reader.read(piece)).toBe(true);
  return { replies, isAmidReply: reader.isAmidReply };
}

const text = fc.string({ unit: fc.constantFrom('a', 'ü', '😀', '-', ' ', '5', '\t'), maxLength: 20 });
const reply = fc
  .tuple(fc.constantFrom('220', '250', '354', '421', '554'), fc.array(text, { minLength: 1, maxLength: 4 }))
  .map(([code, lines]) =>
    lines.map((line, index) => `${code}${index === lines.length - 1 ? ' ' : '-'}${line}`),
  );

describe('replies', () => {
  test('are the same wherever their bytes are cut, with CRLF or LF, and empty lines between them', () => {
    const end = fc.constantFrom('\r\n', '\n', '\r\n\r\n');
    fc.assert(
      fc.property(fc.array(fc.tuple(reply, end)), fc.array(fc.nat(6)), (replies, cuts) => {
        const bytes = Buffer.from(replies.map(([lines, ending]) => lines.join('\r\n') + ending).join(''));
        const pieces: Buffer[] = [];
        let start = 0;
        for (const cut of cuts) {
          pieces.push(bytes.subarray(start, start + cut));
          start += cut;
        }
        pieces.push(bytes.subarray(start));
        expect(heard(pieces)).toEqual({
          replies: replies.map(([lines]) => lines.join('\n')),
          isAmidReply: false,
        });
      }),
      { numRuns: 500 },
    );
  });

  test.each(['250', '250-one\r\n', '250-one\r\n250', '2'])('%j is not one yet', (begun) => {
    expect(heard([Buffer.from(begun)])).toEqual({ replies: [], isAmidReply: true });
  });

  test('in another charset than UTF-8 are shown byte by byte', () => {
    expect(heard([Buffer.from('250 grün\r\n', 'latin1')]).replies).toEqual(['250 grün']);
  });

  test.each(['x', '250-x\r\n'])('that go on with %j for ever are given up', (piece) => {
    const reader = replyReader(() => undefined);
    let read = 0;
    while (reader.read(Buffer.from(piece.repeat(100)))) read += 1;
    expect(read * 100 * piece.length).toBeLessThan(300_000);
  });

  test.each([
    ['250 ok', 250],
    ['250', 250],
    ['250-one\n250 two', 250],
    ['2500 ok', null],
    ['250-one\n554 two', null],
    ['250-one\n', null],
    ['600 what', null],
    ['99 what', null],
    ['hello', null],
    ['', null],
  ])('%j has the code %j', (said, code) => {
    expect(codeOf(said)).toBe(code);
  });
});

describe('what a server offers', () => {
  test('is read in any case and spelling, and only as a word of its own', () => {
    const offers = extensionsOf(
      '250-mail.example.org PIPELINING DSN\n250-pipelining\n250-Size 1000\n250-AUTH LOGIN plain\n250-AUTH=LOGIN CRAM-MD5\n250 STARTTLS',
    );
    expect(offers).toEqual({
      pipelining: true,
      smtpUtf8: false,
      deliveryReports: false,
      startTls: true,
      size: 1000,
      mechanisms: ['LOGIN', 'PLAIN', 'LOGIN', 'CRAM-MD5'],
    });
    expect(extensionsOf('250-test\n250-XPIPELINING\n250 SIZE')).toMatchObject({ pipelining: false, size: 0 });
    expect(extensionsOf('250 test').size).toBeUndefined();
  });
});
