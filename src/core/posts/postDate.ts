import { Temporal } from 'temporal-polyfill';

/** How German and English call the months, in full and cut short. */
const months: readonly (readonly string[])[] = [
  ['jan', 'january', 'januar', 'jän', 'jänner', 'jaenner'],
  ['feb', 'febr', 'february', 'februar', 'feber'],
  ['mar', 'mär', 'mrz', 'march', 'märz', 'maerz'],
  ['apr', 'april'],
  ['may', 'mai'],
  ['jun', 'june', 'juni'],
  ['jul', 'july', 'juli'],
  ['aug', 'august'],
  ['sep', 'sept', 'september'],
  ['oct', 'okt', 'october', 'oktober'],
  ['nov', 'november'],
  ['dec', 'dez', 'december', 'dezember'],
];

/** RFC 822 §5.1 names the American zones, people use the others; all that are unknown mean UTC (RFC 5322 §4.3). */
const zoneHours: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  AKST: -9,
  AKDT: -8,
  HST: -10,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  MEZ: 1,
  MESZ: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  SGT: 8,
  HKT: 8,
  JST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
};

const offset = String.raw`[+-]\d{1,2}(?::?\d{2})?`;
const zone = String.raw`\s*(?<zone>(?:GMT|UTC|UT)?\s?${offset}|[a-z]{1,5})?`;
const clock =
  String.raw`(?<hour>\d{1,2})(?=[:.]\d{2}|\s?[ap]\.?m\b|\s?Uhr)(?:[:.](?<minute>\d{2}))?` +
  String.raw`(?:[:.](?<second>\d{2})(?:[.,]\d+)?)?(?:\s?(?<half>[ap])\.?m\.?(?!\p{L}))?(?:\s?Uhr)?`;
const time = String.raw`(?:(?:[\s,]*(?:um|at|-|–|\|)\s*|[\s,]*T|[\s,]+)${clock}${zone})?`;
const day = String.raw`(?<day>\d{1,2})`;
const month = String.raw`(?<month>\p{L}{3,9})\.?`;
const year = String.raw`(?<year>\d{4})`;
const shortYear = String.raw`(?<year>\d{4}|\d{2})`;
const ordinal = String.raw`(?:\.|st|nd|rd|th)?`;

/** The shapes dates have in the wild, each without its weekday. */
const shapes: readonly RegExp[] = [
  // 2026-11-20T09:00:00+01:00, 2026/11/20, 2026-11-20 09:00:00 +0100
  String.raw`${year}([-/.])(?<month>\d{1,2})\2${day}${time}`,
  // 20261120T090000Z
  String.raw`${year}(?<month>\d{2})(?<day>\d{2})(?:T(?<hour>\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,]\d+)?)?${zone})?`,
  // 20 Nov 2026 09:00:00 +0000, 20. November 2026 um 9 Uhr, 20-Nov-26 09:00:00 GMT
  String.raw`${day}${ordinal}[\s-]*${month},?[\s-]+${shortYear}${time}`,
  // November 20, 2026 9:00 AM; Nov 20 2026 09:00:00 GMT+0100
  String.raw`${month}\s+${day}${ordinal},?\s+${year}${time}`,
  // Nov 20 09:00:00 2026, as C prints it, and `date` with a zone
  String.raw`${month}\s+${day}\s+${clock}${zone}\s+${year}`,
  // 20.11.2026: with dots the day comes first everywhere; with slashes nobody can tell
  String.raw`${day}\.\s?(?<month>\d{1,2})\.\s?${year}${time}`,
].map((shape) => new RegExp(`^${shape}$`, 'iu'));

const weekday = /^(\p{L}{2,12})(?:\.?,\s*|\.?\s+)/u;
/** What a program adds for people: `(MEZ)`, `[Europe/Berlin]`. */
const remark = /\s*(?:\([^()]*\)|\[[^[\]]*\])$/u;

/** No date of a post is longer. */
const longestDate = 100;

/** No blog is older than its author; an earlier year is a blank that some program filled with its own zero. */
const earliestYear = 1900;

/** Midnights that programs write where they know no date. */
const blanks: ReadonlySet<string> = new Set(['1900-01-01T00:00:00', '1970-01-01T00:00:00']);

/**
 * A post's date as an instant (`2026-11-20T08:00:00Z`), or null where the text is no date that exists, or none that
 * means one day only (`11/12/2026`). Reads RFC 822, ISO 8601, and what people write in German and English; what names
 * no zone is meant in `timeZone`, and a plain day is its first moment there.
 */
export function parsePostDate(text: string, timeZone: string): string | null {
  const parts = partsOf(text);
  if (!parts) return null;
  try {
    const date = Temporal.PlainDate.from(
      { year: fullYear(parts['year']), month: monthNumber(parts['month']), day: Number(parts['day']) },
      { overflow: 'reject' },
    );
    if (date.year < earliestYear) return null;
    const moment = date.toPlainDateTime(timeOf(parts));
    if (blanks.has(moment.toString())) return null;
    const zoneName = parts['zone'] === undefined ? timeZone : offsetOf(parts['zone']);
    const instant = moment.toZonedDateTime(zoneName).toInstant();
    return instant.epochMilliseconds === 0 ? null : instant.toString({ smallestUnit: 'second' });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

type Parts = Readonly<Record<string, string | undefined>>;

function partsOf(text: string): Parts | undefined {
  if (text.length > longestDate) return undefined;
  const plain = text.normalize('NFC').replace(/\s+/gu, ' ').trim().replace(remark, '');
  const name = weekday.exec(plain);
  const isMonth = name !== null && monthNumber(name[1]) > 0;
  const date = name === null || isMonth ? plain : plain.slice(name[0].length);
  for (const shape of shapes) {
    const parts = shape.exec(date)?.groups;
    if (parts) return parts;
  }
  return undefined;
}

function timeOf({ hour, minute, second, half }: Parts): Temporal.PlainTime {
  if (hour === undefined) return new Temporal.PlainTime();
  // A leap second is the last second that calendars without leap seconds have.
  const time = {
    hour: hourOfDay(Number(hour), half),
    minute: Number(minute ?? 0),
    second: Math.min(Number(second ?? 0), 59),
  };
  return Temporal.PlainTime.from(time, { overflow: 'reject' });
}

/** 12 AM is midnight and 12 PM noon; 13 PM is nothing. */
function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function fullYear(digits: string | undefined): number {
  const year = Number(digits);
  // RFC 5322 §4.3: two digits from 50 on are the last century.
  return digits?.length === 2 ? year + (year < 50 ? 2000 : 1900) : year;
}

function monthNumber(month: string | undefined): number {
  const number = Number(month);
  if (!Number.isNaN(number)) return number;
  const name = month?.toLowerCase() ?? '';
  return months.findIndex((names) => names.includes(name)) + 1;
}

function offsetOf(zone: string): string {
  const [, sign, digits = ''] = /([+-])([\d:]+)$/.exec(zone) ?? [];
  if (sign === undefined) {
    const hours = zoneHours[zone.toUpperCase()] ?? 0;
    return `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
  }
  const bare = digits.replace(':', '');
  const hoursAndMinutes = (bare.length <= 2 ? `${bare}00` : bare).padStart(4, '0');
  return `${sign}${hoursAndMinutes.slice(0, 2)}:${hoursAndMinutes.slice(2)}`;
}
