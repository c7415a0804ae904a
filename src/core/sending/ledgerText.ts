import type { LedgerRecord } from './delivery.ts';
import {
  damagedLine,
  formatLine,
  lineReader,
  readLines,
  sealLine,
  type LineKinds,
  type LineReader,
  type LinesReading,
} from './recordLines.ts';
import { attemptedText, outcomeText, usualRecord } from './usualRecord.ts';

/** One record as its line. */
export function formatRecord(record: LedgerRecord): string {
  switch (record.type) {
    case 'attempted':
      return sealLine(attemptedText(record));
    case 'outcome':
      return sealLine(outcomeText(record));
    default:
      return formatLine(record);
  }
}

/** A ledger as read. */
export type LedgerReading = LinesReading<LedgerRecord>;

/** Reads a ledger; a torn last line is tolerated, every other that is torn or unknown throws `ledger.damaged` (R35). */
export function readLedger(text: string, fileName: string): LedgerReading {
  return readLines<LedgerRecord>(text, kindsIn(fileName));
}

/** The same from chunks: each record is handed on, and none is kept. */
export function ledgerReader(fileName: string, see: (record: LedgerRecord) => void): LineReader {
  return lineReader<LedgerRecord>(kindsIn(fileName), see);
}

const kindsIn = (fileName: string): LineKinds<LedgerRecord> => ({
  types,
  damaged: (line: number) => damagedLine(fileName, line, hint),
  usual: usualRecord,
});

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

const hint = {
  de: 'Das Versandbuch sagt, wer den Brief schon hat. Aus einer Sicherung zurückholen; nicht löschen, sonst geht der Brief zweimal hinaus.',
  en: 'The ledger says who already has the letter. Restore it from a backup; do not delete it, or the letter goes out twice.',
};
