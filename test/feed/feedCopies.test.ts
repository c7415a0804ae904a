import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { feedSource, type FeedSourceOptions } from '../../src/feed/feedSource.ts';
import { sourceCopies } from '../../src/files/sourceCopies.ts';
import { temporaryFolder } from '../support/folder.ts';
import { caughtError } from './caughtError.ts';
import { startServer } from './feedServer.ts';

/** A blog whose feed the test changes; what it was asked is kept. */
interface Blog {
  items: readonly string[];
  status: number;
  body: string | undefined;
  headers: Readonly<Record<string, string>>;
  /** Whether it answers 304 to whoever names what it gave. */
  isConditional: boolean;
  readonly asked: IncomingHttpHeaders[];
  readonly address: string;
}

const day = (number: number): string => new Date(Date.UTC(2026, 10, number, 8)).toUTCString();
const item = (number: number, changes: { title?: string; link?: string; guid?: string } = {}): string =>
  `<item><title>${changes.title ?? `Beitrag ${number}`}</title><link>${changes.link ?? `https://blog.example.org/${number}/`}</link>` +
  `<guid isPermaLink="false">${changes.guid ?? `post-${number}`}</guid><pubDate>${day(number)}</pubDate></item>`;
const rss = (items: readonly string[]): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>${items.join('')}</channel></rss>`;

async function startBlog(...items: readonly string[]): Promise<Blog> {
  const asked: IncomingHttpHeaders[] = [];
  const blog: Omit<Blog, 'address'> = {
    items,
    status: 200,
    body: undefined,
    headers: {},
    isConditional: true,
    asked,
  };
  const address = await startServer((request, response) => {
    asked.push(request.headers);
    const { etag, 'last-modified': modified } = blog.headers;
    const isSame =
      (etag !== undefined && request.headers['if-none-match'] === etag) ||
      (etag === undefined && modified !== undefined && request.headers['if-modified-since'] === modified);
    if (blog.isConditional && blog.status === 200 && isSame) response.writeHead(304).end();
    else response.writeHead(blog.status, blog.headers).end(blog.body ?? rss(blog.items));
  });
  return Object.assign(blog, { address: `${address}/feed/` });
}

const now = new Date('2026-11-20T17:00:00Z');

/** A reader with copies in a folder of its own. */
async function reader(
  address: string,
  settings: FeedSourceOptions = {},
): Promise<{
  readonly folder: string;
  readonly read: (
    changes?: FeedSourceOptions,
  ) => Promise<{ titles: readonly string[]; notes: readonly string[]; copyOf: string | undefined }>;
}> {
  const folder = await temporaryFolder();
  const copies = sourceCopies(folder);
  return {
    folder,
    read: async (changes = {}) => {
      const options = { allowPrivate: true, copies, now: () => now, timeZone: 'Europe/Berlin' };
      const list = await feedSource(address, { ...options, ...settings, ...changes }).list();
      return {
        titles: list.posts.map(({ title }) => title),
        notes: (list.notes ?? []).map(({ de }) => de),
        copyOf: list.copyOf,
      };
    },
  };
}

describe('a feed that has not changed is not sent again', () => {
  test('its ETag is shown to the server, and 304 means the copy', async () => {
    const blog = await startBlog(item(2), item(1));
    blog.headers = { etag: '"v1"' };
    const { read } = await reader(blog.address);
    const first = await read();
    expect(await read()).toEqual(first);
    expect(first).toEqual({ titles: ['Beitrag 2', 'Beitrag 1'], notes: [], copyOf: undefined });
    expect(blog.asked.map((headers) => headers['if-none-match'])).toEqual([undefined, '"v1"']);
    blog.items = [item(3), item(2), item(1)];
    blog.headers = { etag: '"v2"' };
    expect((await read()).titles).toEqual(['Beitrag 3', 'Beitrag 2', 'Beitrag 1']);
    await read();
    expect(blog.asked.map((headers) => headers['if-none-match'])).toEqual([
      undefined,
      '"v1"',
      '"v1"',
      '"v2"',
    ]);
  });

  test('a date alone will do', async () => {
    const blog = await startBlog(item(1));
    blog.headers = { 'last-modified': day(1) };
    const { read } = await reader(blog.address);
    await read();
    expect((await read()).titles).toEqual(['Beitrag 1']);
    expect(blog.asked[1]?.['if-modified-since']).toBe(day(1));
    expect(blog.asked[1]?.['if-none-match']).toBeUndefined();
  });

  test('nothing is shown that the server did not give, or that no header can carry', async () => {
    const blog = await startBlog(item(1));
    const { read } = await reader(blog.address);
    await read();
    blog.headers = { etag: '"a\tb"', 'last-modified': 'x'.repeat(900) };
    await read();
    await read();
    for (const headers of blog.asked) {
      expect(headers['if-none-match']).toBeUndefined();
      expect(headers['if-modified-since']).toBeUndefined();
    }
  });

  test('another language, version or former address: everything is read anew', async () => {
    const blog = await startBlog(item(1));
    blog.headers = { etag: '"v1"' };
    const { read } = await reader(blog.address);
    const ways: readonly FeedSourceOptions[] = [
      {},
      { language: 'en', timeZone: 'UTC' },
      { userAgent: 'Wochenbrief/99' },
      { movedFrom: ['https://old.example.org'] },
    ];
    for (const way of ways) {
      await read(way);
      expect(blog.asked.at(-1)?.['if-none-match']).toBeUndefined();
      await read(way);
      expect(blog.asked.at(-1)?.['if-none-match']).toBe('"v1"');
    }
  });

  test('the faults of a feed stay when it has not changed', async () => {
    const blog = await startBlog(item(2), '<item><title>Ohne Datum</title></item>');
    blog.headers = { etag: '"v1"' };
    const copies = sourceCopies(await temporaryFolder());
    const source = feedSource(blog.address, { allowPrivate: true, copies });
    const first = await source.list();
    expect(first.faults).toHaveLength(2);
    expect((await source.list()).faults).toEqual(first.faults);
    expect(blog.asked).toHaveLength(2);
  });

  test('304 that nobody asked for is a failure, not an empty list (R60)', async () => {
    const blog = await startBlog(item(1));
    blog.status = 304;
    const { read } = await reader(blog.address);
    expect((await caughtError(read())).code).toBe('feed.unreachable');
    blog.status = 200;
    await read();
    blog.status = 304;
    expect(await read()).toMatchObject({ titles: ['Beitrag 1'], copyOf: now.toISOString() });
  });

  test('304 behind another redirect says nothing about the copy', async () => {
    let target = '/a';
    const address = await startServer((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: target }).end();
      else if (request.headers['if-modified-since'] !== undefined) response.writeHead(304).end();
      else
        response.writeHead(200, { 'last-modified': day(1) }).end(rss([item(request.url === '/a' ? 1 : 2)]));
    });
    const { read } = await reader(`${address}/`);
    expect((await read()).titles).toEqual(['Beitrag 1']);
    expect((await read()).titles).toEqual(['Beitrag 1']);
    target = '/b';
    expect((await read()).titles).toEqual(['Beitrag 2', 'Beitrag 1']);
  });
});

describe('what is known of a feed grows', () => {
  test('posts that fell off its end stay known', async () => {
    const blog = await startBlog(item(3), item(2), item(1));
    const { read } = await reader(blog.address);
    await read();
    blog.items = [item(5), item(4), item(3)];
    expect((await read()).titles).toEqual([5, 4, 3, 2, 1].map((number) => `Beitrag ${number}`));
  });

  test('a post is known by the address it had before the blog moved', async () => {
    const old = (number: number): string =>
      item(number, { link: `https://old.example.org/${number}/`, guid: `old-${number}` });
    const blog = await startBlog(old(2), old(1));
    const { read } = await reader(blog.address);
    await read();
    blog.items = [item(2)];
    const movedFrom = ['https://old.example.org'];
    expect((await read({ movedFrom })).titles).toEqual(['Beitrag 2', 'Beitrag 1']);
  });

  test('an update of the program forgets nothing', async () => {
    const blog = await startBlog(item(2), item(1));
    const { read } = await reader(blog.address);
    await read({ userAgent: 'Wochenbrief/1' });
    blog.items = [item(3)];
    expect((await read({ userAgent: 'Wochenbrief/2' })).titles).toEqual([
      'Beitrag 3',
      'Beitrag 2',
      'Beitrag 1',
    ]);
  });

  test('a feed that is empty all of a sudden is pointed out', async () => {
    const blog = await startBlog(item(2), item(1));
    const { read } = await reader(blog.address);
    await read();
    blog.items = [];
    const { titles, notes, copyOf } = await read();
    expect(titles).toEqual(['Beitrag 2', 'Beitrag 1']);
    expect(notes).toEqual([expect.stringContaining('keinen einzigen Beitrag mehr; die 2 bekannten')]);
    expect(copyOf).toBeUndefined();
  });
});

describe('a blog that cannot be read on Friday', () => {
  const failures: readonly (readonly [string, (blog: Blog) => void, string])[] = [
    ['503', (blog) => void (blog.status = 503), 'Status 503'],
    ['404', (blog) => void (blog.status = 404), 'Status 404'],
    ['an empty answer', (blog) => void (blog.body = ''), 'die Antwort ist leer'],
    ['a web page', (blog) => void (blog.body = '<!DOCTYPE html><html></html>'), 'eine Webseite'],
    ['half a feed', (blog) => void (blog.body = rss([item(9)]).slice(0, -40)), 'Kein lesbarer Feed'],
    ['too much', (blog) => void (blog.body = 'x'.repeat(5_000_001)), 'Feed zu groß'],
  ];

  test.each(failures)('%s: the copy stands in, and a note says why and since when', async (_, fail, why) => {
    const blog = await startBlog(item(2), item(1));
    blog.headers = { etag: '"v1"' };
    const { read } = await reader(blog.address);
    await read();
    fail(blog);
    blog.isConditional = false;
    const { titles, notes, copyOf } = await read({ now: () => new Date('2026-11-27T17:00:00Z') });
    expect(titles).toEqual(['Beitrag 2', 'Beitrag 1']);
    expect(copyOf).toBe(now.toISOString());
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('20. November 2026 um 18:00 Uhr');
    expect(notes[0]).toContain(blog.address);
    expect(notes[0]).toContain(why);
  });

  test('nobody answers in time', async () => {
    let isSilent = false;
    const address = await startServer((_request, response) => {
      if (!isSilent) response.end(rss([item(1)]));
    });
    const { read } = await reader(address);
    await read();
    isSilent = true;
    expect(await read({ timeoutMs: 100 })).toMatchObject({
      titles: ['Beitrag 1'],
      copyOf: now.toISOString(),
    });
  });

  test('without a copy, or with one of no post, it is an error (R60)', async () => {
    const blog = await startBlog();
    const { read } = await reader(blog.address);
    blog.status = 500;
    expect((await caughtError(read())).code).toBe('feed.unreachable');
    blog.status = 200;
    expect((await read()).titles).toEqual([]);
    blog.status = 500;
    expect((await caughtError(read())).code).toBe('feed.unreachable');
  });

  test('an address that must not be fetched is an error, copy or not', async () => {
    const blog = await startBlog(item(1));
    const { read } = await reader(blog.address);
    await read();
    expect((await caughtError(read({ allowPrivate: false }))).code).toBe('feed.refused');
  });

  test('a failure leaves the copy as it was', async () => {
    const blog = await startBlog(item(1));
    const { folder, read } = await reader(blog.address);
    await read();
    const file = join(folder, 'cache', (await readdir(join(folder, 'cache')))[0] ?? '');
    const before = await readFile(file);
    blog.status = 500;
    await read();
    expect(await readFile(file)).toEqual(before);
  });

  test('the note tells of the hour at which the blog last said that nothing changed', async () => {
    const blog = await startBlog(item(1));
    blog.headers = { etag: '"v1"' };
    const { read } = await reader(blog.address);
    await read();
    await read({ now: () => new Date('2026-11-27T17:00:00Z') });
    blog.status = 500;
    expect((await read()).copyOf).toBe('2026-11-27T17:00:00.000Z');
  });
});

test('a whole answer that says nothing new is not written again', async () => {
  const blog = await startBlog(item(2), item(1));
  const { folder, read } = await reader(blog.address);
  await read();
  const file = join(folder, 'cache', (await readdir(join(folder, 'cache')))[0] ?? '');
  const { ino } = await stat(file);
  await read({ now: () => new Date('2026-11-20T18:00:00Z') });
  expect((await stat(file)).ino).toBe(ino);
  await read({ now: () => new Date('2026-11-27T18:00:00Z') });
  expect((await stat(file)).ino).not.toBe(ino);
});

test('a damaged copy is made anew', async () => {
  const blog = await startBlog(item(2), item(1));
  blog.headers = { etag: '"v1"' };
  const { folder, read } = await reader(blog.address);
  const first = await read();
  const file = join(folder, 'cache', (await readdir(join(folder, 'cache')))[0] ?? '');
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.replace('Beitrag 2', 'Betrug 2'));
  expect(await read()).toEqual(first);
  expect(blog.asked.at(-1)?.['if-none-match']).toBeUndefined();
  expect(await readFile(file, 'utf8')).toBe(whole);
});

test('links start at the address behind a redirect, and the copy belongs to that of the settings', async () => {
  const address = await startServer((request, response) => {
    if (request.url === '/feed') response.writeHead(301, { location: '/blog/feed/' }).end();
    else response.end(rss([item(1, { link: 'eins/' })]));
  });
  const folder = await temporaryFolder();
  const options = { allowPrivate: true, copies: sourceCopies(folder) };
  const { posts } = await feedSource(`${address}/feed`, options).list();
  expect(posts[0]?.url).toBe(`${address}/blog/feed/eins/`);
  expect(await options.copies.read(`${address}/feed`)).toBeDefined();
});

test('without copies nothing is kept and nothing asked for', async () => {
  const blog = await startBlog(item(1));
  blog.headers = { etag: '"v1"' };
  const source = feedSource(blog.address, { allowPrivate: true });
  await source.list();
  await source.list();
  expect(blog.asked.map((headers) => headers['if-none-match'])).toEqual([undefined, undefined]);
});

test('no token of a feed is told, in faults, notes, errors or the copy', async () => {
  const dateless = item(2).replace(/<pubDate>.*<\/pubDate>/, '');
  const blog = await startBlog(item(1), item(3, { link: '#oben' }), dateless);
  const folder = await temporaryFolder();
  const copies = sourceCopies(folder);
  const source = feedSource(`${blog.address}?token=GEHEIM`, { allowPrivate: true, copies });
  const first = await source.list();
  expect(first.posts.map(({ url }) => url)).toEqual(['https://blog.example.org/1/']);
  expect(first.faults.map(({ where }) => where)).toEqual([
    `${blog.address}?…, post 2 „Beitrag 3“`,
    `${blog.address}?…, post 3 „Beitrag 2“`,
  ]);
  blog.items = [];
  const empty = await source.list();
  blog.status = 500;
  const down = await source.list();
  const error = await caughtError(feedSource(`${blog.address}?token=GEHEIM`, { allowPrivate: true }).list());
  const names = await readdir(join(folder, 'cache'));
  const kept = await Promise.all(names.map((name) => readFile(join(folder, 'cache', name), 'utf8')));
  expect(empty.notes).toHaveLength(1);
  expect(down.notes).toHaveLength(1);
  expect(error.text.de).toContain(`${blog.address}?… – `);
  expect(
    JSON.stringify([source.name, first, empty, down, error.text, error.hint, names, kept]),
  ).not.toContain('GEHEIM');
});
