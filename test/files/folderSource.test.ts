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
  expect(faults.map(({ where }) => where)).toEqual(['vault/2026-11-20 Brot.md:1:1']);
  expect(notes?.[0]?.en).toBe('One page without a date is not taken for a post: Ideen.md.');
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
