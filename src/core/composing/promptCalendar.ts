import type { Language } from '../errors.ts';
import { dateFormat, intlLocales } from '../locale.ts';

export const seasons = ['advent', 'new-year', 'spring', 'summer', 'autumn', 'winter'] as const;
export type Season = (typeof seasons)[number];

/** A day of every year: a date, or a distance from Easter Sunday. */
type DayOfYear = { readonly monthDay: string } | { readonly fromEaster: number };

/** Days of the author's own choice, both ends included; a single day is its own end. */
export interface PromptDate {
  readonly from: DayOfYear;
  readonly to: DayOfYear;
  /** As it stands in prompts.yaml: `11-01..11-10`. */
  readonly text: string;
}

const dayMs = 86_400_000;
/** Further away some of these days would lie in another year than their Easter. */
const [earliestFromEaster, latestFromEaster] = [-80, 250];
/** A year in which every day exists. */
const leapYear = 2028;

/** Reads `12-06`, `11-01..11-10`, `easter`, `easter-2`, `easter+39..easter+50`; undefined where it is none of these. */
export function parsePromptDate(text: string): PromptDate | undefined {
  const ends = text.split('..').map((end) => parseDay(end.trim()));
  const [from] = ends;
  const to = ends.length === 1 ? from : ends[1];
  if (ends.length > 2 || from === undefined || to === undefined) return undefined;
  // Which of the two comes first would differ from year to year.
  if ('fromEaster' in from !== 'fromEaster' in to) return undefined;
  if ('fromEaster' in from && 'fromEaster' in to && from.fromEaster > to.fromEaster) return undefined;
  return { from, to, text };
}

function parseDay(text: string): DayOfYear | undefined {
  const [, sign = '+', days = '0'] = /^easter(?:([+-])(\d{1,3}))?$/.exec(text) ?? [];
  if (text.startsWith('easter')) {
    const fromEaster = Number(`${sign}${days}`);
    const isMeant = /^easter([+-]\d{1,3})?$/.test(text);
    return isMeant && fromEaster >= earliestFromEaster && fromEaster <= latestFromEaster
      ? { fromEaster }
      : undefined;
  }
  if (!/^\d\d-\d\d$/.test(text)) return undefined;
  const date = new Date(`${leapYear}-${text}T00:00:00Z`);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().slice(5, 10) === text;
  return isReal ? { monthDay: text } : undefined;
}

/** Whether a day (`2026-12-06`) is one of these; ranges may go over the turn of the year. */
export function isOn({ from, to }: PromptDate, day: string): boolean {
  const monthDay = day.slice(5);
  const [first, last] = [dayIn(from, day), dayIn(to, day)];
  return first <= last ? monthDay >= first && monthDay <= last : monthDay >= first || monthDay <= last;
}

/** How many days these are, in a year of 365. */
export function daysLong({ from, to }: PromptDate): number {
  if ('fromEaster' in from && 'fromEaster' in to) return to.fromEaster - from.fromEaster + 1;
  const [first, last] = [from, to].map((end) => dayNumber(`2027-${dayIn(end, '2027-01-01')}`));
  const distance = (last ?? 0) - (first ?? 0);
  return (distance < 0 ? distance + 365 : distance) + 1;
}

/** A day as `12-06` in the year of another. */
function dayIn(day: DayOfYear, other: string): string {
  if ('monthDay' in day) return day.monthDay;
  const easter = easterOf(Number(other.slice(0, 4)));
  return new Date(easter + day.fromEaster * dayMs).toISOString().slice(5, 10);
}

/** Easter Sunday of the western churches, as midnight UTC (Gauss, Meeus, Jones, Butcher). */
export function easterOf(year: number): number {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  return Date.UTC(year, month - 1, (h + l - 7 * m + 33 * month + 19) % 32);
}

const seasonStarts: Readonly<Record<Season, string>> = {
  advent: '11-27',
  'new-year': '12-25',
  winter: '01-11',
  spring: '03-01',
  summer: '06-01',
  autumn: '09-01',
};

/** The season of a day in the northern year; Advent and the turn of the year go before winter. */
export function seasonOf(day: string): Season {
  const monthDay = day.slice(5);
  if (monthDay >= seasonStarts['new-year'] || monthDay < seasonStarts.winter) return 'new-year';
  const passed = seasons.filter((season) => seasonStarts[season] <= monthDay);
  return passed.reduce((latest, season) => (seasonStarts[season] > seasonStarts[latest] ? season : latest));
}

/** How many days ago the season of a day began. */
export function daysIntoSeason(day: string): number {
  const start = seasonStarts[seasonOf(day)];
  const year = Number(day.slice(0, 4)) - (start > day.slice(5) ? 1 : 0);
  return dayNumber(day) - dayNumber(`${year}-${start}`);
}

/** On which days a prompt is asked, as its reason says it: `am 6. Dezember`, `vom 1. bis 10. November`, `zu Pfingsten`. */
export function dateWords(date: PromptDate, day: string, language: Language): string {
  const { from, to } = date;
  if ('fromEaster' in from && 'fromEaster' in to && from.fromEaster === to.fromEaster) {
    const feast = feasts.get(from.fromEaster);
    if (feast) return feast[language];
  }
  const [first, last] = [dayIn(from, day), dayIn(to, day)];
  const words = (monthDay: string): string => dayWords(monthDay, language);
  if (first === last) return language === 'de' ? `am ${words(first)}` : `on ${words(first)}`;
  const start = first.slice(0, 2) === last.slice(0, 2) ? numberOfDay(first, language) : words(first);
  return language === 'de' ? `vom ${start} bis ${words(last)}` : `from ${start} to ${words(last)}`;
}

/** When it is the time of a season: `zum Advent`. */
export function seasonWords(season: Season, language: Language): string {
  return seasonTimes[season][language];
}

const seasonTimes: Readonly<Record<Season, Readonly<Record<Language, string>>>> = {
  advent: { de: 'zum Advent', en: 'for Advent' },
  'new-year': { de: 'zum Jahreswechsel', en: 'for the turn of the year' },
  spring: { de: 'zum Frühling', en: 'for spring' },
  summer: { de: 'zum Sommer', en: 'for summer' },
  autumn: { de: 'zum Herbst', en: 'for autumn' },
  winter: { de: 'zum Winter', en: 'for winter' },
};

const feasts: ReadonlyMap<number, Readonly<Record<Language, string>>> = new Map([
  [-46, { de: 'am Aschermittwoch', en: 'on Ash Wednesday' }],
  [-7, { de: 'am Palmsonntag', en: 'on Palm Sunday' }],
  [-3, { de: 'am Gründonnerstag', en: 'on Maundy Thursday' }],
  [-2, { de: 'am Karfreitag', en: 'on Good Friday' }],
  [0, { de: 'zu Ostern', en: 'for Easter' }],
  [1, { de: 'am Ostermontag', en: 'on Easter Monday' }],
  [39, { de: 'zu Himmelfahrt', en: 'for Ascension Day' }],
  [49, { de: 'zu Pfingsten', en: 'for Whitsun' }],
  [50, { de: 'am Pfingstmontag', en: 'on Whit Monday' }],
  [60, { de: 'zu Fronleichnam', en: 'for Corpus Christi' }],
]);

function dayWords(monthDay: string, language: Language): string {
  const format = dateFormat(intlLocales[language], { day: 'numeric', month: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${leapYear}-${monthDay}T00:00:00Z`));
}

function numberOfDay(monthDay: string, language: Language): string {
  const number = Number(monthDay.slice(3));
  return language === 'de' ? `${number}.` : String(number);
}

function dayNumber(day: string): number {
  return Date.parse(day) / dayMs;
}
