import * as z from 'zod';
import { parseAddress } from '../address.ts';
import type { Text } from '../errors.ts';
import { unguardedCell } from '../list/csvCell.ts';
import { exportColumns, type ExportColumn } from '../list/exportRows.ts';
import type { Subscriber, SubscriberStatus, Suppression } from '../list/subscriber.ts';
import { subscriberSchema, suppressionSchema } from '../list/subscriberSchema.ts';
import type { ImportedPerson, ImportedStanding, RowReading } from './importedPerson.ts';
import { columnKey } from './columnKey.ts';
import type { ColumnUse } from './columnMap.ts';
import { isAhead } from './importInstant.ts';

/** Reads the rows of our own CSV back into whole records. */
export function ownRowReader(columns: readonly string[]): (cells: readonly string[]) => RowReading {
  const names = columns.map(columnKey);
  const places = new Map(exportColumns.map((column) => [column, names.indexOf(columnKey(column))]));
  return (cells) => {
    if (cells.every((cell) => cell.trim() === '')) return { blank: true };
    const text = (column: ExportColumn): string => unguardedCell(cells[places.get(column) ?? -1] ?? '');
    return ownRecord(recordOf(text), suppressedOf(text));
  };
}

/** Which columns of our own CSV are read back. */
export function ownColumnUses(columns: readonly string[]): readonly ColumnUse[] {
  const known = new Set(exportColumns.map(columnKey));
  return columns
    .filter((column) => column.trim() !== '')
    .map((column) => ({ column, fields: known.has(columnKey(column)) ? ['record'] : [] }));
}

/** One record of a list of ours, as JSON has it. */
export function ownRecord(
  value: unknown,
  suppressed: { readonly reason: unknown; readonly since: unknown } | null = null,
): RowReading {
  const wrong = (fault: Text): RowReading => faultOf(value, fault, suppressed !== null);
  const result = subscriberSchema.safeParse(value);
  if (!result.success) return wrong(wrongValue(result.error.issues[0]?.path ?? []));
  const record: Subscriber = result.data;
  const address = parseAddress(record.address);
  if (address === undefined) return wrong(wrongValue(['address']));
  const parsed = suppressed && suppressionReason.safeParse(suppressed);
  if (parsed?.success === false) return wrong(wrongValue(['suppressed']));
  const { consent, unsubscribedAt } = record;
  const person: ImportedPerson = {
    address,
    standing: standingOf[record.status],
    name: record.name,
    language: record.language,
    requestedAt: consent.requestedAt,
    requestIp: consent.requestIp,
    confirmedAt: consent.confirmedAt,
    confirmIp: consent.confirmIp,
    leftAt: unsubscribedAt,
    record,
    suppressed: parsed?.data ?? null,
  };
  return { person };
}

/** A suppression of a list of ours, or what is wrong with it. */
export function ownSuppression(
  value: unknown,
  at: string,
): { readonly suppression: Suppression } | { readonly fault: Text } {
  const result = suppressionSchema.safeParse(value);
  if (!result.success) return { fault: wrongValue(result.error.issues[0]?.path ?? []) };
  // A suppression counts whenever it is from; only a time to come cannot be kept.
  const { since } = result.data;
  return { suppression: isAhead(since, at) ? { ...result.data, since: at } : result.data };
}

/** Unless a faulty record says that she is on the list, it may be a goodbye. */
function faultOf(value: unknown, fault: Text, isSuppressed: boolean): RowReading {
  const { data } = named.safeParse(value);
  const address = data && parseAddress(data.address);
  const isWelcome = data?.status === 'confirmed' || data?.status === 'pending';
  return address && (isSuppressed || !isWelcome) ? { fault, mayHaveLeft: address.key } : { fault };
}

const named = z.looseObject({ address: z.string(), status: z.unknown() });

const standingOf: Readonly<Record<SubscriberStatus, ImportedStanding>> = {
  confirmed: 'confirmed',
  pending: 'asked',
  unsubscribed: 'unsubscribed',
};

const suppressionReason = suppressionSchema.pick({ reason: true, since: true });

function recordOf(text: (column: ExportColumn) => string): unknown {
  const orNull = (column: ExportColumn): string | null => text(column) || null;
  return {
    id: text('id'),
    address: text('address'),
    name: orNull('name'),
    status: text('status'),
    language: orNull('language'),
    rhythm: text('rhythm') || 'weekly',
    pausedUntil: orNull('paused_until'),
    consent: {
      wording: text('wording'),
      wordingVersion: text('wording_version'),
      form: orNull('form'),
      origin: orNull('origin'),
      requestedAt: text('requested_at'),
      mailedAt: orNull('mailed_at'),
      remindedAt: orNull('reminded_at'),
      confirmedAt: orNull('confirmed_at'),
      resumedAt: orNull('resumed_at'),
      requestIp: orNull('request_ip'),
      confirmIp: orNull('confirm_ip'),
    },
    unsubscribedAt: orNull('unsubscribed_at'),
    askedAt: orNull('asked_at'),
    noticedAt: orNull('noticed_at'),
    lastMailAt: orNull('last_mail_at'),
    mailRefused: orNull('mail_refused'),
    past: pastOf(text('past')),
  };
}

function pastOf(text: string): unknown {
  if (text === '') return [];
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function suppressedOf(
  text: (column: ExportColumn) => string,
): { readonly reason: string; readonly since: string } | null {
  return text('suppressed') === '' ? null : { reason: text('suppressed'), since: text('suppressed_since') };
}

function wrongValue(path: readonly PropertyKey[]): Text {
  const name = path.map(String).join('.');
  return name === ''
    ? { de: 'kein Eintrag, wie Wochenbrief ihn schreibt', en: 'not an entry as Wochenbrief writes it' }
    : { de: `ein Wert, der nicht passt: ${name}`, en: `a value that does not fit: ${name}` };
}
