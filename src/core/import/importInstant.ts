import { Temporal } from 'temporal-polyfill';

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?(?: (?:UTC|[+-]\d{4}))?)?$/i;
const germanTime =
  /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)(?:(?:,|\s+um|\s+-)?\s+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*Uhr)?)?$/i;
const unix = /^\d{9,10}$/;

/** What systems write where there was nothing. */
const blank = /^(?:|0|-|null|n\/a|0000-00-00(?: 00:00:00)?|0001-01-01.*)$/i;

/** No list is older than mail that people subscribed to. */
const earliest = Date.UTC(1990, 0, 1);
const dayMs = 86_400_000;

/** An instant of an export (UTC, ISO 8601), null where the cell is empty, or why it is none. */
export type ImportedInstant = string | null | { readonly fault: 'unreadable' | 'future' };

/** Reads instants; those that name no zone are meant in `timeZone`. */
export function instantReader(timeZone: string, now: string): (text: string) => ImportedInstant {
  // A day ahead is a matter of zones, more is a mistake.
  const latest = Date.parse(now) + dayMs;
  const offsets = new Map<number, number>();
  const offsetAt = (local: number): number => {
    if (timeZone === 'UTC') return 0;
    // Offsets change on the hour; asking Temporal for each row would take longer than reading the file.
    const hour = Math.floor(local / 3_600_000);
    const known = offsets.get(hour);
    if (known !== undefined) return known;
    const offset = offsetOf(hour * 3_600_000, timeZone);
    offsets.set(hour, offset);
    return offset;
  };
  return (text) => {
    if (blank.test(text)) return null;
    const ms = epochMs(text, offsetAt);
    if (ms === undefined || ms < earliest) return { fault: 'unreadable' };
    return ms > latest ? { fault: 'future' } : new Date(ms).toISOString().replace('.000Z', 'Z');
  };
}

/** The latest of some instants; null of none. */
export function latestInstant(instants: readonly string[]): string | null {
  return instants.reduce<string | null>(
    (latest, one) => (latest !== null && Date.parse(latest) >= Date.parse(one) ? latest : one),
    null,
  );
}

/** Whether an instant lies further ahead than zones can explain. */
export function isAhead(instant: string, now: string): boolean {
  return Date.parse(instant) > Date.parse(now) + dayMs;
}

function epochMs(text: string, offsetAt: (local: number) => number): number | undefined {
  const parts = iso.exec(text);
  if (parts) {
    const local = localMs(parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
    if (local === undefined) return undefined;
    return local - (parts[7] === undefined ? offsetAt(local) : zoneMs(parts[7]));
  }
  const german = germanTime.exec(text);
  if (german) {
    const local = localMs(inCentury(german[3]), german[2], german[1], german[4], german[5], german[6]);
    return local === undefined ? undefined : local - offsetAt(local);
  }
  return unix.test(text) ? Number(text) * 1000 : undefined;
}

/** `26` is 2026, as nobody subscribed to mail before 1990. */
function inCentury(year: string | undefined): string | undefined {
  return year?.length === 2 ? `${Number(year) < 90 ? '20' : '19'}${year}` : year;
}

/** A date and time as if it were UTC, or undefined for one that no calendar and no clock has. */
function localMs(
  ...[year, month, day, hour, minute, second]: readonly (string | undefined)[]
): number | undefined {
  const [h, min, sec] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), h, min, sec);
  const isReal =
    Number(month) <= 12 && new Date(local).getUTCDate() === Number(day) && h < 24 && min < 60 && sec < 60;
  return isReal ? local : undefined;
}

function zoneMs(zone: string): number {
  if (/^[a-z]/i.test(zone)) return 0;
  const ms = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
  return zone.startsWith('-') ? -ms : ms;
}

function offsetOf(local: number, timeZone: string): number {
  const plain = Temporal.PlainDateTime.from(new Date(local).toISOString().slice(0, 19));
  return plain.toZonedDateTime(timeZone).offsetNanoseconds / 1e6;
}
