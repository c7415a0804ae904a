import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCodeOf } from '../core/errors.ts';
import { makeFolder, realDisk, unwritable, writeFully, type Disk, type DiskFile } from './replaceFile.ts';

/** A lock file as it was found. */
export interface LockLook {
  readonly text: string;
  /** When its holder last showed that it lives, by the clock of the file system. */
  readonly changedMs: number;
}

/** Holders are much shorter; what is longer was written by something else. */
const longestLock = 4096;

/** Looks at a lock file; content and time are those of the same file, also while it changes hands. */
export async function lookAtLock(path: string): Promise<LockLook | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { mtimeMs } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(longestLock), 0, longestLock, 0);
      return { text: buffer.toString('utf8', 0, bytesRead), changedMs: mtimeMs };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT' || systemCodeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Always the same object: a mere name makes Node put a new one together at each look. */
const asText = { encoding: 'utf8' } as const;

/**
 * What a lock file says at this moment; undefined where there is none. In one go, without the way over other threads, which
 * costs ten times as much: a holder looks after each write. It is opened anew, so that also a file server is asked.
 */
export function lockTextNow(path: string): string | undefined {
  try {
    return readFileSync(path, asText);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT' || systemCodeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Creates a lock file with its content in one step, so that nobody ever reads half a lock. Returns it open, for its
 * renewal; undefined where there is one already.
 */
export async function createLockFile(
  path: string,
  content: string,
  disk: Disk = realDisk,
): Promise<DiskFile | undefined> {
  const temporary = temporaryBeside(path);
  let file: DiskFile | undefined;
  let isLinked = false;
  try {
    await makeFolder(dirname(path), disk);
    file = await disk.open(temporary, 'wx', 0o644);
    await writeFully(file, Buffer.from(content));
    isLinked = await linkUnlessThere(temporary, path);
    return isLinked ? file : undefined;
  } catch (error) {
    throw unwritable(path, error);
  } finally {
    if (!isLinked) await file?.close();
    await rm(temporary, { force: true });
  }
}

async function linkUnlessThere(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
    // A file server that repeats a request whose answer was lost finds the link it has just made.
    return (await stat(from)).nlink > 1;
  }
}

/** What time it is for the file system a lock lies on: the clocks of two machines need not agree. */
export async function fileSystemTime(path: string): Promise<number> {
  const probe = temporaryBeside(path);
  try {
    const file = await open(probe, 'wx');
    try {
      return (await file.stat()).mtimeMs;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unwritable(path, error);
  } finally {
    await rm(probe, { force: true });
  }
}

function temporaryBeside(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.tmp`;
}
