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
import { subscribersFile } from '../src/files/subscribersFile.ts';
import { startListWriter } from '../test/support/listWriters.ts';
import { confirmedReader, writeSubscribers } from '../test/support/newsletter.ts';

/**
 * Power cuts on a real ext4 file system (R33): the list is written inside a loop-mounted image, and the image is copied
 * the moment a change was confirmed, or in the middle of a write. A copy is what a disk would hold had the power gone
 * right then. Needs root and a build (`npm run build`).
 */
const { values } = parseArgs({ options: { cuts: { type: 'string', default: '30' } } });
const cuts = Number(values.cuts);
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
    'confirmed, then cut': await onNewDisk(cutAfterEachChange),
    'cut in the middle': await onNewDisk(cutInTheMiddle),
    'for comparison: rename without any sync': await onNewDisk(cutWithoutSync),
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
    look(
      report,
      people.map((one) => one.id),
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
    look(report, known);
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
    look(report, [person.id]);
  }
  return report;
}

/** Copies the disk as it is, starts from the copy as after a power cut, and counts what is missing. */
function look(report: Report, acknowledged: readonly string[]): void {
  copyFileSync(image, copy);
  run('mount', '-o', 'loop', copy, afterwards);
  report.acknowledged += acknowledged.length;
  try {
    const text = readFileSync(join(afterwards, 'subscribers.json'), 'utf8');
    const ids = new Set(readSubscribers(text).subscribers.map((one) => one.id));
    report.lost += acknowledged.filter((id) => !ids.has(id)).length;
  } catch {
    report.unreadable += 1;
    report.lost += acknowledged.length;
  } finally {
    run('umount', afterwards);
  }
}
