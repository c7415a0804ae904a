import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import {
  blogProgramOf,
  isVault,
  settingsFiles,
  settingsFolder,
  type BlogProgram,
} from '../core/posts/blogProgram.ts';
import {
  mayHoldPosts,
  noBlogSettings,
  readBlogSettings,
  type Blog,
  type SettingsFile,
} from '../core/posts/blogSettings.ts';
import { readEleventyData } from './eleventyData.ts';
import { settingsText } from './settingsText.ts';

/** How far above a folder of posts its blog may begin. */
const levels = 3;

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
    const names = [...(await namesIn(at)), ...(await settingsIn(at))];
    vault ||= isVault(names);
    const program = blogProgramOf(names);
    if (program !== undefined) {
      const settings = readBlogSettings(program, await readSettings(program, at));
      const below = relative(at, folder).split(sep).join('/');
      const blog: Blog = { program, isVault: vault, folder: below, settings };
      if (program === 'eleventy')
        return { ...blog, settings: { ...settings, folderData: await readEleventyData(at, blog) } };
      if (mayHoldPosts(program, below, settings)) return blog;
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

async function settingsIn(folder: string): Promise<readonly string[]> {
  const names = await namesIn(join(folder, settingsFolder));
  return names.map((name) => `${settingsFolder}/${name}`);
}

async function readSettings(program: BlogProgram, folder: string): Promise<readonly SettingsFile[]> {
  const files: SettingsFile[] = [];
  for (const name of settingsFiles[program]) {
    const text = await settingsText(join(folder, name));
    if (text !== undefined) files.push({ name, text });
  }
  return files;
}
