import type { Text } from '../core/errors.ts';
import { importOutcomes, type ImportCounts, type ImportOutcome } from '../core/import/decideImport.ts';
import type { ImportFile } from '../files/importFile.ts';
import type { Output } from './output.ts';

/** How many faulty rows people are shown; `--json` has them all. */
const shownFaults = 10;

/** What would become of a list from elsewhere, or became of it. */
export function sayImport(
  file: ImportFile,
  counts: ImportCounts,
  { isApplied }: { readonly isApplied: boolean },
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

/** The same as data. */
export function importDocument(file: ImportFile, counts: ImportCounts): Readonly<Record<string, unknown>> {
  const { system, encoding, delimiter, rows, repeated, faults } = file;
  return {
    system: system.id,
    encoding,
    delimiter,
    evidence: system.reason.en,
    rows,
    counts: { ...counts, repeated, faulty: faults.length },
    faults: faults.map(({ line, what }) => ({ line, reason: what.en })),
  };
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
  de: 'weitere Zeilen über dieselbe Person: die strengste zählt',
  en: 'more rows about the same person: the strictest counts',
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
