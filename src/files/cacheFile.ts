import { constants } from 'node:fs';
import { chown, lstat, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCodeOf } from '../core/errors.ts';
import { ownerToLeaveTo, replaceFile, type Disk } from './replaceFile.ts';
import { removeDeadTemporaries } from './temporaries.ts';

/** 20,000 long posts take a quarter of it. */
const largestFile = 256_000_000;

/** A file in the folder cache/ of a newsletter folder; undefined where there is none. Nothing outside is read through it, not by links either. */
export function readCacheFile(root: string, name: string): Promise<Buffer | undefined> {
  const folder = join(root, 'cache');
  return readOwnFile(folder, join(folder, name));
}

/** Replaces such a file. Never fails: what cannot be kept is asked for again. */
export async function saveCacheFile(root: string, name: string, bytes: Buffer, disk?: Disk): Promise<void> {
  const folder = join(root, 'cache');
  const path = join(folder, name);
  try {
    const before = await readOwnFile(folder, path);
    if (before?.equals(bytes) === true) return;
    if (!(await isOwnFolder(folder))) await makeFolder(folder, root);
    await removeDeadTemporaries(path);
    const owner = (await ownerToLeaveTo(path)) ?? (await ownerToLeaveTo(folder));
    await replaceFile(path, bytes, 0o600, { disk, owner });
  } catch {
    // It only saves time.
  }
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
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    // Several sources keep their first copies at once.
    if (systemCodeOf(error) === 'EEXIST' && (await isOwnFolder(folder))) return;
    throw error;
  }
  const owner = await ownerToLeaveTo(root);
  if (owner) await chown(folder, owner.uid, owner.gid);
}
