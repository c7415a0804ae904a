import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { NewsletterError, reasonOf, systemCodeOf } from '../core/errors.ts';
import { eraseLines, type Erased } from '../core/list/eraseLines.ts';
import { keyOf } from '../core/list/listBook.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import { formatSubscribers, readSubscribers } from '../core/list/subscriberFile.ts';
import { waitForLock } from './lock.ts';
import { decodeUtf8, readTextIfAny } from './readText.ts';
import { replaceFile, type Content, type Owner } from './replaceFile.ts';
import { removeOldTemporaries } from './temporaries.ts';
import { backupsFolder, deletedSuffix, listBackups, makeBackupsFolder } from './subscribersBackups.ts';
import { unhurried } from './unhurried.ts';

const noteSchema = z.object({ revision: z.number(), ids: z.array(z.string()), keys: z.array(z.string()) });
type Note = Readonly<z.output<typeof noteSchema>>;
const notePattern = /^erase-[0-9a-f]+\.json$/;

/**
 * Notes who is about to be removed, before the list is written: a crash right after must not leave them in the backups
 * for ever. Undefined where there is nobody to note.
 */
export async function noteErasure(
  root: string,
  revision: number,
  removed: readonly Subscriber[],
): Promise<{ takeBack(): Promise<void> } | undefined> {
  if (removed.length === 0) return undefined;
  const owner = await makeBackupsFolder(root);
  const path = join(backupsFolder(root), `erase-${randomBytes(6).toString('hex')}.json`);
  const note: Note = { revision, ids: removed.map((one) => one.id), keys: removed.map(keyOf) };
  await replaceFile(path, JSON.stringify(note), 0o600, { owner });
  return { takeBack: () => rm(path, { force: true }) };
}

/** The list as it is by now; tells which notes were carried out. */
export interface Erasure {
  readonly revision: number;
  readonly isGone: (id: string) => boolean;
}

/** Whether nobody is noted who may still stand in a backup. */
export async function isErased(root: string): Promise<boolean> {
  return !(await listNames(root)).some((name) => notePattern.test(name));
}

/** Removes everybody noted from all backups (R66). Throws `file.unwritable`; then the notes stay for the next time. */
export async function eraseFromBackups(root: string, erasure: Erasure): Promise<void> {
  if (await isErased(root)) return;
  try {
    const lock = await waitForLock(join(backupsFolder(root), 'erase.lock'), 60_000);
    try {
      await eraseNoted(root, erasure);
    } finally {
      await lock.release();
    }
  } catch (error) {
    throw notErased(root, error);
  }
}

async function eraseNoted(root: string, erasure: Erasure): Promise<void> {
  const folder = backupsFolder(root);
  await removeOldTemporaries(folder);
  const done: string[] = [];
  const ids = new Set<string>();
  const keys = new Set<string>();
  for (const name of (await listNames(root)).filter((name) => notePattern.test(name))) {
    const note = readNote(await readTextIfAny(join(folder, name)));
    // A later revision is being written right now by somebody who will come here herself.
    if (note && note.revision > erasure.revision) continue;
    done.push(name);
    // Noted, but the write failed: nobody was removed.
    if (!note?.ids.every(erasure.isGone)) continue;
    for (const id of note.ids) ids.add(id);
    for (const key of note.keys) keys.add(key);
  }
  if (ids.size > 0) {
    const owner = await makeBackupsFolder(root);
    for (const name of await listBackups(root)) await eraseFrom(join(folder, name), { ids, keys }, owner);
  }
  for (const name of done) await rm(join(folder, name), { force: true });
}

async function eraseFrom(path: string, erased: Erased, owner: Owner | undefined): Promise<void> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!bytes) return;
  const left = await without(bytes, path, erased);
  if (left === null) return;
  if (left !== undefined) {
    await replaceFile(path, left, 0o600, { owner });
    return;
  }
  await replaceFile(path.replace(/\.json$/, deletedSuffix), deletedText, 0o600, { owner });
  await rm(path, { force: true });
}

/** What is left without them; null where it may stay as it is, undefined where it cannot be read. */
async function without(bytes: Buffer, path: string, erased: Erased): Promise<Content | null | undefined> {
  try {
    const quick = isUtf8(bytes) ? await unhurried(eraseLines(bytes, erased)) : undefined;
    if (quick !== undefined) return quick;
    const list = readSubscribers(decodeUtf8(bytes, path), path);
    const subscribers = list.subscribers.filter(
      (one) => !erased.ids.has(one.id) && !erased.keys.has(keyOf(one)),
    );
    return subscribers.length === list.subscribers.length
      ? null
      : formatSubscribers({ ...list, subscribers });
  } catch (error) {
    if (error instanceof NewsletterError) return undefined;
    throw error;
  }
}

const deletedText = `Hier lag eine Sicherung der Liste, die sich nicht lesen ließ. Weil jemand gelöscht wurde und sich nicht prüfen ließ,
ob die Person darin noch steht, wurde die Sicherung gelöscht (Art. 17 DSGVO).

A backup of the list lay here that could not be read. Because somebody was erased and nobody could tell whether that
person still stood in it, the backup was deleted (Art. 17 GDPR).
`;

async function listNames(root: string): Promise<readonly string[]> {
  return readdir(backupsFolder(root)).catch(() => []);
}

function readNote(text: string | undefined): Note | undefined {
  try {
    return noteSchema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

function notErased(root: string, cause: unknown): NewsletterError {
  const folder = backupsFolder(root);
  return new NewsletterError(
    'file.unwritable',
    {
      de: `Von der Liste gelöscht, aber noch nicht aus den Sicherungen in ${folder}: ${reasonOf(cause)}`,
      en: `Removed from the list, but not yet from the backups in ${folder}: ${reasonOf(cause)}`,
    },
    {
      hint: {
        de: 'Platz und Rechte des Ordners prüfen. Beim nächsten Löschen wird es nachgeholt.',
        en: 'Check space and permissions of the folder. The next removal makes up for it.',
      },
      cause,
    },
  );
}
