import { parseAddress } from '../address.ts';
import { foldSpace, withoutUnsafeCharacters } from '../characters.ts';
import type { Language, Text } from '../errors.ts';
import { unguardedCell } from '../list/csvCell.ts';
import type { ImportedPerson, ImportedStanding, RowReading } from './importedPerson.ts';
import { instantReader, type ImportedInstant } from './importInstant.ts';
import { importFields, type ImportField, type ImportSystem, type Standing } from './importSystem.ts';
import { columnKey } from './recogniseSystem.ts';

/** What reading rows needs to know besides them. */
export interface RowOrder {
  readonly system: ImportSystem;
  readonly columns: readonly string[];
  /** Mailchimp tells a list of those who left by its name, too. */
  readonly fileName: string;
  /** The newsletter's, for systems that write local time. */
  readonly timeZone: string;
  readonly at: string;
}

/** Reads the rows of one list. */
export function rowReader(order: RowOrder): (cells: readonly string[]) => RowReading {
  const { system, columns } = order;
  const places = placesOf(system, columns);
  const statusesOf = statusReader(system, places);
  const instant = instantReader(system.zone === 'UTC' ? 'UTC' : order.timeZone, order.at);
  const isOfLeavers = leaversFile(system, columns.map(columnKey), order.fileName);
  return (cells) => {
    if (cells.every((cell) => cell.trim() === '')) return { blank: true };
    if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) return { fault: faults.tooManyCells };
    const cell: Cell = (field) => {
      for (const place of places.get(field) ?? []) {
        const text = cellText(cells[place] ?? '');
        if (text !== '') return text;
      }
      return '';
    };
    const address = parseAddress(cell('address'));
    if (address === undefined) return { fault: cell('address') === '' ? faults.noAddress : faults.address };
    const standing = standingOf(cell, statusesOf(cells), isOfLeavers);
    if (typeof standing === 'object') return standing;
    const requestedAt = instant(cell('requestedAt'));
    const confirmedAt = instant(cell('confirmedAt'));
    const isGone = isLeaving(standing);
    // Who left must not be mailed, whatever became of the dates.
    const fault = isGone ? undefined : (faultOf(requestedAt) ?? faultOf(confirmedAt));
    if (fault) return { fault };
    const times = { requestedAt: ifReadable(requestedAt), confirmedAt: ifReadable(confirmedAt) };
    const isProven = standing === 'subscribed' && provesConsent(system, times);
    return {
      person: {
        address,
        standing: isGone ? standing : isProven ? 'confirmed' : 'asked',
        name: importedName(cell('name') || (cell('fullName').split(/\s+/u)[0] ?? '')),
        language: importedLanguage(cell('language')),
        requestedAt: times.requestedAt,
        requestIp: importedIp(cell('requestIp')),
        confirmedAt: times.confirmedAt,
        confirmIp: importedIp(cell('confirmIp')),
        leftAt: isGone ? ifReadable(instant(cell(standing === 'bounced' ? 'bouncedAt' : 'leftAt'))) : null,
        record: null,
        suppressed: null,
      },
    };
  };
}

/** Whether the times of a row prove that a person wanted it (R67); what proves it differs by system. */
function provesConsent(
  { proof }: Pick<ImportSystem, 'proof'>,
  { requestedAt, confirmedAt }: Pick<ImportedPerson, 'requestedAt' | 'confirmedAt'>,
): boolean {
  if (proof === 'none' || confirmedAt === null) return false;
  if (proof === 'confirmed') return true;
  return requestedAt !== null && Date.parse(confirmedAt) > Date.parse(requestedAt);
}

type Places = ReadonlyMap<ImportField, readonly number[]>;
/** What a row says of a field; empty where it says nothing. */
type Cell = (field: ImportField) => string;

/** Where each field stands; several columns of one field are looked at in the order of the system's table. */
function placesOf(system: ImportSystem, columns: readonly string[]): Places {
  const names = columns.map(columnKey);
  const places = new Map<ImportField, readonly number[]>();
  for (const field of importFields) {
    const known = system.fields[field] ?? [];
    const found = known.map((name) => names.indexOf(name)).filter((place) => place >= 0);
    if (found.length > 0) places.set(field, found);
  }
  return places;
}

/** Mailchimp keeps those who left in files of their own, where not every row has its time. */
function leaversFile(
  system: ImportSystem,
  names: readonly string[],
  fileName: string,
): 'bounced' | 'unsubscribed' | undefined {
  if (system.id !== 'mailchimp' || names.includes('status')) return undefined;
  if (/^cleaned_/i.test(fileName)) return 'bounced';
  if (/^unsubscribed_/i.test(fileName)) return 'unsubscribed';
  // Files of subscribers have LAST_CHANGED, and sometimes a field of the author's own that is named like one of those.
  if (names.includes('last_changed')) return undefined;
  const [isOfUnsubscribed, isOfCleaned] = [names.includes('unsub_time'), names.includes('clean_time')];
  if (isOfUnsubscribed === isOfCleaned) return undefined;
  return isOfCleaned ? 'bounced' : 'unsubscribed';
}

/** What the status columns of a row mean; MailPoet has a status in the list and one of the person. */
function statusReader(
  system: ImportSystem,
  places: Places,
): (cells: readonly string[]) => ReadonlySet<Standing | undefined> {
  const { statuses } = system;
  const where = places.get('status') ?? [];
  if (statuses === undefined || where.length === 0) return () => noStatus;
  return (cells) => {
    const words = where.map((place) => cellText(cells[place] ?? '').toLowerCase());
    return new Set(words.filter((word) => word !== '').map((word) => statuses[word]));
  };
}

const noStatus: ReadonlySet<Standing | undefined> = new Set();

/** A row's standing: the strictest of all its signs; among its statuses is undefined for a word nobody knows. */
function standingOf(
  cell: Cell,
  statuses: ReadonlySet<Standing | undefined>,
  isOfLeavers: 'bounced' | 'unsubscribed' | undefined,
): Standing | { readonly fault: Text } {
  const hasLeft = (field: ImportField): boolean =>
    !/^(|0|-|null|no|nein|false)$/i.test(cell(field)) && !isZero(cell(field));
  const left = isOfLeavers === 'unsubscribed' || statuses.has('unsubscribed') || hasLeft('leftAt');
  if (statuses.has('complained') || (left && /abuse|spam|complain/i.test(cell('leaveReason'))))
    return 'complained';
  if (isOfLeavers === 'bounced' || statuses.has('bounced') || hasLeft('bouncedAt')) return 'bounced';
  if (left || /^(true|1|yes|ja)$/i.test(cell('mailDisabled'))) return 'unsubscribed';
  if (/^(false|0|no|nein)$/i.test(cell('mayMail'))) return 'unsubscribed';
  if (statuses.has(undefined)) return { fault: faults.status };
  return statuses.has('asked') ? 'asked' : 'subscribed';
}

const isZero = (text: string): boolean => text.startsWith('0000-00-00');

function isLeaving(standing: Standing): standing is Exclude<ImportedStanding, 'confirmed' | 'asked'> {
  return standing === 'complained' || standing === 'bounced' || standing === 'unsubscribed';
}

/** A cell without the marks that programs put around it. */
function cellText(cell: string): string {
  const text = unguardedCell(cell).trim();
  // MailPoet writes \" for a quotation mark within quotation marks.
  return text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('\\"', '"').trim()
    : text;
}

/** A first name that may stand in a letter, or null: no line breaks, no links, at most 80 characters. */
function importedName(text: string): string | null {
  const name = foldSpace(withoutUnsafeCharacters(text));
  if (name === '' || /:\/\/|www\.|@/i.test(name)) return null;
  // A pair that stands for one sign must not be cut in two.
  return withoutUnsafeCharacters(name.slice(0, 80)).trim();
}

function importedLanguage(text: string): Language | null {
  if (/^(de|german|deutsch)/i.test(text)) return 'de';
  return /^en/i.test(text) ? 'en' : null;
}

function importedIp(text: string): string | null {
  return /^(\d{1,3}(\.\d{1,3}){3}|(?=.*:)[\da-f:.]{2,45})$/i.test(text) ? text : null;
}

const ifReadable = (instant: ImportedInstant): string | null =>
  typeof instant === 'string' ? instant : null;

function faultOf(instant: ImportedInstant): Text | undefined {
  if (instant === null || typeof instant === 'string') return undefined;
  return faults[instant.fault];
}

const faults = {
  noAddress: { de: 'ohne E-Mail-Adresse', en: 'without an e-mail address' },
  address: { de: 'keine brauchbare E-Mail-Adresse', en: 'not a usable e-mail address' },
  tooManyCells: { de: 'mehr Zellen als Spalten', en: 'more cells than columns' },
  status: { de: 'ein unbekannter Status', en: 'an unknown status' },
  unreadable: { de: 'ein Zeitpunkt, der sich nicht lesen lässt', en: 'a time that cannot be read' },
  future: { de: 'ein Zeitpunkt in der Zukunft', en: 'a time in the future' },
} as const satisfies Record<string, Text>;
