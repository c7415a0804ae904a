import { mkdir, readFile, readdir, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foldDiary, type DiaryRecord, type DiaryState } from '../../src/core/clock/diary.ts';
import { formatDiaryRecord, readDiary } from '../../src/core/clock/diaryText.ts';
import type { Diaries } from '../../src/core/ports.ts';
import { parseWeek } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { temporaryFolder } from '../support/folder.ts';
import { forgetfulDisk } from '../support/forgetfulDisk.ts';
import { fillingDisk, tappedDisk } from '../support/tappedDisk.ts';

const week = parseWeek('2026-W47');
const at = '2026-11-20T08:00:00Z';
const question = (text: string): DiaryRecord => ({ type: 'asked', at, by: 'command', question: text });

async function newDiary(): Promise<{ root: string; path: string; diaries: Diaries }> {
  const root = await temporaryFolder();
  const path = join(root, 'issues', week, 'diary.jsonl');
  return { root, path, diaries: diariesFolder(root) };
}

const noteOne = (diaries: Diaries, record: DiaryRecord): Promise<undefined> =>
  diaries.note(week, () => ({ records: [record], answer: undefined }));

describe('a diary on disk', () => {
  test('keeps what is noted, for its owner alone (R39), and leaves nothing else behind', async () => {
    const { root, path, diaries } = await newDiary();
    expect(await diaries.read(week)).toEqual(foldDiary([]));
    await noteOne(diaries, { type: 'approved', at, by: 'link' });
    await noteOne(diaries, question('Äöü?'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const state = await diariesFolder(root).read(week);
    expect(state).toMatchObject({ word: { is: 'approved', at }, declined: ['Äöü?'] });
    expect(await readdir(join(root, 'issues', week))).toEqual(['diary.jsonl']);
  });

  test('is decided on as it is, one after the other, however many note at once', async () => {
    const { root, diaries } = await newDiary();
    const noteNext = (one: Diaries): Promise<number> =>
      one.note(week, ({ declined }) => ({
        records: [question(String(declined.length))],
        answer: declined.length,
      }));
    const both = [diaries, diariesFolder(root)];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => noteNext(both[index % 2] ?? diaries)),
    );
    const all = Array.from({ length: 30 }, (_, index) => index);
    expect(answers.toSorted((a, b) => a - b)).toEqual(all);
    expect((await diaries.read(week)).declined).toEqual(all.map(String));
  });

  test('is left alone where there is nothing to note, or the decision fails', async () => {
    const { path, diaries } = await newDiary();
    const answer = await diaries.note(week, (diary) => ({ records: [], answer: diary.isCancelled }));
    expect(answer).toBe(false);
    const failing = diaries.note(week, () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await expect(stat(path)).rejects.toThrow(/ENOENT/);
  });

  test('is found by its week, the latest first', async () => {
    const { root, diaries } = await newDiary();
    for (const one of ['2026-W46', '2026-W53', '2026-W47'])
      await diaries.note(parseWeek(one), () => ({ records: [{ type: 'started', at }], answer: undefined }));
    await mkdir(join(root, 'issues', '2026-W48'));
    expect(await diaries.weeks()).toEqual(['2026-W53', '2026-W47', '2026-W46']);
    expect(await diariesFolder(await temporaryFolder()).weeks()).toEqual([]);
  });

  test('of ten thousand records is noted in like any other', async () => {
    const { path, diaries } = await newDiary();
    await noteOne(diaries, question('first'));
    const line = formatDiaryRecord({
      type: 'failed',
      at,
      what: 'send',
      code: 'x',
      reason: { de: 'a', en: 'b' },
    });
    await writeFile(path, line.repeat(10_000));
    await noteOne(diaries, question('last'));
    expect(await diaries.read(week)).toMatchObject({ failure: { tries: 10_000 }, declined: ['last'] });
  });

  test('belongs to one who fell silent while he noted: he decides again, on what others noted meanwhile', async () => {
    const { root, path } = await newDiary();
    const lock = join(root, 'issues', week, 'diary.lock');
    let isFirst = true;
    const disk = tappedDisk({
      write(name, length) {
        if (isFirst && name === path) {
          isFirst = false;
          writeFileSync(path, formatDiaryRecord({ type: 'cancelled', at, by: 'command' }));
          // A file of its own, as by whoever takes a lock over.
          writeFileSync(`${lock}.new`, 'another who has gone since');
          utimesSync(`${lock}.new`, new Date(0), new Date(0));
          renameSync(`${lock}.new`, lock);
        }
        return length;
      },
    });
    const decided: DiaryState[] = [];
    const answer = await diariesFolder(root, { disk, renewMs: 10 }).note(week, (diary) => {
      decided.push(diary);
      return { records: diary.isCancelled ? [] : [question('too late')], answer: diary.isCancelled };
    });
    expect(answer).toBe(true);
    expect(decided.map((diary) => diary.isCancelled)).toEqual([false, true]);
    expect((await diariesFolder(root).read(week)).declined).toEqual([]);
    expect(await readdir(join(root, 'issues', week))).toEqual(['diary.jsonl']);
  });

  test('waits for a note of another process, which died: its lock is taken over', async () => {
    const { root, diaries } = await newDiary();
    await mkdir(join(root, 'issues', week), { recursive: true });
    const lock = join(root, 'issues', week, 'diary.lock');
    await writeFile(lock, '');
    await utimes(lock, new Date(0), new Date(0));
    await noteOne(diariesFolder(root, { renewMs: 10 }), question('still'));
    expect((await diaries.read(week)).declined).toEqual(['still']);
  });
});

describe('a damaged diary (R35)', () => {
  async function filled(): Promise<{ path: string; diaries: Diaries; original: Buffer }> {
    const { path, diaries } = await newDiary();
    for (const text of ['eins', 'zwei: äöü', 'drei']) await noteOne(diaries, question(text));
    return { path, diaries, original: await readFile(path) };
  }

  test('only a missing file is an empty diary', async () => {
    const { path, diaries } = await newDiary();
    await mkdir(path, { recursive: true });
    await expect(diaries.read(week)).rejects.toThrow(/EISDIR/);
    await expect(noteOne(diaries, question('x'))).rejects.toThrow(/EISDIR/);
  });

  test('cut between two records holds those before; cut within one it is refused, since its last word could be "hold"', async () => {
    const { path, diaries, original } = await filled();
    const ends = [...original].flatMap((byte, index) => (byte === 10 ? [index + 1] : []));
    for (let size = 0; size <= original.length; size += 1) {
      await writeFile(path, original);
      await truncate(path, size);
      const count = ends.filter((end) => end <= size).length;
      const whole = ['eins', 'zwei: äöü', 'drei'].slice(0, count);
      if (size > 0 && !ends.includes(size)) {
        await expect(diaries.read(week)).rejects.toThrow(`line ${count + 1}:`);
        continue;
      }
      expect((await diaries.read(week)).declined).toEqual(whole);
      await noteOne(diaries, question('next'));
      expect((await diaries.read(week)).declined).toEqual([...whole, 'next']);
    }
  });

  test('with any byte changed is refused with the number of the line, by readers and writers', async () => {
    const { path, diaries, original } = await filled();
    for (let position = 0; position < original.length; position++) {
      const changed = Buffer.from(original);
      changed[position] = (changed[position] ?? 0) ^ 1;
      await writeFile(path, changed);
      const line = original.subarray(0, position).filter((byte) => byte === 10).length + 1;
      await expect(diaries.read(week)).rejects.toThrow(`line ${line}:`);
      if (position % 20 !== 0) continue;
      await expect(noteOne(diaries, question('x'))).rejects.toMatchObject({ code: 'ledger.damaged' });
      expect(await readFile(path)).toEqual(changed);
    }
  });
});

describe('a diary on a disk', () => {
  test('that is full stays as it was (R34)', async () => {
    const { root, path, diaries } = await newDiary();
    await noteOne(diaries, question('before'));
    const before = await readFile(path, 'utf8');
    // The first write is the lock, the second the diary.
    for (const fullAt of [1, 2]) {
      const { disk } = fillingDisk(fullAt);
      const full = noteOne(diariesFolder(root, { disk }), question('x'));
      await expect(full).rejects.toMatchObject({ code: 'file.unwritable' });
      expect(await readFile(path, 'utf8')).toBe(before);
      expect(await readdir(join(root, 'issues', week))).toEqual(['diary.jsonl']);
    }
  });

  test('that loses its power holds what was noted, or what stood there before (R33)', async () => {
    const [first, second] = [question('first'), question('second')];
    const noted = async (ignored: readonly ('file sync' | 'folder sync')[]) => {
      const { root, path, diaries } = await newDiary();
      await noteOne(diaries, first);
      const disk = forgetfulDisk(path, await readFile(path, 'utf8'), { ignored, longestWrite: 30 });
      // The lock lies on a disk of its own, for it need not survive.
      const split = { ...tappedDisk({}), rename: disk.rename.bind(disk), rm: disk.rm.bind(disk) };
      const open: typeof disk.open = (name, flags, mode) =>
        name.includes('diary.jsonl') || flags === 'r'
          ? disk.open(name, flags, mode)
          : tappedDisk({}).open(name, flags, mode);
      await noteOne(diariesFolder(root, { disk: { ...split, open } }), second);
      return { left: disk.afterCut(), ever: disk.history.flat(), path };
    };
    const { left, ever, path } = await noted([]);
    expect(left.map((text) => readDiary(text, path).records)).toEqual([[first, second]]);
    for (const text of ever) expect([[first], [first, second]]).toContainEqual(readDiary(text, path).records);

    expect((await noted(['folder sync'])).left).toHaveLength(2);
    expect((await noted(['file sync'])).ever).toContain('');
  });
});
