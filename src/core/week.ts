import { Temporal } from 'temporal-polyfill';
import { NewsletterError } from './errors.ts';

/** An ISO 8601 week, written `2026-W47`. */
export type WeekId = string & { readonly __week: unique symbol };

const dayMs = 24 * 3_600_000;
const weekPattern = /^(\d{4})-W(\d{2})$/;

/** The Monday an ISO week begins with, or undefined where the year has no such week. */
function mondayOf(year: number, week: number): Temporal.PlainDate | undefined {
  const fourthOfJanuary = Temporal.PlainDate.from({ year, month: 1, day: 4 });
  const monday = fourthOfJanuary.subtract({ days: fourthOfJanuary.dayOfWeek - 1 }).add({ weeks: week - 1 });
  return week >= 1 && monday.yearOfWeek === year ? monday : undefined;
}

/** Whether a text is an existing ISO week (`2026-W53` is, `2025-W53` is not). */
export function isWeekId(text: string): text is WeekId {
  const match = weekPattern.exec(text);
  if (match === null) return false;
  const week = Number(match[2]);
  // Every year has 52 weeks; only of the 53rd the calendar must be asked, which costs a hundred times as much.
  return (week >= 1 && week <= 52) || mondayOf(Number(match[1]), week) !== undefined;
}

/** Reads `2026-W47`; throws `week.invalid`. */
export function parseWeek(text: string): WeekId {
  if (isWeekId(text)) return text;
  throw new NewsletterError(
    'week.invalid',
    {
      de: `„${text}“ ist keine Woche.`,
      en: `"${text}" is not a week.`,
    },
    {
      hint: {
        de: 'Eine Woche schreibt sich wie 2026-W47: Jahr, „-W“, zwei Ziffern (ISO 8601).',
        en: 'A week is written like 2026-W47: year, "-W", two digits (ISO 8601).',
      },
    },
  );
}

/** The ISO week an instant falls into on the calendar of a time zone. */
export function weekOf(now: Date, timeZone: string): WeekId {
  const day = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const year = String(day.yearOfWeek).padStart(4, '0');
  return parseWeek(`${year}-W${String(day.weekOfYear).padStart(2, '0')}`);
}

/** First and last day of a week, as calendar dates (`2026-11-16`, `2026-11-22`). */
export function daysOfWeek(week: WeekId): { readonly monday: string; readonly sunday: string } {
  const monday = mondayOf(Number(week.slice(0, 4)), Number(week.slice(6)));
  if (!monday) throw new RangeError(`no such week: ${week}`);
  return { monday: monday.toString(), sunday: monday.add({ days: 6 }).toString() };
}

/** The instants a week lasts in a time zone: from Monday 0:00 up to, and without, the next Monday 0:00. */
export function boundsOfWeek(week: WeekId, timeZone: string): { readonly start: Date; readonly end: Date } {
  const monday = Temporal.PlainDate.from(daysOfWeek(week).monday);
  const midnight = (day: Temporal.PlainDate): Date =>
    new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
  return { start: midnight(monday), end: midnight(monday.add({ weeks: 1 })) };
}

/** The month a week counts to, that of its Thursday: `2026-11`. */
export function monthOfWeek(week: WeekId): string {
  return Temporal.PlainDate.from(daysOfWeek(week).monday).add({ days: 3 }).toString().slice(0, 7);
}

/** The week so many weeks before another. */
export function weeksBefore(week: WeekId, count: number): WeekId {
  const monday = (7 * (weekNumber(week) - count - 1) + 4) * dayMs;
  // A week counts to the year of its Thursday.
  const year = String(new Date(monday + 3 * dayMs).getUTCFullYear()).padStart(4, '0');
  const number = (monday / dayMs - 4) / 7 + 1 - weekNumber(`${year}-W00`);
  return parseWeek(`${year}-W${String(number).padStart(2, '0')}`);
}

/** How many weeks a week lies after another; less than nothing where it lies before. */
export function weeksBetween(earlier: WeekId, later: WeekId): number {
  return weekNumber(later) - weekNumber(earlier);
}

/** Weeks since an old Monday. Asked for each letter of the past, and the calendar would take a hundred times as long. */
function weekNumber(week: string): number {
  const fourthOfJanuary = Date.UTC(Number(week.slice(0, 4)), 0, 4) / dayMs;
  // The fifth of January 1970, day 4, was a Monday.
  return Math.floor((fourthOfJanuary - 4) / 7) + Number(week.slice(6));
}

/** The day of an instant on the calendar of a time zone: `2026-12-24`. */
export function dayOf(now: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/** The number of the week, 1 to 53. */
export function numberOfWeek(week: WeekId): number {
  return Number(week.slice(6));
}
