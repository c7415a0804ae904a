import { dirname, join } from 'node:path';
import { formatReport, newReports, readReports } from '../core/mailbox/letterReports.ts';
import type { LetterReports } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';
import { requireOurs } from './claim.ts';
import { issuePaths } from './issuesFolder.ts';
import { waitForLock } from './lock.ts';
import { readTextIfAny } from './readText.ts';
import { ownerToLeaveTo, replaceFile } from './replaceFile.ts';

const lockWaitMs = 10_000;

/**
 * What was reported of letters: issues/2026-W47/reports.jsonl, lines as in the ledger. The ledger itself belongs to who
 * sends, so that reports, which come for weeks after, have a file of their own.
 */
export function reportsFolder(root: string): LetterReports {
  const pathOf = (week: WeekId): string => join(issuePaths(root, week).folder, 'reports.jsonl');
  const read: LetterReports['read'] = async (week) => {
    const path = pathOf(week);
    return readReports((await readTextIfAny(path)) ?? '', path).records;
  };
  return {
    read,
    async add(week, reports) {
      const path = pathOf(week);
      const lock = await waitForLock(join(dirname(path), 'reports.lock'), lockWaitMs, { isFenced: true });
      try {
        const known = await read(week);
        const fresh = newReports(known, reports);
        if (fresh.length === 0) return fresh;
        await replaceFile(path, [...known, ...fresh].map(formatReport).join(''), 0o600, {
          owner: (await ownerToLeaveTo(path)) ?? (await ownerToLeaveTo(dirname(path))),
          beforeRename: () => requireOurs(lock, path),
        });
        return fresh;
      } finally {
        await lock.release();
      }
    },
  };
}
