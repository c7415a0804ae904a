import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePostDate } from '../../../src/core/posts/postDate.ts';

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
  '11/12/2026',
  '12.11.26',
  '1970-01-01T00:00:00Z',
  'Thu, 01 Jan 1970 00:00:00 +0000',
  '1970-01-01T01:00:00+01:00',
  '1970-01-01',
  '1900-01-01 00:00:00',
  '0000-00-00 00:00:00',
  '31. Februar 2026',
  'Nov 12, 2026 13:00 PM',
  'November 2026',
  '2026-W46-4',
  '9'.repeat(5000),
  '',
])('"%s" is no date (R60)', (text) => {
  expect(parsePostDate(text, berlin)).toBeNull();
});

test('every instant survives being printed as RFC 822 and as ISO 8601', () => {
  const seconds = fc.integer({ min: 1, max: Date.UTC(2100) / 1000 });
  fc.assert(
    fc.property(seconds, (second) => {
      const date = new Date(second * 1000);
      const instant = date.toISOString().replace('.000Z', 'Z');
      expect(parsePostDate(date.toUTCString(), berlin)).toBe(instant);
      expect(parsePostDate(date.toISOString(), berlin)).toBe(instant);
    }),
  );
});

describe('what people write, in Berlin', () => {
  test.each([
    ['Do, 12 Nov 2026 09:00:00 +0100', '2026-11-12T08:00:00Z'],
    ['Do., 12. Nov. 2026', '2026-11-11T23:00:00Z'],
    ['12. November 2026', '2026-11-11T23:00:00Z'],
    ['12.11.2026', '2026-11-11T23:00:00Z'],
    ['12.11.2026 09:30', '2026-11-12T08:30:00Z'],
    ['12. Nov 2026 um 9:30 Uhr', '2026-11-12T08:30:00Z'],
    ['12. November 2026, 9 Uhr', '2026-11-12T08:00:00Z'],
    ['12. November 2026 | 18.30 Uhr', '2026-11-12T17:30:00Z'],
    ['Donnerstag, 12. November 2026', '2026-11-11T23:00:00Z'],
    ['1. März 2026', '2026-02-28T23:00:00Z'],
    ['1. M\u0061\u0308rz 2026', '2026-02-28T23:00:00Z'],
    ['1. Maerz 2026', '2026-02-28T23:00:00Z'],
    ['1. Jänner 2026', '2025-12-31T23:00:00Z'],
    ['3. Mai 2026', '2026-05-02T22:00:00Z'],
    ['4 Okt 2026 10:00', '2026-10-04T08:00:00Z'],
    ['5. Dez. 2026', '2026-12-04T23:00:00Z'],
    ['November 12, 2026', '2026-11-11T23:00:00Z'],
    ['Nov 12, 2026 9:30 AM', '2026-11-12T08:30:00Z'],
    ['Nov 12, 2026 at 12:15 am', '2026-11-11T23:15:00Z'],
    ['Thursday, November 12th, 2026 9pm', '2026-11-12T20:00:00Z'],
    ['May 3, 2026', '2026-05-02T22:00:00Z'],
    ['12 November 2026', '2026-11-11T23:00:00Z'],
    ['2026/11/12', '2026-11-11T23:00:00Z'],
    ['20261112T090000Z', '2026-11-12T09:00:00Z'],
    ['20261112', '2026-11-11T23:00:00Z'],
    ['2026-11-12T09:00:00+01:00[Europe/Berlin]', '2026-11-12T08:00:00Z'],
    ['2026-11-12 09:00:00 UTC', '2026-11-12T09:00:00Z'],
    ['Thu Nov 12 09:00:00 2026', '2026-11-12T08:00:00Z'],
    ['Thu Nov 12 09:00:00 MEZ 2026', '2026-11-12T08:00:00Z'],
    ['Thu Nov 12 2026 09:00:00 GMT+0100 (MEZ)', '2026-11-12T08:00:00Z'],
    ['Thursday, 12-Nov-26 09:00:00 GMT', '2026-11-12T09:00:00Z'],
    ['thu, 12 nov 26 9:05 gmt', '2026-11-12T09:05:00Z'],
    ['Thu 12 Nov 2026 09:00:00 -0330', '2026-11-12T12:30:00Z'],
  ])('%s', (text, instant) => {
    expect(parsePostDate(text, berlin)).toBe(instant);
  });
});

test('every day survives being printed as German and English print it', () => {
  const day = fc.date({
    min: new Date('1971-01-01T00:00:00Z'),
    max: new Date('2100-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const printers = ['de-DE', 'de-AT', 'en-US', 'en-GB'].flatMap((locale) =>
    (['medium', 'long', 'full'] as const).map(
      (dateStyle) => new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' }),
    ),
  );
  fc.assert(
    fc.property(day, fc.constantFrom(...printers), (date, printer) => {
      expect(parsePostDate(printer.format(date), 'UTC')).toBe(`${date.toISOString().slice(0, 10)}T00:00:00Z`);
    }),
    { numRuns: 500 },
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
