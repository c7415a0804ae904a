import { describe, expect, test } from 'vitest';
import { mergePosts } from '../../src/core/composing/postKeys.ts';
import type { PostList } from '../../src/core/posts/post.ts';
import { feedSource } from '../../src/feed/feedSource.ts';
import { wordpressSource, type WordpressSourceOptions } from '../../src/feed/wordpressSource.ts';
import { sourceCopies } from '../../src/files/sourceCopies.ts';
import { temporaryFolder } from '../support/folder.ts';
import { caughtError } from './caughtError.ts';
import { serve, startServer } from './feedServer.ts';
import { startWordpress, type BlogPost, type BlogWays, type RunningBlog } from './wordpressServer.ts';

const now = new Date('2026-11-20T17:00:00Z');
const day = (number: number): string => new Date(Date.UTC(2026, 0, number, 8)).toISOString().slice(0, 19);
const posts = (count: number): readonly BlogPost[] =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, date: day(index + 1) }));

/** A blog with a reader that keeps copies. */
async function blogOf(
  ways: BlogWays,
): Promise<RunningBlog & { readonly read: (changes?: WordpressSourceOptions) => Promise<PostList> }> {
  const blog = await startWordpress(ways);
  const copies = sourceCopies(await temporaryFolder());
  return {
    ...blog,
    read: (changes = {}) => {
      blog.asked.length = 0;
      const options = { allowPrivate: true, copies, now: () => now };
      return wordpressSource(blog.address, { ...options, ...changes }).list();
    },
  };
}

const idsOf = ({ posts: found }: PostList): readonly number[] =>
  found.map(({ url }) => Number(/\/(\d+)\/$/.exec(url)?.[1]));
const newestFirst = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => count - index);

describe('what a post says', () => {
  test('comes as from a feed: cleaned, with its words, tags and picture', async () => {
    const { read, address, ways } = await blogOf({ posts: [] });
    ways.posts = [
      {
        id: 7,
        date: '2026-11-20T08:00:00',
        title: 'Brot &#038; Salz &#8211; <em>heute</em>',
        content: `<p>Wer backt, übt Geduld.</p><script>alert(1)</script>${'<p>Zeit und Brot.</p>'.repeat(80)}`,
        excerpt: 'Wer backt, übt Geduld. [&hellip;]',
        tags: ['Zeit &amp; Mut'],
        categories: ['Alltag'],
        picture: `${address}/brot.jpg`,
      },
    ];
    const list = await read({ language: 'de' });
    expect(list.faults).toEqual([]);
    expect(list.posts).toMatchObject([
      {
        id: `${address}/?p=7`,
        url: `${address}/7/`,
        title: 'Brot & Salz – heute',
        publishedAt: '2026-11-20T08:00:00Z',
        tags: ['Alltag', 'Zeit & Mut'],
        words: 244,
        picture: { url: `${address}/brot.jpg`, alt: 'Brot' },
      },
    ]);
    expect(list.posts[0]?.excerpt).toMatch(/^Wer backt, übt Geduld/);
    expect(list.posts[0]?.themes.map(({ word }) => word)).toContain('Brot');
  });

  test('a post behind a password stays there', async () => {
    const { read } = await blogOf({
      posts: [
        { id: 1, date: day(1), isProtected: true },
        { id: 2, date: day(2) },
      ],
    });
    expect(idsOf(await read())).toEqual([2]);
    expect(idsOf(await read())).toEqual([2]);
  });

  test('a date that is missing in UTC is taken in the zone of the newsletter', async () => {
    const blank = '0000-00-00T00:00:00';
    const body = [
      {
        id: 1,
        date: '2026-11-20T08:00:00',
        date_gmt: blank,
        link: 'https://blog.example.org/1/',
        title: { rendered: 'x' },
      },
    ];
    const { read } = await blogOf({
      posts: [],
      instead: () => [200, JSON.stringify(body)],
    });
    expect((await read({ timeZone: 'Europe/Berlin' })).posts[0]?.publishedAt).toBe('2026-11-20T07:00:00Z');
  });

  test('the same post in the feed and here is one', async () => {
    const { read, address } = await blogOf({ posts: posts(2) });
    const feed = await serve(
      `<rss version="2.0"><channel><title>x</title><item><title>Beitrag 2</title><link>${address}/2/?utm_source=rss</link>` +
        `<guid isPermaLink="false">${address}/?p=2</guid><pubDate>Fri, 02 Jan 2026 08:00:00 GMT</pubDate></item></channel></rss>`,
    );
    const lists = [await read(), await feedSource(feed, { allowPrivate: true }).list()];
    expect(lists[1]?.posts).toHaveLength(1);
    expect(mergePosts(lists.map((list) => list.posts)).map(({ title }) => title)).toEqual([
      'Beitrag 2',
      'Beitrag 1',
    ]);
  });

  test('two posts that were imported with one guid stay two', async () => {
    const { read } = await blogOf({
      posts: posts(3).map((post) => ({ ...post, guid: 'https://x.example.org/?p=1' })),
    });
    expect(mergePosts([(await read()).posts])).toHaveLength(3);
    expect(mergePosts([(await read()).posts])).toHaveLength(3);
  });

  test('a new post with neither title nor text is a fault, an old one is noted and left out', async () => {
    const { read, address } = await blogOf({
      posts: [
        { id: 1, date: '2026-01-01T08:00:00', title: '', content: '', excerpt: '' },
        { id: 2, date: '2026-11-19T08:00:00', title: '', content: '', excerpt: '' },
        { id: 3, date: '2026-11-19T09:00:00' },
      ],
    });
    const { posts: found, faults, notes } = await read();
    expect(found).toHaveLength(1);
    expect(faults.map(({ where }) => where)).toEqual([expect.stringContaining(`${address}/?p=2`)]);
    expect(notes?.map(({ de }) => de)).toEqual([expect.stringContaining('Ein alter Beitrag')]);
    expect((await read()).faults).toEqual(faults);
  });
});

describe('all posts are read, page after page', () => {
  test('hundred at a time, in as few questions as pages', async () => {
    const { read, asked } = await blogOf({ posts: posts(250) });
    expect(idsOf(await read())).toEqual(newestFirst(250));
    expect(asked.map((url) => url.searchParams.get('page'))).toEqual(['1', '2', '3']);
  });

  test('two at a time, never more, and in their order', async () => {
    const { read, asked, waiting } = await blogOf({ posts: posts(550), answerMs: 25, meetsTwo: true });
    expect(idsOf(await read())).toEqual(newestFirst(550));
    expect(asked.map((url) => url.searchParams.get('page'))).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(waiting.most).toBe(2);
  });

  test('not one beyond a limit or beyond the end is asked for ahead', async () => {
    const { read, asked, ways, waiting } = await blogOf({ posts: posts(550), answerMs: 10 });
    await read({ limits: { pages: 3 } });
    expect(asked).toHaveLength(3);
    ways.hasTotals = false;
    await read({ language: 'en' });
    expect(asked).toHaveLength(6);
    expect(waiting.now).toBe(0);
  });

  test('pages asked ahead of one that is too large are waited for before smaller ones are asked for', async () => {
    const content = `<p>${'Brot und Zeit. '.repeat(500)}</p>`;
    const { read, waiting } = await blogOf({
      posts: posts(250).map((post) => (post.id > 50 && post.id < 120 ? { ...post, content } : post)),
      answerMs: 10,
      meetsTwo: true,
    });
    expect(idsOf(await read({ maxBytes: 180_000 }))).toEqual(newestFirst(250));
    expect(waiting).toEqual({ now: 0, most: 2 });
  });

  test('making posts of a page leaves other work its turn, and ends with the time that a run has', async () => {
    const { read } = await blogOf({ posts: posts(250) });
    const list = await read({ limits: { ms: 0 } });
    expect(list.posts.length).toBeLessThanOrEqual(100);
    expect(list.notes?.[0]?.en).toContain('of 250 posts could be read');
  });

  test.each<readonly [string, Partial<BlogWays>]>([
    ['without totals', { hasTotals: false }],
    ['where pages may hold twenty only', { largestPage: 20 }],
    ['without totals in pages of twenty', { hasTotals: false, largestPage: 20 }],
  ])('%s', async (_, ways) => {
    const { read } = await blogOf({ posts: posts(200), ...ways });
    const list = await read();
    expect(idsOf(list)).toEqual(newestFirst(200));
    expect(list.notes).toBeUndefined();
  });

  test('long posts come in smaller pages', async () => {
    const content = `<p>${'Brot und Zeit. '.repeat(500)}</p>`;
    const { read } = await blogOf({ posts: posts(25).map((post) => ({ ...post, content })) });
    expect(idsOf(await read({ maxBytes: 180_000 }))).toEqual(newestFirst(25));
  });

  test('up to a limit, which is said; what is known stays', async () => {
    const { read, ways } = await blogOf({ posts: posts(250) });
    const list = await read({ limits: { pages: 2 } });
    expect(idsOf(list)).toEqual(newestFirst(250).slice(0, 200));
    expect(list.notes?.[0]?.de).toContain('nur die neuesten 200 von 250 Beiträge');
    expect(idsOf(await read())).toEqual(newestFirst(250));
    ways.posts = ways.posts.filter(({ id }) => id !== 240 && id !== 2);
    expect(idsOf(await read({ limits: { pages: 2 }, language: 'en' }))).toEqual(
      newestFirst(250).filter((id) => id !== 240),
    );
  });

  test('a page that fails behind others costs those behind it only', async () => {
    const { read, ways } = await blogOf({ posts: posts(250) });
    ways.instead = (_url, page) => (page === 2 ? [502, ''] : undefined);
    const list = await read();
    expect(idsOf(list)).toEqual(newestFirst(250).slice(0, 100));
    expect(list.notes).toHaveLength(1);
    delete ways.instead;
    expect(idsOf(await read())).toEqual(newestFirst(250));
  });
});

describe('with a copy only what has changed is read', () => {
  const questions = (asked: readonly URL[]): readonly string[] =>
    asked.map(({ searchParams: query }) =>
      query.has('include')
        ? 'include'
        : query.has('modified_after')
          ? 'modified'
          : query.get('_fields') === 'id,date_gmt,modified_gmt'
            ? 'newest'
            : 'all',
    );

  test('a small blog without news is asked once', async () => {
    const { read, asked } = await blogOf({ posts: posts(30) });
    const first = await read();
    expect(await read()).toEqual(first);
    expect(questions(asked)).toEqual(['newest']);
  });

  test('new and changed posts are asked for by number', async () => {
    const { read, asked, ways } = await blogOf({ posts: posts(30) });
    await read();
    ways.posts = [
      ...ways.posts.filter(({ id }) => id !== 3),
      { id: 3, date: day(3), modified: day(40), title: 'Neu gefasst' },
      { id: 31, date: day(31) },
    ];
    const list = await read();
    expect(idsOf(list)).toEqual(newestFirst(31));
    expect(list.posts.find(({ url }) => url.endsWith('/3/'))?.title).toBe('Neu gefasst');
    expect(questions(asked)).toEqual(['newest', 'include']);
    expect(asked[1]?.searchParams.get('include')).toBe('31,3');
  });

  test('a change deep in the archive is found by its date', async () => {
    const { read, asked, ways } = await blogOf({ posts: posts(250) });
    await read();
    ways.posts = ways.posts.map((post) =>
      post.id === 3 ? { ...post, modified: day(251), title: 'Neu gefasst' } : post,
    );
    expect((await read()).posts.find(({ url }) => url.endsWith('/3/'))?.title).toBe('Neu gefasst');
    expect(questions(asked)).toEqual(['newest', 'modified']);
  });

  test('a post that was planned long ago appears without having been changed', async () => {
    const { read, asked, ways } = await blogOf({ posts: posts(250) });
    await read();
    ways.posts = [...ways.posts, { id: 251, date: day(251), modified: day(10) }];
    expect(idsOf(await read())).toEqual(newestFirst(251));
    expect(questions(asked)).toEqual(['newest', 'include', 'modified']);
  });

  test('deleted posts are gone, new or old, also when another came instead', async () => {
    const { read, asked, ways } = await blogOf({ posts: posts(250) });
    await read();
    ways.posts = [
      ...ways.posts.filter(({ id }) => id !== 249),
      { id: 251, date: day(251), modified: day(10) },
    ];
    expect(idsOf(await read())).toEqual(newestFirst(251).filter((id) => id !== 249));
    expect(questions(asked)).toEqual(['newest', 'include', 'modified']);
    ways.posts = ways.posts.filter(({ id }) => id !== 5);
    expect(idsOf(await read())).toEqual(newestFirst(251).filter((id) => id !== 249 && id !== 5));
    expect(questions(asked)).toEqual(['newest', 'modified', 'all', 'all', 'all']);
  });

  test('an old WordPress that does not know the question is read as a whole', async () => {
    const { read, ways } = await blogOf({ posts: posts(150), isOld: true });
    await read();
    ways.posts = ways.posts.map((post) =>
      post.id === 3 ? { ...post, modified: day(151), title: 'Neu' } : post,
    );
    expect((await read()).posts.find(({ url }) => url.endsWith('/3/'))?.title).toBe('Neu');
  });

  test('another language: everything is read anew', async () => {
    const { read, asked } = await blogOf({ posts: posts(3) });
    await read();
    await read({ language: 'en' });
    expect(questions(asked)).toEqual(['all']);
  });

  test('a blog that hides all its posts all of a sudden is pointed out (R60)', async () => {
    const { read, ways } = await blogOf({ posts: posts(3) });
    await read();
    ways.posts = [];
    const list = await read();
    expect(idsOf(list)).toEqual(newestFirst(3));
    expect(list.notes).toHaveLength(1);
    ways.posts = posts(4);
    expect(idsOf(await read())).toEqual(newestFirst(4));
  });

  test('a blog that is down: the copy stands in', async () => {
    const { read, ways } = await blogOf({ posts: posts(3) });
    await read();
    for (const status of [401, 404, 500, 503]) {
      ways.instead = () => [status, ''];
      const list = await read();
      expect(idsOf(list)).toEqual(newestFirst(3));
      expect(list.copyOf).toBe(now.toISOString());
      expect(list.notes?.[0]?.de).toContain('20. November 2026');
    }
  });
});

describe('the API is found', () => {
  test.each<readonly [string, Partial<BlogWays>, string]>([
    ['at /wp-json/', { naming: 'none' }, '/'],
    ['where the author entered it', {}, '/wp-json/'],
    ['where the author entered a route of it', {}, '/wp-json/wp/v2/posts?per_page=10'],
    ['where a header of the page says', { apiFolder: '/blog/index.php' }, '/'],
    ['from a page deep in the blog', { apiFolder: '' }, '/2026/brot/'],
    ['where the head of the page says', { apiFolder: '/blog', naming: 'head' }, '/'],
    ['with plain addresses', { isPlain: true }, ''],
    ['with plain addresses and a silent page', { isPlain: true, naming: 'none' }, '/'],
    ['with plain addresses entered', { isPlain: true, naming: 'none' }, '/index.php?rest_route=/'],
  ])('%s', async (_, ways, path) => {
    const { address } = await startWordpress({ posts: posts(120), ...ways });
    expect(idsOf(await wordpressSource(`${address}${path}`, { allowPrivate: true }).list())).toEqual(
      newestFirst(120),
    );
  });

  test('a redirect is followed once, not for each page', async () => {
    const { address, asked } = await startWordpress({ posts: posts(350) });
    let redirected = 0;
    const entrance = await startServer((request, response) => {
      redirected += 1;
      response.writeHead(301, { location: `${address}${request.url}` }).end();
    });
    const list = await wordpressSource(entrance, { allowPrivate: true }).list();
    expect(list.posts).toHaveLength(350);
    expect(redirected).toBe(1);
    expect(asked).toHaveLength(4);
  });
});

describe('what goes wrong says so, and recommends the feed', () => {
  test.each([401, 403])('an API that is locked with status %i', async (status) => {
    const { read, address } = await blogOf({ posts: [], instead: () => [status, ''] });
    const error = await caughtError(read());
    expect(error.code).toBe('feed.unreachable');
    expect(error.text.de).toContain('die REST-Schnittstelle von WordPress ist gesperrt');
    expect(error.hint?.de).toContain(`feed: ${address}/feed/`);
    expect(error.hint?.en).toContain(`feed: ${address}/feed/`);
  });

  test('a site that is no WordPress', async () => {
    const error = await caughtError(
      wordpressSource(await serve('<!DOCTYPE html><html></html>'), { allowPrivate: true }).list(),
    );
    expect(error.code).toBe('feed.unreadable');
    expect(error.text.en).toContain('no REST API of WordPress');
    expect(error.hint?.en).toContain('/feed/');
  });

  test('an API that the page says lies in a private network is not asked (R58)', async () => {
    let asked = 0;
    const inside = await startServer((_request, response) => {
      asked += 1;
      response.end('[]');
    }, '127.0.0.2');
    const outside = await startServer((request, response) => {
      if (request.url !== '/') response.writeHead(404).end();
      else response.writeHead(200, { link: `<${inside}/wp-json/>; rel="https://api.w.org/"` }).end();
    });
    const mayConnect = (ip: string): boolean => ip === '127.0.0.1';
    const error = await caughtError(wordpressSource(`${outside}/`, { mayConnect }).list());
    expect(error.code).toBe('feed.refused');
    expect(asked).toBe(0);
  });

  test.each([
    ['an object', '{"code":"x"}'],
    ['other things', '[1,2]'],
    ['posts without numbers', '[{"title":{"rendered":"x"}}]'],
    ['deep nesting', '['.repeat(100_000)],
    ['nothing', ''],
  ])('%s in place of posts', async (_, body) => {
    const { read } = await blogOf({ posts: [], instead: () => [200, body] });
    expect((await caughtError(read())).code).toBe('feed.unreadable');
  });

  test('posts of which everything but the number is missing or broken are faults', async () => {
    const body = [
      { id: 1 },
      { id: 2, title: 7, link: [], date_gmt: {}, content: 'x', _embedded: { 'wp:term': 'x' } },
    ];
    const { read } = await blogOf({ posts: [], instead: () => [200, JSON.stringify(body)] });
    const { posts: found, faults } = await read();
    expect(found).toEqual([]);
    expect(new Set(faults.map(({ where }) => where)).size).toBe(2);
  });

  test('every question refused, a blog that is down, private networks', async () => {
    const { read, ways, address } = await blogOf({
      posts: [],
      instead: () => [400, '{"code":"rest_invalid_param"}'],
    });
    expect((await caughtError(read())).code).toBe('feed.unreadable');
    ways.instead = () => [500, ''];
    const down = await caughtError(read());
    expect(down.code).toBe('feed.unreachable');
    expect([down.text.de, down.text.en]).toEqual([
      expect.stringMatching(/^WordPress nicht erreichbar: /),
      expect.stringMatching(/^WordPress not reachable: /),
    ]);
    expect((await caughtError(wordpressSource(address).list())).code).toBe('feed.refused');
  });
});

test('no token of an address is told, and a fault still says which post it means', async () => {
  const { address } = await blogOf({
    posts: [{ id: 7, date: day(300), title: '', content: '', excerpt: '' }],
  });
  const list = await wordpressSource(`${address}/?token=GEHEIM`, {
    allowPrivate: true,
    now: () => now,
  }).list();
  expect(list.faults.map(({ where }) => where.startsWith(`${address}/?p=7, post 1`))).toEqual([true]);
  expect(JSON.stringify(list)).not.toContain('GEHEIM');
});
