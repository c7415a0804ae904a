import fc from 'fast-check';
import { expect } from 'vitest';
import { octetsOf } from '../../src/core/mime/mimeOf.ts';
import type { Parcel } from '../../src/core/parcel.ts';

/** What breaks mails: line ends, dots and dashes at line starts, blanks at line ends, lookalikes, long words, rare letters. */
export const awkward: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '\n',
    '\r\n',
    ' ',
    '  ',
    '\t',
    ' \n',
    '\t\n',
    '.',
    '\n.',
    '\n..\n',
    '=',
    '=\n',
    '=20',
    '=_',
    '\0',
    '\u{1F9E1}',

    'From ',
    '\nFrom me',
    '--',
    '\n--boundary--\n',
    '=?utf-8?Q?a?=',
    '=?',
    '"',
    '\\',
    ',',
    '<b@example.com>',
    ';',
    ':',

    'ü',
    'Öykü',
    '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
    '\u200F\u05E9\u05DC\u05D5\u05DD\u200E',
    '\u2066x\u2069',
    '\u00A0',
    '\uFEFF',
    '\uFFFD',

    '\r\nBcc: b@example.com\r\n',
    "&<>'",
    '$&',
    '{{name}}',
    'x'.repeat(73),
    'y'.repeat(75),
    'z'.repeat(76),
    'ß'.repeat(40),
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.nat({ max: 80 }).map((length) => 'a'.repeat(length)),
);

/** A text made of such pieces. */
export const awkwardText: fc.Arbitrary<string> = fc
  .array(awkward, { maxLength: 14 })
  .map((pieces) => pieces.join(''));

/** The form a receiver hashes a body in (RFC 6376 §3.4.4), written as the RFC has it. */
export function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replaceAll(/[ \t]+/g, ' ').replace(/ $/, ''));
  const text = lines.join('\r\n').replace(/(?:\r\n)*$/, '');
  return text === '' ? '' : `${text}\r\n`;
}

/** Holds a parcel to what the wire asks for (R42, RFC 5321 §4.5.2) and to what it says of itself. */
export function expectWireForm({ head, body, size }: Parcel): void {
  const fields = Buffer.from(head).toString('latin1');
  const text = Buffer.concat(body.map(octetsOf)).toString('latin1');
  expect(size).toBe(fields.length + 2 + text.length);
  // oxlint-disable-next-line no-control-regex -- the control characters are ASCII too
  for (const piece of body) if (typeof piece === 'string') expect(piece).toMatch(/^[\0-\x7f]*$/);
  for (const part of [fields, text]) {
    expect(part.endsWith('\r\n')).toBe(true);
    expect(part.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/);
    expect(part).not.toMatch(/^\./m);
  }
  expect(fields).not.toContain('\r\n\r\n');
  expect(Math.max(...fields.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(76);
  expect(text).not.toMatch(/^From /m);
  expect(relaxedBody(text)).toBe(text);
}
