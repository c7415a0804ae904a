import { NewsletterError } from './errors.ts';

/** An ISO 8601 week, written `2026-W47`. */
export type WeekId = string & { readonly __week: unique symbol };

const dayMs = 24 * 3_600_000;
const weekPattern = /^(\d{4})-W(\d{2})$/;

/*
 * Days are counted from the first of January 1970. A library that knows time zones and calendars takes longer to load than a
 * whole send needs to begin, and this much of the calendar is plain.
 */

/** The Monday an ISO week begins with, or undefined where the year has no such week. */
function mondayOf(year: string, week: number): number | undefined {
  const monday = mondayBefore(numberOfDay(`${year}-01-04`)) + 7 * (week - 1);
  // A week belongs to the year of its Thursday.
  return week >= 1 && dayText(monday + 3).startsWith(year) ? monday : undefined;
}

function mondayBefore(day: number): number {
  // The fifth of January 1970, day 4, was a Monday.
  return day - ((((day - 4) % 7) + 7) % 7);
}

function numberOfDay(text: string): number {
  return Date.parse(text) / dayMs;
}

function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().replace(/T.*/, '');
}

/** Whether a text is an existing ISO week (`2026-W53` is, `2025-W53` is not). */
export function isWeekId(text: string): text is WeekId {
  const match = weekPattern.exec(text);
  if (match === null) return false;
  const week = Number(match[2]);
  // Every year has 52 weeks; only of the 53rd the calendar must be asked, which costs a hundred times as much.
  return (week >= 1 && week <= 52) || mondayOf(match[1] ?? '', week) !== undefined;
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
  const thursday = mondayBefore(numberOfDay(dayOf(now, timeZone))) + 3;
  const year = dayText(thursday).slice(0, -6);
  const week = (thursday - mondayBefore(numberOfDay(`${year}-01-04`)) - 3) / 7 + 1;
  return parseWeek(`${year}-W${String(week).padStart(2, '0')}`);
}

/** First and last day of a week, as calendar dates (`2026-11-16`, `2026-11-22`). */
export function daysOfWeek(week: WeekId): { readonly monday: string; readonly sunday: string } {
  const monday = mondayOf(week.slice(0, 4), numberOfWeek(week));
  if (monday === undefined) throw new RangeError(`no such week: ${week}`);
  return { monday: dayText(monday), sunday: dayText(monday + 6) };
}

/** The month a week counts to, that of its Thursday: `2026-11`. */
export function monthOfWeek(week: WeekId): string {
  return dayText(numberOfDay(daysOfWeek(week).monday) + 3).slice(0, 7);
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
  // Not Date.UTC, which takes the years 0 to 99 for those of the last century.
  const fourthOfJanuary = numberOfDay(`${week.slice(0, 4)}-01-04`);
  // The fifth of January 1970, day 4, was a Monday.
  return Math.floor((fourthOfJanuary - 4) / 7) + Number(week.slice(6));
}

/** The day of an instant on the calendar of a time zone: `2026-12-24`. */
export function dayOf(now: Date, timeZone: string): string {
  if (timeZone === 'UTC') return now.toISOString().replace(/T.*/, '');
  const found: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of dateFormat(timeZone).formatToParts(now)) found[type] = value;
  const { year = '', month = '', day = '' } = found;
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** The date format of a time zone. To make one takes a thousand times as long as to use it. */
function dateFormat(timeZone: string): Intl.DateTimeFormat {
  const known = dateFormats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  dateFormats.set(timeZone, format);
  return format;
}

/** The number of the week, 1 to 53. */
export function numberOfWeek(week: WeekId): number {
  return Number(week.slice(6));
}
