import type { Text } from '../core/errors.ts';
import { importOutcomes, type ImportCounts, type ImportOutcome } from '../core/import/decideImport.ts';
import type { ColumnUse } from '../core/import/columnMap.ts';
import { importFields, type ImportField } from '../core/import/importSystem.ts';
import { shownColumn } from '../core/import/recogniseSystem.ts';
import type { ImportFile } from '../files/importFile.ts';
import type { Output } from './output.ts';

/** How many faulty rows people are shown; `--json` has them all. */
const shownFaults = 10;

/** What would become of a list from elsewhere, or became of it. */
export function sayImport(
  file: ImportFile,
  counts: ImportCounts,
  { isApplied, doubtful }: { readonly isApplied: boolean; readonly doubtful: readonly number[] },
  output: Output,
): void {
  const { system, rows, repeated, faults } = file;
  const written = writingOf(file);
  output.say({
    de: `Erkannt: ${system.name} (${written.de}), Zeilen mit Inhalt: ${number(rows, 'de')}`,
    en: `Recognised: ${system.name} (${written.en}), rows with content: ${number(rows, 'en')}`,
  });
  output.say({
    de: `Als Beleg der Einwilligung zählt: ${system.reason.de}`,
    en: `What counts as proof of consent: ${system.reason.en}`,
  });
  sayColumns(file.columns, output);
  for (const warning of importWarnings(file, doubtful)) output.note(warning);
  output.say(
    isApplied
      ? { de: '\nÜbernommen:', en: '\nTaken over:' }
      : { de: '\nSo ginge es:', en: '\nThis would happen:' },
  );
  for (const outcome of importOutcomes) sayCount(counts[outcome], outcomeText(outcome, isApplied), output);
  sayCount(repeated, repeatedText, output);
  sayCount(faults.length, faultsText, output);
  for (const { line, what } of faults.slice(0, shownFaults))
    output.say({ de: `            Zeile ${line}: ${what.de}`, en: `            line ${line}: ${what.en}` });
  const more = faults.length - shownFaults;
  if (more > 0)
    output.say({
      de: `            … und ${number(more, 'de')} weitere; alle nennt --json`,
      en: `            … and ${number(more, 'en')} more; --json names them all`,
    });
}

/** What a person should look at before taking the list over; on stderr, so that it is not lost beside --json. */
function importWarnings({ isMixed }: ImportFile, doubtful: readonly number[]): readonly Text[] {
  const lines = `${doubtful.slice(0, shownFaults).join(', ')}${doubtful.length > shownFaults ? ', …' : ''}`;
  return [
    ...(isMixed ? [mixedWarning] : []),
    ...(doubtful.length > 0
      ? [
          {
            de: `Achtung: vielleicht ein Abschied, und doch hier bestätigt und weiter angeschrieben: Zeile ${lines}. Nachsehen; wer gegangen ist, geht mit: subscribers remove`,
            en: `Warning: perhaps a goodbye, and yet confirmed here and mailed on: line ${lines}. Please look; who left goes with: subscribers remove`,
          },
        ]
      : []),
  ];
}

const mixedWarning: Text = {
  de: 'Achtung: Gelesen als Windows-1252, denn manches in der Datei ist kein UTF-8; anderes darin ist aber UTF-8. Umlaute können falsch sein. Die Datei am besten neu als „CSV UTF-8“ speichern.',
  en: 'Warning: read as Windows-1252, because some of the file is no UTF-8; but other parts of it are. Umlauts may be wrong. It is best to save the file anew as "CSV UTF-8".',
};

/** The same as data. */
export function importDocument(
  file: ImportFile,
  counts: ImportCounts,
  doubtful: readonly number[],
): Readonly<Record<string, unknown>> {
  const { system, encoding, delimiter, columns, rows, repeated, faults } = file;
  return {
    system: system.id,
    encoding,
    delimiter,
    columns,
    evidence: system.reason.en,
    rows,
    counts: { ...counts, repeated, faulty: faults.length },
    faults: faults.map(({ line, what }) => ({ line, reason: what.en })),
    warnings: importWarnings(file, doubtful).map(({ en }) => en),
  };
}

/** Which column is used for what, so that nobody has to guess what was understood. */
function sayColumns(columns: readonly ColumnUse[], output: Output): void {
  if (columns.length === 0) return;
  output.say({ de: '\nSpalten:', en: '\nColumns:' });
  const own = columns.filter(({ fields }) => fields.includes('record'));
  if (own.length > 0)
    output.say({
      de: `  ${number(own.length, 'de')} von Wochenbrief selbst: alle zusammen sind der Eintrag`,
      en: `  ${number(own.length, 'en')} of Wochenbrief itself: all together they are the entry`,
    });
  for (const field of importFields) {
    const names = namesOf(columns.filter(({ fields }) => fields.includes(field)));
    const text = fieldTexts[field];
    if (names !== '') output.say({ de: `  ${text.de}: ${names}`, en: `  ${text.en}: ${names}` });
  }
  const ignored = columns.filter(({ fields }) => fields.length === 0);
  if (ignored.length > 0)
    output.say({
      de: `  nicht beachtet: ${namesOf(ignored)}`,
      en: `  ignored: ${namesOf(ignored)}`,
    });
}

const fieldTexts: Readonly<Record<ImportField, Text>> = {
  address: { de: 'Adresse', en: 'address' },
  name: { de: 'Vorname', en: 'first name' },
  fullName: { de: 'Name, davon das erste Wort', en: 'name, of which the first word' },
  language: { de: 'Sprache', en: 'language' },
  status: { de: 'Status', en: 'status' },
  requestedAt: { de: 'angemeldet am', en: 'asked for it at' },
  requestIp: { de: 'IP der Anmeldung', en: 'IP of the request' },
  confirmedAt: { de: 'bestätigt am', en: 'confirmed at' },
  confirmIp: { de: 'IP der Bestätigung', en: 'IP of the confirmation' },
  leftAt: { de: 'abgemeldet (ja oder wann)', en: 'left (yes or when)' },
  bouncedAt: { de: 'unzustellbar (ja oder wann)', en: 'undeliverable (yes or when)' },
  complainedAt: { de: 'beschwert (ja oder wann)', en: 'complained (yes or when)' },
  leaveReason: { de: 'Grund des Abschieds', en: 'reason for leaving' },
  mayMail: { de: 'will Post (nein heißt abgemeldet)', en: 'wants mail (no means left)' },
  mailDisabled: { de: 'will keine Post (ja heißt abgemeldet)', en: 'wants no mail (yes means left)' },
};

function namesOf(columns: readonly ColumnUse[]): string {
  return columns.map(({ column }) => shownColumn(column)).join(', ');
}

function sayCount(count: number, text: Text, output: Output): void {
  if (count === 0) return;
  output.say({
    de: `${number(count, 'de').padStart(9)}  ${text.de}`,
    en: `${number(count, 'en').padStart(9)}  ${text.en}`,
  });
}

function number(count: number, language: 'de' | 'en'): string {
  return count.toLocaleString(language === 'de' ? 'de-DE' : 'en-GB');
}

const encodings = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
} as const;

function writingOf({ encoding, delimiter }: Pick<ImportFile, 'encoding' | 'delimiter'>): Text {
  if (delimiter === null) return { de: `JSON, ${encodings[encoding]}`, en: `JSON, ${encodings[encoding]}` };
  const names: Readonly<Record<typeof delimiter, Text>> = {
    ',': { de: 'Komma', en: 'comma' },
    ';': { de: 'Semikolon', en: 'semicolon' },
    '\t': { de: 'Tabulator', en: 'tab' },
  };
  return {
    de: `CSV, ${encodings[encoding]}, ${names[delimiter].de}`,
    en: `CSV, ${encodings[encoding]}, ${names[delimiter].en}`,
  };
}

const repeatedText: Text = {
  de: 'weitere Zeilen über dieselbe Person: Beschwerde zählt vor unzustellbar vor abgemeldet, sonst die Zeile mit Beleg',
  en: 'more rows about the same person: a complaint counts before undeliverable before unsubscribed, otherwise the row with proof',
};
const faultsText: Text = { de: 'fehlerhafte Zeilen: nicht dabei', en: 'faulty rows: left out' };

/** What the outcomes mean, worded to fit one and many; "dann" in a preview, "jetzt" afterwards. */
function outcomeText(outcome: ImportOutcome, isApplied: boolean): Text {
  const when: Text = isApplied ? { de: 'jetzt', en: 'now' } : { de: 'dann', en: 'then' };
  const both = (de: string, en: string): Text => ({ de, en });
  switch (outcome) {
    case 'confirmed':
      return both(
        `mit Beleg der Einwilligung: ${when.de} bestätigt auf der Liste`,
        `with proof of consent: ${when.en} confirmed on the list`,
      );
    case 'asked':
      return both(
        `ohne Beleg: ${when.de} vorgemerkt für eine Bestätigungsmail, sonst nichts`,
        `without proof: ${when.en} waiting for one confirmation mail, nothing else`,
      );
    case 'unsubscribed':
      return both(
        `dort abgemeldet: ${when.de} auch hier, nie angeschrieben`,
        `unsubscribed there: ${when.en} here, too; never mailed`,
      );
    case 'bounced':
      return both(`unzustellbar: ${when.de} gesperrt`, `undeliverable: ${when.en} suppressed`);
    case 'complained':
      return both(`nach Beschwerde: ${when.de} gesperrt`, `after a complaint: ${when.en} suppressed`);
    case 'suppressions':
      return both(
        `Sperren der anderen Liste: ${when.de} auch hier`,
        `suppressions of the other list: ${when.en} here, too`,
      );
    case 'alreadyOnList':
      return both('schon auf der Liste: unverändert', 'already on the list: unchanged');
    case 'alreadyGone':
      return both(
        'hier schon abgemeldet oder gesperrt: unverändert',
        'already unsubscribed or suppressed here: unchanged',
      );
    case 'newerHere':
      return both(
        'hier zugesagt, später als der Weggang dort: unverändert',
        'said yes here, later than they left there: unchanged',
      );
  }
}
