import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { chown, mkdir, readFile, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import { NewsletterError } from '../../src/core/errors.ts';
import type { Claim, Freeze } from '../../src/core/ports.ts';
import { parseWeek } from '../../src/core/week.ts';
import { thisProcess } from '../../src/files/holder.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { createLedgerFile } from '../../src/files/ledgerFile.ts';
import { claimStarts } from '../support/claimStarts.ts';
import { temporaryFolder } from '../support/folder.ts';
import {
  runRecord,
  shortTimings,
  startScript,
  stopped,
  stopPoints,
  type HolderReport,
  type StopPoint,
} from '../support/holderProcess.ts';
import { tappedDisk } from '../support/tappedDisk.ts';
import { recordsIn } from '../support/ledgerRecords.ts';

const week = parseWeek('2026-W47');

interface Place {
  readonly root: string;
  readonly folder: string;
  readonly ledger: string;
}

async function issueFolder(): Promise<Place> {
  const root = await temporaryFolder();
  const folder = join(root, 'issues', week);
  await mkdir(folder, { recursive: true });
  return { root, folder, ledger: join(folder, 'ledger.jsonl') };
}

const freezeOf = (run: string): Freeze => ({
  letter: JSON.stringify(run),
  draft: run,
  html: run,
  text: run,
  records: [runRecord(run)],
});

const runsIn = async (path: string): Promise<readonly string[]> =>
  (await recordsIn(path)).flatMap((record) => (record.type === 'run' ? [record.run] : []));

/** Asks for the claim until whoever has it has been silent for long enough. */
async function takeOver(issues: ReturnType<typeof issuesFolder>): Promise<Claim> {
  for (;;) {
    try {
      return await issues.lock(week);
    } catch (error) {
      if (!(error instanceof NewsletterError) || error.code !== 'lock.held') throw error;
    }
    await new Promise((next) => setTimeout(next, 10));
  }
}

describe('of many who ask for the same claim at once, exactly one gets it (R17)', () => {
  test('whether nobody had it before, one who died, one who fell silent, or one unknown', async () => {
    const report = await claimStarts({ processes: 8, callers: 4, rounds: 12 });
    expect(report).toMatchObject({ nobody: 0, one: 12, several: 0, otherErrors: [], litter: [] });
  });

  test('and the others are told who has it, until it is given back', async () => {
    const { root } = await issueFolder();
    const issues = issuesFolder(root);
    expect(await issues.isClaimed(week)).toBe(false);
    const claim = await issues.lock(week);
    expect(await issues.isClaimed(week)).toBe(true);
    await expect(issuesFolder(root).lock(week)).rejects.toThrow(`process ${process.pid}`);
    await claim.release();
    expect(await issues.isClaimed(week)).toBe(false);
  });

  test('and who died or fell silent does not count as sending', async () => {
    const { root, folder } = await issueFolder();
    const issues = issuesFolder(root);
    const path = join(folder, 'send.lock');
    await writeFile(path, JSON.stringify({ ...thisProcess(), born: 'another life' }));
    expect(await issues.isClaimed(week)).toBe(false);
    await writeFile(path, JSON.stringify({ ...thisProcess(), host: 'another.example.org' }));
    expect(await issues.isClaimed(week)).toBe(true);
    await utimes(path, new Date(0), new Date(0));
    expect(await issues.isClaimed(week)).toBe(false);
  });
});

describe('a sender that was stopped, and goes on after another took over (R18)', () => {
  /** What of the stopped holder's the next one finds, and the holder's own end. */
  const expected: Readonly<Record<StopPoint, { found: readonly string[]; end: RegExp }>> = {
    'before the ledger is opened': { found: [], end: /^lock\.lost$/ },
    // Its copy was cleared away: there is nothing left to put in the place of the ledger.
    'before the copy takes its place': { found: [], end: /^file\.unwritable$/ },
    'before a record is written': { found: ['first'], end: /^lock\.lost$/ },
    'before a record is synced': { found: ['first', 'second'], end: /^lock\.lost$/ },
    'between a record and the look at the claim': { found: ['first', 'second'], end: /^lock\.lost$/ },
    'before the freeze counts': { found: [], end: /^file\.unwritable$/ },
    'before the release': { found: ['first', 'second', 'third'], end: /^released$/ },
  };

  test('changes nothing any more, wherever it was stopped', async () => {
    const holder = startScript(new URL('../support/claimHolder.ts', import.meta.url));
    await once(holder, 'message');
    for (const point of stopPoints) {
      const { root, folder, ledger } = await issueFolder();
      await createLedgerFile(ledger, [runRecord('frozen')]);
      holder.send({ folder: root, point });
      await stopped(holder);

      const issues = issuesFolder(root, shortTimings);
      const claim = await takeOver(issues);
      const again = point === 'before the freeze counts';
      if (again) await issues.freeze(week, freezeOf('frozen again'));
      const seen: LedgerRecord[] = [];
      const opened = await issues.openLedger(week, claim, (record) => seen.push(record));
      const found = [again ? 'frozen again' : 'frozen', ...expected[point].found];
      expect(seen).toEqual(found.map(runRecord));
      await opened.append(runRecord('taken over'));

      const reported = once(holder, 'message');
      holder.kill('SIGCONT');
      const [report]: HolderReport[] = await reported;
      expect(report?.end, point).toMatch(expected[point].end);
      // What it was told is on disk was found; on what it was not told, it did not act.
      expect(found).toEqual(expect.arrayContaining([...(report?.acknowledged ?? [])]));

      await opened.append(runRecord('and goes on'));
      await opened.close();
      expect(await claim.isOurs()).toBe(true);
      await claim.release();
      expect(await runsIn(ledger)).toEqual([...found, 'taken over', 'and goes on']);
      if (again) expect(await readFile(join(folder, 'frozen.md'), 'utf8')).toBe('frozen again');
      expect((await readdir(folder)).filter((name) => /lock|tmp/.test(name))).toEqual([]);
    }
  });
});

test.runIf(process.getuid?.() === 0)('what root freezes belongs to whom the draft belongs', async () => {
  const { root, folder } = await issueFolder();
  const issues = issuesFolder(root);
  await issues.write(week, 'draft', undefined);
  await chown(join(folder, 'issue.md'), 12_345, 12_345);
  await issues.freeze(week, freezeOf('frozen'));
  await issues.write(week, 'draft by root', 'draft');
  for (const name of ['issue.md', 'ledger.jsonl', 'frozen.json', 'frozen.md', 'issue.html', 'issue.txt'])
    expect(await stat(join(folder, name)), name).toMatchObject({ uid: 12_345, gid: 12_345 });
});

describe('a claim that was lost', () => {
  const timings = { renewMs: 20, silentMs: 60_000 };

  /** Two senders in one process: the first one looks silent, and the second one takes over. */
  async function takenOver(): Promise<Place & Record<'lost' | 'now', ReturnType<typeof issuesFolder>>> {
    const place = await issueFolder();
    const lost = issuesFolder(place.root, { ...timings, renewMs: 1_000_000 });
    const now = issuesFolder(place.root, timings);
    await lost.lock(week);
    await utimes(join(place.folder, 'send.lock'), new Date(0), new Date(0));
    await now.lock(week);
    return { ...place, lost, now };
  }

  test('freezes nothing any more', async () => {
    const { lost, now, folder } = await takenOver();
    await now.freeze(week, freezeOf('now'));
    await expect(lost.freeze(week, freezeOf('lost'))).rejects.toMatchObject({ code: 'lock.lost' });
    for (const name of ['frozen.md', 'issue.html', 'issue.txt'])
      expect(await readFile(join(folder, name), 'utf8')).toBe('now');
    expect(await runsIn(join(folder, 'ledger.jsonl'))).toEqual(['now']);
    expect((await readdir(folder)).some((name) => name.endsWith('.tmp'))).toBe(false);
  });

  test('opens no ledger any more', async () => {
    const { root, ledger } = await issueFolder();
    await createLedgerFile(ledger, [runRecord('frozen')]);
    const before = await stat(ledger);
    const issues = issuesFolder(root);
    const claim = { release: () => Promise.resolve(), isOurs: () => Promise.resolve(false) };
    await expect(issues.openLedger(week, claim)).rejects.toMatchObject({ code: 'lock.lost' });
    expect((await stat(ledger)).ino).toBe(before.ino);
  });

  test('lets no draft take its place any more', async () => {
    const { root, folder } = await issueFolder();
    // Taken over when the new draft is written beside the old one already.
    const disk = tappedDisk({
      write(path, length) {
        if (path.endsWith('issue.md')) {
          writeFileSync(join(folder, 'other'), 'another');
          renameSync(join(folder, 'other'), join(folder, 'send.lock'));
        }
        return length;
      },
    });
    const written = issuesFolder(root, { disk }).write(week, 'ours', undefined);
    await expect(written).rejects.toMatchObject({ code: 'lock.lost' });
    expect(await readdir(folder)).toEqual(['send.lock']);
  });
});
