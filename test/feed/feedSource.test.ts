import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { feedSource } from '../../src/feed/feedSource.ts';
import { caughtError } from './caughtError.ts';
import { serve, startServer } from './feedServer.ts';

const item = (title: string): string =>
  `<item><title>${title}</title><link>https://blog.example.org/brot/</link>` +
  '<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate></item>';
const rss = (items: string, encoding = 'UTF-8'): string =>
  `<?xml version="1.0" encoding="${encoding}"?><rss version="2.0"><channel><title>x</title>${items}</channel></rss>`;
const list = (address: string) => feedSource(address, { allowPrivate: true }).list();
const errorOf = (address: string) => caughtError(list(address));

test('an address becomes posts, through redirects and compression', async () => {
  const address = await startServer((request, response) => {
    if (request.url === '/feed') response.writeHead(301, { location: '/feed/' }).end();
    else response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(rss(item('Brot'))));
  });
  const source = feedSource(`${address}/feed`, { allowPrivate: true });
  expect(source.name).toBe(`${address}/feed`);
  expect((await source.list()).posts.map(({ title }) => title)).toEqual(['Brot']);
});

test('the server learns the program’s name, and nothing else', async () => {
  let headers: NodeJS.Dict<string | string[]> = {};
  const address = await startServer((request, response) => {
    headers = request.headers;
    response.end(rss(''));
  });
  await list(address);
  expect(headers['user-agent']).toBe('Wochenbrief (weekly newsletter)');
  expect(Object.keys(headers).sort()).toEqual([
    'accept',
    'accept-encoding',
    'connection',
    'host',
    'user-agent',
  ]);
});

test('umlauts and quotes of old encodings arrive', async () => {
  const bytes = Buffer.from(rss(item('\u0084Gr\u00fc\u00dfe\u0093 \u0096 3 \u0080'), 'ISO-8859-1'), 'latin1');
  for (const type of ['application/rss+xml', 'text/xml; charset=windows-1252']) {
    const { posts } = await list(await serve(bytes, { 'content-type': type }));
    expect(posts[0]?.title).toBe('„Grüße“ – 3 €');
  }
});

test('faults name the address of the settings, not the one behind redirects', async () => {
  const address = await startServer((request, response) => {
    if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
    else response.end(rss('<item><title>Brot</title></item>'));
  });
  const { faults } = await list(`${address}/a`);
  expect(faults.map(({ where }) => where)).toEqual([
    `${address}/a, post 1 „Brot“`,
    `${address}/a, post 1 „Brot“`,
  ]);
});

test('an empty feed is no error, an empty answer is one (R60)', async () => {
  expect(await list(await serve(rss('')))).toEqual({ posts: [], faults: [] });
  expect(await errorOf(await serve(''))).toMatchObject({ code: 'feed.unreadable' });
});

test('a web page is told from a feed, and its feed is named', async () => {
  const page = (head: string): string => `<!DOCTYPE html><html><head>${head}</head><body>Hallo</body></html>`;
  const link = '<link rel="alternate" type="application/rss+xml" title="Feed" href="/blog/feed/">';
  const address = await serve(page(link), { 'content-type': 'text/html' });
  const error = await errorOf(`${address}/blog/`);
  expect(error.code).toBe('feed.unreadable');
  expect(error.text.en).toContain('it is a web page, not a feed');
  expect(error.hint?.en).toContain(`${address}/blog/feed/`);
  expect(error.hint?.de).toContain(`${address}/blog/feed/`);
  expect((await errorOf(await serve(page('')))).hint?.en).toContain('/feed/');
  expect((await errorOf(await serve('Hallo', { 'content-type': 'text/html' }))).text.en).toContain(
    'web page',
  );
});

test('a feed that calls itself a page is read all the same', async () => {
  expect((await list(await serve(rss(item('Brot')), { 'content-type': 'text/html' }))).posts).toHaveLength(1);
});

test('broken feeds name the address and the line', async () => {
  const address = await serve(rss('\n<item>\n<title>x</titel></item>'));
  const error = await errorOf(address);
  expect(error.code).toBe('feed.unreadable');
  expect(error.text.de).toContain(`${address} – er ist in Zeile 3 kaputt`);
  expect(error.text.en).toContain(`${address} – it is broken in line 3`);
  expect(error.hint?.en).toContain('newsletter.yaml');
});

test('a failure is never an empty list (R60)', async () => {
  const address = await startServer((_request, response) => {
    response.writeHead(503).end(rss(''));
  });
  expect((await errorOf(address)).code).toBe('feed.unreachable');
});

test('private networks are closed unless opened', async () => {
  const address = await serve(rss(item('Brot')));
  expect((await caughtError(feedSource(address).list())).code).toBe('feed.refused');
});
