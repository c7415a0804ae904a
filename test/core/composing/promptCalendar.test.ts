import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  daysIntoSeason,
  daysLong,
  dateWords,
  easterOf,
  isOn,
  parsePromptDate,
  seasonOf,
  type PromptDate,
} from '../../../src/core/composing/promptCalendar.ts';

function date(text: string): PromptDate {
  const parsed = parsePromptDate(text);
  if (!parsed) throw new Error(`${text} is no date`);
  return parsed;
}

/** All days of a year on which a date is. */
function daysOf(text: string, year: number): readonly string[] {
  const days = Array.from({ length: 366 }, (_, index) =>
    new Date(Date.UTC(year, 0, 1 + index)).toISOString().slice(0, 10),
  ).filter((day) => day.startsWith(String(year)));
  return days.filter((day) => isOn(date(text), day));
}

describe('Easter', () => {
  test.each([
    [1818, '03-22'],
    [1961, '04-02'],
    [2000, '04-23'],
    [2008, '03-23'],
    [2011, '04-24'],
    [2019, '04-21'],
    [2024, '03-31'],
    [2025, '04-20'],
    [2026, '04-05'],
    [2027, '03-28'],
    [2038, '04-25'],
    [2285, '03-22'],
  ])('of %i is on %s', (year, monthDay) => {
    expect(new Date(easterOf(year)).toISOString().slice(0, 10)).toBe(`${year}-${monthDay}`);
  });

  test('is always a Sunday between 22 March and 25 April', () => {
    for (let year = 1583; year < 4100; year++) {
      const day = new Date(easterOf(year));
      expect(day.getUTCDay()).toBe(0);
      expect(day.toISOString().slice(5, 10) >= '03-22' && day.toISOString().slice(5, 10) <= '04-25').toBe(
        true,
      );
    }
  });
});

describe('the author’s own dates', () => {
  test.each([
    ['12-06', ['2026-12-06']],
    ['02-29', []],
    ['11-01..11-03', ['2026-11-01', '2026-11-02', '2026-11-03']],
    ['12-30..01-02', ['2026-01-01', '2026-01-02', '2026-12-30', '2026-12-31']],
    ['easter', ['2026-04-05']],
    ['easter-2', ['2026-04-03']],
    ['easter+39', ['2026-05-14']],
    ['easter-1..easter+1', ['2026-04-04', '2026-04-05', '2026-04-06']],
    [' 11-01 .. 11-02 ', ['2026-11-01', '2026-11-02']],
  ])('%s are these days of 2026', (text, days) => {
    expect(daysOf(text, 2026)).toEqual(days);
  });

  test('29 February is a day of leap years', () => {
    expect(daysOf('02-29', 2028)).toEqual(['2028-02-29']);
  });

  test.each([
    '',
    '02-30',
    '13-01',
    '00-10',
    '04-31',
    '4-1',
    '12.06.',
    '2026-12-06',
    '11-01..',
    '..11-01',
    '11-01..11-31',
    '11-01..11-02..11-03',
    'Easter',
    'easter +1',
    'easter+1000',
    'easter-81',
    'easter+251',
    'easter+2..easter-2',
    '03-01..easter',
    'ostern',
  ])('%j is none', (text) => {
    expect(parsePromptDate(text)).toBeUndefined();
  });

  test('a range is on exactly as many days of a year as it is long', () => {
    const day = fc.date({
      min: new Date('2027-01-01T00:00:00Z'),
      max: new Date('2027-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, day, (from, to) => {
        const text = [from, to].map((one) => one.toISOString().slice(5, 10)).join('..');
        expect(daysOf(text, 2027)).toHaveLength(daysLong(date(text)));
      }),
      { numRuns: 30 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: -80, max: 250 }),
        fc.integer({ min: 0, max: 330 }),
        fc.integer({ min: 1990, max: 2090 }),
        (from, length, year) => {
          fc.pre(from + length <= 250);
          const signed = (days: number): string => `easter${days < 0 ? days : `+${days}`}`;
          const text = `${signed(from)}..${signed(from + length)}`;
          expect(daysOf(text, year)).toHaveLength(length + 1);
        },
      ),
      { numRuns: 30 },
    );
  });

  test.each([
    ['12-06', 'am 6. Dezember', 'on 6 December'],
    ['11-01..11-10', 'vom 1. bis 10. November', 'from 1 to 10 November'],
    ['12-27..01-05', 'vom 27. Dezember bis 5. Januar', 'from 27 December to 5 January'],
    ['easter-2', 'am Karfreitag', 'on Good Friday'],
    ['easter', 'zu Ostern', 'for Easter'],
    ['easter+49', 'zu Pfingsten', 'for Whitsun'],
    ['easter+5', 'am 10. April', 'on 10 April'],
    ['easter+39..easter+50', 'vom 14. bis 25. Mai', 'from 14 to 25 May'],
  ])('%s reads "%s"', (text, de, en) => {
    expect(dateWords(date(text), '2026-05-17', 'de')).toBe(de);
    expect(dateWords(date(text), '2026-05-17', 'en')).toBe(en);
  });
});

test.each([
  ['2026-11-26', 'autumn', 86],
  ['2026-11-27', 'advent', 0],
  ['2026-12-24', 'advent', 27],
  ['2026-12-25', 'new-year', 0],
  ['2027-01-10', 'new-year', 16],
  ['2027-01-11', 'winter', 0],
  ['2028-02-29', 'winter', 49],
  ['2027-03-01', 'spring', 0],
  ['2027-05-31', 'spring', 91],
  ['2027-06-01', 'summer', 0],
  ['2027-08-31', 'summer', 91],
  ['2027-09-01', 'autumn', 0],
] as const)('%s lies in %s, so many days in: %i', (day, season, days) => {
  expect(seasonOf(day)).toBe(season);
  expect(daysIntoSeason(day)).toBe(days);
});
