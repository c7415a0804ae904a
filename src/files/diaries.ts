import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { foldDiary, type DiaryRecord, type DiaryState } from '../core/clock/diary.ts';
import { formatDiaryRecord, readDiary } from '../core/clock/diaryText.ts';
import { NewsletterError, systemCodeOf } from '../core/errors.ts';
import type { Diaries, DiaryEntry } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';
import { requireOurs } from './claim.ts';
import { exists } from './exists.ts';
import { issuePaths, weeksIn } from './issuesFolder.ts';
import { waitForLock, type LockOptions } from './lock.ts';
import { ownerToLeaveTo, replaceFile } from './replaceFile.ts';
import { removeDeadTemporaries } from './temporaries.ts';

/** How long a note waits for other processes that write the same diary. */
const lockWaitMs = 10_000;

/**
 * The diaries of a newsletter folder: issues/2026-W47/diary.jsonl, lines as in the ledger. A note puts a longer copy in
 * the place of the file, so that whoever was stopped while he noted cannot write over what others noted meanwhile.
 */
export function diariesFolder(root: string, options: Omit<LockOptions, 'isFenced'> = {}): Diaries {
  const pathOf = (week: WeekId): string => join(issuePaths(root, week).folder, 'diary.jsonl');

  const noteOnce = async <T>(path: string, decide: (diary: DiaryState) => DiaryEntry<T>): Promise<T> => {
    const lock = await waitForLock(join(dirname(path), 'diary.lock'), lockWaitMs, {
      ...options,
      isFenced: true,
    });
    try {
      await removeDeadTemporaries(path);
      const { records, whole } = await readDiaryFile(path);
      const entry = decide(foldDiary(records));
      if (entry.records.length === 0) return entry.answer;
      const lines = Buffer.from(entry.records.map(formatDiaryRecord).join(''));
      await replaceFile(path, [whole, lines], ownerOnly, {
        disk: options.disk,
        owner: await ownerToLeaveTo(path),
        beforeRename: () => requireOurs(lock, path),
      });
      return entry.answer;
    } finally {
      await lock.release();
    }
  };

  return {
    read: async (week) => foldDiary((await readDiaryFile(pathOf(week))).records),
    async note(week, decide) {
      for (;;) {
        try {
          return await noteOnce(pathOf(week), decide);
        } catch (error) {
          // Others noted something while this process was stopped: it decides once more, on what the diary says now.
          if (!(error instanceof NewsletterError) || error.code !== 'lock.lost') throw error;
        }
      }
    },
    async weeks() {
      const weeks = await weeksIn(root);
      const have = await Promise.all(weeks.map((week) => exists(pathOf(week))));
      return weeks.filter((_, index) => have[index]);
    },
  };
}

/** What the clock and the author did is nobody else's business (R39). */
const ownerOnly = 0o600;

/** Reads a diary without writing; only a file that does not exist is an empty diary (R35). */
async function readDiaryFile(
  path: string,
): Promise<{ readonly records: readonly DiaryRecord[]; readonly whole: Buffer }> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (systemCodeOf(error) !== 'ENOENT') throw error;
    return Buffer.alloc(0);
  });
  const { records, wholeBytes } = readDiary(bytes.toString('utf8'), path);
  return { records, whole: bytes.subarray(0, wholeBytes) };
}
