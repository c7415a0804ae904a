import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NewsletterError, reasonOf } from '../core/errors.ts';

/**
 * Replaces a file as a whole: a reader, or a power cut, finds the old content or the new, never a mixture (R33).
 * Temp file, fsync, rename, fsync of the folder; throws `file.unwritable` and then leaves the old file as it was.
 */
export async function replaceFile(path: string, content: string | Buffer, mode = 0o644): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'wx', mode);
    try {
      await writeFully(file, Buffer.from(content));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(path, error);
  }
}

/** Writes every byte from a position on: on a full disk a write may take only some of them without an error (R34). */
export async function writeFully(file: FileHandle, bytes: Buffer, position = 0): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    if (bytesWritten === 0) throw new Error('the disk takes no more bytes');
    written += bytesWritten;
  }
}

/** Makes a rename or a new file in a folder survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows cannot open folders; NTFS journals its renames.
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The error for a file that cannot be written, with the reason. */
export function unwritable(path: string, cause: unknown): NewsletterError {
  if (cause instanceof NewsletterError) return cause;
  return new NewsletterError(
    'file.unwritable',
    {
      de: `${path} lässt sich nicht schreiben: ${reasonOf(cause)}`,
      en: `${path} cannot be written: ${reasonOf(cause)}`,
    },
    {
      hint: {
        de: 'Freien Platz und Rechte des Ordners prüfen. Was vorher dort stand, ist unverändert.',
        en: 'Check free space and permissions of the folder. What stood there before is unchanged.',
      },
      cause,
    },
  );
}
