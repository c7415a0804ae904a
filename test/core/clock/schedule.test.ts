import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../src/core/config.ts';
import { nextPlan, planOf, plansAround } from '../../../src/core/clock/schedule.ts';
import { parseWeek, weekOf, weeksBefore, type WeekId } from '../../../src/core/week.ts';

type Schedule = ReturnType<typeof scheduled>;

const scheduled = (changes: Partial<ReturnType<typeof defaults>> = {}) => ({ ...defaults(), ...changes });
const defaults = () => configSchema.shape.schedule.parse(undefined);

const local = (at: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
const localText = (at: Date, timeZone: string): string =>
  local(at, timeZone).toString({ timeZoneName: 'never', fractionalSecondDigits: 0 });

/** All ISO weeks from one to another. */
function weeksFrom(first: WeekId, last: WeekId): readonly WeekId[] {
  const weeks: WeekId[] = [];
  for (let week = first; week <= last; week = weeksBefore(week, -1)) weeks.push(week);
  return weeks;
}

describe('the plan of a week', () => {
  test('over 20 years in Berlin every ISO week has one Sunday at 07:00, week 53 included (R15)', () => {
    const schedule = scheduled();
    const weeks = weeksFrom(parseWeek('2020-W01'), parseWeek('2040-W52'));
    expect(weeks).toHaveLength(1096);
    expect(weeks.filter((week) => week.endsWith('W53'))).toEqual([
      '2020-W53',
      '2026-W53',
      '2032-W53',
      '2037-W53',
    ]);
    const sundays = weeks.map((week) => {
      const { sendAt, composeAt } = planOf(week, schedule);
      const at = local(sendAt, 'Europe/Berlin');
      expect([at.dayOfWeek, at.hour, at.minute]).toEqual([7, 7, 0]);
      expect(local(composeAt, 'Europe/Berlin').dayOfWeek).toBe(5);
      expect(weekOf(sendAt, 'Europe/Berlin')).toBe(week);
      return at.toPlainDate();
    });
    for (const [index, sunday] of sundays.entries())
      if (index > 0) expect(sundays[index - 1]?.until(sunday).days).toBe(7);
  });

  test('a time that spring leaps over is the first one after the leap; one that comes twice in autumn is the first (R15)', () => {
    const schedule = scheduled({ send: 'sunday 02:30' });
    const at = (week: string): string => localText(planOf(parseWeek(week), schedule).sendAt, 'Europe/Berlin');
    expect(at('2026-W13')).toBe('2026-03-29T03:00:00+02:00');
    expect(at('2026-W43')).toBe('2026-10-25T02:30:00+02:00');
    expect(at('2026-W44')).toBe('2026-11-01T02:30:00+01:00');
  });

  test.each([
    ['Australia/Lord_Howe', 'sunday 02:15', '2026-W40', '2026-10-04T02:30:00+11:00'],
    ['America/Sao_Paulo', 'sunday 00:00', '2018-W44', '2018-11-04T01:00:00-02:00'],
    // The whole Friday was left out.
    ['Pacific/Apia', 'friday 07:00', '2011-W52', '2011-12-31T00:00:00+14:00'],
    ['Asia/Kathmandu', 'sunday 07:00', '2026-W47', '2026-11-22T07:00:00+05:45'],
  ])('%s has leaps of its own', (timeZone, send, week, expected) => {
    const { sendAt } = planOf(parseWeek(week), scheduled({ timeZone, send, compose: 'monday 09:00' }));
    expect(localText(sendAt, timeZone)).toBe(expected);
  });

  test('in any zone and at any time the letters follow each other week by week, and never at a time that does not exist', () => {
    const day = fc.constantFrom('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday');
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const moment = fc.tuple(day, time).map((parts) => parts.join(' '));
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Africa/Casablanca',
      'Asia/Tehran',
      'Pacific/Chatham',
      'UTC',
    );
    const week = fc.integer({ min: 0, max: 1040 }).map((count) => weeksBefore(parseWeek('2020-W01'), -count));
    fc.assert(
      fc.property(week, moment, moment, zone, (id, compose, send, timeZone) => {
        const schedule: Schedule = scheduled({ compose, send, timeZone });
        const [plan, next] = [planOf(id, schedule), planOf(weeksBefore(id, -1), schedule)];
        const lead = plan.sendAt.getTime() - plan.composeAt.getTime();
        // A leap can bring the two together, but never the letter before its draft.
        expect(lead).toBeGreaterThanOrEqual(compose === send ? 6 * 86_400_000 : -3_600_000);
        expect(lead).toBeLessThanOrEqual(7 * 86_400_000 + 3_600_000);
        const apart = next.sendAt.getTime() - plan.sendAt.getTime();
        expect(Math.abs(apart - 7 * 86_400_000)).toBeLessThanOrEqual(3_600_000);
        expect(plansAround(plan.sendAt, schedule).map((one) => one.week)).toContain(id);
      }),
      { numRuns: 400 },
    );
  });

  test('a letter that leaves earlier in the week than it is composed leaves in the week after', () => {
    const schedule = scheduled({ compose: 'friday 09:00', send: 'monday 06:00' });
    const { composeAt, sendAt } = planOf(parseWeek('2026-W53'), schedule);
    expect(localText(composeAt, 'Europe/Berlin')).toBe('2027-01-01T09:00:00+01:00');
    expect(localText(sendAt, 'Europe/Berlin')).toBe('2027-01-04T06:00:00+01:00');
  });

  test('in the holidays no letter leaves; both their days belong to them', () => {
    const schedule = scheduled({ pause: ['2026-12-20..2027-01-03'] });
    const paused = weeksFrom(parseWeek('2026-W50'), parseWeek('2027-W01')).filter(
      (week) => planOf(week, schedule).isPaused,
    );
    expect(paused).toEqual(['2026-W51', '2026-W52', '2026-W53']);
    expect(nextPlan(new Date('2026-12-14T12:00:00Z'), schedule)?.week).toBe('2027-W01');
  });

  test('who is only minutes late is on time, however short the grace is', () => {
    const graceMs = (grace: string): number => {
      const { sendAt, graceEnd } = planOf(parseWeek('2026-W47'), scheduled({ grace }));
      return graceEnd.getTime() - sendAt.getTime();
    };
    expect([graceMs('12h'), graceMs('90m'), graceMs('0m')]).toEqual([43_200_000, 5_400_000, 300_000]);
  });

  test('the next letter is the one whose hour is still to come', () => {
    const next = (now: string): string | undefined => nextPlan(new Date(now), scheduled())?.week;
    expect(next('2026-11-22T05:59:00Z')).toBe('2026-W47');
    expect(next('2026-11-22T06:00:00Z')).toBe('2026-W48');
    expect(nextPlan(new Date(), scheduled({ pause: ['2000-01-01..2099-12-31'] }))).toBeUndefined();
  });
});
