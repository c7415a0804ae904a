import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { NewsletterError, reasonOf, systemCodeOf } from '../core/errors.ts';
import type { Text } from '../core/errors.ts';
import { markdownFault } from '../core/markdownFault.ts';
import { markdownPost } from '../core/markdownPost.ts';
import type { MarkdownSettings } from '../core/markdownPost.ts';
import type { PostSource } from '../core/ports.ts';
import type { PostList } from '../core/post.ts';

/** Where posts lie, and what they have in common. */
export interface FolderSourceOptions extends MarkdownSettings {
  /** The newsletter folder, absolute; names of files are relative to it. */
  readonly newsletterFolder: string;
  /** The folder of posts, relative to the newsletter folder. */
  readonly folder: string;
}

/** The posts of a folder of Markdown files and its subfolders. Its `list` throws `folder.unreadable`. */
export function folderSource(options: FolderSourceOptions): PostSource {
  const root = resolve(options.newsletterFolder);
  const folder = resolve(root, options.folder);
  const name = withSlashes(relative(root, folder)) || '.';
  return {
    name,
    list: async () => {
      const lists: PostList[] = [];
      try {
        for (const path of await markdownFilesBelow(folder, new Set())) {
          const inFolder = withSlashes(relative(folder, path));
          lists.push(readPost(await readFile(path), withSlashes(relative(root, path)), inFolder, options));
        }
      } catch (error) {
        throw unreadable(name, folder, error);
      }
      return {
        posts: lists.flatMap((list) => list.posts),
        faults: lists.flatMap((list) => list.faults),
      };
    },
  };
}

function readPost(
  bytes: Uint8Array,
  path: string,
  pathInFolder: string,
  settings: MarkdownSettings,
): PostList {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { posts: [], faults: [markdownFault(path, 'notUtf8')] };
  }
  return markdownPost({ path, pathInFolder, text }, settings);
}

/** Sorted, so that every run sees the posts in the same order. `seen` ends circles of links. */
async function markdownFilesBelow(folder: string, seen: Set<string>): Promise<string[]> {
  const real = await realpath(folder);
  if (seen.has(real)) return [];
  seen.add(real);
  const paths: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    // `_` marks what a blog keeps for itself, `.` what the system does.
    if (/^[._]/.test(name)) continue;
    const path = join(folder, name);
    if ((await stat(path)).isDirectory()) paths.push(...(await markdownFilesBelow(path, seen)));
    else if (/\.(?:md|markdown)$/i.test(name)) paths.push(path);
  }
  return paths;
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
