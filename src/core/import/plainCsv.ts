import { standings, type ImportSystem, type Standing } from './importSystem.ts';

/** What a column of addresses may be called. */
export const addressNames = [
  'address',
  'email',
  'e-mail',
  'mail',
  'email address',
  'email-adresse',
  'e-mail address',
  'emailadresse',
  'e-mail-adresse',
  'mailadresse',
  'mail-adresse',
  'adresse',
] as const;

/** Names that may as well stand for a street; they give way to the others. */
export const vagueAddressNames: readonly string[] = ['address', 'adresse'];

const words = {
  subscribed: listed(
    'confirmed, subscribed, subscriber, active, enabled, activated, opted in',
    'bestätigt, angemeldet, aktiv, aktiviert, abonniert, eingetragen, freigeschaltet',
  ),
  asked: listed(
    'pending, unconfirmed, not confirmed, unactivated, new',
    'unbestätigt, nicht bestätigt, ausstehend, offen, neu',
  ),
  unsubscribed: listed(
    'unsubscribed, opted out, inactive, disabled, deactivated, removed, deleted',
    'blocked, blocklisted, blacklisted, suppressed, cancelled, canceled, archived, left',
    'abgemeldet, ausgetragen, abbestellt, gekündigt, inaktiv, deaktiviert, entfernt',
    'gelöscht, gesperrt, blockiert, widerrufen, widersprochen, archiviert',
  ),
  bounced: listed(
    'bounced, hard bounce, hard bounced, cleaned, undeliverable, invalid',
    'unzustellbar, gebounct, ungültig',
  ),
  complained: listed('complained, complaint, abuse, abused, spam', 'beschwerde, beschwert, unerwünscht'),
} as const satisfies Record<Standing, readonly string[]>;

/** The CSV that anybody can write by hand, with German or English words. */
export const plainCsv: ImportSystem = {
  id: 'csv',
  name: 'CSV',
  marks: [addressNames],
  fields: {
    address: addressNames,
    // Beside a first name, a column “Name” is the last name.
    name: listed('first name, firstname, fname, given name, vorname, rufname, name'),
    language: ['language', 'lang', 'locale', 'sprache'],
    status: listed(
      'status, state, subscription status, subscriber status, email status, list status',
      'newsletter-status, abo-status, anmeldestatus',
    ),
    requestedAt: listed(
      'requested at, subscribed at, subscribed on, subscription date, subscription time',
      'subscribed, signed up at, signup date, sign-up date, registered at, created at',
      'created, opt-in time, optin time, opt-in date, opt-in at, joined at',
      'angemeldet am, angemeldet, anmeldedatum, anmeldezeitpunkt',
      'eingetragen am, eingetragen, registriert am, erstellt am, opt-in am',
    ),
    requestIp: listed(
      'request ip, signup ip, subscription ip, opt-in ip, optin ip, created ip, ip',
      'ip address, ip-adresse, anmelde-ip, ip der anmeldung',
    ),
    confirmedAt: listed(
      'confirmed at, confirmed on, confirmed, confirmation time, confirmation date',
      'confirm time, double opt-in at, double opt-in',
      'bestätigt am, bestätigt, bestätigungsdatum, bestätigungszeitpunkt, bestätigung',
      'double opt-in am, doi am',
    ),
    confirmIp: listed('confirm ip, confirmation ip, confirmed ip', 'bestätigungs-ip, ip der bestätigung'),
    leftAt: listed(
      'unsubscribed at, unsubscribed on, unsubscribed, unsubscribe date, unsubscribe time',
      'unsub time, unsubscribe reason, opt-out, optout, opted out, opt-out at, opt-out date',
      'deleted at, blocked, blacklisted, suppressed, suppressed since',
      'abgemeldet am, abgemeldet, abmeldedatum, abmeldezeitpunkt, abmeldung, abmeldegrund',
      'ausgetragen am, ausgetragen, abbestellt am, abbestellt, gekündigt am, gekündigt',
      'gelöscht am, gelöscht, gesperrt am, gesperrt, sperrgrund, widerrufen am, widerrufen',
    ),
    bouncedAt: listed(
      'bounced at, bounced, bounce date, bounce, clean time',
      'unzustellbar seit, unzustellbar am, unzustellbar, gebounct am, gebounct',
    ),
    complainedAt: listed('complained at, complained, complaint', 'beschwerde am, beschwerde, beschwert am'),
    leaveReason: ['unsubscribe reason', 'suppressed', 'abmeldegrund', 'sperrgrund'],
    mayMail: listed(
      'subscribed, subscribed to emails, active, opt-in, optin, consent, newsletter',
      'accepts marketing, accepts email marketing',
      'angemeldet, eingetragen, aktiv, abonniert, einwilligung',
    ),
    mailDisabled: ['email disabled', 'do not email', 'do not mail', 'nicht anschreiben', 'keine mails'],
  },
  statuses: Object.fromEntries(
    standings.flatMap((standing) => words[standing].map((word) => [word, standing])),
  ),
  zone: 'newsletter',
  proof: 'confirmed',
  reason: {
    de: 'wann die Bestätigung kam, wenn es in der Zeile steht (confirmed_at, „Bestätigt am“). Ein Status allein belegt nichts.',
    en: 'when the confirmation came, if the row says so (confirmed_at). A status alone proves nothing.',
  },
};

/** Names of several lines, each divided by commas. */
function listed(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(', '));
}
