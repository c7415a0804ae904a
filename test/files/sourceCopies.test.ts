import { execFileSync } from 'node:child_process';
import {
  chmod,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CopiedEntry, SourceCopy } from '../../src/core/posts/sourceCopy.ts';
import { realDisk } from '../../src/files/replaceFile.ts';
import { sourceCopies } from '../../src/files/sourceCopies.ts';
import { post } from '../core/blog.ts';
import { temporaryFolder } from '../support/folder.ts';

const source = 'https://blog.example.org/feed/';
const entry = (name: string, changes: Partial<CopiedEntry> = {}): CopiedEntry => ({
  key: name,
  mark: '',
  posts: [
    post(name, '2026-11-20T08:00:00Z', {
      themes: [
        { stem: 'brot', word: 'Brot', weight: 3 },
        { stem: 'zeit', word: 'Zeiten', weight: 1 },
      ],
      picture: { url: 'https://blog.example.org/brot.jpg', alt: '„Brot“' },
      tags: ['Zeit', 'Brot & Salz'],
      words: 700,
      formerAddresses: ['old.example.org/brot'],
      wish: 'pin',
      language: 'de',
    }),
  ],
  faults: [],
  ...changes,
});
const copyOf = (...entries: readonly CopiedEntry[]): SourceCopy => ({
  made: 'Wochenbrief/0',
  at: '2026-11-20T09:00:00.000Z',
  etag: '"abc"',
  lastModified: 'Fri, 20 Nov 2026 08:00:00 GMT',
  entries,
});
const sample = copyOf(
  entry('brot'),
  entry('salz'),
  { key: 'leer', mark: '7-7', posts: [], faults: [] },
  {
    key: '',
    mark: '',
    posts: [],
    faults: [{ where: 'x', what: { de: 'ä', en: 'a' }, hint: { de: 'ö', en: 'o' } }],
  },
);
const fileIn = async (folder: string): Promise<string> => {
  const [name] = await readdir(join(folder, 'cache'));
  return join(folder, 'cache', name ?? '');
};
const kept = async (copy: SourceCopy = sample) => {
  const folder = await temporaryFolder();
  const copies = sourceCopies(folder);
  await copies.save(source, copy);
  return { folder, copies, path: await fileIn(folder) };
};

test('a copy comes back as it was kept, in a file that names its source', async () => {
  const { folder, copies, path } = await kept();
  expect(await copies.read(source)).toEqual(sample);
  expect(path).toMatch(/cache\/blog-example-org-feed-[0-9a-f]{12}\.jsonl$/);
  const lines = (await readFile(path, 'utf8')).split('\n');
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    $: 'wochenbrief-copy/3',
    source,
    made: sample.made,
    at: sample.at,
    etag: sample.etag,
    lastModified: sample.lastModified,
  });
  expect(lines).toHaveLength(1 + 1 + 4 + 1 + 1);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['cache']);
});

test('of many sources whose first copies are kept at once, none is lost', async () => {
  const root = await temporaryFolder();
  const names = Array.from({ length: 12 }, (_, at) => `https://blog${at}.example.org/feed/`);
  const copies = sourceCopies(root);
  await Promise.all(names.map((name) => copies.save(name, copyOf(entry('brot')))));
  expect(await readdir(join(root, 'cache'))).toHaveLength(names.length);
});

test('whatever posts say comes back', async () => {
  const word = fc.string({ unit: 'binary', maxLength: 12 });
  const theme = fc.record({ stem: word, word, weight: fc.integer({ min: 1, max: 5000 }) });
  const anyPost = fc
    .record({ id: word, title: word, excerpt: word, themes: fc.array(theme, { maxLength: 5 }) })
    .map((changes) => post('x', '2026-11-20T08:00:00Z', changes));
  const { copies } = await kept();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(anyPost, { maxLength: 2 }), { maxLength: 4 }), async (lists) => {
      const copy = copyOf(
        ...lists.map((posts, index) => ({ key: `${index}`, mark: 'm', posts, faults: [] })),
      );
      await copies.save(source, copy);
      expect(await copies.read(source)).toEqual(copy);
    }),
    { numRuns: 60 },
  );
});

test('what has not changed is not written', async () => {
  const { copies, path } = await kept();
  const { ino } = await stat(path);
  await copies.save(source, sample);
  expect((await stat(path)).ino).toBe(ino);
  await copies.save(source, { ...sample, at: '2026-11-21T09:00:00.000Z' });
  expect((await stat(path)).ino).not.toBe(ino);
});

describe('a damaged copy is no copy, and no error', () => {
  test('cut off at any byte', async () => {
    const { copies, path } = await kept(copyOf(entry('brot')));
    const { size } = await stat(path);
    for (let length = size - 1; length >= 0; length -= 1) {
      await truncate(path, length);
      expect(await copies.read(source)).toBeUndefined();
    }
  });

  test('with a line missing, doubled, or made into something else', async () => {
    const { copies, path } = await kept();
    const lines = (await readFile(path, 'utf8')).split('\n');
    for (const index of lines.slice(0, -1).keys()) {
      for (const put of [[], [lines[index] ?? '', lines[index] ?? ''], ['null'], ['{"key":1}'], ['']]) {
        await writeFile(path, lines.toSpliced(index, 1, ...put).join('\n'));
        expect(await copies.read(source)).toBeUndefined();
      }
    }
  });

  test('with random bytes changed', async () => {
    const { copies, path } = await kept();
    const whole = await readFile(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ by;
        await writeFile(path, bytes);
        expect(await copies.read(source)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['another version', (text: string) => text.replace('wochenbrief-copy/3', 'wochenbrief-copy/1')],
    ['an instant that is none', (text: string) => text.replace('2026-11-20T08:00:00Z', 'gestern')],
    ['a number in place of a title', (text: string) => text.replace('"title":"brot"', '"title":7')],
    ['a theme that does not exist', (text: string) => text.replace('"themes":[0,', '"themes":[99,')],
    ['half a theme', (text: string) => text.replace(/^\["[^"]*",/m, '[')],
    ['a wish nobody knows', (text: string) => text.replace('"wish":"pin"', '"wish":"shout"')],
    ['tags that are no texts', (text: string) => text.replace('"tags":["Zeit",', '"tags":[{},')],
    ['a fault without words', (text: string) => text.replace('"what":{', '"was":{')],
  ])('with %s, although its checksum is right', async (_, change) => {
    const { copies, path } = await kept();
    const text = await readFile(path, 'utf8');
    const body = change(text).split('\n').slice(0, -2).join('\n');
    expect(body).not.toBe(text.split('\n').slice(0, -2).join('\n'));
    const { crc32 } = await import('node:zlib');
    const sum = crc32(Buffer.from(`${body}\n`))
      .toString(16)
      .padStart(8, '0');
    await writeFile(path, `${body}\n${sum}\n`);
    expect(await copies.read(source)).toBeUndefined();
    await copies.save(source, sample);
    expect(await copies.read(source)).toEqual(sample);
  });
});

describe('nothing leads out of cache/', () => {
  test.each(['../../etc/passwd', '/etc/passwd', '..', '', 'posts', 'a\0b', 'ü'.repeat(400), 'con', 'C:\\x'])(
    'a source named %j',
    async (name) => {
      const folder = await temporaryFolder();
      const copies = sourceCopies(join(folder, 'brief'));
      await mkdir(join(folder, 'brief'));
      await copies.save(name, sample);
      expect(await copies.read(name)).toEqual(sample);
      expect(await readdir(folder)).toEqual(['brief']);
      expect(await readdir(join(folder, 'brief'))).toEqual(['cache']);
      expect(await readdir(join(folder, 'brief', 'cache'))).toEqual([
        expect.stringMatching(/^[a-z0-9-]+-[0-9a-f]{12}\.jsonl$/),
      ]);
    },
  );

  test('a linked folder is neither read nor written', async () => {
    const { folder, copies } = await kept();
    await rename(join(folder, 'cache'), join(folder, 'elsewhere'));
    await symlink(join(folder, 'elsewhere'), join(folder, 'cache'));
    expect(await copies.read(source)).toBeUndefined();
    await copies.save('posts', sample);
    expect(await readdir(join(folder, 'elsewhere'))).toHaveLength(1);
  });

  test('a linked file is not read, and what it leads to is not written', async () => {
    const { folder, copies, path } = await kept();
    const elsewhere = join(folder, 'elsewhere');
    await rename(path, elsewhere);
    await symlink(elsewhere, path);
    const before = await readFile(elsewhere);
    expect(await copies.read(source)).toBeUndefined();
    await copies.save(source, copyOf());
    expect(await readFile(elsewhere)).toEqual(before);
    expect(await copies.read(source)).toEqual(copyOf());
  });

  test.skipIf(process.platform === 'win32')('a pipe or a folder in its place is not waited for', async () => {
    const { copies, path } = await kept();
    await rm(path);
    execFileSync('mkfifo', [path]);
    expect(await copies.read(source)).toBeUndefined();
    await rm(path);
    await mkdir(path);
    expect(await copies.read(source)).toBeUndefined();
    await copies.save(source, sample);
    expect(await readdir(join(path, '..'))).toHaveLength(1);
  });
});

describe('what cannot be kept is no reason to fail', () => {
  test('a full disk leaves the earlier copy', async () => {
    const { folder, copies } = await kept();
    const full = {
      ...realDisk,
      open: async () => {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    };
    await sourceCopies(folder, { disk: full }).save(source, copyOf());
    expect(await copies.read(source)).toEqual(sample);
  });

  test.skipIf(process.getuid?.() === 0)('a folder that must not be written', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o500);
    await sourceCopies(folder).save(source, sample);
    expect(await readdir(folder)).toEqual([]);
    await chmod(folder, 0o700);
  });

  test('a file in place of the folder, or no newsletter folder at all', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'cache'), 'mine');
    await sourceCopies(folder).save(source, sample);
    expect(await readFile(join(folder, 'cache'), 'utf8')).toBe('mine');
    expect(await sourceCopies(folder).read(source)).toBeUndefined();
    await sourceCopies(join(folder, 'nowhere')).save(source, sample);
    expect(await readdir(folder)).toEqual(['cache']);
  });

  test('what a killed process left behind goes with the next copy', async () => {
    const { copies, path } = await kept();
    await writeFile(`${path}.0a1b2c3d.tmp`, 'half');
    await copies.save(source, copyOf());
    expect(await readdir(join(path, '..'))).toHaveLength(1);
  });
});

test('user, password and query of an address are not written', async () => {
  const folder = await temporaryFolder();
  const copies = sourceCopies(folder);
  const secret = 'https://anna:geh%2Feim@blog.example.org/feed/?key=schluessel#s';
  await copies.save(secret, sample);
  expect(await copies.read(secret)).toEqual(sample);
  const path = await fileIn(folder);
  expect(`${path}${await readFile(path, 'utf8')}`).not.toMatch(/anna|geh|eim|schluessel/);
  await copies.save('https://blog.example.org/feed/?key=other', copyOf());
  expect(await copies.read(secret)).toEqual(sample);
});

test('two thousand posts are read as they were written', async () => {
  const words = Array.from({ length: 5000 }, (_, index) => `Wort${index.toString(36)}schaft`);
  const entries = Array.from({ length: 2000 }, (_, index) => {
    const themes = Array.from({ length: 60 }, (__, rank) => {
      const word = words[(index * 61 + rank * 37) % words.length] ?? '';
      return { stem: word.slice(0, -2).toLowerCase(), word, weight: 1 + (rank % 5) };
    });
    const excerpt = '„Wörter“ und Sätze, die etwas sagen. '.repeat(8);
    const name = `beitrag-${index}`;
    return { ...entry(name), posts: [post(name, '2026-11-20T08:00:00Z', { excerpt, themes })] };
  });
  const { copies } = await kept(copyOf(...entries));
  const read = (await copies.read(source))?.entries ?? [];
  expect(read).toHaveLength(2000);
  for (const at of [0, 1000, 1999]) expect(read[at]).toEqual(entries[at]);
});

test.each([
  ['an address', { url: 'javascript:alert(1)' }],
  ['a picture', { picture: { url: 'javascript:alert(1)', alt: '' } }],
  ['a picture in a file', { picture: { url: 'data:image/svg+xml,x', alt: '' } }],
])('%s that leads nowhere on the web is not believed, whatever the checksum', async (_, change) => {
  const brot = entry('brot');
  const { copies } = await kept(copyOf({ ...brot, posts: brot.posts.map((one) => ({ ...one, ...change })) }));
  expect(await copies.read(source)).toBeUndefined();
});
