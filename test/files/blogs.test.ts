import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderSource } from '../../src/files/folderSource.ts';

const blogs = join(import.meta.dirname, '..', 'blogs');

/** File, path of the address, title, date, tags: what a reader of the blog itself would find. */
type Row = readonly [file: string, path: string, title: string, publishedAt: string, tags: string];

interface Blog {
  readonly folder: string;
  readonly blogUrl?: string;
  readonly posts: readonly Row[];
  readonly pages: string;
}

const listOf = ({ folder, blogUrl }: Blog) =>
  folderSource({
    newsletterFolder: blogs,
    folder,
    blogUrl,
    timeZone: 'Europe/Berlin',
    language: 'de',
  }).list();

const hugo: Blog = {
  folder: 'hugo/content',
  posts: [
    [
      'posts/brief-an-kunden/index.en.md',
      '/en/posts/brief-an-kunden/',
      'A letter to a customer',
      '2026-10-27T07:00:00Z',
      'trust, customers',
    ],
    [
      'posts/brief-an-kunden/index.md',
      '/posts/brief-an-kunden/',
      'Brief an einen Kunden',
      '2026-10-27T07:00:00Z',
      'Vertrauen, Kunden',
    ],
    [
      'posts/der-zweite-schluessel/index.md',
      '/posts/der-zweite-schluessel/',
      'Der zweite Schlüssel',
      '2026-09-11T06:00:00Z',
      'Vertrauen, Nachbarn',
    ],
    [
      'posts/dienen-mit-code.md',
      '/posts/dienen-mit-code/',
      'Dienen, in einer Vorlage',
      '2026-09-22T07:30:00Z',
      'Dienen, Technik',
    ],
    [
      'posts/geduld-teil-1.md',
      '/posts/geduld-teil-1/',
      'Geduld, Teil 1 von 3',
      '2026-09-25T06:00:00Z',
      'Geduld',
    ],
    [
      'posts/geduld-teil-2.md',
      '/posts/geduld-teil-2/',
      'Geduld, Teil 2 von 3',
      '2026-10-02T06:00:00Z',
      'Geduld',
    ],
    [
      'posts/geduld-teil-3.md',
      '/posts/geduld-teil-3/',
      'Geduld, Teil 3 von 3',
      '2026-10-09T06:00:00Z',
      'Geduld',
    ],
    [
      'posts/geschenkter-plan.md',
      '/posts/geschenkter-plan/',
      'Ein Plan für den Advent',
      '2031-12-01T07:00:00Z',
      'Advent',
    ],
    ['posts/leerer-text.md', '/posts/leerer-text/', 'Ein Titel genügt', '2026-11-02T23:00:00Z', ''],
    ['posts/nur-blog.md', '/posts/nur-blog/', 'Hinweis für Stammleser', '2026-11-05T23:00:00Z', ''],
    [
      'posts/vertrauen-waechst-langsam.md',
      '/posts/vertrauen-waechst-langsam/',
      'Vertrauen wächst langsam',
      '2026-09-07T06:00:00Z',
      'Vertrauen, Geduld',
    ],
    [
      'posts/was-dienen-heisst.md',
      '/posts/was-dienen-heisst/',
      'Was dienen heißt',
      '2026-09-17T22:00:00Z',
      'Dienen',
    ],
    [
      'posts/wertschaetzung-ohne-anlass.md',
      '/posts/wertschaetzung-ohne-anlass/',
      'Wertschätzung ohne Anlass',
      '2026-09-15T06:00:00Z',
      'Wertschätzung, Alltag',
    ],
    [
      'posts/wochenrueckblick.md',
      '/posts/wochenrueckblick/',
      'Was ein Rückblick nützt',
      '2026-10-16T06:00:00Z',
      'Alltag',
    ],
    ['posts/zum-schluss.md', '/posts/zum-schluss/', 'Zum Schluss', '2026-11-10T07:00:00Z', 'Dank'],
    [
      'posts/über-den-dank.md',
      '/posts/über-den-dank/',
      'Über den Dank',
      '2026-10-19T22:00:00Z',
      'Wertschätzung',
    ],
    [
      'tagebuch/wochenrueckblick-zwei.md',
      '/2026/10/wochenrueckblick-herbst/',
      'Wochenrückblick',
      '2026-10-13T16:00:00Z',
      'Alltag',
    ],
    [
      'tagebuch/wochenrueckblick.md',
      '/2026/10/wochenrückblick/',
      'Wochenrückblick',
      '2026-10-06T16:00:00Z',
      'Alltag',
    ],
  ],
  pages: 'impressum.md',
};

const jekyll: Blog = {
  folder: 'jekyll',
  posts: [
    [
      '_posts/2026-09-08-zaun-und-vertrauen.md',
      '/blog/2026/09/08/zaun-und-vertrauen.html',
      'Zaun und Vertrauen',
      '2026-09-07T22:00:00Z',
      'Vertrauen, Nachbarn',
    ],
    [
      '_posts/2026-09-11-der-spaten.md',
      '/blog/werkzeug/2026/09/11/der-spaten.html',
      'Der Spaten auf',
      '2026-09-11T15:30:00Z',
      'Dienen, werkzeug',
    ],
    [
      '_posts/2026-09-15-giesskanne.md',
      '/blog/2026/09/15/giesskanne.html',
      'Die Gießkanne',
      '2026-09-14T22:00:00Z',
      'Wertschätzung',
    ],
    [
      '_posts/2026-09-18-liquid-zeigen.md',
      '/blog/2026/09/18/liquid-zeigen.html',
      'Liquid zeigen',
      '2026-09-17T22:00:00Z',
      'Technik',
    ],
    [
      '_posts/2026-09-22-ernte-teil-1.md',
      '/blog/2026/09/22/ernte-teil-1.html',
      'Ernte (1/2)',
      '2026-09-21T22:00:00Z',
      'Ernte',
    ],
    [
      '_posts/2026-09-29-ernte-teil-2.md',
      '/blog/2026/09/29/ernte-teil-2.html',
      'Ernte (2/2)',
      '2026-09-28T22:00:00Z',
      'Ernte',
    ],
    [
      '_posts/2026-10-02-danke.md',
      '/blog/2026/10/02/danke.html',
      'Danke',
      '2026-10-01T22:00:00Z',
      'Wertschätzung',
    ],
    [
      '_posts/2026-10-09-danke.md',
      '/blog/2026/10/09/danke.html',
      'Danke',
      '2026-10-08T22:00:00Z',
      'Wertschätzung',
    ],
    [
      '_posts/2026-10-13-ohne-titel-im-kopf.md',
      '/blog/2026/10/13/ohne-titel-im-kopf.html',
      'Ohne Titel Im Kopf',
      '2026-10-12T22:00:00Z',
      '',
    ],
    ['_posts/2026-10-20-umgezogen.md', '/blog/umzug/', 'Umgezogen', '2026-10-19T22:00:00Z', ''],
    [
      '_posts/2026-10-23-gärtnerin-gesucht.md',
      '/blog/2026/10/23/gärtnerin-gesucht.html',
      'Gärtnerin gesucht',
      '2026-10-22T22:00:00Z',
      '',
    ],
    ['_posts/2026-10-27-leer.md', '/blog/2026/10/27/leer.html', 'Fast leer', '2026-10-26T23:00:00Z', ''],
    [
      '_posts/2026-11-06-später-am-abend.md',
      '/blog/2026/11/06/später-am-abend.html',
      'Später am Abend',
      '2026-11-06T22:45:00Z',
      '',
    ],
    [
      '_posts/2031-05-01-mai.md',
      '/blog/2031/05/01/mai.html',
      'Im nächsten Jahrzehnt',
      '2031-04-30T22:00:00Z',
      '',
    ],
    [
      'notizen/_posts/2026-11-03-first-frost.md',
      '/blog/notizen/2026/11/03/first-frost.html',
      'First frost',
      '2026-11-02T23:00:00Z',
      'trust, patience',
    ],
  ],
  pages: 'README.md, about.md, archiv.md, index.md',
};

const astro: Blog = {
  folder: 'astro/src/content/blog',
  blogUrl: 'https://lichtung.example.org',
  posts: [
    ['01-anfang.md', '/blog/01-anfang/', 'Ein Anfang im Vertrauen', '2026-09-08T22:00:00Z', 'Vertrauen'],
    [
      '02-komponenten.mdx',
      '/blog/02-komponenten/',
      'Dienen mit Bausteinen',
      '2026-09-12T06:00:00Z',
      'Dienen',
    ],
    [
      '2026-09-26-ohne-kopf.md',
      '/blog/2026-09-26-ohne-kopf/',
      'Ein Text ohne Kopf',
      '2026-09-25T22:00:00Z',
      '',
    ],
    ['Größe zeigen.md', '/blog/größe-zeigen/', 'Größe zeigen', '2026-10-16T22:00:00Z', ''],
    ['code-zeigen.mdx', '/blog/code-zeigen/', 'Code zeigen', '2026-09-15T22:00:00Z', ''],
    ['danke.md', '/blog/danke/', 'Danke', '2026-11-06T23:00:00Z', 'Wertschätzung'],
    [
      'englisch/gratitude.md',
      '/blog/englisch/gratitude/',
      'Gratitude on a Tuesday',
      '2026-11-04T08:00:00Z',
      'appreciation',
    ],
    ['html-im-text.md', '/blog/html-im-text/', 'HTML im Text', '2026-10-23T22:00:00Z', 'Technik'],
    ['leer.md', '/blog/leer/', 'Nur eine Überschrift', '2026-10-20T22:00:00Z', ''],
    ['notizen/danke.md', '/blog/notizen/danke/', 'Danke', '2026-11-10T23:00:00Z', 'Wertschätzung'],
    ['spaeter.md', '/blog/spaeter/', 'Später einmal', '2030-12-31T23:00:00Z', ''],
    ['treppe-1.md', '/blog/treppe-1/', 'Treppen 1/3', '2026-10-02T22:00:00Z', 'Dienen'],
    ['treppe-2.md', '/blog/treppe-2/', 'Treppen 2/3', '2026-10-06T22:00:00Z', 'Dienen'],
    ['treppe-3.md', '/blog/treppe-3/', 'Treppen 3/3', '2026-10-09T22:00:00Z', 'Dienen'],
    ['trust-is-a-verb.md', '/blog/trust-is-a-verb/', 'Trust is a verb', '2026-09-29T22:00:00Z', 'trust'],
    [
      'wertschaetzung/index.md',
      '/blog/wertschaetzung/',
      'Wertschätzung im Kleinen',
      '2026-09-19T06:00:00Z',
      'Wertschätzung',
    ],
    [
      'wertschaetzung-zwei.md',
      '/blog/wertschaetzung/gross/',
      'Wertschätzung im Großen',
      '2026-09-22T22:00:00Z',
      '',
    ],
  ],
  pages: 'notizen/ideen.md',
};

describe.each([
  ['Hugo', hugo],
  ['Jekyll', jekyll],
  ['Astro', astro],
])('a blog made by %s', (_, blog) => {
  test('has exactly the posts that its pages show, each once, at their own addresses (R60)', async () => {
    const { posts, faults } = await listOf(blog);
    expect(faults).toEqual([]);
    expect(
      posts.map((post) => [
        post.id.slice(blog.folder.length + 1),
        decodeURIComponent(new URL(post.url).pathname),
        post.title,
        post.publishedAt,
        post.tags.join(', '),
      ]),
    ).toEqual(blog.posts);
    expect(new Set(posts.map(({ url }) => url)).size).toBe(posts.length);
  });

  test('shows no mark of a template, no component and no code (R57)', async () => {
    const { posts } = await listOf(blog);
    for (const { title, excerpt, tags } of posts)
      expect([title, excerpt, ...tags].join('\n')).not.toMatch(/[{}]{2}|\{%|%\}|<\/?\w|\bimport\b|&lt;|```/);
  });

  test('leaves pages without a date out, and says so once', async () => {
    const { notes } = await listOf(blog);
    expect(notes).toHaveLength(1);
    expect(notes?.[0]?.de).toContain(blog.pages);
    expect(notes?.[0]?.en).toContain(blog.pages);
  });
});

const postOf = async (blog: Blog, file: string) =>
  (await listOf(blog)).posts.find(({ id }) => id.endsWith(file));

test('Hugo: translations, pictures of page bundles, former addresses and wishes are understood', async () => {
  expect((await postOf(hugo, 'index.en.md'))?.language).toBe('en');
  expect((await postOf(hugo, 'der-zweite-schluessel/index.md'))?.picture).toEqual({
    url: 'https://werkbank.example.org/posts/der-zweite-schluessel/schluessel.jpg',
    alt: 'Ein Schlüssel am Haken',
  });
  expect((await postOf(hugo, 'der-zweite-schluessel/index.md'))?.excerpt).toBe(
    'Wer einem Nachbarn den zweiten Schlüssel gibt, gibt ihm auch die Sorge um die Blumen.',
  );
  const serving = await postOf(hugo, 'was-dienen-heisst.md');
  expect(serving?.formerAddresses).toEqual([
    'werkbank.example.org/posts/dienen',
    'werkbank.example.org/posts/was-heisst-dienen',
  ]);
  expect(serving?.picture?.alt).toBe('Ein gedeckter Tisch');
  expect((await postOf(hugo, 'nur-blog.md'))?.wish).toBe('exclude');
  expect((await postOf(hugo, 'zum-schluss.md'))?.wish).toBe('pin');
});

test('Jekyll: the address of the site and its path come from _config.yml', async () => {
  const spade = await postOf(jekyll, 'der-spaten.md');
  expect(spade?.url).toBe('https://gartenweg.example.org/blog/werkzeug/2026/09/11/der-spaten.html');
  expect(spade?.picture?.url).toBe('https://gartenweg.example.org/blog/assets/spaten.jpg');
  expect(spade?.excerpt).toBe('Ein Spaten dient, ohne dass jemand ihn lobt.');
  expect((await postOf(jekyll, 'umgezogen.md'))?.formerAddresses).toEqual([
    'gartenweg.example.org/blog/2026/10/20/umzug',
  ]);
  expect((await postOf(jekyll, 'zaun-und-vertrauen.md'))?.excerpt).not.toContain('Latten');
});

test('Astro: what components hold is read, they themselves are not', async () => {
  expect((await postOf(astro, '02-komponenten.mdx'))?.excerpt).toBe(
    'Wer dient, baut Stufen. Die Stufe trägt Farbe, doch das sieht nur, wer hinunterschaut.',
  );
  // Astro gives pictures beside a post another name when it builds the site.
  expect((await postOf(astro, 'wertschaetzung/index.md'))?.picture).toBeNull();
});

test('an address in newsletter.yaml that already ends with the section does not say it twice', async () => {
  const list = await listOf({ ...astro, blogUrl: 'https://lichtung.example.org/blog/' });
  expect(list.posts.find(({ id }) => id.endsWith('blog/danke.md'))?.url).toBe(
    'https://lichtung.example.org/blog/danke/',
  );
});
