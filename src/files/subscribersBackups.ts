import {
  chmod,
  copyFile,
  constants,
  lchown,
  link,
  lstat,
  mkdir,
  open,
  readFile,
  readdir,
  realpath,
  rm,
} from 'node:fs/promises';
import { join } from 'node:path';
import { systemCodeOf } from '../core/errors.ts';
import { waitForLock, type Lock } from './lock.ts';
import { readText } from './readText.ts';
import {
  ownerToLeaveTo,
  replaceFile,
  syncFolder,
  unwritable,
  type Content,
  type Owner,
} from './replaceFile.ts';

/** How many backups are kept; the oldest goes (R36). */
const keptBackups = 14;
const backupEveryMs = 24 * 3_600_000;

/** How long a change waits for other processes that write. */
const lockWaitMs = 10_000;

/** Where the list of a newsletter folder stands. */
export function listPath(root: string): string {
  return join(root, 'subscribers.json');
}

/** Where the list itself lies, should a link lead to it. */
export async function realListPath(root: string): Promise<string> {
  return realpath(listPath(root)).catch(() => listPath(root));
}

/** Waits until nobody else writes the list; throws `lock.held`. */
export async function lockList(root: string): Promise<Lock> {
  return waitForLock(`${await realListPath(root)}.lock`, lockWaitMs);
}

/** Where its backups lie. */
export function backupsFolder(root: string): string {
  return join(root, 'backups');
}

/** The backups by name, the oldest first. */
export async function listBackups(root: string): Promise<readonly string[]> {
  const names = await readdir(backupsFolder(root)).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw unwritable(backupsFolder(root), error);
  });
  return names.filter((name) => backupPattern.test(name)).sort();
}

const backupPattern = /^subscribers-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z(-\d+)?\.json$/;

/** Backs the list up as it is now, for whoever is about to change much of it; answers where the backup lies. */
export async function backUp(root: string, now = new Date()): Promise<string> {
  const path = listPath(root);
  const lock = await lockList(root);
  try {
    // A copy: a link would change with an editor that writes in place.
    const bytes = await readFile(path).catch(() =>
      readText(path, 'list.missing', { de: 'Nichts zu sichern.', en: 'Nothing to back up.' }),
    );
    return await keepBackup(root, bytes, now);
  } finally {
    await lock.release();
  }
}

/** Keeps a state of the list as a backup; answers where it lies. */
export async function keepBackup(root: string, content: Content, now: Date): Promise<string> {
  const path = await makeBackup(root, now, async (path) => {
    await (await open(path, 'wx', 0o600)).close();
  });
  await replaceFile(path, content, 0o600, { owner: await ownerToLeaveTo(listPath(root)) });
  await removeOldest(root);
  return path;
}

/**
 * Once a day, right before the list is replaced: the file that is about to lose its name gets another one, which costs
 * nothing.
 */
export async function backUpBeforeWrite(root: string, now: Date): Promise<void> {
  const times = (await listBackups(root)).map(timeOf).filter((time) => time <= now.getTime());
  if (times.some((time) => now.getTime() - time < backupEveryMs)) return;
  await makeBackup(root, now, async (path) => {
    await linkOrCopy(await realListPath(root), path);
    await chmod(path, 0o600);
  });
  await syncFolder(backupsFolder(root));
  await removeOldest(root);
}

/** Makes the folder where it is missing, and leaves root's to whom the list belongs; answers whom to leave more to. */
export async function makeBackupsFolder(root: string): Promise<Owner | undefined> {
  const folder = backupsFolder(root);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const owner = await ownerToLeaveTo(listPath(root));
    // Within a folder of somebody else she may have put anything in the place of a file, also what root must keep.
    if (owner && (await isRoots(folder)))
      for (const name of [...(await readdir(folder)), '.']) await leave(join(folder, name), owner);
    return owner;
  } catch (error) {
    throw unwritable(folder, error);
  }
}

async function isRoots(path: string): Promise<boolean> {
  return (await lstat(path)).uid === 0;
}

/** Never follows a link. */
async function leave(path: string, owner: Owner): Promise<void> {
  if (await isRoots(path)) await lchown(path, owner.uid, owner.gid);
}

/** Lets `make` make a file under a name nobody has yet. */
async function makeBackup(root: string, now: Date, make: (path: string) => Promise<void>): Promise<string> {
  const folder = backupsFolder(root);
  const instant = now.toISOString().replace(/\.\d+Z$/, 'Z');
  try {
    await makeBackupsFolder(root);
    for (let twin = 1; ; twin++) {
      const suffix = twin === 1 ? '' : `-${twin}`;
      const path = join(folder, `subscribers-${instant.replaceAll(':', '')}${suffix}.json`);
      try {
        await make(path);
        return path;
      } catch (error) {
        if (systemCodeOf(error) !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    throw unwritable(folder, error);
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
    const owner = await ownerToLeaveTo(from);
    if (owner) await lchown(to, owner.uid, owner.gid);
  }
}

async function removeOldest(root: string): Promise<void> {
  const names = await listBackups(root);
  const folder = backupsFolder(root);
  for (const name of names.slice(0, -keptBackups)) await rm(join(folder, name), { force: true });
  const oldest = names.at(-keptBackups) ?? '';
  for (const note of await readdir(folder))
    if (note.endsWith(deletedSuffix) && note < oldest) await rm(join(folder, note), { force: true });
}

/** What stands in the place of a backup that had to be deleted. */
export const deletedSuffix = '.deleted.txt';

function timeOf(name: string): number {
  const [, day, hour, minute, second] = backupPattern.exec(name) ?? [];
  return Date.parse(`${day}T${hour}:${minute}:${second}Z`);
}
