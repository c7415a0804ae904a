import { chown, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Decide } from '../../src/core/list/listBook.ts';
import { formatSubscribers, readSubscribers } from '../../src/core/list/subscriberFile.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { backUp } from '../../src/files/subscribersBackups.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader, writeSubscribers } from '../support/newsletter.ts';

const put =
  (subscriber: Subscriber): Decide<void> =>
  () => ({ edits: [{ put: subscriber }], value: undefined });
const remove =
  (...ids: readonly string[]): Decide<string> =>
  () => ({ edits: ids.map((id) => ({ remove: id })), value: 'removed' });

/** A list that is written once a day, beginning in November. */
async function daily(): Promise<{
  readonly folder: string;
  readonly backups: () => Promise<readonly string[]>;
  readonly inBackups: () => Promise<string>;
  readonly change: ReturnType<typeof subscribersFile>['change'];
  readonly pass: (hours: number) => void;
}> {
  const folder = await temporaryFolder();
  await writeSubscribers(folder, [confirmedReader(1), confirmedReader(2), confirmedReader(3)]);
  let at = Date.parse('2026-11-01T10:15:00Z');
  const list = subscribersFile(folder, () => new Date(at));
  const backups = async (): Promise<readonly string[]> => (await readdir(join(folder, 'backups'))).sort();
  return {
    folder,
    backups,
    inBackups: async () =>
      (
        await Promise.all((await backups()).map((name) => readFile(join(folder, 'backups', name), 'utf8')))
      ).join('\n'),
    change: (decide) => list.change(decide),
    pass: (hours) => (at += hours * 3_600_000),
  };
}

describe('backups of the list (R36)', () => {
  test('are made before the first write of a day: the list as it was', async () => {
    const { folder, change, backups, pass } = await daily();
    const before = await readFile(join(folder, 'subscribers.json'), 'utf8');
    await change(put(confirmedReader(4)));
    await change(put(confirmedReader(5)));
    pass(23);
    await change(put(confirmedReader(6)));
    expect(await backups()).toEqual(['subscribers-2026-11-01T101500Z.json']);
    expect(await readFile(join(folder, 'backups', 'subscribers-2026-11-01T101500Z.json'), 'utf8')).toBe(
      before,
    );
    pass(2);
    await change(put(confirmedReader(7)));
    expect(await backups()).toEqual([
      'subscribers-2026-11-01T101500Z.json',
      'subscribers-2026-11-02T111500Z.json',
    ]);
    const second = join(folder, 'backups', 'subscribers-2026-11-02T111500Z.json');
    expect(readSubscribers(await readFile(second, 'utf8')).subscribers).toHaveLength(6);
    // A file of its own: an editor that writes in place must not change both.
    expect((await stat(second)).nlink).toBe(1);
    expect((await stat(second)).mode & 0o777).toBe(0o600);
  });

  test('are fourteen; the oldest goes, and what lies beside them stays', async () => {
    const { folder, change, backups, pass } = await daily();
    await mkdir(join(folder, 'backups'));
    await writeFile(join(folder, 'backups', 'mine.json'), 'x');
    for (let day = 0; day < 17; day++) {
      await change(put(confirmedReader(10 + day)));
      pass(24);
    }
    const names = await backups();
    expect(names).toHaveLength(15);
    expect(names[0]).toBe('mine.json');
    expect(names[1]).toBe('subscribers-2026-11-04T101500Z.json');
    expect(names.at(-1)).toBe('subscribers-2026-11-17T101500Z.json');
  });

  test('are made of a list somebody is on, not of an empty one', async () => {
    const folder = await temporaryFolder();
    await writeSubscribers(folder, []);
    await subscribersFile(folder).change(put(confirmedReader(1)));
    expect(await readdir(folder)).toEqual(['subscribers.json']);
  });

  test('are not kept from being made by one from the future, as a clock gone wrong leaves it', async () => {
    const { folder, change, backups } = await daily();
    await mkdir(join(folder, 'backups'));
    await writeFile(join(folder, 'backups', 'subscribers-2036-01-01T000000Z.json'), '{}');
    await change(put(confirmedReader(4)));
    expect(await backups()).toContain('subscribers-2026-11-01T101500Z.json');
  });

  test('can be asked for, several within a second', async () => {
    const { folder } = await daily();
    const now = new Date('2026-11-21T10:15:00.123Z');
    const paths = [await backUp(folder, now), await backUp(folder, now)];
    expect(paths).toEqual([
      join(folder, 'backups', 'subscribers-2026-11-21T101500Z.json'),
      join(folder, 'backups', 'subscribers-2026-11-21T101500Z-2.json'),
    ]);
    for (const path of paths) {
      expect(await readFile(path, 'utf8')).toBe(await readFile(join(folder, 'subscribers.json'), 'utf8'));
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
  });
});

describe.runIf(process.getuid?.() === 0)('what root leaves to the server that runs as somebody else', () => {
  const uid = 12_345;
  async function ownersIn(folder: string): Promise<ReadonlySet<number>> {
    const names = ['.', ...(await readdir(join(folder, 'backups')))];
    return new Set(
      await Promise.all(names.map(async (name) => (await stat(join(folder, 'backups', name))).uid)),
    );
  }

  test('are the folder, the backups, and the notes of whom to erase', async () => {
    const { folder, change, pass } = await daily();
    await chown(join(folder, 'subscribers.json'), uid, uid);
    await backUp(folder);
    expect(await ownersIn(folder)).toEqual(new Set([uid]));
    await change(put(confirmedReader(4)));
    pass(25);
    await change(put(confirmedReader(5)));
    // Keeps the note from being carried out.
    const stubborn = join(folder, 'backups', 'subscribers-2026-10-01T000000Z.json');
    await mkdir(stubborn);
    await chown(stubborn, uid, uid);
    await expect(change(remove('reader000002'))).rejects.toMatchObject({ code: 'file.unwritable' });
    expect((await readdir(join(folder, 'backups'))).join()).toContain('erase-');
    expect(await ownersIn(folder)).toEqual(new Set([uid]));
    await rm(stubborn, { recursive: true });
    await writeFile(stubborn, '{ "reader000002": ');
    await chown(stubborn, uid, uid);
    await change(remove('reader000003'));
    expect((await readdir(join(folder, 'backups'))).join()).toContain('.deleted.txt');
    expect(await ownersIn(folder)).toEqual(new Set([uid]));
  });

  test('is also a folder that root made before', async () => {
    const { folder, change } = await daily();
    await mkdir(join(folder, 'backups'), { mode: 0o700 });
    await writeFile(join(folder, 'backups', 'subscribers-2026-10-01T000000Z.json'), '{}', { mode: 0o600 });
    await chown(join(folder, 'subscribers.json'), uid, uid);
    await change(remove('reader000002'));
    expect(await ownersIn(folder)).toEqual(new Set([uid]));
  });
});

describe('whoever is removed from the list', () => {
  test('is gone from all backups too, under any spelling of her address (R66)', async () => {
    const { folder, change, inBackups, pass, backups } = await daily();
    await change(put(confirmedReader(4, { address: 'Käthe@bücher.example', name: 'Käthe' })));
    pass(25);
    await change(put(confirmedReader(5)));
    // Under an older id too, from before somebody took her out by hand.
    const path = join(folder, 'backups', 'subscribers-2026-10-01T000000Z.json');
    const older = confirmedReader(77, { address: 'käthe@xn--bcher-kva.example' });
    const subscribers = [confirmedReader(1), older];
    await writeFile(path, formatSubscribers({ revision: 0, subscribers, suppressions: [] }));
    expect(await inBackups()).toMatch(/reader000004[^]*reader000077|reader000077[^]*reader000004/);

    expect(await change(remove('reader000004', 'reader000002'))).toBe('removed');
    expect(await inBackups()).not.toMatch(/reader000004|reader000077|reader000002|käthe|reader2@/i);
    const left = (await backups()).map(async (name) => {
      const text = await readFile(join(folder, 'backups', name), 'utf8');
      return readSubscribers(text).subscribers.map((one) => one.id);
    });
    expect(await Promise.all(left)).toEqual([
      ['reader000001'],
      ['reader000001', 'reader000003'],
      ['reader000001', 'reader000003'],
    ]);
  });

  test('is gone from the very backup that her removal makes', async () => {
    const { change, inBackups, backups } = await daily();
    await change(remove('reader000002'));
    expect(await backups()).toHaveLength(1);
    expect(await inBackups()).toContain('reader000001');
    expect(await inBackups()).not.toContain('reader000002');
  });

  test('is gone from a backup somebody has reformatted; one that cannot be read goes, and says why', async () => {
    const { folder, change, backups, inBackups, pass } = await daily();
    await change(put(confirmedReader(4)));
    const [name] = await backups();
    const path = join(folder, 'backups', name ?? '');
    await writeFile(path, JSON.stringify(JSON.parse(await readFile(path, 'utf8')), null, 2));
    await writeFile(join(folder, 'backups', 'subscribers-2026-10-01T000000Z.json'), '{ "reader000002": ');
    await change(remove('reader000002'));
    expect(await backups()).toEqual(['subscribers-2026-10-01T000000Z.deleted.txt', name]);
    expect(await inBackups()).toMatch(/konnte|ließ sich nicht|lesen ließ/);
    expect(await inBackups()).not.toContain('reader000002');
    expect(readSubscribers(await readFile(path, 'utf8')).subscribers).toHaveLength(2);
    for (let day = 0; day < 16; day++) {
      pass(25);
      await change(put(confirmedReader(20 + day)));
    }
    expect((await backups()).filter((one) => one.endsWith('.txt'))).toEqual([]);
  });

  test('is off the list even where a backup cannot be cleaned; that is said, and made up for by the next removal', async () => {
    const { folder, change, backups, inBackups } = await daily();
    await change(put(confirmedReader(4)));
    // A folder in the place of a backup can be neither read nor replaced.
    const stubborn = join(folder, 'backups', 'subscribers-2026-10-01T000000Z.json');
    await mkdir(stubborn);
    const outcomes = await Promise.allSettled([
      change(remove('reader000002')),
      change(put(confirmedReader(5))),
    ]);
    expect(outcomes).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled' }]);
    const [failed] = outcomes;
    expect(failed.status === 'rejected' && failed.reason).toMatchObject({ code: 'file.unwritable' });
    const list = readSubscribers(await readFile(join(folder, 'subscribers.json'), 'utf8'));
    expect(list.subscribers.map((one) => one.id)).not.toContain('reader000002');
    expect((await backups()).some((name) => name.startsWith('erase-'))).toBe(true);

    await rm(stubborn, { recursive: true });
    await change(remove('reader000003'));
    expect(await inBackups()).not.toMatch(/reader00000[23]/);
    expect((await backups()).some((name) => name.startsWith('erase-'))).toBe(false);
  });

  test('by a process that was killed before it came to the backups is gone from them after the next change', async () => {
    const { folder, change, inBackups } = await daily();
    await change(put(confirmedReader(4)));
    const path = join(folder, 'subscribers.json');
    const list = readSubscribers(await readFile(path, 'utf8'));
    const subscribers = list.subscribers.filter((one) => one.id !== 'reader000002');
    await writeFile(path, formatSubscribers({ ...list, revision: 3, subscribers }));
    const note = { revision: 3, ids: ['reader000002'], keys: ['reader2@example.org'] };
    await writeFile(join(folder, 'backups', 'erase-abc.json'), JSON.stringify(note));
    // Even one that changes nothing, such as erasing her again; who has her answer may end the process.
    await subscribersFile(folder).change(() => ({ edits: [], value: undefined }));
    expect(await inBackups()).not.toMatch(/reader000002|reader2@/);
    await writeFile(join(folder, 'backups', 'erase-abc.json'), JSON.stringify(note));
    await subscribersFile(folder).change(put(confirmedReader(5)));
    expect(await inBackups()).not.toMatch(/reader000002|reader2@/);
  });

  test('and cannot be erased from them yet: who comes next and changes nothing hears of it, who changes does not', async () => {
    const { folder, change } = await daily();
    await change(put(confirmedReader(4)));
    const stubborn = join(folder, 'backups', 'subscribers-2026-10-01T000000Z.json');
    await mkdir(stubborn);
    await expect(change(remove('reader000002'))).rejects.toMatchObject({ code: 'file.unwritable' });
    await expect(
      subscribersFile(folder).change(() => ({ edits: [], value: undefined })),
    ).rejects.toMatchObject({ code: 'file.unwritable' });
    await subscribersFile(folder).change(put(confirmedReader(5)));
  });

  test('whose removal was noted but never written stays in the backups', async () => {
    const { folder, change, inBackups } = await daily();
    await change(put(confirmedReader(4)));
    // What a process leaves that is killed between its note and its write.
    const note = { revision: 3, ids: ['reader000001'], keys: ['reader1@example.org'] };
    await writeFile(join(folder, 'backups', 'erase-abc.json'), JSON.stringify(note));
    await change(put(confirmedReader(5)));
    await change(remove('reader000003'));
    expect(await inBackups()).toContain('reader000001');
    expect(await inBackups()).not.toMatch(/reader000003|erase/);
    expect(await readdir(join(folder, 'backups'))).not.toContain('erase-abc.json');
  });
});
