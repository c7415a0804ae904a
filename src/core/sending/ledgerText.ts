import type { LedgerRecord } from './delivery.ts';
import { NewsletterError } from '../errors.ts';
import { formatLine, readLines, type LinesReading } from './recordLines.ts';

/** One record as its line. */
export const formatRecord = (record: LedgerRecord): string => formatLine(record);

/** A ledger as read. */
export type LedgerReading = LinesReading<LedgerRecord>;

/** Reads a ledger; a torn last line is tolerated, every other that is torn or unknown throws `ledger.damaged` (R35). */
export function readLedger(text: string, fileName: string): LedgerReading {
  return readLines<LedgerRecord>(text, types, (line) => damaged(fileName, line));
}

const types: Readonly<Record<LedgerRecord['type'], true>> = {
  skipped: true,
  audience: true,
  frozen: true,
  run: true,
  attempted: true,
  outcome: true,
  withdrawn: true,
  expired: true,
  cancelled: true,
  resolved: true,
};

function damaged(fileName: string, line: number): NewsletterError {
  return new NewsletterError(
    'ledger.damaged',
    {
      de: `${fileName}, Zeile ${line}: beschädigt oder von Hand geändert. Nichts wurde gesendet.`,
      en: `${fileName}, line ${line}: damaged or changed by hand. Nothing was sent.`,
    },
    {
      hint: {
        de: 'Das Versandbuch sagt, wer den Brief schon hat. Aus einer Sicherung zurückholen; nicht löschen, sonst geht der Brief zweimal hinaus.',
        en: 'The ledger says who already has the letter. Restore it from a backup; do not delete it, or the letter goes out twice.',
      },
    },
  );
}
