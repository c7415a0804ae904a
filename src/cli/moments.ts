import type { Text } from '../core/errors.ts';
import { formatDate, formatMoment } from '../core/locale.ts';

/** An instant as a sentence names it, in the newsletter's time zone: `12. März 2026 um 9:05 Uhr`. */
export function momentIn(timeZone: string, instant: string): Text {
  return { de: formatMoment(instant, 'de', timeZone), en: formatMoment(instant, 'en', timeZone) };
}

/** A day as a sentence names it: `2029-12-31` is `31. Dezember 2029`. */
export function dayWords(day: string): Text {
  return { de: formatDate(day, 'de', 'UTC'), en: formatDate(day, 'en', 'UTC') };
}
