import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import type { PostSource, SourceCopies } from '../../src/core/ports.ts';
import type { SourceCopy } from '../../src/core/posts/sourceCopy.ts';
import { folderSource, type FolderSourceOptions } from '../../src/files/folderSource.ts';

const post = (title: string): string => `---\ntitle: ${title}\ndate: 2026-11-20\n---\n\nText.\n`;

async function newsletterWith(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wochenbrief-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

const sourceOf = (newsletterFolder: string, folder = 'posts'): PostSource =>
  folderSource({
    newsletterFolder,
    folder,
    blogUrl: 'https://blog.example.org/',
    timeZone: 'Europe/Berlin',
    language: 'de',
  });

test('reads Markdown files in all subfolders, sorted, and names them from the newsletter folder', async () => {
  const root = await newsletterWith({
    'posts/b.md': post('b'),
    'posts/a.markdown': post('a'),
    'posts/2026/c.MD': post('c'),
    'posts/notes.txt': 'x',
    'posts/images/x.jpg': 'x',
  });
  const source = sourceOf(root, './posts/');
  const { posts, faults } = await source.list();
  expect(source.name).toBe('posts');
  expect(posts.map(({ id }) => id)).toEqual(['posts/2026/c.MD', 'posts/a.markdown', 'posts/b.md']);
  expect(posts.map(({ url }) => url)).toEqual([
    'https://blog.example.org/c/',
    'https://blog.example.org/a/',
    'https://blog.example.org/b/',
  ]);
  expect(faults).toEqual([]);
});

test('what begins with _ or . is not for readers, and drafts are left out', async () => {
  const root = await newsletterWith({
    'posts/_draft.md': post('x'),
    'posts/.hidden.md': post('x'),
    'posts/_drafts/a.md': post('x'),
    'posts/.git/a.md': post('x'),
    'posts/draft.md': '---\ndraft: true\n---\n',
  });
  expect(await sourceOf(root).list()).toEqual({ posts: [], faults: [] });
});

test('faulty files are named with line and column, and the others are still there', async () => {
  const root = await newsletterWith({
    'posts/a.md': post('a'),
    'posts/b.md': '---\ntitle: b\ndate: 2026-02-30\n---\n',
    'posts/c.md': '# c\n',
    'posts/d.md': Buffer.from('---\ntitle: Gr\u00fc\u00dfe\n---\n', 'latin1'),
  });
  const { posts, faults } = await sourceOf(root).list();
  expect(posts.map(({ title }) => title)).toEqual(['a']);
  expect(faults.map(({ where }) => where)).toEqual(['posts/b.md:3:7', 'posts/c.md:1:1', 'posts/d.md']);
  expect(faults[2]?.what.en).toContain('UTF-8');
});

test('a folder beside the newsletter works too', async () => {
  const root = await newsletterWith({ 'blog/a.md': post('a'), 'brief/newsletter.yaml': '' });
  const source = sourceOf(join(root, 'brief'), '../blog');
  expect((await source.list()).posts.map(({ id }) => id)).toEqual(['../blog/a.md']);
});

test('links in circles end', async () => {
  const root = await newsletterWith({ 'posts/a.md': post('a') });
  await symlink(join(root, 'posts'), join(root, 'posts/again'));
  expect((await sourceOf(root).list()).posts).toHaveLength(1);
});

test('a missing or unreadable folder is never an empty one (R60)', async () => {
  const root = await newsletterWith({ file: 'x' });
  for (const [folder, reason] of [
    ['posts', 'There is no folder "posts"'],
    ['file', 'cannot be read'],
  ] as const) {
    const error: unknown = await sourceOf(root, folder)
      .list()
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NewsletterError);
    expect(error).toMatchObject({ code: 'folder.unreadable' });
    expect(String(error)).toContain(reason);
  }
});

test('a file that cannot be read is a fault of its own, and the others are still there', async () => {
  const root = await newsletterWith({ 'posts/a.md': post('a'), 'posts/gross.md': '' });
  await symlink(join(root, 'nowhere.md'), join(root, 'posts/b.md'));
  // Sparse: 100 MB that take no room.
  await truncate(join(root, 'posts/gross.md'), 100_000_000);
  await mkdir(join(root, 'posts/folder.md'));
  const { posts, faults } = await sourceOf(root).list();
  expect(posts.map(({ id }) => id)).toEqual(['posts/a.md']);
  expect(faults.map(({ where, what }) => [where, what.en])).toEqual([
    ['posts/b.md', 'The file cannot be read.'],
    ['posts/gross.md', 'The file is larger than 5 MB and is not read.'],
  ]);
});

test('two files at one address are a fault; the first keeps it (R60)', async () => {
  const root = await newsletterWith({ 'posts/2025/brot.md': post('alt'), 'posts/2026/brot.md': post('neu') });
  const { posts, faults } = await sourceOf(root).list();
  expect(posts.map(({ title }) => title)).toEqual(['alt']);
  expect(faults.map(({ where }) => where)).toEqual(['posts/2026/brot.md']);
  expect(faults[0]?.what.de).toContain('posts/2025/brot.md');
});

test('posts in _posts are read, whatever else begins with _', async () => {
  const root = await newsletterWith({
    'blog/_posts/2026-11-20-a.md': post('a'),
    'blog/node_modules/x/b.md': post('b'),
  });
  expect((await sourceOf(root, 'blog').list()).posts.map(({ id }) => id)).toEqual([
    'blog/_posts/2026-11-20-a.md',
  ]);
});

test('a vault keeps its templates and its bin to itself', async () => {
  const root = await newsletterWith({
    'vault/.obsidian/app.json': '{}',
    'vault/2026-11-20 Brot.md': 'Kein Kopf.\n',
    'vault/2026-11-21 Teig.md': '# Teig\n\nEr [[ruht]].\n',
    'vault/Vorlagen/2026-11-22 x.md': '# {{title}}\n',
    'vault/.trash/2026-11-22 y.md': '# y\n',
    'vault/Ideen.md': 'Ohne Tag.\n',
  });
  const { posts, faults, notes } = await sourceOf(root, 'vault').list();
  expect(posts.map(({ title, excerpt }) => [title, excerpt])).toEqual([['Teig', 'Er ruht.']]);
  expect(faults).toEqual([]);
  expect(notes?.[0]?.en).toBe(
    '2 pages are not taken for posts (without a title or a fixed date, or made as a page): 2026-11-20 Brot.md, Ideen.md.',
  );
});

test('two hundred notes of a diary are one note, not two hundred faults', async () => {
  const diary = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [
      `vault/Tagebuch/${2026 - Math.floor(index / 28)}-03-${String((index % 28) + 1).padStart(2, '0')}.md`,
      'Heute.\n',
    ]),
  );
  const root = await newsletterWith({ 'vault/.obsidian/app.json': '{}', ...diary });
  const { posts, faults, notes } = await sourceOf(root, 'vault').list();
  expect([posts, faults, notes?.length]).toEqual([[], [], 1]);
  expect(notes?.[0]?.de).toMatch(/^200 Seiten .* und 195 weitere\.$/);
});

describe('posts that are not Markdown are named in one note', () => {
  const notesOf = async (files: Record<string, string>, folder = 'blog') =>
    (await sourceOf(await newsletterWith(files), folder).list()).notes?.map(({ en }) => en);

  test('Jekyll: those in _posts, none of the pages, layouts and builds', async () => {
    const pages = [
      'index.html',
      'about.html',
      '_layouts/post.html',
      '_includes/a.html',
      '_site/a/index.html',
    ];
    expect(
      await notesOf({
        'blog/_config.yml': 'title: x\n',
        'blog/_posts/2026-11-20-a.md': post('a'),
        'blog/_posts/2026-11-20-b.textile': 'x',
        'blog/_posts/2026-11-20-c.HTML': 'x',
        'blog/leben/_posts/2026-11-20-d.html': 'x',
        'blog/_posts/bild.jpg': 'x',
        'blog/node_modules/x/_posts/2026-11-20-e.html': 'x',
        ...Object.fromEntries(pages.map((path) => [`blog/${path}`, 'x'])),
      }),
    ).toEqual([
      '3 files are not read because they are not Markdown (2 .html, 1 .textile): ' +
        '_posts/2026-11-20-b.textile, _posts/2026-11-20-c.HTML, leben/_posts/2026-11-20-d.html.',
    ]);
  });

  test('Hugo: those in its sections, bundles too, but nothing beside a post in a folder of its own', async () => {
    const files = {
      'blog/hugo.toml': '',
      'blog/layouts/posts/single.html': 'x',
      'blog/public/posts/a/index.html': 'x',
      'blog/content/about.html': 'x',
      'blog/content/posts/_index.html': 'x',
      'blog/content/posts/a.adoc': 'x',
      'blog/content/posts/b/index.org': 'x',
      'blog/content/posts/c/index.md': post('c'),
      'blog/content/posts/c/karte.html': 'x',
    };
    const note = (path: string) =>
      `2 files are not read because they are not Markdown (1 .adoc, 1 .org): ${path}posts/a.adoc, ${path}posts/b/index.org.`;
    expect(await notesOf(files)).toEqual([note('content/')]);
    expect(await notesOf(files, 'blog/content')).toEqual([note('')]);
  });

  test('Eleventy: those below its content; a folder without a program is left alone', async () => {
    expect(
      await notesOf(
        {
          '.eleventy.js': '',
          'src/index.html': 'x',
          'src/about.html': 'x',
          'src/_includes/a.html': 'x',
          'src/posts/index.html': 'x',
          'src/posts/a.html': 'x',
        },
        'src',
      ),
    ).toEqual(['One file is not read because it is not Markdown (1 .html): posts/a.html.']);
    expect(await notesOf({ 'posts/a.html': 'x', 'posts/b.md': post('b') }, 'posts')).toBeUndefined();
  });
});

test('Eleventy: what a folder says of its posts counts where they say nothing themselves (R60)', async () => {
  const files = {
    'blog/.eleventy.js': 'module.exports = {};',
    'blog/src/src.json': '{"permalink": "/alle/{{ page.fileSlug }}/", "tags": ["haus"]}',
    'blog/src/posts/posts.json': '{"layout": "post.njk", "tags": "posts", "permalink": 7}',
    'blog/src/posts/posts.11tydata.json': '{"permalink": "/blog/{{ page.fileSlug }}/", "title": "Nie"}',
    'blog/src/posts/2026-11-20-a.md': '---\ntitle: a\ntags: [brot]\n---\nText.\n',
    'blog/src/posts/2026-11-20-b.md': '---\ntitle: b\npermalink: /eigen/\n---\nText.\n',
    'blog/src/posts/alt/alt.json': 'kein JSON',
    'blog/src/posts/alt/2026-11-20-c.md': '---\ntitle: c\n---\nText.\n',
    'blog/src/still/still.json': '{"eleventyExcludeFromCollections": true}',
    'blog/src/still/2026-11-20-e.md': '---\ntitle: e\n---\nText.\n',
    'blog/src/2026-11-20-d.md': '---\ntitle: d\n---\nText.\n',
  };
  const root = await newsletterWith(files);
  const rows = async (folder: string) => {
    const { posts, faults } = await sourceOf(root, folder).list();
    expect(faults).toEqual([]);
    return posts.map(({ url, tags }) => [new URL(url).pathname, tags.join(' ')]);
  };
  const ofPosts = [
    ['/blog/a/', 'haus brot'],
    ['/eigen/', 'haus'],
    ['/blog/c/', 'haus'],
  ];
  expect(await rows('blog/src/posts')).toEqual(ofPosts);
  expect(await rows('blog')).toEqual([['/alle/d/', 'haus'], ...ofPosts]);
});

test('Eleventy: programs that say things of posts are not run, and one note names them', async () => {
  const root = await newsletterWith({
    'blog/.eleventy.js': '',
    'blog/posts/posts.11tydata.js': 'throw new Error("run");',
    'blog/posts/alt/a.11tydata.cjs': 'throw new Error("run");',
    'blog/posts/2026-11-20-b.md': post('b'),
    'still/posts/posts.11tydata.js': 'throw new Error("run");',
    'still/posts/2026-11-20-b.md': post('b'),
  });
  const { posts, notes } = await sourceOf(root, 'blog/posts').list();
  expect(posts).toHaveLength(1);
  expect(notes?.map(({ en }) => en)).toEqual([
    expect.stringMatching(
      /^2 programs of Eleventy are not run: alt\/a\.11tydata\.cjs, posts\.11tydata\.js\. /,
    ),
  ]);
  expect((await sourceOf(root, 'still/posts').list()).notes).toBeUndefined();
});

test.each([
  ['export default { layout: "post.njk", permalink: "/artikel/{{ page.fileSlug }}/" };', '/artikel/b/'],
  ["module.exports = {\n  'permalink': '/artikel/{{ page.fileSlug }}/',\n};", '/artikel/b/'],
  ['export default { permalink: (data) => `/x/${data.page.fileSlug}/` };', '/b/'],
  ['export default { permalink: "/a/" + year + "/" };', '/b/'],
  ['// permalink: "/nie/"\nexport default {};', '/b/'],
])('Eleventy: of a program only an address in plain letters is read: %s', async (script, path) => {
  const root = await newsletterWith({
    'blog/.eleventy.js': '',
    'blog/posts/posts.11tydata.js': script,
    'blog/posts/2026-11-20-b.md': '---\ntitle: b\n---\nText.\n',
  });
  const { posts } = await sourceOf(root, 'blog/posts').list();
  expect(posts.map(({ url }) => new URL(url).pathname.replace('/posts/', '/'))).toEqual([path]);
});

test('Hugo: settings in config/_default are found, and say which folder and language a post has', async () => {
  const root = await newsletterWith({
    'haus/config/_default/hugo.toml':
      'baseURL = "https://h.example.org/"\ndefaultContentLanguage = "de"\n[permalinks]\nposts = "/:slug/"\n',
    'haus/config/_default/languages.toml': '[de]\n[en]\n',
    'haus/content/posts/a.md': post('brot'),
    'haus/content/posts/a.en.md': post('bread'),
    'haus/content/ueber.md': post('wir'),
  });
  const source = folderSource({
    newsletterFolder: join(root, 'brief'),
    folder: '../haus/content',
    timeZone: 'UTC',
    language: 'de',
  });
  const { posts, faults } = await source.list();
  expect(faults).toEqual([]);
  expect(posts.map(({ url, language }) => [url, language])).toEqual([
    ['https://h.example.org/en/bread/', 'en'],
    ['https://h.example.org/brot/', null],
  ]);
});

test('a permalink with a mark that nobody can fill is refused with those that are allowed', async () => {
  const root = await newsletterWith({ 'posts/a.md': post('a') });
  const list = (permalink: string) =>
    folderSource({
      newsletterFolder: root,
      folder: 'posts',
      timeZone: 'UTC',
      language: 'de',
      permalink,
    }).list();
  for (const permalink of ['/:jahr/:slug/', 'blog', '/fest/'])
    await expect(list(permalink)).rejects.toMatchObject({
      code: 'config.invalid',
      hint: { de: expect.stringContaining(':year :month :day :slug') },
    });
  expect((await list('/:year/:slug/')).faults[0]?.what.en).toContain('without link');
});

test('the settings of a blog above are read, but never those above the folder the newsletter lies in', async () => {
  const root = await newsletterWith({
    'hugo.toml': 'baseURL = "https://oben.example.org/"\n',
    'haus/blog/hugo.toml': 'baseURL = "https://blog.example.org/"\n',
    'haus/blog/content/posts/a.md': post('a'),
    'haus/brief/newsletter.yaml': '',
    'haus/content/b.md': post('b'),
  });
  const list = (folder: string) =>
    folderSource({
      newsletterFolder: join(root, 'haus/brief'),
      folder,
      timeZone: 'UTC',
      language: 'de',
    }).list();
  expect((await list('../blog/content')).posts[0]?.url).toBe('https://blog.example.org/posts/a/');
  expect((await list('../content')).faults).toHaveLength(1);
});

describe('what was read before', () => {
  const memory = (): SourceCopies & { saved: SourceCopy[] } => {
    const saved: SourceCopy[] = [];
    return {
      saved,
      read: async () => saved.at(-1),
      save: async (_, copy) => {
        saved.push(structuredClone(copy));
      },
    };
  };
  const listWith = (root: string, copies: SourceCopies, others: Partial<FolderSourceOptions> = {}) =>
    folderSource({
      newsletterFolder: root,
      folder: 'posts',
      blogUrl: 'https://blog.example.org/',
      timeZone: 'Europe/Berlin',
      language: 'de',
      version: '1.0.0',
      copies,
      ...others,
    }).list();
  const files = { 'posts/a.md': post('a'), 'posts/b.md': post('b'), 'posts/c.md': '---\ntitle: [c]\n---\n' };

  test('is not read again, and gives the very same list, faults and all', async () => {
    const root = await newsletterWith(files);
    const copies = memory();
    const first = await listWith(root, copies);
    const [kept] = copies.saved;
    const tampered = kept?.entries.map((entry) => ({
      ...entry,
      posts: entry.posts.map((one) => ({ ...one, title: `${one.title} aus der Kopie` })),
    }));
    expect(await listWith(root, copies)).toEqual(first);
    expect(copies.saved).toHaveLength(1);
    if (kept && tampered) copies.saved.push({ ...kept, entries: tampered });
    expect((await listWith(root, copies)).posts.map(({ title }) => title)).toEqual([
      'a aus der Kopie',
      'b aus der Kopie',
    ]);
  });

  test('an edit of the same length with its time set back is seen all the same', async () => {
    const root = await newsletterWith(files);
    const copies = memory();
    await listWith(root, copies);
    const path = join(root, 'posts/a.md');
    const { atime, mtime } = await stat(path);
    await writeFile(path, post('z'));
    await utimes(path, atime, mtime);
    expect((await listWith(root, copies)).posts.map(({ title }) => title)).toEqual(['z', 'b']);
    expect(copies.saved).toHaveLength(2);
  });

  test('files that came or went are seen, and so are pages', async () => {
    const root = await newsletterWith({
      ...files,
      '_config.yml': '',
      'posts/seite.md': '---\ntitle: x\n---\n',
    });
    const copies = memory();
    const first = await listWith(root, copies);
    expect(first.notes).toHaveLength(1);
    expect(await listWith(root, copies)).toEqual(first);
    await rm(join(root, 'posts/a.md'));
    await writeFile(join(root, 'posts/d.md'), post('d'));
    expect((await listWith(root, copies)).posts.map(({ title }) => title)).toEqual(['b', 'd']);
  });

  test.each([
    { language: 'en' as const },
    { version: '1.0.1' },
    { permalink: '/x/:slug/' },
    { movedFrom: ['https://alt.example.org'] },
    { timeZone: 'UTC' },
  ])('counts for nothing once it would be read in another way: %j', async (change) => {
    const root = await newsletterWith(files);
    const copies = memory();
    await listWith(root, copies);
    const changed = await listWith(root, copies, change);
    expect(copies.saved).toHaveLength(2);
    expect(changed).toEqual(await listWith(root, memory(), change));
  });

  test('the blog’s own settings are part of that', async () => {
    const root = await newsletterWith({ 'content/posts/a.md': post('a'), 'hugo.toml': '' });
    const copies = memory();
    const options = { folder: 'content/posts' };
    expect((await listWith(root, copies, options)).posts[0]?.url).toContain('/posts/a/');
    await writeFile(join(root, 'hugo.toml'), '[permalinks]\nposts = "/:year/:slug/"\n');
    expect((await listWith(root, copies, options)).posts[0]?.url).toContain('/2026/a/');
  });
});

test.runIf(process.platform === 'linux')(
  'a pipe named like a setting or a post, and what the system makes up, are never waited for',
  async () => {
    const root = await newsletterWith({ 'content/posts/a.md': post('a') });
    execFileSync('mkfifo', [join(root, 'hugo.toml'), join(root, 'content/posts/b.md')]);
    await symlink('/proc/self/environ', join(root, 'content/posts/c.md'));
    await symlink('/dev/zero', join(root, 'content/posts/d.md'));
    const { posts, faults } = await sourceOf(root, 'content').list();
    expect(posts.map(({ id }) => id)).toEqual(['content/posts/a.md']);
    expect(JSON.stringify(faults)).not.toContain('PATH=');
  },
);
