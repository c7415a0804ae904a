import { Temporal } from 'temporal-polyfill';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** RFC 822 §5.1 names its zones; all others mean UTC, as RFC 5322 §4.3 advises. */
const zoneHours: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  CET: 1,
  CEST: 2,
  MEZ: 1,
  MESZ: 2,
};

const rfc822 =
  /^(?:\p{L}+(?:\.?,\s*|\.?\s+))?(?<day>\d{1,2})\s+(?<month>[a-z]{3})[a-z]*\.?\s+(?<year>\d{4}|\d{2})\s+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?:\s*(?<zone>[+-]\d{2}:?\d{2}|[a-z]{1,5}))?(?:\s*\(.*\))?$/iu;
const iso8601 =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T\s]+(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)?\s*(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?$/iu;

/** No blog is older than its author; an earlier year is a blank that some program filled with its own zero. */
const earliestYear = 1900;

/**
 * A post's date as an instant (`2026-11-20T08:00:00Z`), or null where the text is no date that exists. Reads RFC 822,
 * ISO 8601 and plain days; what names no zone is meant in `timeZone`, and a plain day is its first moment there.
 */
export function parsePostDate(text: string, timeZone: string): string | null {
  const match = iso8601.exec(text.trim()) ?? rfc822.exec(text.trim());
  const parts = match?.groups;
  if (!parts) return null;
  try {
    const { hour, minute, second, zone } = parts;
    const date = Temporal.PlainDate.from(
      { year: fullYear(parts['year']), month: monthNumber(parts['month']), day: Number(parts['day']) },
      { overflow: 'reject' },
    );
    if (date.year < earliestYear) return null;
    if (hour === undefined) return printInstant(date.toZonedDateTime(timeZone).toInstant());
    // A leap second is the last second that calendars without leap seconds have.
    const time = { hour: Number(hour), minute: Number(minute), second: Math.min(Number(second ?? 0), 59) };
    const moment = date.toPlainDateTime(Temporal.PlainTime.from(time, { overflow: 'reject' }));
    return printInstant(moment.toZonedDateTime(zone === undefined ? timeZone : offsetOf(zone)).toInstant());
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function printInstant(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'second' });
}

function fullYear(digits: string | undefined): number {
  const year = Number(digits);
  // RFC 5322 §4.3: two digits from 50 on are the last century.
  return digits?.length === 2 ? year + (year < 50 ? 2000 : 1900) : year;
}

function monthNumber(month: string | undefined): number {
  const number = Number(month);
  return Number.isNaN(number) ? months.indexOf(month?.toLowerCase() ?? '') + 1 : number;
}

function offsetOf(zone: string): string {
  if (/^[+-]/.test(zone)) return `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
  const hours = zoneHours[zone.toUpperCase()] ?? 0;
  return `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
}
