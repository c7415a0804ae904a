import type { Preferences } from '../list/membership.ts';
import type { Rhythm } from '../list/subscriber.ts';
import { languageNamed } from './pageLanguage.ts';
import { readReaderName } from './readerName.ts';
import type { PreferenceFault } from '../render/pages.ts';

/** The fields of the preferences form. */
export const preferenceFields = ['name', 'language', 'rhythm', 'pausedUntil'] as const;

/** Fields as sent: an absent one stays as it is, an empty one is cleared. */
export type TypedPreferences = ReadonlyMap<string, string>;

/** What somebody wants changed, everything she can mend, or `null` for what no form of ours ever sends. */
export type ReadPreferences =
  | { readonly changes: Partial<Preferences> }
  | { readonly faults: readonly PreferenceFault[] }
  | null;

/** Reads the preferences form; `today` is the day in the newsletter's time zone. */
export function readPreferences(typed: TypedPreferences, today: string): ReadPreferences {
  const changes: { -readonly [Field in keyof Preferences]?: Preferences[Field] } = {};
  const faults: PreferenceFault[] = [];
  const name = typed.get('name');
  if (name !== undefined) {
    const read = readReaderName(name);
    if ('fault' in read) faults.push(read.fault);
    else changes.name = read.name;
  }
  const pausedUntil = typed.get('pausedUntil');
  if (pausedUntil !== undefined) {
    const read = readPause(pausedUntil, today);
    if ('fault' in read) faults.push(read.fault);
    else changes.pausedUntil = read.pausedUntil;
  }
  const language = typed.get('language');
  if (language !== undefined) {
    changes.language = languageNamed(language) ?? null;
    if (changes.language === null && language !== '') return null;
  }
  const rhythm = typed.get('rhythm');
  if (rhythm !== undefined) {
    const named = rhythmNamed(rhythm);
    if (named === undefined) return null;
    changes.rhythm = named;
  }
  return faults.length > 0 ? { faults } : { changes };
}

/** The rhythm a text names, where there is such a one. */
export function rhythmNamed(text: string | undefined): Rhythm | undefined {
  return text === 'weekly' || text === 'monthly' ? text : undefined;
}

function readPause(
  text: string,
  today: string,
): Pick<Preferences, 'pausedUntil'> | { readonly fault: PreferenceFault } {
  const day = text.trim();
  if (day === '') return { pausedUntil: null };
  if (!isDay(day)) return { fault: 'dayInvalid' };
  if (day < today) return { fault: 'dayPast' };
  const inAYear = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  return day > inAYear ? { fault: 'dayTooFar' } : { pausedUntil: day };
}

function isDay(text: string): boolean {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
