import { csvLine } from './csvCell.ts';
import { keyOf, type ListView } from './listBook.ts';
import type { Subscriber, SubscriberStatus, Suppression } from './subscriber.ts';
import { subscriberLine, suppressionLine } from './subscriberLines.ts';
import { findSuppression } from './suppression.ts';

/** The columns of our CSV, as `subscribers import` reads them back. */
export const exportColumns = [
  'id',
  'address',
  'name',
  'status',
  'language',
  'rhythm',
  'paused_until',
  'requested_at',
  'confirmed_at',
  'unsubscribed_at',
  'wording',
  'wording_version',
  'form',
  'origin',
  'mailed_at',
  'reminded_at',
  'resumed_at',
  'request_ip',
  'confirm_ip',
  'asked_at',
  'noticed_at',
  'last_mail_at',
  'mail_refused',
  'past',
  'suppressed',
  'suppressed_since',
] as const;

/** A column of our CSV. */
export type ExportColumn = (typeof exportColumns)[number];

/** The people of a list, all or those of one status. */
export function* exportedPeople(
  list: Pick<ListView, 'subscribers'>,
  status: SubscriberStatus | undefined,
): Generator<Subscriber> {
  for (const subscriber of list.subscribers())
    if (status === undefined || subscriber.status === status) yield subscriber;
}

/**
 * People as CSV (RFC 4180), safe to open in a spreadsheet: line after line, the columns first. With its byte order mark
 * Excel reads the umlauts right. Who is suppressed has the reason in her row; suppressions of people who are not on the
 * list have no address to write down, and are in the JSON only.
 */
export function* csvLines(
  people: Iterable<Subscriber>,
  list: Pick<ListView, 'suppression'>,
  secrets: readonly string[],
): Generator<string> {
  yield `\uFEFF${csvLine(exportColumns)}`;
  for (const subscriber of people) {
    const texts = exportTexts(subscriber, findSuppression(list, keyOf(subscriber), secrets));
    yield csvLine(exportColumns.map((column) => texts[column] ?? ''));
  }
}

/** A person as the texts of a row; nothing where there is nothing. */
export function exportTexts(
  subscriber: Subscriber,
  suppression: Pick<Suppression, 'reason' | 'since'> | undefined,
): Readonly<Record<ExportColumn, string | null>> {
  const { consent } = subscriber;
  return {
    id: subscriber.id,
    address: subscriber.address,
    name: subscriber.name,
    status: subscriber.status,
    language: subscriber.language,
    rhythm: subscriber.rhythm,
    paused_until: subscriber.pausedUntil,
    requested_at: consent.requestedAt,
    confirmed_at: consent.confirmedAt,
    unsubscribed_at: subscriber.unsubscribedAt,
    wording: consent.wording,
    wording_version: consent.wordingVersion,
    form: consent.form,
    origin: consent.origin,
    mailed_at: consent.mailedAt,
    reminded_at: consent.remindedAt,
    resumed_at: consent.resumedAt,
    request_ip: consent.requestIp,
    confirm_ip: consent.confirmIp,
    asked_at: subscriber.askedAt,
    noticed_at: subscriber.noticedAt,
    last_mail_at: subscriber.lastMailAt,
    mail_refused: subscriber.mailRefused,
    past: subscriber.past.length === 0 ? null : JSON.stringify(subscriber.past),
    suppressed: suppression?.reason ?? null,
    suppressed_since: suppression?.since ?? null,
  };
}

/** A whole list as JSON, record after record; the same as subscribers.json, so that nothing is lost. */
export function* jsonParts(
  revision: number,
  people: Iterable<Subscriber>,
  suppressions: Iterable<Suppression>,
): Generator<string> {
  yield `{\n"version": 1,\n"revision": ${revision},\n"subscribers": [`;
  yield* records(people, subscriberLine);
  yield `],\n"suppressions": [`;
  yield* records(suppressions, suppressionLine);
  yield ']\n}\n';
}

function* records<T>(items: Iterable<T>, lineOf: (item: T) => string): Generator<string> {
  let before = '\n';
  for (const item of items) {
    yield before + lineOf(item);
    before = ',\n';
  }
  if (before !== '\n') yield '\n';
}
