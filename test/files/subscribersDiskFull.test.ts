import { execFileSync } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSubscribers } from '../../src/core/list/subscriberFile.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader, writeSubscribers } from '../support/newsletter.ts';

const run = (command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { stdio: 'ignore' });
};

/** A disk of its own with little space, or undefined where this machine does not let us mount one. */
async function smallDisk(kilobytes: number): Promise<string | undefined> {
  const folder = await temporaryFolder();
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder);
  } catch {
    return undefined;
  }
  cleanUpLater(() => run('umount', '-l', folder));
  return folder;
}

test('on a full disk changes are refused, the list stays whole, and with space again it goes on (R34)', async ({
  skip,
}) => {
  const folder = await smallDisk(256);
  if (!folder)
    return skip(
      'no tmpfs can be mounted here; replaceFile.test.ts has a disk that takes only a part of each write',
    );
  await writeSubscribers(
    folder,
    Array.from({ length: 100 }, (_, index) => confirmedReader(index)),
  );
  const list = subscribersFile(folder);
  const acknowledged: string[] = [];
  let refusals = 0;
  for (let number = 1000; refusals < 20; number++) {
    const person = confirmedReader(number, { mailRefused: 'x'.repeat(2000) });
    try {
      await list.change(() => ({ edits: [{ put: person }], value: undefined }));
      acknowledged.push(person.id);
    } catch (error) {
      expect(error).toMatchObject({ code: 'file.unwritable' });
      refusals += 1;
    }
  }
  expect(acknowledged.length).toBeGreaterThan(3);
  const text = await readFile(join(folder, 'subscribers.json'), 'utf8');
  expect(readSubscribers(text)).toEqual(await list.read());
  expect(await list.read()).toEqual(await subscribersFile(folder).read());
  const ids = new Set((await list.read()).subscribers.map((one) => one.id));
  expect([...ids].filter((id) => !id.startsWith('reader0000'))).toEqual(acknowledged);
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);

  await list.change(() => ({ edits: acknowledged.slice(1).map((id) => ({ remove: id })), value: undefined }));
  await list.change(() => ({ edits: [{ put: confirmedReader(5000) }], value: undefined }));
  expect((await list.read()).subscribers).toHaveLength(102);
});

test('a disk that was full from the start leaves even a tiny list alone (R34)', async ({ skip }) => {
  const folder = await smallDisk(64);
  if (!folder) return skip('no tmpfs can be mounted here');
  await writeSubscribers(folder, [confirmedReader(1)]);
  const before = await readFile(join(folder, 'subscribers.json'), 'utf8');
  await writeFile(join(folder, 'filler'), Buffer.alloc(1 << 20)).catch(() => undefined);
  const list = subscribersFile(folder);
  await expect(
    list.change(() => ({ edits: [{ put: confirmedReader(2) }], value: undefined })),
  ).rejects.toMatchObject({ code: 'file.unwritable' });
  expect(await readFile(join(folder, 'subscribers.json'), 'utf8')).toBe(before);
});
