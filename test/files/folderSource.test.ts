import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import type { PostSource } from '../../src/core/ports.ts';
import { folderSource } from '../../src/files/folderSource.ts';

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

test('a file that cannot be opened is named', async () => {
  const root = await newsletterWith({ 'posts/a.md': post('a') });
  await symlink(join(root, 'nowhere.md'), join(root, 'posts/b.md'));
  await expect(sourceOf(root).list()).rejects.toThrow(/cannot be read.*b\.md/);
});
