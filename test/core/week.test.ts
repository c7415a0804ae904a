import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import {
  dayOf,
  daysOfWeek,
  isWeekId,
  monthOfWeek,
  numberOfWeek,
  parseWeek,
  weekOf,
  weeksBefore,
  weeksBetween,
} from '../../src/core/week.ts';
import { boundsOfWeek } from '../../src/core/weekBounds.ts';
import { refusal } from './refusal.ts';

const berlin = 'Europe/Berlin';
const dayMs = 86_400_000;

/** Every text that could be a week, from 1970 to 2100. */
const candidates = Array.from({ length: 131 }, (_, index) => 1970 + index).flatMap((year) =>
  Array.from({ length: 55 }, (_, week) => `${year}-W${String(week).padStart(2, '0')}`),
);

test('every ISO week from 1970 to 2100 follows the one before, in Berlin, with summer time and week 53', () => {
  const weeks = candidates.filter(isWeekId);
  // From Monday 1969-12-29 to Sunday 2101-01-02.
  expect(weeks).toHaveLength((Date.UTC(2101, 0, 3) - Date.UTC(1969, 11, 29)) / (7 * dayMs));
  let monday = Date.UTC(1969, 11, 29);
  let end: number | undefined;
  const hours = new Set<number>();
  for (const week of weeks) {
    expect(daysOfWeek(week)).toEqual({
      monday: new Date(monday).toISOString().slice(0, 10),
      sunday: new Date(monday + 6 * dayMs).toISOString().slice(0, 10),
    });
    const bounds = boundsOfWeek(week, berlin);
    expect(bounds.start.getTime()).toBe(end ?? bounds.start.getTime());
    expect(weekOf(bounds.start, berlin)).toBe(week);
    expect(weekOf(new Date(bounds.end.getTime() - 1), berlin)).toBe(week);
    expect(weekOf(bounds.end, berlin)).not.toBe(week);
    expect(numberOfWeek(week)).toBe(Number(week.slice(-2)));
    hours.add((bounds.end.getTime() - bounds.start.getTime()) / 3_600_000);
    end = bounds.end.getTime();
    monday += 7 * dayMs;
  }
  expect(hours).toEqual(new Set([167, 168, 169]));
});

test('years have the 52 or 53 weeks that ISO 8601 gives them', () => {
  const long = Array.from({ length: 131 }, (_, index) => 1970 + index).filter((year) =>
    isWeekId(`${year}-W53`),
  );
  // A year is long when it begins on a Thursday, or is a leap year that begins on a Wednesday.
  const expected = Array.from({ length: 131 }, (_, index) => 1970 + index).filter((year) => {
    const first = new Date(Date.UTC(year, 0, 1)).getUTCDay();
    const isLeap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
    return first === 4 || (isLeap && first === 3);
  });
  expect(long).toEqual(expected);
  expect(candidates.filter((text) => /W(00|54)$/.test(text)).some(isWeekId)).toBe(false);
});

test('any instant lies within the bounds of its week, in any time zone', () => {
  const instant = fc.date({ min: new Date('1970-01-02'), max: new Date('2100-12-30'), noInvalidDate: true });
  const zone = fc.constantFrom(berlin, 'UTC', 'America/Sao_Paulo', 'Pacific/Apia', 'Australia/Lord_Howe');
  fc.assert(
    fc.property(instant, zone, (now, zone) => {
      const week = weekOf(now, zone);
      const { start, end } = boundsOfWeek(week, zone);
      expect(start.getTime()).toBeLessThanOrEqual(now.getTime());
      expect(end.getTime()).toBeGreaterThan(now.getTime());
      expect(parseWeek(week)).toBe(week);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['2026-11-22T22:59:59Z', '2026-W47'],
  ['2026-11-22T23:00:00Z', '2026-W48'],
  ['2027-01-03T22:59:59Z', '2026-W53'],
  ['2027-01-03T23:00:00Z', '2027-W01'],
  ['2024-12-29T23:00:00Z', '2025-W01'],
  ['2026-03-29T00:59:59Z', '2026-W13'],
])('at %s it is %s in Berlin', (instant, week) => {
  expect(weekOf(new Date(instant), berlin)).toBe(week);
});

test('a day begins at midnight of its time zone', () => {
  expect(dayOf(new Date('2026-12-23T22:59:59Z'), berlin)).toBe('2026-12-23');
  expect(dayOf(new Date('2026-12-23T23:00:00Z'), berlin)).toBe('2026-12-24');
  expect(dayOf(new Date('2026-12-24T04:59:59Z'), 'America/New_York')).toBe('2026-12-23');
});

test.each([
  ['2026-W44', '2026-10'],
  ['2026-W49', '2026-12'],
  ['2026-W53', '2026-12'],
  ['2027-W01', '2027-01'],
  ['2020-W01', '2020-01'],
])('%s counts to %s, the month of its Thursday', (week, month) => {
  expect(monthOfWeek(parseWeek(week))).toBe(month);
});

test('weeks are counted back over the ends of years', () => {
  expect([0, 1, 2, 54].map((count) => weeksBefore(parseWeek('2027-W01'), count))).toEqual([
    '2027-W01',
    '2026-W53',
    '2026-W52',
    '2025-W52',
  ]);
});

test('a week with a slip of the pen in its century lies there, and not in ours', () => {
  expect(weeksBefore(parseWeek('0026-W47'), -1)).toBe('0026-W48');
  expect(weeksBetween(parseWeek('0026-W47'), parseWeek('2026-W47'))).toBe(Math.round((2000 * 365.2425) / 7));
});

test('a week begins when its Monday does, also where that day has no midnight', () => {
  // In São Paulo the clocks went from 0:00 to 1:00 on some Sundays, in Beirut on Thursdays; in Apia a Friday was left out.
  expect(boundsOfWeek(parseWeek('2011-W52'), 'Pacific/Apia')).toEqual({
    start: new Date('2011-12-26T10:00:00Z'),
    end: new Date('2012-01-01T10:00:00Z'),
  });
});

test.each([
  '2025-W53',
  '2026-W00',
  '2026-W54',
  '2026-W7',
  '2026W47',
  '26-W47',
  '2026-w47',
  ' 2026-W47',
  '2026-W47\n',
  '',
])('%j is no week, and the refusal tells how one is written', (text) => {
  const error = refusal(() => parseWeek(text));
  expect(error.code).toBe('week.invalid');
  expect(error.hint?.de).toContain('2026-W47');
});

test('day and week of any instant in any time zone are what Temporal says they are', () => {
  const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Europe/Kyiv'];
  const instants = fc.date({
    min: new Date('1000-01-01T00:00:00Z'),
    max: new Date('9000-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const lately = fc.date({
    min: new Date('1970-01-01T00:00:00Z'),
    max: new Date('2100-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(fc.oneof(instants, lately), fc.constantFrom(...zones), (now, zone) => {
      const there = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
      const week = `${there.yearOfWeek}-W${String(there.weekOfYear).padStart(2, '0')}`;
      expect([dayOf(now, zone), weekOf(now, zone)]).toEqual([there.toPlainDate().toString(), week]);
    }),
    { numRuns: 2000 },
  );
});
