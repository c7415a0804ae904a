import { lstatSync, statSync, type Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { systemCodeOf } from '../core/errors.ts';
import type { Blog } from '../core/posts/blogSettings.ts';
import { chosenNames, type ListedName } from '../core/posts/folderNames.ts';

/** A Markdown file that was found. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** Below the folder of posts, with `/`. */
  readonly pathInFolder: string;
  /** Other content, other mark: even an edit within the same millisecond, or with its time set back. */
  readonly mark: string;
  readonly size: number;
}

/** What a folder of posts holds. */
export interface FolderContent {
  readonly files: readonly FoundFile[];
  /** Likely posts that are not Markdown, and so not read: paths below the folder of posts, sorted. */
  readonly others: readonly string[];
  /** Programs that say things of posts: paths like these, sorted. */
  readonly scripts: readonly string[];
}

/** How many files are looked at in one go; thousands at once would keep everything else waiting. */
const inOneGo = 500;

/** All Markdown files of a folder and its subfolders, sorted, so that every run sees them in the same order. */
export async function findMarkdownFiles(folder: string, blog: Blog): Promise<FolderContent> {
  const others: string[] = [];
  const scripts: string[] = [];
  const paths = await pathsBelow(folder, '', blog, { seen: new Set(), others, scripts });
  const found: FoundFile[] = [];
  for (const [index, path] of paths.entries()) {
    if (index % inOneGo === inOneGo - 1) await setImmediate();
    found.push(...look(folder, path));
  }
  const inOrder = (names: readonly string[]): string[] => names.toSorted((a, b) => (a < b ? -1 : 1));
  return { files: found, others: inOrder(others), scripts: inOrder(scripts) };
}

/** What is noted on the way; `seen` ends circles of links. */
interface Notebook {
  readonly seen: Set<string>;
  readonly others: string[];
  readonly scripts: string[];
}

async function pathsBelow(folder: string, below: string, blog: Blog, notebook: Notebook): Promise<string[]> {
  const entries = await newNamesIn(join(folder, below), below === '', notebook.seen);
  const names: ListedName[] = [];
  for (const entry of entries) {
    const isFolder = entry.isSymbolicLink()
      ? await isLinkToFolder(join(folder, below, entry.name))
      : entry.isDirectory();
    names.push({ name: entry.name, isFolder });
  }
  const { files, folders, others, scripts } = chosenNames(names, below, blog);
  notebook.others.push(...others.map((name) => joined(below, name)));
  notebook.scripts.push(...scripts.map((name) => joined(below, name)));
  const paths: { readonly name: string; readonly paths: readonly string[] }[] = files.map((name) => ({
    name,
    paths: [joined(below, name)],
  }));
  for (const name of folders)
    paths.push({ name, paths: await pathsBelow(folder, joined(below, name), blog, notebook) });
  return paths.toSorted((a, b) => (a.name < b.name ? -1 : 1)).flatMap((found) => found.paths);
}

/** Nothing for a folder that was seen already, or has vanished since its parent was read. */
async function newNamesIn(folder: string, isTop: boolean, seen: Set<string>): Promise<readonly Dirent[]> {
  try {
    const real = await realpath(folder);
    if (seen.has(real)) return [];
    seen.add(real);
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (!isTop && systemCodeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function joined(below: string, name: string): string {
  return below === '' ? name : `${below}/${name}`;
}

async function isLinkToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Nothing for what has vanished since it was listed, and for what is neither a file nor a link that leads nowhere. */
function look(folder: string, pathInFolder: string): readonly FoundFile[] {
  const path = `${folder}${sep}${pathInFolder}`;
  const unknown = [{ path, pathInFolder, mark: '', size: 0 }];
  try {
    // Four times as fast as waiting for each: a call takes some microseconds.
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return isLink(path) ? unknown : [];
    if (!found.isFile()) return [];
    const { mtimeNs, ctimeNs, size, ino } = found;
    return [{ path, pathInFolder, mark: `${mtimeNs}-${ctimeNs}-${size}-${ino}`, size: Number(size) }];
  } catch {
    return unknown;
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
