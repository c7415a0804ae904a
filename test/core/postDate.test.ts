import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePostDate } from '../../src/core/postDate.ts';

const berlin = 'Europe/Berlin';

describe('RFC 822', () => {
  test.each([
    ['Fri, 20 Nov 2026 09:00:00 +0000', '2026-11-20T09:00:00Z'],
    ['Fri, 20 Nov 2026 09:00:00 +0100', '2026-11-20T08:00:00Z'],
    ['20 Nov 2026 09:00 GMT', '2026-11-20T09:00:00Z'],
    ['Fri,20 Nov 2026 09:00:00 EST', '2026-11-20T14:00:00Z'],
    ['Fri, 20 November 26 09:00:00 PDT', '2026-11-20T16:00:00Z'],
    ['Fr, 20 nov 2026 9:00:00 +01:00 (CET)', '2026-11-20T08:00:00Z'],
    ['Sat, 20 Nov 2026 09:00:00 Z', '2026-11-20T09:00:00Z'],
    ['Fri, 20 Nov 1998 09:00:60 GMT', '1998-11-20T09:00:59Z'],
  ])('%s', (text, instant) => {
    expect(parsePostDate(text, berlin)).toBe(instant);
  });
});

describe('ISO 8601', () => {
  test.each([
    ['2026-11-20T09:00:00+01:00', '2026-11-20T08:00:00Z'],
    ['2026-11-20T09:00:00.123Z', '2026-11-20T09:00:00Z'],
    ['2026-11-20 09:00:00 +0100', '2026-11-20T08:00:00Z'],
    ['2026-11-20T09:00+01', '2026-11-20T08:00:00Z'],
    ['2026-11-20t09:00z', '2026-11-20T09:00:00Z'],
  ])('%s', (text, instant) => {
    expect(parsePostDate(text, berlin)).toBe(instant);
  });

  test('a time without a zone is meant where the newsletter lives, in winter and in summer', () => {
    expect(parsePostDate('2026-11-20T09:00', berlin)).toBe('2026-11-20T08:00:00Z');
    expect(parsePostDate('2026-07-20 09:00:00', berlin)).toBe('2026-07-20T07:00:00Z');
  });

  test('a day is its first moment there', () => {
    expect(parsePostDate('2026-11-20', berlin)).toBe('2026-11-19T23:00:00Z');
    expect(parsePostDate('2026-11-20', 'UTC')).toBe('2026-11-20T00:00:00Z');
    // Midnight does not exist on this day in São Paulo.
    expect(parsePostDate('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00Z');
  });
});

test.each([
  '30 Feb 2026 09:00:00 GMT',
  '2026-02-30',
  '2026-13-01',
  '2025-02-29T09:00:00Z',
  '2026-11-20T25:00:00Z',
  '2026-11-20T09:61:00Z',
  '0001-01-01T00:00:00Z',
  'Wed, 30 Nov -0001 00:00:00 +0000',
  'Mon, 01 Jan 0001 00:00:00 +0000',
  '2026-11-20T09:00:00+99:00',
  '20 Foo 2026 09:00:00 GMT',
  'gestern',
  '1795165200',
  '20.11.2026',
  '',
])('"%s" is no date (R60)', (text) => {
  expect(parsePostDate(text, berlin)).toBeNull();
});

test('every instant survives being printed as RFC 822 and as ISO 8601', () => {
  const seconds = fc.integer({ min: Date.UTC(1970) / 1000, max: Date.UTC(2100) / 1000 });
  fc.assert(
    fc.property(seconds, (second) => {
      const date = new Date(second * 1000);
      const instant = date.toISOString().replace('.000Z', 'Z');
      expect(parsePostDate(date.toUTCString(), berlin)).toBe(instant);
      expect(parsePostDate(date.toISOString(), berlin)).toBe(instant);
    }),
  );
});

test('no text makes it throw', () => {
  const piece = fc.constantFrom(
    '2026',
    '-',
    '11',
    '20',
    'T',
    ':',
    '00',
    'Nov',
    ' ',
    '+',
    'Z',
    '99',
    'Fri,',
    'é',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      expect(parsePostDate(pieces.join(''), berlin) ?? '2026-01-01T00:00:00Z').toMatch(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
      );
    }),
  );
});
