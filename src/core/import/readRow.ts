import { parseAddress } from '../address.ts';
import type { Language, Text } from '../errors.ts';
import { importedName } from './importedName.ts';
import { instantReader, latestInstant, type ImportedInstant } from './importInstant.ts';
import type { ImportedPerson, RowReading } from './importedPerson.ts';
import type { ImportField, ImportSystem } from './importSystem.ts';
import type { LeaverStanding } from './leaverWords.ts';
import { rowCells, type RowCells } from './rowCells.ts';
import { isLeaving, no, standingReader, yes, type StandingOrder } from './rowStanding.ts';

/** What reading rows needs to know besides them. */
export interface RowOrder extends StandingOrder {
  /** The newsletter's, for systems that write local time. */
  readonly timeZone: string;
  readonly at: string;
}

/** Reads the rows of one list. */
export function rowReader(order: RowOrder): (cells: readonly string[]) => RowReading {
  const { system, columns, places } = order;
  const standingOf = standingReader(order);
  const instant = instantReader(system.zone === 'UTC' ? 'UTC' : order.timeZone, order.at);
  return (cells) => {
    if (cells.every((cell) => cell.trim() === '')) return { blank: true };
    const row = rowCells(cells, places);
    const address = parseAddress(row.first('address'));
    if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== ''))
      return address
        ? { fault: faults.tooManyCells, mayHaveLeft: address.key }
        : { fault: faults.tooManyCells };
    if (address === undefined)
      return { fault: row.first('address') === '' ? faults.noAddress : faults.address };
    const found = standingOf(row, cells);
    if ('fault' in found) return { fault: found.fault, mayHaveLeft: address.key };
    const { standing, signs } = found;
    const requestedAt = timeIn(row, 'requestedAt', instant);
    const confirmedAt = timeIn(row, 'confirmedAt', instant);
    const isGone = isLeaving(standing);
    // Who left must not be mailed, whatever became of the dates.
    const fault = isGone ? undefined : (faultOf(requestedAt) ?? faultOf(confirmedAt));
    if (fault) return { fault };
    const evidence = {
      requestedAt: ifReadable(requestedAt),
      confirmedAt: ifReadable(confirmedAt),
      confirmIp: importedIp(row.first('confirmIp')),
    };
    const isProven = standing === 'subscribed' && provesConsent(system, evidence);
    return {
      person: {
        address,
        standing: isGone ? standing : isProven ? 'confirmed' : 'asked',
        name: importedName(row.first('name') || firstWord(row.first('fullName'))),
        language: importedLanguage(row.first('language')),
        ...evidence,
        requestIp: importedIp(row.first('requestIp')),
        leftAt: leavingTime(row, signs, instant),
        record: null,
        suppressed: null,
      },
    };
  };
}

type ReadInstant = (text: string) => ImportedInstant;

/** A time, where the row names one: a mere yes names none, and a no takes back what another column says. */
function timeIn(row: RowCells, field: 'requestedAt' | 'confirmedAt', instant: ReadInstant): ImportedInstant {
  const texts = row.all(field);
  if (texts.some((text) => no.test(text))) return null;
  for (const text of texts) {
    const found = yes.test(text) ? null : instant(text);
    if (found !== null) return found;
  }
  return null;
}

const leavingFields = {
  unsubscribed: ['leftAt'],
  bounced: ['bouncedAt'],
  complained: ['complainedAt', 'leftAt'],
} as const satisfies Record<string, readonly ImportField[]>;

/** When she last left, of all the ways in which she did; null where a way has no time, because that may be the last. */
function leavingTime(row: RowCells, signs: readonly LeaverStanding[], instant: ReadInstant): string | null {
  const times = signs.map((sign) => {
    const found = leavingFields[sign].flatMap((field) => row.all(field)).map(instant);
    return latestInstant(found.map((one) => ifReadable(one)).filter((one) => one !== null));
  });
  return times.includes(null) ? null : latestInstant(times.filter((one) => one !== null));
}

/** Whether the times of a row prove that a person wanted it (R67); what proves it differs by system. */
function provesConsent(
  { proof }: Pick<ImportSystem, 'proof'>,
  { requestedAt, confirmedAt, confirmIp }: Pick<ImportedPerson, 'requestedAt' | 'confirmedAt' | 'confirmIp'>,
): boolean {
  if (proof === 'none' || confirmedAt === null) return false;
  if (proof === 'confirmed')
    return requestedAt === null || Date.parse(confirmedAt) >= Date.parse(requestedAt);
  if (proof === 'confirmedAfterRequestFromIp' && confirmIp === null) return false;
  return requestedAt !== null && Date.parse(confirmedAt) > Date.parse(requestedAt);
}

const firstWord = (text: string): string => text.split(/\s+/u)[0] ?? '';

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
  unreadable: { de: 'ein Zeitpunkt, der sich nicht lesen lässt', en: 'a time that cannot be read' },
  future: { de: 'ein Zeitpunkt in der Zukunft', en: 'a time in the future' },
} as const satisfies Record<string, Text>;
