import { expect, test } from 'vitest';
import { feedSource } from '../../src/feed/feedSource.ts';
import { sourceCopies } from '../../src/files/sourceCopies.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startServer } from './feedServer.ts';

const sentence = 'Wer Brot backt, übt Geduld und lernt, der Zeit zu vertrauen. ';
const page = (text: string): string =>
  `<!DOCTYPE html><html><head><title>x</title></head><body><nav>Start Über mich</nav><article><h1>Brot</h1><p>${text}</p></article></body></html>`;
const teaser = (number: number, address: string, text = 'Ein Anfang …'): string =>
  `<item><title>Beitrag ${number}</title><link>${address}/${number}/</link><guid isPermaLink="false">p${number}</guid>` +
  `<pubDate>${new Date(Date.UTC(2026, 9, 1 + number, 8)).toUTCString()}</pubDate><description>${text}</description></item>`;

type Answer = readonly [status: number, type: string, body: string | Uint8Array];

/** A blog with a feed of teasers, and what was asked of its articles. */
async function startBlog(count: number) {
  const blog = {
    asked: [] as string[],
    atOnce: 0,
    mostAtOnce: 0,
    text: 'Ein Anfang …',
    headers: {} as Record<string, string>,
    answer: (_path: string): Answer => [200, 'text/html; charset=utf-8', page(sentence.repeat(30))],
  };
  const address = await startServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/feed') {
      if (blog.headers['etag'] !== undefined && request.headers['if-none-match'] === blog.headers['etag']) {
        response.writeHead(304).end();
        return;
      }
      const items = Array.from({ length: count }, (_, index) => teaser(count - index, address, blog.text));
      response
        .writeHead(200, blog.headers)
        .end(`<rss version="2.0"><channel>${items.join('')}</channel></rss>`);
      return;
    }
    blog.asked.push(path);
    blog.atOnce += 1;
    blog.mostAtOnce = Math.max(blog.mostAtOnce, blog.atOnce);
    setImmediate(() => {
      blog.atOnce -= 1;
      const [status, type, body] = blog.answer(path);
      response.writeHead(status, { 'content-type': type }).end(body);
    });
  });
  const copies = sourceCopies(await temporaryFolder());
  const read = (fullText = true) =>
    feedSource(`${address}/feed`, { allowPrivate: true, copies, fullText, language: 'de' }).list();
  return { blog, read };
}

test('teasers get the words of their articles, each fetched once', async () => {
  const { blog, read } = await startBlog(3);
  blog.headers = { etag: '"v1"' };
  const { posts, notes } = await read();
  expect(posts.map(({ words }) => words > 200)).toEqual([true, true, true]);
  expect(posts[0]?.themes.map(({ word }) => word)).toContain('Geduld');
  expect(notes).toBeUndefined();
  expect(await read()).toEqual({ posts, faults: [] });
  blog.headers = {};
  expect(await read()).toEqual({ posts, faults: [] });
  expect(blog.asked).toEqual(['/3/', '/2/', '/1/']);
});

test('without fullText nothing but the feed is asked for', async () => {
  const { blog, read } = await startBlog(3);
  expect((await read(false)).posts.map(({ words }) => words)).toEqual([0, 0, 0]);
  expect(blog.asked).toEqual([]);
});

test('switched off again, the teasers are back', async () => {
  const { read } = await startBlog(1);
  expect((await read()).posts[0]?.words).toBeGreaterThan(0);
  expect((await read(false)).posts[0]?.words).toBe(0);
});

test('twenty in a run, one after the other, the newest first; the rest follows', async () => {
  const { blog, read } = await startBlog(25);
  blog.headers = { etag: '"v1"' };
  await read();
  expect(blog.asked).toEqual(Array.from({ length: 20 }, (_, index) => `/${25 - index}/`));
  expect(blog.mostAtOnce).toBe(1);
  expect((await read()).posts.every(({ words }) => words > 0)).toBe(true);
  expect(blog.asked.slice(20)).toEqual(['/5/', '/4/', '/3/', '/2/', '/1/']);
});

test('another teaser means another article', async () => {
  const { blog, read } = await startBlog(1);
  await read();
  blog.text = 'Ganz neu geschrieben …';
  blog.answer = () => [200, 'text/html', page(sentence.repeat(60))];
  expect((await read()).posts[0]?.words).toBeGreaterThan(500);
  expect(blog.asked).toHaveLength(2);
});

test('an article that fails leaves the teaser and a note, and is tried again behind the others', async () => {
  const { blog, read } = await startBlog(3);
  const good = blog.answer;
  blog.answer = (path) => (path === '/3/' ? [500, 'text/html', ''] : good(path));
  const { posts, notes } = await read();
  expect(posts.map(({ words }) => words > 0)).toEqual([false, true, true]);
  expect(posts[0]?.excerpt).toContain('Ein Anfang');
  expect(notes).toHaveLength(1);
  expect(notes?.[0]?.de).toMatch(
    /Artikel ließ sich nicht holen.*Artikel nicht erreichbar: .*\/3\/.*Status 500/,
  );
  expect(notes?.[0]?.en).toContain('Article not reachable: ');
  blog.answer = good;
  expect((await read()).posts[0]?.words).toBeGreaterThan(0);
  expect(blog.asked).toEqual(['/3/', '/2/', '/1/', '/3/']);
});

test('a blog that fails three times in a row is left in peace, and the others have their turn next', async () => {
  const { blog, read } = await startBlog(5);
  const good = blog.answer;
  blog.answer = () => [403, 'text/html', ''];
  expect((await read()).notes?.[0]?.en).toContain('(and 2 more)');
  expect(blog.asked).toEqual(['/5/', '/4/', '/3/']);
  blog.answer = good;
  await read();
  expect(blog.asked.slice(3)).toEqual(['/2/', '/1/', '/5/', '/4/', '/3/']);
});

test('what is no page, or too large, is no article', async () => {
  const { blog, read } = await startBlog(2);
  blog.answer = (path) =>
    path === '/2/' ? [200, 'application/pdf', '%PDF'] : [200, 'text/html', page('x'.repeat(5_100_000))];
  const { posts, notes } = await read();
  expect(posts.map(({ words }) => words)).toEqual([0, 0]);
  expect(notes?.[0]?.de).toContain('dort liegt keine Webseite');
});

test('an article may name its encoding itself', async () => {
  const { blog, read } = await startBlog(1);
  const html = page('Gemüse und Grüße machen Mut. '.repeat(30)).replace(
    '<head>',
    '<head><meta charset="iso-8859-1">',
  );
  blog.answer = () => [200, 'text/html', Buffer.from(html, 'latin1')];
  expect((await read()).posts[0]?.themes.map(({ word }) => word)).toContain('Gemüse');
});

test('an article behind a redirect into a private network is not fetched (R58)', async () => {
  let asked = 0;
  const inside = await startServer((_request, response) => {
    asked += 1;
    response.end(page('geheim'));
  }, '127.0.0.2');
  const outside = await startServer((request, response) => {
    if (request.url === '/feed')
      response.end(`<rss version="2.0"><channel>${teaser(1, outside)}</channel></rss>`);
    else response.writeHead(302, { location: inside }).end();
  });
  const options = { mayConnect: (ip: string) => ip === '127.0.0.1', fullText: true };
  const { posts, notes } = await feedSource(`${outside}/feed`, options).list();
  expect(posts[0]?.words).toBe(0);
  expect(notes?.[0]?.de).toContain('127.0.0.2');
  expect(asked).toBe(0);
});

test('in a private network, articles are fetched from the feed’s own host and port only (R58)', async () => {
  let asked = 0;
  const inside = await startServer((_request, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'text/html' }).end(page(sentence.repeat(30)));
  });
  const own = await startServer((request, response) => {
    const { url = '' } = request;
    const items = teaser(3, own) + teaser(2, `${own}/weg`) + teaser(1, inside);
    if (url === '/feed') response.end(`<rss version="2.0"><channel>${items}</channel></rss>`);
    else if (url.startsWith('/weg')) response.writeHead(302, { location: `${inside}/2/` }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end(page(sentence.repeat(30)));
  });
  const { posts, notes } = await feedSource(`${own}/feed`, { allowPrivate: true, fullText: true }).list();
  expect(posts.map(({ words }) => words > 0)).toEqual([true, false, false]);
  expect(notes?.[0]?.de).toContain('privates oder besonderes Netz');
  expect(asked).toBe(0);
});
