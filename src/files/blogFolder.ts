import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { blogProgramOf, isVault, settingsFiles, type BlogProgram } from '../core/posts/blogProgram.ts';
import {
  mayHoldPosts,
  noBlogSettings,
  readBlogSettings,
  type Blog,
  type SettingsFile,
} from '../core/posts/blogSettings.ts';

/** How far above a folder of posts its blog may begin. */
const levels = 3;
const largestSettings = 200_000;

/**
 * Finds out which blog a folder of posts belongs to, from the names in it and in the folders above, none of them above the
 * folder that the newsletter lies in.
 */
export async function findBlog(folder: string, newsletterFolder: string): Promise<Blog> {
  const above = dirname(newsletterFolder);
  let vault = false;
  let at = folder;
  for (let level = 0; level <= levels; level += 1) {
    if (above.startsWith(withSeparator(at)) && at !== above) break;
    const names = await namesIn(at);
    vault ||= isVault(names);
    const program = blogProgramOf(names);
    if (program !== undefined) {
      const settings = readBlogSettings(program, await readSettings(program, at));
      const below = relative(at, folder).split(sep).join('/');
      if (mayHoldPosts(program, below, settings)) return { program, isVault: vault, folder: below, settings };
    }
    at = dirname(at);
  }
  return { program: undefined, isVault: vault, folder: basename(folder), settings: noBlogSettings };
}

function withSeparator(path: string): string {
  return path.endsWith(sep) ? path : `${path}${sep}`;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    // Whoever reads the posts complains about their own folder; the others are nobody's duty.
    return [];
  }
}

async function readSettings(program: BlogProgram, folder: string): Promise<readonly SettingsFile[]> {
  const files: SettingsFile[] = [];
  for (const name of settingsFiles[program]) {
    const text = await readStart(join(folder, name));
    if (text !== undefined) files.push({ name, text });
  }
  return files;
}

async function readStart(path: string): Promise<string | undefined> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      return size > largestSettings ? undefined : await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
