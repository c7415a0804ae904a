import { mkdir, readFile, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replaceFile } from '../../src/files/replaceFile.ts';
import { removeDeadTemporaries, removeOldTemporaries } from '../../src/files/temporaries.ts';
import { temporaryFolder } from '../support/folder.ts';
import { forgetfulDisk } from '../support/forgetfulDisk.ts';

describe('replacing a file (R33, R34, R39)', () => {
  test('puts the new content in place, makes the folder, and leaves no temporary file', async () => {
    const path = join(await temporaryFolder(), 'a', 'b', 'file.txt');
    await replaceFile(path, 'eins');
    await replaceFile(path, 'zwei: äöü');
    expect(await readFile(path, 'utf8')).toBe('zwei: äöü');
    expect(await readdir(join(path, '..'))).toEqual(['file.txt']);
  });

  test('gives the file the mode it is asked for', async () => {
    const path = join(await temporaryFolder(), 'secret');
    await replaceFile(path, 'x', 0o600);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('a reader meanwhile sees the old or the new content as a whole', async () => {
    const path = join(await temporaryFolder(), 'file.txt');
    const [one, two] = ['1'.repeat(300_000), '2'.repeat(300_000)];
    await writeFile(path, one);
    let isDone = false;
    const writing = (async () => {
      for (let round = 0; round < 10; round++) await replaceFile(path, round % 2 === 0 ? two : one);
      isDone = true;
    })();
    const seen = new Set<string>();
    while (!isDone) seen.add(await readFile(path, 'utf8'));
    await writing;
    expect([...seen].every((text) => text === one || text === two)).toBe(true);
  });

  test('where it cannot write it says so, and the old file stays', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'file.txt'));
    await writeFile(join(folder, 'file.txt', 'inside'), 'x');
    await expect(replaceFile(join(folder, 'file.txt'), 'neu')).rejects.toMatchObject({
      code: 'file.unwritable',
    });
    expect(await readdir(folder)).toEqual(['file.txt']);
  });
});

describe('a power cut while a file is replaced (R33)', () => {
  const path = '/list/file.json';
  const before = 'before '.repeat(50);
  const after = 'after '.repeat(70);
  const pieces = (text: string, size: number): Buffer[] => {
    const bytes = Buffer.from(text);
    const count = Math.ceil(bytes.length / size);
    return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
  };

  test('leaves the old content or the new at any moment, and the new for sure once it is confirmed', async () => {
    const size = fc.integer({ min: 1, max: 500 });
    await fc.assert(
      fc.asyncProperty(size, size, async (pieceSize, longestWrite) => {
        const disk = forgetfulDisk(path, before, { longestWrite });
        await replaceFile(path, pieces(after, pieceSize), 0o600, { disk });
        for (const left of disk.history) for (const text of left) expect([before, after]).toContain(text);
        expect(disk.afterCut()).toEqual([after]);
      }),
    );
  });

  test('needs all four steps, in this order', async () => {
    const disk = forgetfulDisk(path, before);
    await replaceFile(path, after, 0o600, { disk });
    expect(disk.calls.filter((call) => /write|sync|rename/.test(call))).toEqual([
      'write',
      'file sync',
      'rename',
      'folder sync',
    ]);
  });

  test('would be noticed by these tests if one of the two syncs were left out', async () => {
    const torn = forgetfulDisk(path, before, { ignored: ['file sync'] });
    await replaceFile(path, after, 0o600, { disk: torn });
    expect(torn.history.flat().some((text) => text !== before && text !== after)).toBe(true);
    const lost = forgetfulDisk(path, before, { ignored: ['folder sync'] });
    await replaceFile(path, after, 0o600, { disk: lost });
    expect(lost.afterCut()).toContain(before);
  });

  test('keeps folders that had to be made for the file', async () => {
    const synced: string[] = [];
    const memory = forgetfulDisk('/list/new/deep/file.json', before);
    const disk: typeof memory = {
      ...memory,
      mkdir: () => Promise.resolve('/list/new'),
      open(name, flags, mode) {
        if (flags === 'r') synced.push(name);
        return memory.open(name, flags, mode);
      },
    };
    await replaceFile('/list/new/deep/file.json', after, 0o600, { disk });
    expect(synced).toEqual(['/list/new', '/list', '/list/new/deep']);
  });

  test('or a disk that fails at any call leaves the old content, or the new where only the last sync failed', async () => {
    for (let failingCall = 1; ; failingCall++) {
      const disk = forgetfulDisk(path, before, { failingCall, longestWrite: 100 });
      const isDone = await replaceFile(path, after, 0o600, { disk }).then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'file.unwritable' });
          return false;
        },
      );
      if (isDone) break;
      const isLast = disk.calls[failingCall - 1] === 'folder sync';
      for (const left of disk.history) for (const text of left) expect([before, after]).toContain(text);
      if (!isLast) expect(disk.afterCut()).toEqual([before]);
      expect(disk.calls.at(-1)).toBe('rm');
    }
  });
});

test('what killed processes left beside the files of a folder is cleared away; locks in use and other files stay', async () => {
  const folder = await temporaryFolder();
  const old = new Date(Date.now() - 120_000);
  for (const name of [
    'list.json',
    'list.json.0a1b2c3d.tmp',
    'letter.json.0a1b2c3d.tmp',
    'list.json.lock',
    'list.json.lock.0a1b2c3d4e5f.tmp',
    'list.json.lock.f5e4d3c2b1a0.tmp',
    'list.json.bak.tmp',
    'other.json.0a1b2c3d.tmp',
  ])
    await writeFile(join(folder, name), 'x');
  await utimes(join(folder, 'list.json.lock.f5e4d3c2b1a0.tmp'), old, old);
  await removeDeadTemporaries(join(folder, 'list.json'), join(folder, 'letter.json'));
  await removeOldTemporaries(folder);
  expect((await readdir(folder)).sort()).toEqual([
    'list.json',
    'list.json.bak.tmp',
    'list.json.lock',
    'list.json.lock.0a1b2c3d4e5f.tmp',
    'other.json.0a1b2c3d.tmp',
  ]);
});
