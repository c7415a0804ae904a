import { open, readFile, type FileHandle } from 'node:fs/promises';
import type { AttemptedRecord, LedgerRecord } from '../core/delivery.ts';
import { systemCodeOf } from '../core/errors.ts';
import { formatRecord, readLedger, type LedgerReading } from '../core/ledgerText.ts';
import type { Ledger } from '../core/ports.ts';
import { replaceFile, unwritable, writeFully } from './replaceFile.ts';

/** Reads a ledger without writing; only a file that does not exist is an empty ledger (R35). */
export async function readLedgerFile(path: string): Promise<LedgerReading> {
  try {
    return readLedger(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return { records: [], wholeBytes: 0 };
    throw error;
  }
}

const headBytes = 64 * 1024;

/** The first attempt in a ledger, if there is one; reads no further than to it, however long the ledger is. */
export async function readFirstAttempt(path: string): Promise<AttemptedRecord | undefined> {
  const file = await open(path, 'r').catch(noneIfMissing);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    // The audience stands before it, so that a long list needs a longer look.
    for (let bytes = Math.min(size, headBytes); ; bytes = Math.min(size, bytes * 4)) {
      const head = Buffer.alloc(bytes);
      const { bytesRead } = await file.read(head, 0, bytes, 0);
      const { records } = readLedger(head.toString('utf8', 0, bytesRead), path);
      const first = records.find((record) => record.type === 'attempted');
      if (first || bytes >= size) return first;
    }
  } finally {
    await file.close();
  }
}

function noneIfMissing(error: unknown): undefined {
  if (systemCodeOf(error) !== 'ENOENT') throw error;
}

/** Writes the freeze of an issue as one whole: either all of it is there or none (R2). */
export async function createLedgerFile(
  path: string,
  records: readonly LedgerRecord[],
  mode = 0o600,
): Promise<void> {
  await replaceFile(path, records.map(formatRecord).join(''), mode);
}

/** Opens a ledger for appending. A torn last line is cut off first; the caller holds the lock. */
export async function openLedgerFile(path: string): Promise<Ledger> {
  const { records, wholeBytes } = await readLedgerFile(path);
  const file = await open(path, 'r+').catch((error: unknown) => {
    throw unwritable(path, error);
  });
  await file.truncate(wholeBytes);
  await file.datasync();
  const writer = groupCommit(path, file, wholeBytes);
  return { records, append: writer.append, close: writer.close };
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: records that arrive while a write is under way share the next write and its fdatasync. After a failed
 * write the ledger refuses everything: what is on disk is then not known.
 */
function groupCommit(path: string, file: FileHandle, size: number): Pick<Ledger, 'append' | 'close'> {
  let end = size;
  let waiting: Waiting[] = [];
  let isWriting = false;
  let failure: { readonly error: unknown } | undefined;
  let idle: Promise<void> = Promise.resolve();

  const drain = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        if (failure) throw failure.error;
        const bytes = Buffer.from(group.map((one) => one.line).join(''));
        await writeFully(file, bytes, end);
        await file.datasync();
        end += bytes.length;
        for (const one of group) one.resolve();
      } catch (error) {
        failure ??= { error: unwritable(path, error) };
        // What a full disk took of the group is cut off again, so that no torn line stays in the middle.
        await file.truncate(end).catch(() => undefined);
        for (const one of group) one.reject(failure.error);
      }
    }
    isWriting = false;
  };

  return {
    append: (record) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ line: formatRecord(record), resolve, reject });
        if (!isWriting) idle = drain();
      }),
    close: async () => {
      await idle;
      await file.close();
    },
  };
}
