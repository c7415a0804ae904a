import { describe, expect, test } from 'vitest';
import {
  formatDate,
  formatMoment,
  formatMonth,
  formatWeekSpan,
  salutation,
  wordsFor,
} from '../../src/core/locale.ts';
import { parseWeek } from '../../src/core/week.ts';

const du = { locale: 'de', address: 'du' } as const;
const sie = { locale: 'de', address: 'sie' } as const;
const en = { locale: 'en', address: 'du' } as const;

describe('the span of a week', () => {
  test.each([
    ['2026-W47', '16.–22. November 2026', '16–22 November 2026'],
    ['2026-W40', '28. September – 4. Oktober 2026', '28 September – 4 October 2026'],
    ['2026-W53', '28. Dezember 2026 – 3. Januar 2027', '28 December 2026 – 3 January 2027'],
    ['2027-W01', '4.–10. Januar 2027', '4–10 January 2027'],
  ])('%s reads %s and %s', (week, german, english) => {
    expect(formatWeekSpan(parseWeek(week), 'de')).toBe(german);
    expect(formatWeekSpan(parseWeek(week), 'en')).toBe(english);
  });

  test('the label says the number of the week first', () => {
    expect(wordsFor(du).weekLabel(parseWeek('2026-W47'))).toBe('Woche 47 · 16.–22. November 2026');
    expect(wordsFor(en).weekLabel(parseWeek('2027-W01'))).toBe('Week 1 · 4–10 January 2027');
  });
});

describe('a date', () => {
  test('is the day of the newsletter’s time zone', () => {
    expect(formatDate('2026-03-11T23:30:00Z', 'de', 'Europe/Berlin')).toBe('12. März 2026');
    expect(formatDate('2026-03-11T23:30:00Z', 'en', 'Europe/Berlin')).toBe('12 March 2026');
    expect(formatDate('2026-03-11T23:30:00Z', 'en', 'America/New_York')).toBe('11 March 2026');
  });
});

test('a moment is told to the minute, on the clock of a time zone', () => {
  expect(formatMoment('2026-03-11T23:05:59Z', 'de', 'Europe/Berlin')).toBe('12. März 2026 um 0:05 Uhr');
  expect(formatMoment('2026-07-11T07:30:00Z', 'en', 'Europe/Berlin')).toBe('11 July 2026 at 9:30');
});

test('the month’s letter says so, with the month of the week’s Thursday', () => {
  expect(wordsFor(du).monthLabel(parseWeek('2026-W49'))).toBe('Monatsbrief · Dezember 2026');
  expect(wordsFor(en).monthLabel(parseWeek('2026-W53'))).toBe('Monthly letter · December 2026');
  expect(formatMonth('2026-10-31T23:30:00Z', 'de', 'Europe/Berlin')).toBe('November 2026');
});

describe('the salutation', () => {
  test.each([
    [du, 'Anna', 'Hallo Anna,'],
    [du, null, 'Hallo,'],
    [sie, 'Anna Muster', 'Guten Tag Anna Muster,'],
    [sie, null, 'Guten Tag,'],
    [en, 'Anna', 'Hello Anna,'],
    [en, '  ', 'Hello,'],
    [du, ' Anna\nLena ', 'Hallo Anna Lena,'],
  ])('%o and %j make %j', (config, name, expected) => {
    expect(salutation(name, config)).toBe(expected);
  });
});

describe('a greeting of the author’s own', () => {
  const own = { named: 'Liebe {name},', unnamed: 'Guten Tag,' };

  test.each([
    ['Anna', 'Liebe Anna,'],
    [null, 'Guten Tag,'],
    ['  ', 'Guten Tag,'],
    ['$& {name}', 'Liebe $& {name},'],
  ])('greets %j with %j', (name, expected) => {
    expect(salutation(name, du, own)).toBe(expected);
  });
});

describe('the words', () => {
  test('tell how long reading takes', () => {
    expect(wordsFor(du).readingTime(4)).toBe('4 Min. Lesezeit');
    expect(wordsFor(en).readingTime(1)).toBe('1 min read');
  });

  test('no sentence of a formal letter says du, and none of a familiar one says Sie', () => {
    const sentences = (config: typeof du | typeof sie): string =>
      Object.values(wordsFor(config))
        .map((word) => (typeof word === 'string' ? word : ''))
        .concat(wordsFor(config).whyYouGetThis('Brief', '12. März 2026'))
        .join(' ');
    expect(sentences(sie)).not.toMatch(/\b(du|dich|dir|dein\w*|nimmst)\b/i);
    expect(sentences(du)).not.toMatch(/\b(Sie|Ihnen|Ihr\w*)\b/);
  });
});
