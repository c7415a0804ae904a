import type { Language } from '../errors.ts';
import { formatDate } from '../locale.ts';

const dayMs = 86_400_000;
/** More days than a newsletter is old; what a list from elsewhere claims beyond that is worked out anew. */
const mostDays = 20_000;

/** A day of UTC in which no clock is changed: how it is called in a time zone until its midnight there, and afterwards. */
interface NamedDay {
  readonly midnightMs: number;
  readonly before: string;
  readonly after: string;
}

/**
 * `formatDate`, for a million instants of a few years: each day of UTC is looked up in the calendar once. The few days
 * in which clocks change are looked up each time: where that happens at midnight, a date may come twice.
 */
export function dayNames(locale: Language, timeZone: string): (isoInstant: string) => string {
  const days = new Map<number, NamedDay | undefined>();
  const offsets = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const nameAt = (ms: number): string => formatDate(new Date(ms).toISOString(), locale, timeZone);

  const namedDay = (startMs: number): NamedDay | undefined => {
    const offsetMs = offsetAt(offsets, startMs);
    if (offsetAt(offsets, startMs + dayMs) !== offsetMs) return undefined;
    const midnightMs = Math.ceil((startMs + offsetMs) / dayMs) * dayMs - offsetMs;
    return { midnightMs, before: nameAt(startMs), after: nameAt(midnightMs) };
  };

  return (isoInstant) => {
    const ms = Date.parse(isoInstant);
    const day = Math.floor(ms / dayMs);
    // What is no instant at all is for formatDate to refuse.
    if (!days.has(day) && Number.isFinite(day) && days.size < mostDays) days.set(day, namedDay(day * dayMs));
    const named = days.get(day);
    if (named === undefined) return formatDate(isoInstant, locale, timeZone);
    return ms < named.midnightMs ? named.before : named.after;
  };
}

/** How far the clocks of a time zone are ahead of UTC, in milliseconds: from 'GMT+05:45', 'GMT-00:44:30' or 'GMT'. */
function offsetAt(offsets: Intl.DateTimeFormat, ms: number): number {
  const name = offsets.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes, seconds = 0] = /([+-])(\d+):(\d+)(?::(\d+))?$/.exec(name) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}
