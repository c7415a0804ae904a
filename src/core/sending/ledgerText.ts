import type { LedgerRecord } from './delivery.ts';
import { damagedLine, formatLine, readLines, type LinesReading } from './recordLines.ts';

/** One record as its line. */
export const formatRecord = (record: LedgerRecord): string => formatLine(record);

/** A ledger as read. */
export type LedgerReading = LinesReading<LedgerRecord>;

/** Reads a ledger; a torn last line is tolerated, every other that is torn or unknown throws `ledger.damaged` (R35). */
export function readLedger(text: string, fileName: string): LedgerReading {
  return readLines<LedgerRecord>(text, types, (line) => damagedLine(fileName, line, hint));
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

const hint = {
  de: 'Das Versandbuch sagt, wer den Brief schon hat. Aus einer Sicherung zurückholen; nicht löschen, sonst geht der Brief zweimal hinaus.',
  en: 'The ledger says who already has the letter. Restore it from a backup; do not delete it, or the letter goes out twice.',
};
