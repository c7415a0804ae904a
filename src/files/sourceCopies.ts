import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { chown, lstat, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCodeOf } from '../core/errors.ts';
import type { SourceCopies } from '../core/ports.ts';
import { formatCopy, parseCopy } from '../core/posts/copyText.ts';
import { ownerToLeaveTo, replaceFile, type Disk } from './replaceFile.ts';
import { removeDeadTemporaries } from './temporaries.ts';

/** 20,000 long posts take a quarter of it. */
const largestFile = 256_000_000;

/**
 * The folder cache/ of a newsletter folder: what sources said last, one file a source. It can be deleted at any time. Nothing
 * outside is read or written through it, not by links either.
 */
export function sourceCopies(root: string, options: { readonly disk?: Disk } = {}): SourceCopies {
  const folder = join(root, 'cache');
  const pathOf = (source: string): string => join(folder, fileNameOf(source));
  return {
    async read(source) {
      const bytes = await readOwnFile(folder, pathOf(source));
      return bytes && parseCopy(shownSource(source), bytes);
    },
    async save(source, copy) {
      const bytes = formatCopy(shownSource(source), copy);
      try {
        const path = pathOf(source);
        const before = await readOwnFile(folder, path);
        if (before?.equals(bytes) === true) return;
        if (!(await isOwnFolder(folder))) await makeFolder(folder, root);
        await removeDeadTemporaries(path);
        const owner = (await ownerToLeaveTo(path)) ?? (await ownerToLeaveTo(folder));
        await replaceFile(path, bytes, 0o600, { disk: options.disk, owner });
      } catch {
        // A full disk must not keep a letter from being composed; the source is read as a whole next time.
      }
    },
  };
}

/** A name that says which source it is and leads nowhere: `example-org-feed-0a1b2c3d4e5f.jsonl`. */
function fileNameOf(source: string): string {
  const readable = shownSource(source)
    .toLowerCase()
    .replace(/https?:\/\//g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '');
  const hash = createHash('sha256').update(withoutUser(source)).digest('hex').slice(0, 12);
  return `${readable === '' ? 'source' : readable}-${hash}.jsonl`;
}

/** A source without what may be a secret: user, password, query. */
function shownSource(source: string): string {
  return withoutUser(source).replace(/[?#].*$/s, '');
}

function withoutUser(source: string): string {
  return source.replace(/\/\/[^/?#]*@/g, '//');
}

/** Undefined for everything that is no file of this folder itself. */
async function readOwnFile(folder: string, path: string): Promise<Buffer | undefined> {
  try {
    if (!(await isOwnFolder(folder))) return undefined;
    // Without O_NONBLOCK a pipe of this name would be waited for.
    const file = await open(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    try {
      const found = await file.stat();
      return found.isFile() && found.size <= largestFile ? await file.readFile() : undefined;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** Throws where something else is in its place. */
async function isOwnFolder(folder: string): Promise<boolean> {
  try {
    if ((await lstat(folder)).isDirectory()) return true;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return false;
    throw error;
  }
  throw new Error(`${folder} is no folder`);
}

async function makeFolder(folder: string, root: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  const owner = await ownerToLeaveTo(root);
  if (owner) await chown(folder, owner.uid, owner.gid);
}
