import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { NewsletterError, reasonOf, systemCodeOf } from '../core/errors.ts';
import { mostBytes } from '../core/mailbox/openMail.ts';
import type { Mailbox, StoredMail } from '../core/ports.ts';
import { isFull, positionIn } from './batch.ts';

/** Which mails were read, by the part of their names that never changes. */
const positionSchema = z.object({ read: z.array(z.string()) });

/** A Maildir as a mailbox. `path` is its folder, `name` how the settings call it. Throws `mailbox.missing`. */
export function maildir(path: string, name: string): Mailbox {
  return {
    name,
    async next(position, notBefore) {
      const files = await filesIn(path, name);
      const known = new Set(positionIn(position, positionSchema)?.read);
      const read = files.flatMap(({ base }) => (known.has(base) ? [base] : []));
      const mails: StoredMail[] = [];
      let isChanged = false;
      for (const file of files) {
        if (known.has(file.base)) continue;
        if (isFull(mails)) break;
        const mail = await readMail(file, notBefore, name);
        // Moved or marked by a mail program meanwhile: it is found again under its new name.
        if (mail === 'gone') continue;
        read.push(file.base);
        isChanged = true;
        if (mail !== 'old') mails.push(mail);
      }
      return isChanged ? { mails, position: JSON.stringify({ read }) } : undefined;
    },
    close: () => Promise.resolve(),
  };
}

interface MailFile {
  readonly path: string;
  /** Without the flags behind the colon, which mail programs change. */
  readonly base: string;
}

/** What was delivered, the earliest first; what is still being delivered lies in tmp/ and is left alone. */
async function filesIn(path: string, name: string): Promise<readonly MailFile[]> {
  const folders = ['new', 'cur'].map((folder) => join(path, folder));
  const files: MailFile[] = [];
  for (const folder of folders) {
    const names = await readdir(folder).catch((error: unknown) => {
      throw notThere(name, error);
    });
    for (const file of names)
      if (!file.startsWith('.'))
        files.push({ path: join(folder, file), base: file.split(/[:;!]2,/)[0] ?? file });
  }
  return files.toSorted((a, b) => secondsOf(a) - secondsOf(b) || (a.base < b.base ? -1 : 1));
}

/** Names begin with the time of delivery. */
function secondsOf({ base }: MailFile): number {
  return Number(/^\d{9,11}(?=[.,])/.exec(base)?.[0] ?? Number.POSITIVE_INFINITY);
}

async function readMail(file: MailFile, notBefore: Date, name: string): Promise<StoredMail | 'gone' | 'old'> {
  try {
    const { mtime, size, isFile } = await lookAt(file.path);
    const seconds = secondsOf(file);
    const arrivedAt = Number.isFinite(seconds) ? new Date(seconds * 1_000) : mtime;
    if (!isFile || arrivedAt < notBefore) return 'old';
    return { name: file.base, arrivedAt, bytes: await firstBytes(file.path, Math.min(size, mostBytes)) };
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return 'gone';
    throw notThere(name, error);
  }
}

async function lookAt(
  path: string,
): Promise<{ readonly mtime: Date; readonly size: number; readonly isFile: boolean }> {
  const found = await stat(path);
  return { mtime: found.mtime, size: found.size, isFile: found.isFile() };
}

async function firstBytes(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    let end = 0;
    while (end < length) {
      const { bytesRead } = await file.read(bytes, end, length - end, end);
      if (bytesRead === 0) break;
      end += bytesRead;
    }
    return bytes.subarray(0, end);
  } finally {
    await file.close();
  }
}

function notThere(name: string, cause: unknown): NewsletterError {
  return new NewsletterError(
    'mailbox.missing',
    {
      de: `Das Maildir ${name} lässt sich nicht lesen: ${reasonOf(cause)}`,
      en: `The Maildir ${name} cannot be read: ${reasonOf(cause)}`,
    },
    {
      hint: {
        de: '„mailbox.maildir“ nennt den Ordner, in dem new und cur liegen; wer Wochenbrief ausführt, muss darin lesen dürfen.',
        en: '"mailbox.maildir" names the folder that new and cur lie in; whoever runs Wochenbrief must be allowed to read there.',
      },
      cause,
    },
  );
}
