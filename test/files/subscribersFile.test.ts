import {
  chmod,
  chown,
  copyFile,
  lstat,
  open,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import type { Decide } from '../../src/core/list/listBook.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { formatSubscribers, readSubscribers } from '../../src/core/list/subscriberFile.ts';
import type { Subscribers } from '../../src/core/ports.ts';
import { takeLock } from '../../src/files/lock.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader, writeSubscribers } from '../support/newsletter.ts';

interface Opened {
  readonly folder: string;
  readonly path: string;
  readonly list: Subscribers;
  readonly text: () => Promise<string>;
}

async function opened(count: number): Promise<Opened> {
  const folder = await temporaryFolder();
  const path = join(folder, 'subscribers.json');
  await writeSubscribers(
    folder,
    Array.from({ length: count }, (_, index) => confirmedReader(index)),
  );
  return { folder, path, list: subscribersFile(folder), text: () => readFile(path, 'utf8') };
}

const put =
  (subscriber: Subscriber): Decide<string> =>
  () => ({ edits: [{ put: subscriber }], value: subscriber.id });
const remove =
  (id: string): Decide<void> =>
  () => ({ edits: [{ remove: id }], value: undefined });

async function refusalOf(promise: Promise<unknown>): Promise<NewsletterError> {
  const error: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (error instanceof NewsletterError) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

describe('changes', () => {
  test('that come at once are written at once, each seeing those before it', async () => {
    const { list, text } = await opened(3);
    const counts = await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        list.change((view) => ({
          edits: [{ put: confirmedReader(100 + index) }],
          value: [...view.subscribers()].length,
        })),
      ),
    );
    expect(counts).toEqual(counts.map((_, index) => 3 + index));
    const written = readSubscribers(await text());
    expect(written.subscribers).toHaveLength(503);
    expect(written.revision).toBe(2);
  });

  test('without edits write nothing', async () => {
    const { list, path } = await opened(3);
    const before = await stat(path, { bigint: true });
    expect(await list.change((view) => ({ edits: [], value: view.byKey('reader1@example.org')?.id }))).toBe(
      'reader000001',
    );
    await list.change(remove('nobody00'));
    expect((await stat(path, { bigint: true })).ino).toBe(before.ino);
    expect((await list.read()).revision).toBe(1);
  });

  test('that fail concern nobody but their caller', async () => {
    const { list, text } = await opened(2);
    const outcomes = await Promise.allSettled([
      list.change(put(confirmedReader(5))),
      list.change(() => {
        throw new Error('undecided');
      }),
      // The second edit of this one would put an address on the list twice.
      list.change(() => ({
        edits: [{ put: confirmedReader(6) }, { put: confirmedReader(7, { address: 'READER1@example.org' }) }],
        value: undefined,
      })),
      list.change(put(confirmedReader(8, { name: 'two\nlines' }))),
      list.change(put(confirmedReader(9))),
    ]);
    expect(outcomes.map((one) => one.status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    const ids = readSubscribers(await text()).subscribers.map((one) => one.id);
    expect(ids).toEqual(['reader000000', 'reader000001', 'reader000005', 'reader000009']);
  });

  test('leave a file that only its owner may read (R39)', async () => {
    const { list, path, folder } = await opened(2);
    await chmod(path, 0o644);
    await list.change(put(confirmedReader(5)));
    const [backup] = await readdir(join(folder, 'backups'));
    for (const file of [path, join(folder, 'backups', backup ?? '')])
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'backups'))).mode & 0o777).toBe(0o700);
  });

  test.runIf(process.getuid?.() === 0)(
    'by whoever administers the list as root leave it to the server that runs as somebody else',
    async () => {
      const { list, path } = await opened(2);
      await chown(path, 12_345, 12_345);
      await list.change(put(confirmedReader(5)));
      expect(await stat(path)).toMatchObject({ uid: 12_345, gid: 12_345 });
    },
  );

  test('to a list that lies elsewhere change it there, and the link stays', async () => {
    const { folder, path, list } = await opened(2);
    const elsewhere = join(await temporaryFolder(), 'list.json');
    await rename(path, elsewhere);
    await symlink(elsewhere, path);
    const lock = await takeLock(`${elsewhere}.lock`);
    const change = list.change(put(confirmedReader(5)));
    expect((await list.read()).subscribers).toHaveLength(2);
    await lock.release();
    await change;
    expect(await readlink(path)).toBe(elsewhere);
    expect(readSubscribers(await readFile(elsewhere, 'utf8')).subscribers).toHaveLength(3);
    const [backup = ''] = await readdir(join(folder, 'backups'));
    expect((await lstat(join(folder, 'backups', backup))).isFile()).toBe(true);
    expect(readSubscribers(await readFile(join(folder, 'backups', backup), 'utf8')).subscribers).toHaveLength(
      2,
    );
  });

  test('begin again where the lock was taken over meanwhile, as from a machine that slept', async () => {
    const { list, path, text } = await opened(2);
    const revisions: number[] = [];
    await list.change((view) => {
      revisions.push(readSubscribers(readFileSync(path, 'utf8')).revision);
      if (revisions.length === 1) {
        const born = 'another life';
        const holder = { pid: process.pid, host: 'another.example.org', space: '', born, nonce: 'b' };
        writeFileSync(`${path}.lock`, JSON.stringify(holder));
        utimesSync(`${path}.lock`, new Date(0), new Date(0));
      }
      return { edits: [{ put: confirmedReader(5) }], value: [...view.subscribers()].length };
    });
    expect(revisions).toEqual([1, 1]);
    expect(readSubscribers(await text())).toMatchObject({ revision: 2 });
  });

  test('wait for another process that writes', async () => {
    const { list, path } = await opened(2);
    const lock = await takeLock(`${path}.lock`);
    let isDone = false;
    const change = list.change(put(confirmedReader(5))).then(() => (isDone = true));
    await list.read();
    expect(isDone).toBe(false);
    await lock.release();
    await change;
    expect((await list.view()).byId('reader000005')).toBeDefined();
  });

  test('that cannot be written are refused as a whole, and the list is as it was (R34)', async () => {
    const { list, folder, text } = await opened(2);
    await list.change(put(confirmedReader(5)));
    const before = await text();
    const seen = await list.read();
    // A backup is due and cannot be made: a file is in the way.
    await rm(join(folder, 'backups'), { recursive: true });
    await writeFile(join(folder, 'backups'), '');
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map((n) => list.change(put(confirmedReader(10 + n)))),
    );
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'file.unwritable' } });
    expect(await text()).toBe(before);
    expect(await list.read()).toBe(seen);
    expect(await readdir(folder)).toEqual(['backups', 'subscribers.json']);
  });
});

describe('reading', () => {
  test('gives the same list as long as nothing changes, and another one after', async () => {
    const { list } = await opened(300);
    const first = await list.read();
    expect(await list.read()).toBe(first);
    await list.change(put(confirmedReader(500)));
    const second = await list.read();
    expect(second).not.toBe(first);
    expect(first.subscribers).toHaveLength(300);
    expect(second.subscribers).toHaveLength(301);
    expect(await list.read()).toBe(second);
  });

  test('finds what another process has written, and keeps what it knew', async () => {
    const { list, folder } = await opened(1000);
    const before = await list.read();
    const other = subscribersFile(folder);
    await other.change(put(confirmedReader(2000)));
    await other.change(put(confirmedReader(3, { name: 'Drei' })));
    await other.change(remove('reader000700'));
    const after = await list.read();
    expect(after).toEqual(readSubscribers(await readFile(join(folder, 'subscribers.json'), 'utf8')));
    const known = new Set(before.subscribers);
    expect(after.subscribers.filter((one) => known.has(one)).length).toBeGreaterThan(600);
    const view = await list.view();
    expect(view.byKey('reader3@example.org')?.name).toBe('Drei');
    expect(view.byId('reader000700')).toBeUndefined();
    expect(view.byKey('reader700@example.org')).toBeUndefined();
  });
});

describe('a list edited by hand while the program runs (R38)', () => {
  test('is picked up, whatever its layout, and written back with one person a line', async () => {
    const { list, path, text } = await opened(3);
    await list.read();
    const shaped = [
      (json: string) => json.replace('reader1@', 'first@'),
      (json: string) => json.replace('reader2@', 'second@').replaceAll('\n', '\r\n'),
      (json: string) => `\uFEFF${json.replace('reader0@', 'zero@')}`,
      (json: string) => JSON.stringify({ ...JSON.parse(json), $schema: 'mine.json' }, null, '\t'),
    ];
    for (const [index, shape] of shaped.entries()) {
      await writeFile(path, shape(await text()));
      await list.change(put(confirmedReader(10 + index)));
    }
    const written = await text();
    expect(written).toContain('"$schema": "mine.json"');
    expect(readSubscribers(written).subscribers.map((one) => one.address)).toEqual([
      'zero@example.org',
      'first@example.org',
      'second@example.org',
      ...[10, 11, 12, 13].map((n) => `reader${n}@example.org`),
    ]);
    expect(written.replace('mine.json', './schema/subscribers.schema.json')).toBe(
      formatSubscribers(await list.read()),
    );
  });

  test('right while a change is decided: both stay', async () => {
    const { list, path } = await opened(3);
    let edits = 0;
    const json = await readFile(path, 'utf8');
    await list.change((view) => {
      // What an editor does between our reading and our writing.
      if (edits++ === 0) void writeFile(path, json.replace('reader1@', 'byhand@'));
      return {
        edits: [{ put: confirmedReader(50, { name: view.byId('reader000001')?.address ?? '' }) }],
        value: 0,
      };
    });
    const after = await list.read();
    expect(after.subscribers.map((one) => one.address)).toContain('byhand@example.org');
    expect(after.subscribers.map((one) => one.address)).toContain('reader50@example.org');
  });

  test('so that it cannot be read is refused with its line and never overwritten, until it is mended (R36)', async () => {
    const { list, path, text } = await opened(300);
    const good = await text();
    await list.read();
    const broken = good.replace('"reader200@example.org"', 'reader200@example.org');
    await writeFile(path, broken);
    for (const attempt of [list.read(), list.view(), list.change(put(confirmedReader(900)))]) {
      const error = await refusalOf(attempt);
      expect(error.code).toBe('list.invalid');
      expect(error.text.en).toContain('subscribers.json:206:');
      expect(error.text.en).not.toContain('example.org');
    }
    expect(await text()).toBe(broken);
    await writeFile(path, good);
    expect((await list.read()).subscribers).toHaveLength(300);
    await list.change(put(confirmedReader(900)));
    expect(readSubscribers(await text()).subscribers).toHaveLength(301);
  });

  test('with two faults no line alone can show, is refused as well: an address twice, a key twice', async () => {
    const { list, path, text } = await opened(300);
    const good = await text();
    await list.read();
    await writeFile(path, good.replace('reader250@example.org', 'Reader3@EXAMPLE.org'));
    expect((await refusalOf(list.read())).text.en).toMatch(/:256:\d+ {2}The same address as in line 9/);
    await writeFile(path, good.replace('"name":null,"status"', '"name":null,"name":"Eve","status"'));
    expect((await refusalOf(list.read())).text.en).toMatch(/:6:\d+ {2}This stands here already/);
    expect(await text()).toContain('Eve');
  });

  test('that is gone is not made anew', async () => {
    const { list, path, folder } = await opened(3);
    await list.read();
    await rm(path);
    expect((await refusalOf(list.change(put(confirmedReader(9))))).code).toBe('list.missing');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('an editor that saves an old copy over a newer list', () => {
  test('is found out: nothing is added, the newer state is kept as a backup, and the way out is told', async () => {
    const { list, path, folder, text } = await opened(3);
    const old = await text();
    await list.change(put(confirmedReader(10)));
    await list.change(put(confirmedReader(11)));
    const newer = await text();
    await writeFile(path, old);
    const errors = await Promise.all([
      refusalOf(list.read()),
      refusalOf(list.change(put(confirmedReader(12)))),
      refusalOf(list.view()),
    ]);
    expect(new Set(errors.map((one) => one.code))).toEqual(new Set(['list.stale']));
    expect(await text()).toBe(old);
    const backups = (await readdir(join(folder, 'backups'))).map((name) => join(folder, 'backups', name));
    const saved = backups.find((name) => errors[0]?.hint?.de.includes(name));
    expect(await readFile(saved ?? '', 'utf8')).toBe(newer);
    expect(errors[0]?.hint?.en).toContain(path);

    await copyFile(saved ?? '', path);
    await list.change(put(confirmedReader(13)));
    expect((await list.read()).subscribers).toHaveLength(6);
  });

  test('may be right: with the newer revision in it the older state counts', async () => {
    const { list, path, text } = await opened(3);
    const old = await text();
    await list.change(put(confirmedReader(10)));
    await writeFile(path, old);
    expect((await refusalOf(list.read())).hint?.en).toContain('set "revision" to 2');
    await writeFile(path, old.replace('"revision": 1,', '"revision": 2,'));
    expect((await list.read()).subscribers).toHaveLength(3);
  });
});

test('whatever a hand does to the file, it is read or left as it is, with the line named (R36)', async () => {
  const { list, path, text } = await opened(140);
  await list.read();
  const good = await text();
  const snippet = fc.constantFrom(
    '',
    ',',
    '"',
    '}',
    ']',
    '{',
    '\n',
    '\\',
    'null',
    '\0',
    '},\n{',
    '"id":"x",',
    'ü',
  );
  const edit = fc.tuple(fc.nat(good.length), fc.nat(30), snippet);
  let edited = 0;
  let read = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
      const changed = edits.reduce(
        (all, [at, length, put]) => all.slice(0, at) + put + all.slice(at + length),
        good,
      );
      await writeFile(path, changed);
      // No hand is so quick that two edits get the same time.
      await utimes(path, ++edited, edited);
      const fresh = subscribersFile(join(path, '..'));
      const outcome = await Promise.allSettled([list.read(), fresh.read()]);
      if (outcome.every((one) => one.status === 'fulfilled')) {
        expect(outcome[0]).toEqual(outcome[1]);
        expect(await list.read()).toEqual(readSubscribers(changed));
        read += 1;
      } else {
        const errors = await Promise.all([
          refusalOf(list.change(remove('reader000001'))),
          refusalOf(fresh.read()),
        ]);
        for (const error of errors)
          if (error.code !== 'list.stale') expect(error.text.en).toMatch(/subscribers\.json(:\d+:\d+)? {2}/);
        expect(await text()).toBe(changed);
        refused += 1;
      }
    }),
    { numRuns: 60, examples: [[[[good.indexOf('@example'), 0, 'ü']]], [[[good.length - 4, 1, '}']]]] },
  );
  expect(Math.min(read, refused)).toBeGreaterThan(0);
});

test('a list saved in another encoding is refused with its line', async () => {
  const { list, path } = await opened(3);
  await list.read();
  const file = await open(path, 'r+');
  const bytes = await readFile(path);
  await file.write(Buffer.from([0xfc]), 0, 1, bytes.indexOf('reader000001'));
  await file.close();
  const error = await refusalOf(list.read());
  expect(error.code).toBe('file.encoding');
  expect(error.text.en).toContain(':7 ');
});
