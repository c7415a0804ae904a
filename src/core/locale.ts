import type { Config } from './config.ts';
import type { Language } from './errors.ts';
import { daysOfWeek, monthOfWeek, numberOfWeek, type WeekId } from './week.ts';

/** Every sentence a letter needs, in its language and with its form of address. */
export interface Words {
  readonly weekLabel: (week: WeekId) => string;
  /** The same for the letter that holds a whole month's posts. */
  readonly monthLabel: (week: WeekId) => string;
  readonly questionHeading: string;
  readonly newPostsHeading: string;
  readonly olderPostsHeading: string;
  readonly continueReading: string;
  /** The same link for those who hear it out of its place. */
  readonly continueReadingPost: (postTitle: string) => string;
  /** How long reading a post takes. */
  readonly readingTime: (minutes: number) => string;
  readonly replyInvitation: string;
  readonly whyYouGetThis: (newsletterTitle: string, confirmedOn: string) => string;
  /** In place of it for those who read a letter in the archive. */
  readonly whoGotThis: (newsletterTitle: string) => string;
  readonly unsubscribe: string;
  /** In place of it in the archive, where there is nobody to unsubscribe. */
  readonly subscribe: string;
  readonly preferences: string;
  readonly imprintHeading: string;
}

/** British English writes dates and weeks (from Monday on) the way this newsletter counts them. */
/** The tag Intl knows a language by. */
export const intlLocales: Record<Language, string> = { de: 'de-DE', en: 'en-GB' };

const english: Words = {
  weekLabel: (week) => `Week ${numberOfWeek(week)} · ${formatWeekSpan(week, 'en')}`,
  monthLabel: (week) => `Monthly letter · ${formatMonth(monthOfWeek(week), 'en', 'UTC')}`,
  questionHeading: 'The question of the week',
  newPostsHeading: 'New on the blog',
  olderPostsHeading: 'Worth reading again',
  continueReading: 'Continue reading',
  continueReadingPost: (postTitle) => `Continue reading: ${postTitle}`,
  readingTime: (minutes) => `${minutes} min read`,
  replyInvitation: 'What stays with you from this letter? Just reply. Every answer is read.',
  whyYouGetThis: (newsletterTitle, confirmedOn) =>
    `You receive this letter because you signed up for “${newsletterTitle}” and confirmed it on ${confirmedOn}.`,
  whoGotThis: (newsletterTitle) => `This letter went to everybody who signed up for “${newsletterTitle}”.`,
  unsubscribe: 'Unsubscribe',
  subscribe: 'Get the next letter by e-mail',
  preferences: 'Change name, pause, rhythm',
  imprintHeading: 'Imprint',
};

const german: Words = {
  weekLabel: (week) => `Woche ${numberOfWeek(week)} · ${formatWeekSpan(week, 'de')}`,
  monthLabel: (week) => `Monatsbrief · ${formatMonth(monthOfWeek(week), 'de', 'UTC')}`,
  questionHeading: 'Die Frage der Woche',
  newPostsHeading: 'Neu im Blog',
  olderPostsHeading: 'Zum Wiederlesen',
  continueReading: 'Weiterlesen',
  continueReadingPost: (postTitle) => `Weiterlesen: ${postTitle}`,
  readingTime: (minutes) => `${minutes} Min. Lesezeit`,
  replyInvitation: 'Was nimmst du aus diesem Brief mit? Antworte einfach. Jede Antwort wird gelesen.',
  whyYouGetThis: (newsletterTitle, confirmedOn) =>
    `Du bekommst diesen Brief, weil du dich für „${newsletterTitle}“ angemeldet und das am ${confirmedOn} bestätigt hast.`,
  whoGotThis: (newsletterTitle) =>
    `Dieser Brief ging an alle, die sich für „${newsletterTitle}“ angemeldet haben.`,
  unsubscribe: 'Abmelden',
  subscribe: 'Den nächsten Brief per E-Mail bekommen',
  preferences: 'Name, Pause, Rhythmus ändern',
  imprintHeading: 'Impressum',
};

const formalGerman: Words = {
  ...german,
  replyInvitation: 'Was nehmen Sie aus diesem Brief mit? Antworten Sie einfach. Jede Antwort wird gelesen.',
  whyYouGetThis: (newsletterTitle, confirmedOn) =>
    `Sie bekommen diesen Brief, weil Sie sich für „${newsletterTitle}“ angemeldet und das am ${confirmedOn} bestätigt haben.`,
};

/** The words of a newsletter's letters. */
export function wordsFor(config: Pick<Config, 'locale' | 'address'>): Words {
  if (config.locale === 'en') return english;
  return config.address === 'sie' ? formalGerman : german;
}

/** How a letter greets its reader; without a name it greets all the same. `own` is the author's way, if she has one. */
export function salutation(
  name: string | null,
  config: Pick<Config, 'locale' | 'address'>,
  own?: Config['greeting'],
): string {
  const trimmed = name?.replaceAll(/\s+/g, ' ').trim() ?? '';
  // By a function, because a name may hold what means something in a replacement: "$&".
  if (own) return trimmed === '' ? own.unnamed : own.named.replaceAll('{name}', () => trimmed);
  const german = config.address === 'sie' ? 'Guten Tag' : 'Hallo';
  const greeting = config.locale === 'en' ? 'Hello' : german;
  return trimmed === '' ? `${greeting},` : `${greeting} ${trimmed},`;
}

/** The day of an instant on the calendar of a time zone: `12. März 2026`, `12 March 2026`. */
export function formatDate(isoInstant: string, locale: Language, timeZone: string): string {
  return withPlainSpaces(dayFormat(locale, timeZone).format(new Date(isoInstant)));
}

/** The month of an instant on the calendar of a time zone: `November 2026`. */
export function formatMonth(isoInstant: string, locale: Language, timeZone: string): string {
  const format = new Intl.DateTimeFormat(intlLocales[locale], { month: 'long', year: 'numeric', timeZone });
  return withPlainSpaces(format.format(new Date(isoInstant)));
}

/** An instant to the minute: `12. März 2026 um 9:05 Uhr`, `12 March 2026 at 9:05`. */
export function formatMoment(isoInstant: string, locale: Language, timeZone: string): string {
  const format = dateFormat('en-GB', { hour: 'numeric', minute: '2-digit', timeZone });
  const time = withPlainSpaces(format.format(new Date(isoInstant))).replace(/^0(?=\d)/, '');
  const day = formatDate(isoInstant, locale, timeZone);
  return locale === 'de' ? `${day} um ${time} Uhr` : `${day} at ${time}`;
}

/** An instant as an appointment: `Sonntag, 22. November 2026, 07:00 Uhr`, `Sunday, 22 November 2026, 07:00`. */
export function formatAppointment(instant: Date, locale: Language, timeZone: string): string {
  const time = dateFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(instant);
  const day = formatDate(instant.toISOString(), locale, timeZone);
  const words = `${formatWeekday(instant, locale, timeZone)}, ${day}, ${withPlainSpaces(time)}`;
  return locale === 'de' ? `${words} Uhr` : words;
}

/** The day of the week of an instant: `Sonntag`, `Sunday`. */
export function formatWeekday(instant: Date, locale: Language, timeZone: string): string {
  return dateFormat(intlLocales[locale], { weekday: 'long', timeZone }).format(instant);
}

/** First to last day of a week: `16.–22. November 2026`, `28. Dezember 2026 – 3. Januar 2027`. */
export function formatWeekSpan(week: WeekId, locale: Language): string {
  const { monday, sunday } = daysOfWeek(week);
  const span = dayFormat(locale, 'UTC').formatRange(new Date(monday), new Date(sunday));
  // Within a month only numbers stand beside the dash, and then no space does.
  return withPlainSpaces(span).replace(/^(\d+\.?) – (?=\d)/, '$1–');
}

function dayFormat(locale: Language, timeZone: string): Intl.DateTimeFormat {
  return dateFormat(intlLocales[locale], { day: 'numeric', month: 'long', year: 'numeric', timeZone });
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How a locale writes dates; kept, because making one takes longer than all the rest of a reader's message. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format;
}

/** Intl's thin and narrow spaces differ between Node versions and show as boxes in old mail programs. */
function withPlainSpaces(text: string): string {
  return text.replaceAll(/[\u00a0\u2009\u202f]/g, ' ');
}
