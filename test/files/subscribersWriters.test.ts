import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSubscribers } from '../../src/core/list/subscriberFile.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startListWriter } from '../support/listWriters.ts';
import { confirmedReader, writeSubscribers } from '../support/newsletter.ts';

async function folderWithCounter(): Promise<string> {
  const folder = await temporaryFolder();
  await writeSubscribers(folder, [confirmedReader(0, { id: 'counter000', name: '0' })]);
  return folder;
}

const listIn = async (folder: string): Promise<ReturnType<typeof readSubscribers>> =>
  readSubscribers(await readFile(join(folder, 'subscribers.json'), 'utf8'));

test('eight processes that write a thousand times each lose none of it (R37)', async () => {
  const folder = await folderWithCounter();
  const writers = Array.from({ length: 8 }, (_, index) =>
    startListWriter(folder, { first: (index + 1) * 10_000, count: 1000, callers: 100 }),
  );
  expect(await Promise.all(writers.map((writer) => writer.ended()))).toEqual(writers.map(() => 0));

  const list = await listIn(folder);
  const ids = new Set(list.subscribers.map((one) => one.id));
  for (const { acknowledged } of writers) {
    expect(acknowledged.size).toBe(1000);
    expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
  }
  expect(list.subscribers).toHaveLength(8001);
  expect(list.subscribers.find((one) => one.id === 'counter000')?.name).toBe('8000');
  expect((await readdir(folder)).sort()).toEqual(['backups', 'subscribers.json']);
});

test('killed at any moment, a writer leaves a list that can be read, with all that it confirmed (R33, R37)', async () => {
  const folder = await folderWithCounter();
  const acknowledged = new Set<string>();
  let stopped = 0;
  for (let round = 0; round < 3; round++) {
    // Two at a time: one is killed while the other may hold the lock or wait for it.
    const pair = [1, 2].map((which) =>
      startListWriter(folder, { first: (2 * round + which) * 100_000, count: 90_000, callers: 8 }),
    );
    await Promise.all(
      pair.map(async (writer) => {
        await writer.reached(1 + Math.floor(Math.random() * 80));
        await new Promise((next) => setTimeout(next, Math.random() * 15));
        writer.process.kill('SIGKILL');
        await writer.ended();
        if (writer.process.signalCode === 'SIGKILL') stopped += 1;
      }),
    );
    for (const writer of pair) for (const id of writer.acknowledged) acknowledged.add(id);
    const ids = new Set((await listIn(folder)).subscribers.map((one) => one.id));
    expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
  }
  expect(stopped).toBe(6);

  // Whoever comes next takes over a dead lock and clears away what was left.
  await subscribersFile(folder).change(() => ({ edits: [{ put: confirmedReader(1) }], value: undefined }));
  const left = await readdir(folder);
  expect(left.filter((name) => /^subscribers\.json\.([0-9a-f]{8}\.tmp|lock)$/.test(name))).toEqual([]);
});
