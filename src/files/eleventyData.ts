import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blog } from '../core/posts/blogSettings.ts';
import { folderDataNames, readFolderData, type FolderData } from '../core/posts/folderData.ts';
import { chosenNames } from '../core/posts/folderNames.ts';
import { settingsText } from './settingsText.ts';

/** More folders than any blog has. */
const mostFolders = 2000;

/** What the folders of a blog made by Eleventy say of all their posts: those above the posts, and those below them. */
export async function readEleventyData(
  blogFolder: string,
  blog: Blog,
): Promise<Readonly<Record<string, FolderData>>> {
  const parts = blog.folder.split('/').filter((part) => part !== '');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const found: Record<string, FolderData> = {};
  for (const folder of [...above, ...(await foldersBelow(blogFolder, blog))]) {
    const group: Record<string, unknown> = {};
    for (const name of folderDataNames(folder)) {
      const text = await settingsText(join(blogFolder, folder, name));
      if (text !== undefined) Object.assign(group, readFolderData(text, name));
    }
    if (Object.keys(group).length > 0) found[folder] = group;
  }
  return found;
}

async function foldersBelow(blogFolder: string, blog: Blog): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [''];
  for (const below of waiting) {
    if (waiting.length > mostFolders) break;
    const folder = [blog.folder, below].filter((part) => part !== '').join('/');
    if (below !== '') found.push(folder);
    const entries = await entriesIn(join(blogFolder, folder));
    const { folders } = chosenNames(entries, below, blog);
    waiting.push(...folders.map((name) => (below === '' ? name : `${below}/${name}`)));
  }
  return found;
}

/** Links to folders are left aside: they might lead in circles. */
async function entriesIn(folder: string): Promise<readonly { name: string; isFolder: boolean }[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  } catch {
    return [];
  }
}
