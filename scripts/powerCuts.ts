import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatSubscribers, readSubscribers } from '../src/core/list/subscriberFile.ts';
import type { Freeze } from '../src/core/ports.ts';
import { parseWeek } from '../src/core/week.ts';
import { diariesFolder } from '../src/files/diaries.ts';
import { issuesFolder } from '../src/files/issuesFolder.ts';
import type { Disk } from '../src/files/replaceFile.ts';
import { subscribersFile } from '../src/files/subscribersFile.ts';
import { runRecord } from '../test/support/holderProcess.ts';
import { startListWriter } from '../test/support/listWriters.ts';
import { confirmedReader, writeSubscribers } from '../test/support/newsletter.ts';
import { tappedDisk } from '../test/support/tappedDisk.ts';
import { recordsOf } from '../test/support/ledgerRecords.ts';

/**
 * Power cuts on a real ext4 file system (R3, R33): list, ledger, freeze, diary and claim are written inside a loop-mounted
 * image, and the image is copied the moment a change was confirmed, or in the middle of a write. A copy is what a disk would
 * hold had the power gone right then. Needs root and a build (`npm run build`).
 */
const { values } = parseArgs({ options: { cuts: { type: 'string', default: '30' } } });
const cuts = Number(values.cuts);
const week = parseWeek('2026-W47');
const work = mkdtempSync(join(tmpdir(), 'wochenbrief-power-'));
const [image, copy] = [join(work, 'disk.img'), join(work, 'copy.img')];
const [mounted, afterwards] = [join(work, 'disk'), join(work, 'after')];
const run = (command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
};

interface Report {
  cuts: number;
  acknowledged: number;
  lost: number;
  unreadable: number;
}

try {
  mkdirSync(mounted);
  mkdirSync(afterwards);
  // oxlint-disable-next-line no-console -- a table for people
  console.table({
    'list: confirmed, then cut': await onNewDisk(cutAfterEachChange),
    'list: cut in the middle': await onNewDisk(cutInTheMiddle),
    'list, for comparison: rename without any sync': await onNewDisk(cutWithoutSync),
    'ledger: confirmed, then cut': await onNewDisk(() => cutAfterEachAttempt()),
    'ledger, for comparison: without any sync': await onNewDisk(() =>
      cutAfterEachAttempt(tappedDisk({ isQuick: true })),
    ),
    'freeze: confirmed, then cut': await onNewDisk(cutAfterEachFreeze),
    'diary: confirmed, then cut': await onNewDisk(cutAfterEachNote),
    'claim: taken, then cut; can be taken again': await onNewDisk(cutAfterEachClaim),
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function onNewDisk(cutting: () => Promise<Report>): Promise<Report> {
  rmSync(image, { force: true });
  writeFileSync(image, '');
  truncateSync(image, 48 << 20);
  run('mkfs.ext4', '-q', '-F', image);
  run('mount', '-o', 'loop', image, mounted);
  try {
    await writeSubscribers(mounted, [confirmedReader(0, { id: 'counter000', name: '0' })]);
    run('sync', '-f', mounted);
    return await cutting();
  } finally {
    run('umount', mounted);
  }
}

async function cutAfterEachChange(): Promise<Report> {
  const report: Report = { cuts: 0, acknowledged: 0, lost: 0, unreadable: 0 };
  const list = subscribersFile(mounted);
  for (; report.cuts < cuts; report.cuts++) {
    const people = [1, 2, 3].map((n) => confirmedReader(report.cuts * 3 + n));
    await Promise.all(people.map((put) => list.change(() => ({ edits: [{ put }], value: undefined }))));
    await look(
      report,
      people.map((one) => one.id),
      peopleIn,
    );
  }
  return report;
}

async function cutInTheMiddle(): Promise<Report> {
  const report: Report = { cuts: 0, acknowledged: 0, lost: 0, unreadable: 0 };
  const writer = startListWriter(mounted, { first: 1, count: 90_000, callers: 20 });
  await writer.reached(1);
  for (; report.cuts < cuts; report.cuts++) {
    await new Promise((next) => setTimeout(next, 20 + Math.random() * 40));
    writer.process.kill('SIGSTOP');
    // What it had printed by now has been acknowledged; what is still in the pipe was too, and is looked for next time.
    const known = [...writer.acknowledged];
    await look(report, known, peopleIn);
    writer.process.kill('SIGCONT');
  }
  writer.process.kill('SIGKILL');
  await writer.ended();
  return report;
}

async function cutWithoutSync(): Promise<Report> {
  const report: Report = { cuts: 0, acknowledged: 0, lost: 0, unreadable: 0 };
  const path = join(mounted, 'subscribers.json');
  for (; report.cuts < cuts; report.cuts++) {
    const list = readSubscribers(readFileSync(path, 'utf8'));
    const person = confirmedReader(report.cuts + 1);
    const next = { ...list, revision: list.revision + 1, subscribers: [...list.subscribers, person] };
    writeFileSync(`${path}.tmp`, formatSubscribers(next));
    renameSync(`${path}.tmp`, path);
    await look(report, [person.id], peopleIn);
  }
  return report;
}

async function cutAfterEachAttempt(disk?: Disk): Promise<Report> {
  const report: Report = { cuts: 0, acknowledged: 0, lost: 0, unreadable: 0 };
  const issues = issuesFolder(mounted, disk ? { disk } : {});
  const claim = await issues.lock(week);
  await issues.freeze(week, freezeOf('frozen'));
  const ledger = await issues.openLedger(week, claim);
  run('sync', '-f', mounted);
  const acknowledged: string[] = [];
  for (; report.cuts < cuts; report.cuts++) {
    const attempts = [1, 2, 3].map((n) => `attempt ${report.cuts * 3 + n}`);
    await Promise.all(attempts.map((attempt) => ledger.append(runRecord(attempt))));
    acknowledged.push(...attempts);
    await look(report, acknowledged, attemptsIn);
  }
  await ledger.close();
  await claim.release();
  return report;
}

async function cutAfterEachFreeze(): Promise<Report> {
  const report: Report = { cuts: 0, acknowledged: 0, lost: 0, unreadable: 0 };
  const issues = issuesFolder(mounted);
  for (; report.cuts < cuts; report.cuts++) {
    // The first of each week makes its folder, the second one replaces it.
    const one = parseWeek(`2027-W${String(1 + Math.floor(report.cuts / 2)).padStart(2, '0')}`);
    await issues.freeze(one, freezeOf(`freeze ${report.cuts}`));
    await look(report, [JSON.stringify(`freeze ${report.cuts}`)], async (root) => {
      const letter = (await issuesFolder(root).readLetter(one)) ?? '';
      const records = await recordsOf(issuesFolder(root), one);
      return records.length === 1 ? [letter] : [];
    });
  }
  return report;
}

async function cutAfterEachNote(): Promise<Report> {
  const report: Report = { cuts: 0, acknowledged: 0, lost: 0, unreadable: 0 };
  const noted: string[] = [];
  for (; report.cuts < cuts; report.cuts++) {
    const question = `question ${report.cuts}`;
    await diariesFolder(mounted).note(week, () => ({
      records: [{ type: 'asked', at: '2026-11-20T19:00:00Z', by: 'command', question }],
      answer: undefined,
    }));
    noted.push(question);
    await look(report, noted, async (root) => (await diariesFolder(root).read(week)).declined);
  }
  return report;
}

async function cutAfterEachClaim(): Promise<Report> {
  const report: Report = { cuts: 0, acknowledged: 0, lost: 0, unreadable: 0 };
  for (; report.cuts < cuts; report.cuts++) {
    const claim = await issuesFolder(mounted).lock(week);
    await look(report, ['claim'], async (root) => {
      // Whatever is left of it, also nothing: a minute later nobody holds it any more.
      await (await issuesFolder(root, { silentMs: -1, renewMs: 1 }).lock(week)).release();
      return ['claim'];
    });
    await claim.release();
  }
  return report;
}

function freezeOf(letter: string): Freeze {
  const records = [runRecord('frozen')];
  return { letter: JSON.stringify(letter), draft: letter, html: letter, text: letter, records };
}

async function attemptsIn(root: string): Promise<readonly string[]> {
  const records = await recordsOf(issuesFolder(root), week);
  return records.flatMap((record) => (record.type === 'run' ? [record.run] : []));
}

async function peopleIn(root: string): Promise<readonly string[]> {
  const text = readFileSync(join(root, 'subscribers.json'), 'utf8');
  return readSubscribers(text).subscribers.map((one) => one.id);
}

/** Copies the disk as it is, starts from the copy as after a power cut, and counts what is missing. */
async function look(
  report: Report,
  acknowledged: readonly string[],
  read: (root: string) => Promise<readonly string[]>,
): Promise<void> {
  copyFileSync(image, copy);
  run('mount', '-o', 'loop', copy, afterwards);
  report.acknowledged += acknowledged.length;
  try {
    const found = new Set(await read(afterwards));
    report.lost += acknowledged.filter((id) => !found.has(id)).length;
  } catch {
    report.unreadable += 1;
    report.lost += acknowledged.length;
  } finally {
    run('umount', afterwards);
  }
}
