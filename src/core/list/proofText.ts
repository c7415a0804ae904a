import { byHandVersion } from './consentWording.ts';
import type { Language } from '../errors.ts';
import { formatDate } from '../locale.ts';
import { readableAddress } from './listQuery.ts';
import type { PersonDelivery } from './personalData.ts';
import type { Proof, ProvenConsent } from './proof.ts';
import { suppressionWords } from './suppressionWords.ts';

/** A proof as a page to print, at most 80 columns wide where the words allow it. */
export function proofText(proof: Proof, language: Language, timeZone: string): string {
  const say = (de: string, en: string): string => (language === 'de' ? de : en);
  const time = (instant: string): string => formatInstant(instant, language, timeZone);
  const { consents, letters, suppressed } = proof;
  const head = [
    say('Nachweis der Einwilligung', 'Proof of consent'),
    '',
    ...facts([
      [say('Adresse', 'Address'), readableAddress(proof.address)],
      [say('Vorname', 'First name'), proof.name],
      [say('Kennung', 'Id'), proof.id],
      ['Newsletter', `${proof.newsletter}, ${proof.website}`],
      [say('Stand', 'Status'), statusWords(proof, language)],
      [
        say('Gesperrt', 'Suppressed'),
        suppressed &&
          `${suppressionWords[suppressed.reason][language]}, ${say('seit', 'since')} ${time(suppressed.since)}`,
      ],
    ]),
  ];
  const subscriptions = consents.flatMap((consent, index) => [
    '',
    say(`Anmeldung ${index + 1} von ${consents.length}`, `Subscription ${index + 1} of ${consents.length}`),
    ...consentLines(consent, language, time),
  ]);
  return [
    ...head,
    ...subscriptions,
    '',
    ...letterLines(proof, letters, language, time),
    '',
    say(
      `Ausgegeben am ${time(proof.printedAt)} von ${proof.program}.`,
      `Printed on ${time(proof.printedAt)} by ${proof.program}.`,
    ),
    say(
      `Zeiten gelten für ${timeZone}, in Klammern steht die Weltzeit (UTC).`,
      `Times are those of ${timeZone}, with universal time (UTC) in brackets.`,
    ),
  ].join('\n');
}

function statusWords({ status, keptUntil }: Proof, language: Language): string {
  const until = keptUntil === null ? '' : formatDate(keptUntil, language, 'UTC');
  const words = {
    pending: { de: 'angemeldet, noch nicht bestätigt', en: 'signed up, not confirmed yet' },
    confirmed: { de: 'bestätigt', en: 'confirmed' },
    unsubscribed: { de: 'abgemeldet', en: 'unsubscribed' },
    forgotten: {
      de: `vergessen; dieser Nachweis ohne Name und Adresse bleibt bis ${until}`,
      en: `forgotten; this proof without name and address is kept until ${until}`,
    },
  };
  return words[status][language];
}

function consentLines(
  consent: ProvenConsent,
  language: Language,
  time: (instant: string) => string,
): readonly string[] {
  const say = (de: string, en: string): string => (language === 'de' ? de : en);
  const when = (instant: string | null): string | null => (instant === null ? null : time(instant));
  const { wording, wordingVersion, origin } = consent;
  const isWritten = !unwrittenVersions.has(wordingVersion);
  return facts([
    [say('Wortlaut', 'Wording'), isWritten ? quoted(wording, language) : wording],
    [say('Fassung', 'Version'), isWritten ? wordingVersion : null],
    [say('Formular', 'Form'), consent.form],
    [say('Herkunft', 'Origin'), origin !== null && wording.endsWith(origin) ? null : origin],
    [say('Angefragt', 'Requested'), time(consent.requestedAt)],
    [say('Anfrage von IP', 'Requested by'), consent.requestIp],
    [say('Bestätigungsmail', 'Mail taken'), when(consent.mailedAt)],
    [say('Erinnerung', 'Reminder taken'), when(consent.remindedAt)],
    [
      say('Bestätigt', 'Confirmed'),
      when(consent.confirmedAt) ?? say('nein: keine Einwilligung', 'no: not a consent'),
    ],
    [say('Bestätigt von IP', 'Confirmed by'), consent.confirmIp],
    [say('Abmeldung zurück', 'Leaving undone'), when(consent.resumedAt)],
    [say('Abgemeldet', 'Unsubscribed'), when(consent.unsubscribedAt)],
  ]);
}

/** Where a sentence stands for words that were agreed to elsewhere, so that nothing is quoted. */
const unwrittenVersions: ReadonlySet<string> = new Set([byHandVersion, 'import']);

function letterLines(
  { id }: Proof,
  letters: readonly PersonDelivery[],
  language: Language,
  time: (instant: string) => string,
): readonly string[] {
  const say = (de: string, en: string): string => (language === 'de' ? de : en);
  if (id === null)
    return wrapped(
      say(
        'Welche Briefe an diese Adresse gingen, weiß nach dem Vergessen niemand mehr.',
        'Which letters went to this address, nobody knows any more once it is forgotten.',
      ),
      78,
    );
  return [
    say(
      `Briefe, die der Mailserver angenommen hat: ${letters.length}`,
      `Letters that the mail server accepted: ${letters.length}`,
    ),
    ...letters.flatMap(({ week, at, messageId, detail }) => [
      `  ${week}  ${at === null ? '' : time(at)}`.trimEnd(),
      ...[messageId, detail].flatMap((line) => (line === null ? [] : [`            ${line}`])),
    ]),
  ];
}

const labelWidth = 18;

/** Labels with what stands behind them, long texts wrapped below themselves; what is not known has no line. */
function facts(rows: readonly (readonly [label: string, value: string | null])[]): readonly string[] {
  return rows.flatMap(([label, value]) => {
    if (value === null || value === '') return [];
    return wrapped(value, 78 - labelWidth).map(
      (line, index) => `  ${(index === 0 ? label : '').padEnd(labelWidth)}${line}`,
    );
  });
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines.splice(-1, 1, `${line} ${word}`);
    else lines.push(word);
  }
  return lines;
}

function quoted(text: string, language: Language): string {
  return language === 'de' ? `»${text}«` : `“${text}”`;
}

/** An instant in a time zone and in UTC: `12. März 2026, 09:14:00 MEZ (2026-03-12T08:14:00Z)`. */
function formatInstant(instant: string, language: Language, timeZone: string): string {
  const date = new Date(instant);
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(date);
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'long', timeZone }).format(date);
  return `${day}, ${clock} (${date.toISOString().replace(/\.\d+Z$/, 'Z')})`;
}
