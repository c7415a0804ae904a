import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDate } from '../../../src/core/locale.ts';
import { dayNames } from '../../../src/core/mime/dayNames.ts';

const zones = [
  'Europe/Berlin',
  'Europe/London',
  'Atlantic/Azores',
  'America/St_Johns',
  'Asia/Kathmandu',
  'UTC',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Chatham',
  'Australia/Lord_Howe',
  'Africa/Monrovia',
];

test('a day is called as the calendar of its time zone calls it, around each midnight and change of clocks', () => {
  const names = new Map(zones.map((zone) => [zone, dayNames('de', zone)]));
  // Clocks change on these days (in St John's one minute after midnight, so that a date comes twice), a day was left out
  // in Apia, and offsets were odd before 1973, in Kiritimati until 1979.
  const special = fc.constantFrom(
    '2026-03-28T00:00:00Z',
    '2026-10-24T00:00:00Z',
    '2026-04-04T00:00:00Z',
    '2011-12-29T00:00:00Z',
    '1971-12-30T00:00:00Z',
    '1972-12-31T00:00:00Z',
    '1960-01-01T00:00:00Z',
    '1973-01-01T00:00:00Z',
    '2008-11-01T00:00:00Z',
    '2026-03-08T00:00:00Z',
  );
  const minutes = fc.integer({ min: 0, max: 3 * 24 * 60 });
  const near = fc
    .tuple(special, minutes, fc.constantFrom(0, 1, 59_999))
    .map(([day, minute, ms]) => new Date(Date.parse(day) + minute * 60_000 + ms));
  const any = fc.date({ min: new Date('1960-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.oneof(near, any), (zone, date) => {
      expect(names.get(zone)?.(date.toISOString())).toBe(formatDate(date.toISOString(), 'de', zone));
    }),
    { numRuns: 4000 },
  );
});

test('an instant with an offset is the same day; what is none is refused as ever', () => {
  const nameOf = dayNames('en', 'Europe/Berlin');
  expect(nameOf('2026-03-12T01:30:00+03:00')).toBe('11 March 2026');
  expect(nameOf('2026-03-11T22:30:00Z')).toBe('11 March 2026');
  expect(nameOf('2026-03-11T23:00:00.000Z')).toBe('12 March 2026');
  expect(() => nameOf('yesterday')).toThrow(RangeError);
});
