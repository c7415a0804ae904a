import { readFile, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NewsletterError } from '../core/errors.ts';
import { readLedger } from '../core/sending/ledgerText.ts';
import type { WeekId } from '../core/week.ts';
import { parseHolder, standingOf } from './holder.ts';
import { issuePaths, issuesFolder, weeksIn } from './issuesFolder.ts';
import { lookAtLock } from './lockFile.ts';

/** A ledger that cannot be trusted: its damaged lines, or none where it is lost altogether. */
export interface DamagedLedger {
  readonly week: WeekId;
  readonly lines: readonly number[];
  readonly error: NewsletterError;
}

/** What the ledgers of a newsletter are like: how many there are, and which are damaged. */
export async function inspectLedgers(
  root: string,
): Promise<{ readonly count: number; readonly damaged: readonly DamagedLedger[] }> {
  const issues = issuesFolder(root);
  const damaged: DamagedLedger[] = [];
  let count = 0;
  for (const week of await weeksIn(root)) {
    try {
      let records = 0;
      await issues.readLedger(week, () => (records += 1));
      if (records > 0) count += 1;
    } catch (error) {
      if (!(error instanceof NewsletterError) || error.code !== 'ledger.damaged') throw error;
      count += 1;
      damaged.push({ week, lines: await damagedLines(issuePaths(root, week).ledger), error });
    }
  }
  return { count, damaged };
}

/** All of them: reading a ledger stops at the first. */
async function damagedLines(path: string): Promise<readonly number[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines = text.split('\n').slice(0, -1);
  return lines.flatMap((line, index) => (isWhole(line, path) ? [] : [index + 1]));
}

function isWhole(line: string, path: string): boolean {
  try {
    return readLedger(`${line}\n`, path).records.length === 1;
  } catch {
    return false;
  }
}

/** A lock file that lies in a newsletter's folder. */
export interface FoundLock {
  /** Relative to the folder. */
  readonly name: string;
  /** Whether its holder still runs; `unknown` where that cannot be seen from here. */
  readonly standing: 'alive' | 'dead' | 'unknown';
  readonly holder: { readonly pid: number; readonly host: string } | undefined;
  /** When the holder last showed that it lives. */
  readonly changedAt: Date;
}

/** The locks in a newsletter's folder, whoever holds them. */
export async function findLocks(root: string): Promise<readonly FoundLock[]> {
  const weeks = (await weeksIn(root)).map((week) => join('issues', week));
  const found: FoundLock[] = [];
  for (const folder of ['', ...weeks]) {
    const names = await readdir(join(root, folder)).catch(() => []);
    for (const file of names.filter((one) => lockPattern.test(one)).toSorted()) {
      const name = join(folder, file);
      const look = await lookAtLock(join(root, name));
      if (look === undefined) continue;
      const holder = parseHolder(look.text);
      found.push({ name, standing: standingOf(holder), holder, changedAt: new Date(look.changedMs) });
    }
  }
  return found;
}

/** A lock, or the right to remove one. */
const lockPattern = /\.lock(\.[0-9a-f]{16})*$/;

/** Files about people, and key files, that other users of the machine can read (R39); named as seen from the folder. */
export async function openFiles(root: string, keyFiles: readonly string[] = []): Promise<readonly string[]> {
  if (process.platform === 'win32') return [];
  const backups = await readdir(join(root, 'backups')).catch(() => []);
  const names = [
    'subscribers.json',
    ...backups.filter((name) => name.endsWith('.json')).map((name) => join('backups', name)),
    ...(await weeksIn(root)).flatMap((week) => [
      join('issues', week, 'ledger.jsonl'),
      join('issues', week, 'frozen.json'),
    ]),
    ...keyFiles,
  ];
  const open: string[] = [];
  for (const name of names) {
    const found = await stat(resolve(root, name)).catch(() => undefined);
    if (found && (found.mode & 0o077) !== 0) open.push(name);
  }
  return open;
}
