import { formatAppointment, formatDate } from '../../core/locale.ts';
import type { Saying } from '../../core/saying.ts';
import type { DeskVisit } from './deskVisit.ts';

/** A number as it is written in a language: `1.412`, `1,412`. */
export function numberIn(language: DeskVisit['language'], count: number): string {
  return new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB').format(count);
}

/** So many readers: `123 Menschen`, `123 readers`. */
export function people(count: number): { readonly de: string; readonly en: string } {
  return count === 1
    ? { de: '1 Person', en: '1 reader' }
    : { de: `${numberIn('de', count)} Menschen`, en: `${numberIn('en', count)} readers` };
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Less than this is no length of time to name. */
export const shortMs = 0.75 * minuteMs;

/** A length of time as somebody who waits wants to know it: `etwa 4 Minuten`. */
export function roughly(ms: number): Saying {
  if (ms < shortMs) return { de: 'weniger als eine Minute', en: 'less than a minute' };
  if (ms < 1.5 * minuteMs) return { de: 'etwa eine Minute', en: 'about a minute' };
  if (ms < 90 * minuteMs) return counted(ms / minuteMs, 'Minuten', 'minutes');
  if (ms < 1.5 * dayMs) return counted(ms / hourMs, 'Stunden', 'hours');
  return counted(ms / dayMs, 'Tage', 'days');
}

function counted(count: number, german: string, english: string): Saying {
  const rounded = Math.round(count);
  return { de: `etwa ${rounded} ${german}`, en: `about ${rounded} ${english}` };
}

/** A day as the newsletter's calendar has it. */
export function dayOf(instant: string, { language, desk }: Pick<DeskVisit, 'language' | 'desk'>): string {
  return formatDate(instant, language, desk.config.schedule.timeZone);
}

/** A day with its hour, by the newsletter's clock. */
export function momentOf(moment: Date, { language, desk }: Pick<DeskVisit, 'language' | 'desk'>): string {
  return formatAppointment(moment, language, desk.config.schedule.timeZone);
}
