import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replaceFile } from '../../src/files/replaceFile.ts';
import { temporaryFolder } from '../support/folder.ts';

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
