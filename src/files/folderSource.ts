import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { NewsletterError, reasonOf, systemCodeOf } from '../core/errors.ts';
import type { Text } from '../core/errors.ts';
import type { Blog } from '../core/posts/blogSettings.ts';
import { entryOfFile, folderPosts, isUnchanged } from '../core/posts/folderPosts.ts';
import { markdownFault } from '../core/posts/markdownFault.ts';
import { markdownPost } from '../core/posts/markdownPost.ts';
import type { MarkdownReading, MarkdownSettings } from '../core/posts/markdownPost.ts';
import { checkPermalink } from '../core/posts/permalink.ts';
import type { CopiedEntry } from '../core/posts/sourceCopy.ts';
import type { PostSource, SourceCopies } from '../core/ports.ts';
import { findBlog } from './blogFolder.ts';
import { findMarkdownFiles, type FolderContent, type FoundFile } from './markdownFiles.ts';
import { unhurried } from './unhurried.ts';

/** Where posts lie, and what they have in common. */
export interface FolderSourceOptions extends Omit<MarkdownSettings, 'blog'> {
  /** The newsletter folder, absolute; names of files are relative to it. */
  readonly newsletterFolder: string;
  /** The folder of posts, relative to the newsletter folder. */
  readonly folder: string;
  /** What was read before, so that only changed files are read again. */
  readonly copies?: SourceCopies | undefined;
  /** The version of the program: another one may read files in another way. */
  readonly version?: string | undefined;
}

/** Larger than any text somebody wrote for a blog. */
const largestFile = 5_000_000;

/**
 * The posts of a folder of Markdown files and its subfolders, whatever program makes a blog of it. Its `list` throws
 * `folder.unreadable`, and `config.invalid` for a permalink that nobody can fill.
 */
export function folderSource(options: FolderSourceOptions): PostSource {
  const root = resolve(options.newsletterFolder);
  const folder = resolve(root, options.folder);
  const name = withSlashes(relative(root, folder)) || '.';
  return {
    name,
    list: async () => {
      const { newsletterFolder: _, folder: __, copies, version = '', ...shared } = options;
      if (shared.permalink !== undefined) checkPermalink(shared.permalink, name);
      const blog = await findBlog(folder, root);
      const settings: MarkdownSettings = { ...shared, blog };
      const made = JSON.stringify([version, folderPostsVersion, name, settings]);
      const { files, others, scripts } = await filesIn(folder, name, blog);
      const copy = await copies?.read(name);
      const known = new Map(copy?.made === made ? copy.entries.map((entry) => [entry.key, entry]) : []);
      let isChanged = copy?.made !== made || known.size !== files.length;
      const read = (file: FoundFile): CopiedEntry | undefined => {
        const before = known.get(file.pathInFolder);
        if (before !== undefined && file.mark !== '' && isUnchanged(before, file.mark)) return before;
        isChanged = true;
        const reading = readPost(file, withSlashes(relative(root, file.path)), settings);
        return reading && entryOfFile(file.pathInFolder, file.mark, reading);
      };
      const entries = await unhurried(readAll(files, read));
      if (isChanged && copies !== undefined)
        await copies.save(name, {
          made,
          at: latestOf(files),
          entries: entries.filter(({ mark }) => mark !== ''),
        });
      const list = folderPosts(entries, others, scripts);
      return blog.program === undefined ? list : { ...list, mayPlanAhead: true };
    },
  };
}

/** Raised when the same text would be read differently by the same version of the program, as while it is developed. */
const folderPostsVersion = 5;

async function filesIn(folder: string, name: string, blog: Blog): Promise<FolderContent> {
  try {
    return await findMarkdownFiles(folder, blog);
  } catch (error) {
    throw unreadable(name, folder, error);
  }
}

/** Undefined where the file has vanished since it was found. */
function readPost(
  { path, pathInFolder, size }: FoundFile,
  name: string,
  settings: MarkdownSettings,
): MarkdownReading | undefined {
  if (size > largestFile) return { posts: [], faults: [markdownFault(name, 'tooLarge')] };
  let bytes: Uint8Array;
  try {
    // Thousands of small files are read twice as fast as when each is waited for.
    bytes = readRegularFile(path);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT' && size > 0) return undefined;
    return { posts: [], faults: [markdownFault(name, 'unreadable')] };
  }
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { posts: [], faults: [markdownFault(name, 'notUtf8')] };
  }
  return markdownPost({ path: name, pathInFolder, text }, settings);
}

/** Throws for what is no file, and never waits: what the system makes up, as in /proc, has no size and may have no end. */
function readRegularFile(path: string): Uint8Array {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(file);
    if (!found.isFile() || found.size > largestFile) throw new Error(`${path} is no file`);
    return found.size === 0 ? new Uint8Array() : readFileSync(file);
  } finally {
    closeSync(file);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** In the order of the files; those without an answer are left out. */
function* readAll(
  files: readonly FoundFile[],
  read: (file: FoundFile) => CopiedEntry | undefined,
): Generator<void, readonly CopiedEntry[]> {
  const entries: CopiedEntry[] = [];
  for (const file of files) {
    const entry = read(file);
    if (entry !== undefined) entries.push(entry);
    yield;
  }
  return entries;
}

/** When the newest of the files was changed: the state that a copy shows. */
function latestOf(files: readonly FoundFile[]): string {
  const nanoseconds = files.reduce((latest, { mark }) => {
    const time = BigInt(mark.split('-')[1] ?? 0);
    return time > latest ? time : latest;
  }, 0n);
  return new Date(Number(nanoseconds / 1_000_000n)).toISOString();
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}

function unreadable(name: string, folder: string, error: unknown): NewsletterError {
  const isMissing =
    systemCodeOf(error) === 'ENOENT' && error instanceof Error && error.message.includes(`'${folder}'`);
  const text: Text = isMissing
    ? {
        de: `Den Ordner „${name}“ gibt es nicht (${folder}).`,
        en: `There is no folder "${name}" (${folder}).`,
      }
    : {
        de: `Der Ordner „${name}“ lässt sich nicht lesen: ${reasonOf(error)}.`,
        en: `The folder "${name}" cannot be read: ${reasonOf(error)}.`,
      };
  const hint: Text = {
    de: 'Prüfe den Pfad unter „sources“ in newsletter.yaml und die Leserechte.',
    en: 'Check the path below "sources" in newsletter.yaml and the permissions.',
  };
  return new NewsletterError('folder.unreadable', text, { hint, cause: error });
}
