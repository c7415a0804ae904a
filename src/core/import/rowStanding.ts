import type { Text } from '../errors.ts';
import { columnKey } from './columnKey.ts';
import type { ImportedStanding } from './importedPerson.ts';
import type { ImportField, ImportSystem, Standing } from './importSystem.ts';
import { leaverWord, strayLeaverWord, type LeaverStanding } from './leaverWords.ts';
import { cellText, type Places, type RowCells } from './rowCells.ts';

/** Where the person of a row stands, with every sign that she left, or why nobody can tell. */
export type RowStanding =
  | { readonly standing: Standing; readonly signs: readonly LeaverStanding[] }
  | { readonly fault: Text };

/** A list, as far as the standing of its people depends on it. */
export interface StandingOrder {
  readonly system: ImportSystem;
  readonly columns: readonly string[];
  readonly places: Places;
  /** Mailchimp tells a list of those who left by its name, too. */
  readonly fileName: string;
}

/** Reads where people stand: the strictest of all the signs in a row. */
export function standingReader(
  order: StandingOrder,
): (row: RowCells, cells: readonly string[]) => RowStanding {
  const { system, columns, places, fileName } = order;
  const meaningOf = wordReader(system);
  const isOfLeavers = leaversFile(system, columns.map(columnKey), fileName);
  const goodbyeElsewhere = goodbyeFinder(system, columns, places);
  return (row, cells) => {
    const words = places.has('status') && system.statuses ? row.all('status') : [];
    const meanings = new Set(words.map(meaningOf));
    for (const word of row.all('mayMail')) {
      const meaning = meaningOf(word);
      if (meaning && isLeaving(meaning)) meanings.add(meaning);
    }
    const says = (field: ImportField): boolean => row.all(field).some((text) => !nothingSaid.test(text));
    const left = isOfLeavers === 'unsubscribed' || meanings.has('unsubscribed') || says('leftAt');
    const complains = left && row.all('leaveReason').some((text) => /abuse|spam|compl|beschwer/i.test(text));
    const wantsNone =
      row.all('mailDisabled').some((text) => yes.test(text)) ||
      row.all('mayMail').some((text) => no.test(text));
    const signs: LeaverStanding[] = [];
    if (meanings.has('complained') || complains || says('complainedAt')) signs.push('complained');
    if (isOfLeavers === 'bounced' || meanings.has('bounced') || says('bouncedAt')) signs.push('bounced');
    if (left || wantsNone) signs.push('unsubscribed');
    const [strictest] = signs;
    if (strictest !== undefined) return { standing: strictest, signs };
    const unknown = words.find((word) => meaningOf(word) === undefined);
    if (unknown !== undefined) return { fault: unknownStatus(unknown) };
    const elsewhere = goodbyeElsewhere(cells);
    if (elsewhere) return { fault: elsewhere };
    return { standing: meanings.has('asked') ? 'asked' : 'subscribed', signs };
  };
}

/** Whether she is gone, whatever else the row says. */
export function isLeaving(standing: ImportedStanding | Standing): standing is LeaverStanding {
  return standing === 'complained' || standing === 'bounced' || standing === 'unsubscribed';
}

export const yes = /^(?:true|1|yes|y|ja|j|x|✓|✔)$/i;
export const no = /^(?:false|0|no|n|nein)$/i;

/** What stands where nobody left. */
const nothingSaid =
  /^(?:0|[-–—]+|null|none|n\/a|no|n|nein|nie|never|false|0000-00-00.*|0001-01-01.*|\[\]|\{\})$/i;

/** What a word for a status means: to its system, or to anybody who hears a goodbye in it. */
function wordReader({ statuses }: ImportSystem): (word: string) => Standing | undefined {
  const meanings = new Map(
    Object.entries(statuses ?? {}).map(([word, meaning]) => [columnKey(word), meaning]),
  );
  // A list has few different words, and many rows.
  const keys = new Map<string, string>();
  return (word) => {
    const key = keys.get(word) ?? columnKey(word);
    if (keys.size < 1000) keys.set(word, key);
    return meanings.get(key) ?? leaverWord(key);
  };
}

/** Mailchimp keeps those who left in files of their own, where not every row has its time, or even its columns. */
function leaversFile(
  system: ImportSystem,
  keys: readonly string[],
  fileName: string,
): 'bounced' | 'unsubscribed' | undefined {
  const has = (name: string): boolean => keys.includes(columnKey(name));
  if ((system.id !== 'mailchimp' && system.id !== 'csv') || has('status')) return undefined;
  if (/^cleaned_/i.test(fileName)) return 'bounced';
  if (/^unsubscribed_/i.test(fileName)) return 'unsubscribed';
  if (system.id === 'csv') return undefined;
  // Files of subscribers have LAST_CHANGED, and sometimes a field of the author's own that is named like one of those.
  if (has('last_changed')) return undefined;
  const [isOfUnsubscribed, isOfCleaned] = [has('unsub_time'), has('clean_time')];
  if (isOfUnsubscribed === isOfCleaned) return undefined;
  return isOfCleaned ? 'bounced' : 'unsubscribed';
}

/** A list may say goodbye in a column that nobody reads; such a row is never taken for a welcome. */
function goodbyeFinder(
  { id }: ImportSystem,
  columns: readonly string[],
  places: Places,
): (cells: readonly string[]) => Text | undefined {
  const used = new Set([...places.values()].flat());
  const ignored = columns.map((_, place) => place).filter((place) => !used.has(place));
  // A list has few different words, and many rows.
  const verdicts = new Map<string, boolean>();
  const isGoodbye = (word: string): boolean => {
    const known = verdicts.get(word);
    if (known !== undefined) return known;
    const verdict = words.test(word) && strayLeaverWord(word, id === 'csv');
    if (verdicts.size < 1000) verdicts.set(word, verdict);
    return verdict;
  };
  return (cells) => {
    for (const place of ignored) {
      const word = cellText(cells[place] ?? '');
      if (word.length <= longestWord && isGoodbye(word)) return goodbyeIn(word);
    }
    return undefined;
  };
}

const longestWord = 30;
const words = /^\p{L}[\p{L}\p{M} _-]*$/u;

/** The word is shown only where it looks like one: a cell in the wrong place may hold an address. */
function unknownStatus(word: string): Text {
  const isWord = word.length <= longestWord && words.test(word);
  const shown = isWord ? `: ${word}` : '';
  return { de: `ein unbekannter Status${shown}`, en: `an unknown status${shown}` };
}

function goodbyeIn(word: string): Text {
  return {
    de: `„${word}“ in einer Spalte, die nicht beachtet wird; sie „Status“ nennen oder aus der Datei nehmen`,
    en: `"${word}" in a column that is ignored; call it "status" or take it out of the file`,
  };
}
