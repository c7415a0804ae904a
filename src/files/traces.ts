import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerRecord } from '../core/sending/delivery.ts';
import { NewsletterError, systemCodeOf } from '../core/errors.ts';
import { recordAbout } from '../core/list/personalData.ts';
import { isWeekId, type WeekId } from '../core/week.ts';
import { issuePaths } from './issuesFolder.ts';
import { readLedgerFile } from './ledgerFile.ts';

/** What the ledger of one week says of a person; undefined records where it is damaged. */
export interface WeekLedger {
  readonly week: WeekId;
  readonly records: readonly LedgerRecord[] | undefined;
}

/** What all ledgers of a newsletter say of a person, the earliest first. */
export async function* ledgersAbout(id: string, root: string): AsyncGenerator<WeekLedger> {
  for (const week of await weeksIn(root)) yield { week, records: await readIfWhole(id, root, week) };
}

async function readIfWhole(
  id: string,
  root: string,
  week: WeekId,
): Promise<readonly LedgerRecord[] | undefined> {
  const records: LedgerRecord[] = [];
  try {
    await readLedgerFile(issuePaths(root, week).ledger, (record) => {
      const about = recordAbout(id, record);
      if (about) records.push(about);
    });
    return records;
  } catch (error) {
    if (error instanceof NewsletterError && error.code === 'ledger.damaged') return undefined;
    throw error;
  }
}

/** Folders with letters of `--outbox`, relative to the newsletter: names and addresses stand in them. */
export async function outboxesOf(root: string): Promise<readonly string[]> {
  const outboxes: string[] = [];
  for (const week of await weeksIn(root)) {
    const names = await namesIn(issuePaths(root, week).outbox);
    if (names.some((name) => name.endsWith('.eml'))) outboxes.push(`issues/${week}/outbox`);
  }
  return outboxes;
}

async function weeksIn(root: string): Promise<readonly WeekId[]> {
  return (await namesIn(join(root, 'issues'))).filter(isWeekId).toSorted();
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
