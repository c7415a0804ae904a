import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import type { Person } from './person.ts';
import type { PersonDelivery, PersonReport } from './personalData.ts';
import { confirmationDays } from './retention.ts';
import type { Subscriber, Suppression } from './subscriber.ts';

/** Everything that is stored about one person, with what she must be told about it (Art. 15 and 20 DSGVO). */
export interface DataReport {
  readonly notice: Notice;
  /** Her record as it stands on the list; null once she is forgotten. */
  readonly subscriber: Subscriber | null;
  /** Remembers the address by a keyed hash only. */
  readonly suppression: Suppression | null;
  /** What became of each letter for her. */
  readonly letters: readonly PersonDelivery[];
  /** What came back to the mailbox: letters, complaints, and which letters she answered. */
  readonly reports: readonly PersonReport[];
  /** Weeks whose record is damaged, so that nobody can tell. */
  readonly unreadableWeeks: readonly string[];
  readonly exportedAt: string;
  readonly program: string;
}

/** What Art. 15(1) DSGVO wants told, in the person's language. */
export interface Notice {
  readonly language: Language;
  readonly about: string;
  readonly controller: string;
  readonly purposes: readonly string[];
  readonly legalBasis: readonly string[];
  readonly retention: readonly string[];
  readonly recipients: readonly string[];
  readonly source: string;
  readonly automatedDecisions: string;
  readonly rights: readonly string[];
}

/** The report on one person. */
export function dataReport(
  { subscriber, suppression, address }: Person,
  config: Config,
  letters: Pick<DataReport, 'letters' | 'reports' | 'unreadableWeeks'>,
  print: Pick<DataReport, 'exportedAt' | 'program'>,
): DataReport {
  const language = subscriber?.language ?? config.locale;
  return {
    notice: noticeFor(subscriber?.address ?? address?.address ?? '', config, language),
    subscriber: subscriber ?? null,
    suppression: suppression ?? null,
    ...letters,
    ...print,
  };
}

function noticeFor(address: string, config: Config, language: Language): Notice {
  const { title, from, imprint } = config;
  const { forgetAfterDays, proofYears } = config.readers;
  const controller = [from.name, from.address, ...imprint.split('\n')]
    .filter((line) => line !== '')
    .join(', ');
  if (language === 'en') {
    return {
      language,
      about: `Everything that the newsletter “${title}” stores about ${address}.`,
      controller,
      purposes: [
        'sending the newsletter that was asked for',
        'proving that it was asked for and confirmed',
        'sending nothing to addresses that do not want it or cannot be reached',
      ],
      legalBasis: [
        'consent, Art. 6(1)(a) GDPR',
        'duty to prove the consent, Art. 6(1)(c) with Art. 7(1) GDPR',
        'legitimate interest in not mailing suppressed addresses, Art. 6(1)(f) GDPR',
      ],
      retention: [
        `a sign-up without confirmation: ${confirmationDays} days`,
        `name and address after unsubscribing: ${forgetAfterDays} days`,
        proofYears === 0
          ? 'the proof of consent: as long as name and address'
          : `the proof of consent, then without name and address: to the end of the year ${proofYears} years later`,
        'suppressed addresses, as keyed hashes: for as long as the newsletter exists',
        'records of sending, which name people by a random id only: for as long as the newsletter exists',
      ],
      recipients: [
        'the provider of the mail server the letters leave through, and those of the mailbox they go to',
        'the provider of the computer the newsletter runs on',
      ],
      source: 'the sign-up form, or what stands under subscriber.consent.origin',
      automatedDecisions: 'none; opening and clicking are not tracked',
      rights: [
        'access and a copy (Art. 15), rectification (Art. 16), erasure (Art. 17), restriction (Art. 18)',
        'portability: this document (Art. 20)',
        'objection (Art. 21), and withdrawing the consent at any time by the link in every letter (Art. 7(3))',
        'a complaint to a data protection authority (Art. 77)',
      ],
    };
  }
  return {
    language,
    about: `Alles, was der Newsletter „${title}“ über ${address} gespeichert hat.`,
    controller,
    purposes: [
      'den bestellten Newsletter senden',
      'nachweisen, dass er bestellt und die Bestellung bestätigt wurde',
      'nichts an Adressen senden, die es nicht wünschen oder nicht erreichbar sind',
    ],
    legalBasis: [
      'Einwilligung, Art. 6 Abs. 1 lit. a DSGVO',
      'Pflicht zum Nachweis der Einwilligung, Art. 6 Abs. 1 lit. c mit Art. 7 Abs. 1 DSGVO',
      'berechtigtes Interesse, gesperrte Adressen nicht anzuschreiben, Art. 6 Abs. 1 lit. f DSGVO',
    ],
    retention: [
      `eine Anmeldung ohne Bestätigung: ${confirmationDays} Tage`,
      `Name und Adresse nach einer Abmeldung: ${forgetAfterDays} Tage`,
      proofYears === 0
        ? 'der Nachweis der Einwilligung: so lange wie Name und Adresse'
        : `der Nachweis der Einwilligung, dann ohne Name und Adresse: bis zum Ende des Jahres ${proofYears} Jahre später`,
      'gesperrte Adressen, als Schlüssel-Hash: solange es den Newsletter gibt',
      'Versandbücher, in denen nur eine zufällige Kennung steht: solange es den Newsletter gibt',
    ],
    recipients: [
      'der Anbieter des Mailservers, über den die Briefe gehen, und die Anbieter des Postfachs, in das sie gehen',
      'der Anbieter des Rechners, auf dem der Newsletter läuft',
    ],
    source: 'das Anmeldeformular, oder was unter subscriber.consent.origin steht',
    automatedDecisions: 'keine; Öffnen und Klicken werden nicht verfolgt',
    rights: [
      'Auskunft und Kopie (Art. 15), Berichtigung (Art. 16), Löschung (Art. 17), Einschränkung (Art. 18)',
      'Übertragbarkeit: dieses Dokument (Art. 20)',
      'Widerspruch (Art. 21) und Widerruf der Einwilligung, jederzeit über den Link in jedem Brief (Art. 7 Abs. 3)',
      'Beschwerde bei einer Aufsichtsbehörde für den Datenschutz (Art. 77)',
    ],
  };
}
