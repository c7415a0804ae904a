import type { Language } from '../errors.ts';
import { formatDate } from '../locale.ts';

const quarterMs = 900_000;
const quartersOfDay = 96;
/** More days than a newsletter is old; what a list from elsewhere claims beyond that is worked out anew. */
const mostDays = 20_000;

/** A day of UTC: how it is called in a time zone until its midnight there comes, and afterwards. */
interface NamedDay {
  readonly changesAtMs: number;
  readonly before: string;
  readonly after: string;
}

/**
 * `formatDate`, for a million instants of a few years: each day of UTC is looked up in the calendar once. Offsets of time
 * zones are whole quarters of an hour, so that a midnight is found among the quarters of the day.
 */
export function dayNames(locale: Language, timeZone: string): (isoInstant: string) => string {
  const days = new Map<number, NamedDay>();
  const nameAt = (ms: number): string => formatDate(new Date(ms).toISOString(), locale, timeZone);
  return (isoInstant) => {
    const ms = Date.parse(isoInstant);
    const day = Math.floor(ms / (quarterMs * quartersOfDay));
    let named = days.get(day);
    if (named === undefined) {
      // Time zones had odd offsets before 1972; what is no instant at all is for formatDate to refuse.
      if (!(ms > Date.UTC(1973, 0)) || days.size > mostDays) return formatDate(isoInstant, locale, timeZone);
      named = namedDay(day * quarterMs * quartersOfDay, nameAt);
      days.set(day, named);
    }
    return ms < named.changesAtMs ? named.before : named.after;
  };
}

function namedDay(startMs: number, nameAt: (ms: number) => string): NamedDay {
  const before = nameAt(startMs);
  const after = nameAt(startMs + (quartersOfDay - 1) * quarterMs);
  // The first quarter that is no longer called as the day's beginning lies above low and not above high.
  let low = 0;
  let high = before === after ? 0 : quartersOfDay - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (nameAt(startMs + middle * quarterMs) === before) low = middle;
    else high = middle;
  }
  return { changesAtMs: startMs + high * quarterMs, before, after };
}
