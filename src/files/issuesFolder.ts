import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { foldLedger, hasBegun } from '../core/delivery.ts';
import { readIssue } from '../core/issueFile.ts';
import type { Drafts, SentIssues } from '../core/ports.ts';
import { isWeekId, type WeekId } from '../core/week.ts';
import { createLedgerFile, openLedgerFile, readLedgerFile } from './ledgerFile.ts';
import { takeLock } from './lock.ts';
import { readTextIfAny } from './readText.ts';
import { replaceFile } from './replaceFile.ts';

/** The files of one week's issue. */
export interface IssuePaths {
  readonly folder: string;
  readonly draft: string;
  /** What readers got, without personal parts. */
  readonly html: string;
  readonly text: string;
  readonly ledger: string;
  /** Where `send --outbox` puts messages. */
  readonly outbox: string;
}

/** The files of a week's issue below a newsletter folder. */
export function issuePaths(root: string, week: WeekId): IssuePaths {
  const folder = join(root, 'issues', week);
  return {
    folder,
    draft: join(folder, 'issue.md'),
    html: join(folder, 'issue.html'),
    text: join(folder, 'issue.txt'),
    ledger: join(folder, 'ledger.jsonl'),
    outbox: join(folder, 'outbox'),
  };
}

/** The folder issues/ as drafts and as what was sent. */
export function issuesFolder(root: string): Drafts & SentIssues {
  const paths = (week: WeekId): IssuePaths => issuePaths(root, week);
  const nameOf = (week: WeekId): string => `issues/${week}/issue.md`;
  const read = (week: WeekId): Promise<string | undefined> => readTextIfAny(paths(week).draft);
  const frozenLetter = (week: WeekId): string => join(paths(week).folder, 'frozen.json');

  return {
    nameOf,
    read,
    write: (week, text) => replaceFile(paths(week).draft, text),
    async readAll() {
      const names = await readdir(join(root, 'issues')).catch((): string[] => []);
      const weeks = names.filter(isWeekId).toSorted().toReversed();
      const drafts = await Promise.all(weeks.map(async (week) => ({ week, text: await read(week) })));
      return drafts.flatMap(({ week, text }) =>
        text === undefined ? [] : [readIssue(text, nameOf(week), week)],
      );
    },
    hasBegun: async (week) => hasBegun(foldLedger((await readLedgerFile(paths(week).ledger)).records)),

    lock: (week) => takeLock(join(paths(week).folder, 'send.lock')),
    async freeze(week, { letter, draft, html, text, records }) {
      const { folder, ledger } = paths(week);
      await replaceFile(frozenLetter(week), letter);
      await replaceFile(join(folder, 'frozen.md'), draft);
      await replaceFile(paths(week).html, html);
      await replaceFile(paths(week).text, text);
      // Last, because from here on the freeze counts; a freeze cut short before is simply made again.
      await createLedgerFile(ledger, records);
    },
    readLetter: (week) => readTextIfAny(frozenLetter(week)),
    readLedger: async (week) => (await readLedgerFile(paths(week).ledger)).records,
    openLedger: (week) => openLedgerFile(paths(week).ledger),
  };
}
