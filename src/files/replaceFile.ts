import { randomBytes } from 'node:crypto';
import { fdatasync, writeSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { NewsletterError, reasonOf } from '../core/errors.ts';

/** What a file is made of: all at once, or piece by piece. */
export type Content = string | Buffer | Iterable<Buffer> | AsyncIterable<Buffer>;

/** The calls that make a file durable; tests put a disk behind them that forgets what was not synced. */
export interface Disk {
  /** The first folder that had to be made, if any. */
  mkdir(path: string, options: { readonly recursive: true }): Promise<string | undefined>;
  open(path: string, flags: string, mode?: number): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { readonly force: true }): Promise<void>;
}

/** An open file of a disk. */
export interface DiskFile {
  /** The system's number for it, where it is a file of this machine. */
  readonly fd?: number;
  write(
    bytes: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
  chown(uid: number, gid: number): Promise<void>;
}

/** The machine's own disk. */
export const realDisk: Disk = { mkdir, open, rename, rm };

/**
 * Replaces a file as a whole: a reader, or a power cut, finds the old content or the new, never a mixture (R33).
 * Temp file, fsync, rename, fsync of the folder; throws `file.unwritable` and then leaves the old file as it was.
 */
export async function replaceFile(
  path: string,
  content: Content,
  mode = 0o644,
  options: ReplaceOptions = {},
): Promise<void> {
  await (await replaceOpen(path, content, mode, options)).close();
}

/** The same for a file that will be appended to: it stays open. */
export async function replaceOpen(
  path: string,
  content: Content,
  mode: number,
  options: ReplaceOptions = {},
): Promise<DiskFile> {
  const { file, successor } = await stage(path, content, mode, options);
  try {
    await options.beforeRename?.();
    await successor.takePlace();
    return file;
  } catch (error) {
    await file.close();
    await successor.discard();
    throw unwritable(path, error);
  }
}

/** How a file is replaced. */
export interface ReplaceOptions {
  readonly disk?: Disk | undefined;
  /** Whom the new file is to belong to. */
  readonly owner?: Owner | undefined;
  /** Awaited when all is ready; the old file stays when it rejects. */
  readonly beforeRename?: () => Promise<void>;
}

/** New content that waits, safe on disk, for its moment. */
export interface Successor {
  /** Takes the file's place, for good; throws `file.unwritable`. */
  takePlace(): Promise<void>;
  /** Goes without a trace. */
  discard(): Promise<void>;
}

/** The first half of `replaceFile`; the file itself is not touched yet. */
export async function writeBeside(
  path: string,
  content: Content,
  mode: number,
  options: ReplaceOptions = {},
): Promise<Successor> {
  const { file, successor } = await stage(path, content, mode, options);
  await file.close();
  return successor;
}

/** Writes a successor, and leaves it open. */
async function stage(
  path: string,
  content: Content,
  mode: number,
  { disk = realDisk, owner }: ReplaceOptions,
): Promise<{ readonly file: DiskFile; readonly successor: Successor }> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  const discard = async (): Promise<void> => disk.rm(temporary, { force: true }).catch(() => undefined);
  let file: DiskFile | undefined;
  try {
    await makeFolder(dirname(path), disk);
    file = await disk.open(temporary, 'wx', mode);
    if (owner) await file.chown(owner.uid, owner.gid);
    await writePieces(file, content);
    await file.sync();
  } catch (error) {
    await file?.close();
    await discard();
    throw unwritable(path, error);
  }
  const takePlace = async (): Promise<void> => {
    try {
      await disk.rename(temporary, path);
      await syncFolder(dirname(path), disk);
    } catch (error) {
      await discard();
      throw unwritable(path, error);
    }
  };
  return { file, successor: { takePlace, discard } };
}

/** Makes a folder and those it lies in, where they are missing, so that a power cut leaves them. */
export async function makeFolder(path: string, disk: Disk = realDisk): Promise<void> {
  const first = await disk.mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = resolve(path); made.length >= resolve(first).length; made = dirname(made))
    await syncFolder(dirname(made), disk);
}

/** Whom a file belongs to. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The owner of a file, or of its folder before there is one, where root works on the files of somebody else: what it makes
 * there is left to her.
 */
export async function ownerToLeaveTo(path: string): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const found = await stat(path)
    .catch(() => stat(dirname(path)))
    .catch(() => undefined);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

/** Small pieces are gathered to writes of about this size. */
const writeSize = 1 << 20;

async function writePieces(file: DiskFile, content: Content): Promise<void> {
  const pieces =
    typeof content === 'string' ? [Buffer.from(content)] : Buffer.isBuffer(content) ? [content] : content;
  let gathered: Buffer[] = [];
  let size = 0;
  let position = 0;
  const flush = async (): Promise<void> => {
    const [first] = gathered;
    const isOne = first !== undefined && gathered.length === 1;
    await writeFully(file, isOne ? first : Buffer.concat(gathered), position);
    position += size;
    gathered = [];
    size = 0;
  };
  for await (const piece of pieces) {
    gathered.push(piece);
    size += piece.length;
    if (size >= writeSize) await flush();
  }
  await flush();
}

/** Writes every byte from a position on: on a full disk a write may take only some of them without an error (R34). */
export async function writeFully(file: Pick<DiskFile, 'write'>, bytes: Buffer, position = 0): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    if (bytesWritten === 0) throw new Error('the disk takes no more bytes');
    written += bytesWritten;
  }
}

/** The same for a few records: the system takes them at once, and the way over another thread costs ten times as much. */
export async function writeSoon(
  file: Pick<DiskFile, 'write' | 'fd'>,
  bytes: Buffer,
  position: number,
): Promise<void> {
  if (file.fd === undefined) return writeFully(file, bytes, position);
  for (let written = 0; written < bytes.length;) {
    const count = writeSync(file.fd, bytes, written, bytes.length - written, position + written);
    if (count === 0) throw new Error('the disk takes no more bytes');
    written += count;
  }
}

/** Has the system put what was written on the disk, by the plain call: that of the open file took a twentieth of a send. */
export function datasyncSoon(file: Pick<DiskFile, 'datasync' | 'fd'>): Promise<void> {
  const { fd } = file;
  if (fd === undefined) return file.datasync();
  return new Promise((resolve, reject) => {
    fdatasync(fd, (error) => (error ? reject(error) : resolve()));
  });
}

/** Makes a rename or a new file in a folder survive a power cut. */
export async function syncFolder(folder: string, disk: Disk = realDisk): Promise<void> {
  if (process.platform === 'win32') return; // Windows cannot open folders; NTFS journals its renames.
  const handle = await disk.open(folder, 'r');
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
