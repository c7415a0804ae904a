import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestQuoted, quotedPrintable } from '../../../src/core/mime/quotedPrintable.ts';
import { awkwardText, relaxedBody } from '../../support/mimeLaws.ts';

const encoded = (text: string): string => quotedPrintable(text).toString('latin1');

/** RFC 2045 §6.7, read the other way. */
function decoded(text: string): string {
  const octets = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(octets, 'latin1').toString();
}

test('any text comes back as it was, with CRLF for its line ends, in lines that nothing on the way changes (R42)', () => {
  fc.assert(
    fc.property(awkwardText, (text) => {
      const quoted = encoded(text);
      expect(decoded(quoted)).toBe(Buffer.from(text.replaceAll(/\r?\n/g, '\r\n')).toString());
      expect(quoted.replaceAll('\r\n', '')).toMatch(/^[ -~]*$/);
      for (const line of quoted.split('\r\n')) {
        expect(line.length).toBeLessThanOrEqual(76);
        expect(line).not.toMatch(/^\.|^From | {2}| $|\t/);
      }
      expect(quoted.length).toBeLessThanOrEqual(longestQuoted(Buffer.byteLength(text)));
      // A slot may follow: what it ends with must bear a soft line break.
      expect(relaxedBody(`${quoted}=\r\n`)).toBe(`${quoted}=\r\n`);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['.', '=2E'],
  ['a.\n.b\n..', 'a.\r\n=2Eb\r\n=2E.'],
  ['From you\nFromage\nMail From you', '=46rom you\r\nFromage\r\nMail From you'],
  ['a  b   c \nd\t', 'a =20b =20 c=20\r\nd=09'],
  ['ä=ö', '=C3=A4=3D=C3=B6'],
  ['a\rb', 'a=0Db'],
  ['', ''],
  ['x'.repeat(75), 'x'.repeat(75)],
  ['x'.repeat(76), `${'x'.repeat(75)}=\r\nx`],
  [`${'x'.repeat(75)}.y`, `${'x'.repeat(75)}=\r\n=2Ey`],
  [`${'x'.repeat(75)}From y`, `${'x'.repeat(75)}=\r\n=46rom y`],
  [`${'x'.repeat(73)}ä`, `${'x'.repeat(73)}=\r\n=C3=A4`],
])('%j is written %j', (text, quoted) => {
  expect(encoded(text)).toBe(quoted);
});
