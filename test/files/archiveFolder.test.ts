import { appendFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import { formatRecord } from '../../src/core/sending/ledgerText.ts';
import { parseWeek, weeksBefore, type WeekId } from '../../src/core/week.ts';
import { archiveFolder } from '../../src/files/archiveFolder.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { readFirstAttempt } from '../../src/files/ledgerFile.ts';
import { temporaryFolder } from '../support/folder.ts';

const week = parseWeek('2026-W47');
const at = '2026-11-22T06:00:00.000Z';
const attempted: LedgerRecord = {
  type: 'attempted',
  at,
  run: 'r',
  id: 'reader000001',
  attempt: 1,
  messageId: '<a@b>',
};

/** A week as freezing leaves it, with further records. */
async function frozenWeek(root: string, of: WeekId, records: readonly LedgerRecord[]): Promise<string> {
  const folder = join(root, 'issues', of);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'frozen.json'), JSON.stringify({ week: of, subject: `Brief ${of}` }));
  await writeFile(join(folder, 'issue.html'), `<html lang="de"><p>${of}</p></html>`);
  const frozen: readonly LedgerRecord[] = [
    { type: 'audience', ids: ['reader000001'] },
    { type: 'frozen', at, week: of, content: '', draft: '', audience: 1 },
    { type: 'run', at, run: 'r' },
  ];
  await writeFile(join(folder, 'ledger.jsonl'), [...frozen, ...records].map(formatRecord).join(''));
  return folder;
}

describe('the archive', () => {
  test('holds the letters that were sent, the latest first, as they were frozen', async () => {
    const root = await temporaryFolder();
    await frozenWeek(root, parseWeek('2026-W45'), [attempted]);
    await frozenWeek(root, week, [attempted]);
    await frozenWeek(root, parseWeek('2026-W48'), []);
    const archive = archiveFolder(root);
    expect(await archive.list()).toEqual([
      { week: '2026-W47', subject: 'Brief 2026-W47', sentAt: at },
      { week: '2026-W45', subject: 'Brief 2026-W45', sentAt: at },
    ]);
    expect((await archive.read(week))?.html).toBe('<html lang="de"><p>2026-W47</p></html>');
    expect(await archive.read(parseWeek('2026-W48'))).toBeUndefined();
    expect(await archive.read(parseWeek('2026-W01'))).toBeUndefined();
  });

  test('is empty where nothing was ever written', async () => {
    expect(await archiveFolder(await temporaryFolder()).list()).toEqual([]);
  });

  test('sees a letter as soon as the first reader was tried, and no longer once its page is taken away', async () => {
    const root = await temporaryFolder();
    const folder = await frozenWeek(root, week, []);
    const archive = archiveFolder(root);
    expect(await archive.list()).toEqual([]);
    await appendFile(join(folder, 'ledger.jsonl'), formatRecord(attempted));
    expect(await archive.list()).toHaveLength(1);
    await rm(join(folder, 'issue.html'));
    expect(await archive.list()).toEqual([]);
    expect(await archive.read(week)).toBeUndefined();
  });

  test('leaves out a damaged week, tells it once, and shows all others (R35)', async () => {
    const root = await temporaryFolder();
    const damaged = await frozenWeek(root, parseWeek('2026-W46'), [attempted]);
    const path = join(damaged, 'ledger.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('reader000001', 'reader000002'));
    await writeFile(join(await frozenWeek(root, parseWeek('2026-W45'), [attempted]), 'frozen.json'), '{"sub');
    await frozenWeek(root, week, [attempted]);
    const told: string[] = [];
    const archive = archiveFolder(root, (of, { code }) => told.push(`${of} ${code}`));
    for (let time = 0; time < 3; time++)
      expect((await archive.list()).map((letter) => letter.week)).toEqual(['2026-W47']);
    expect(told.toSorted()).toEqual(['2026-W45 ledger.damaged', '2026-W46 ledger.damaged']);
  });

  test('of a year is read once: later lists look into no ledger and no letter', async () => {
    const root = await temporaryFolder();
    const folders = await Promise.all(
      Array.from({ length: 52 }, (_, index) => frozenWeek(root, weeksBefore(week, index), [attempted])),
    );
    const archive = archiveFolder(root);
    const listed = await archive.list();
    expect(listed).toHaveLength(52);
    for (const folder of folders)
      for (const name of ['ledger.jsonl', 'frozen.json']) await rm(join(folder, name));
    expect(await archive.list()).toEqual(listed);
  });
});

describe('when letters were sent', () => {
  test('is told from the first attempt on, for every week since the one asked for', async () => {
    const root = await temporaryFolder();
    await frozenWeek(root, parseWeek('2026-W44'), [attempted]);
    await frozenWeek(root, parseWeek('2026-W45'), [attempted]);
    await frozenWeek(root, parseWeek('2026-W46'), []);
    expect(await issuesFolder(root).sentSince(parseWeek('2026-W45'))).toEqual([{ week: '2026-W45', at }]);
  });

  test('a lost or damaged ledger counts as sent at the end of its week', async () => {
    const root = await temporaryFolder();
    await rm(join(await frozenWeek(root, parseWeek('2026-W45'), [attempted]), 'ledger.jsonl'));
    const damaged = await frozenWeek(root, parseWeek('2026-W46'), [attempted]);
    await writeFile(join(damaged, 'ledger.jsonl'), 'x\n');
    expect(await issuesFolder(root).sentSince(parseWeek('2026-W45'))).toEqual([
      { week: '2026-W46', at: '2026-11-15T23:59:59Z' },
      { week: '2026-W45', at: '2026-11-08T23:59:59Z' },
    ]);
  });

  test('the first attempt is found behind an audience of any size, and in a ledger torn anywhere', async () => {
    const root = await temporaryFolder();
    const ids = Array.from({ length: 500 }, (_, index) => `reader${String(index).padStart(20, '0')}`);
    for (const portions of [0, 4, 8, 40]) {
      const audience = Array.from({ length: portions }, (): LedgerRecord => ({ type: 'audience', ids }));
      const folder = await frozenWeek(root, week, [...audience, attempted, { ...attempted, id: 'later' }]);
      const path = join(folder, 'ledger.jsonl');
      expect(await readFirstAttempt(path)).toEqual(attempted);
      const whole = await readFile(path);
      await truncate(path, whole.length - 3);
      expect(await readFirstAttempt(path)).toEqual(attempted);
      await truncate(path, whole.indexOf('"attempted"'));
      expect(await readFirstAttempt(path)).toBeUndefined();
    }
  });
});
