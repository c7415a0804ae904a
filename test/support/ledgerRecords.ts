import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import type { SentIssues } from '../../src/core/ports.ts';
import type { WeekId } from '../../src/core/week.ts';
import { readLedgerFile } from '../../src/files/ledgerFile.ts';

/** All records of a week's ledger; for the short ones of tests. */
export async function recordsOf(
  issues: Pick<SentIssues, 'readLedger'>,
  week: WeekId,
): Promise<readonly LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  await issues.readLedger(week, (record) => records.push(record));
  return records;
}

/** The same, of a file. */
export async function recordsIn(path: string): Promise<readonly LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  await readLedgerFile(path, (record) => records.push(record));
  return records;
}
