import { open, readFile } from 'node:fs/promises';
import type { AttemptedRecord, LedgerRecord, OutcomeRecord } from '../core/sending/delivery.ts';
import { systemCodeOf } from '../core/errors.ts';
import { formatRecord, readLedger, type LedgerReading } from '../core/sending/ledgerText.ts';
import type { Claim, Ledger } from '../core/ports.ts';
import { requireOurs } from './claim.ts';
import {
  ownerToLeaveTo,
  replaceFile,
  replaceOpen,
  unwritable,
  writeFully,
  type Disk,
  type DiskFile,
  type ReplaceOptions,
} from './replaceFile.ts';

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

/** The first attempt in a ledger, if there is one: the first content that was handed over. */
export function readFirstAttempt(path: string): Promise<AttemptedRecord | undefined> {
  return readFirst(path, isAttempt);
}

/** The first sign that a letter was offered to a server; it may have put off everybody before it took any content. */
export function readFirstTry(path: string): Promise<AttemptedRecord | OutcomeRecord | undefined> {
  return readFirst(path, isTry);
}

const isAttempt = (record: LedgerRecord): record is AttemptedRecord => record.type === 'attempted';
const isTry = (record: LedgerRecord): record is AttemptedRecord | OutcomeRecord =>
  record.type === 'attempted' || record.type === 'outcome';

/** Reads no further than to the first record that matches, however long the ledger is. */
async function readFirst<T extends LedgerRecord>(
  path: string,
  matches: (record: LedgerRecord) => record is T,
): Promise<T | undefined> {
  const file = await open(path, 'r').catch(noneIfMissing);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    // The audience stands before it, so that a long list needs a longer look.
    for (let bytes = Math.min(size, headBytes); ; bytes = Math.min(size, bytes * 4)) {
      const head = Buffer.alloc(bytes);
      const { bytesRead } = await file.read(head, 0, bytes, 0);
      const { records } = readLedger(head.toString('utf8', 0, bytesRead), path);
      const first = records.find(matches);
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
  records: Iterable<LedgerRecord> | AsyncIterable<LedgerRecord>,
  options: ReplaceOptions = {},
): Promise<void> {
  await replaceFile(path, linesOf(records), ownerOnly, options);
}

async function* linesOf(
  records: Iterable<LedgerRecord> | AsyncIterable<LedgerRecord>,
): AsyncIterable<Buffer> {
  for await (const record of records) yield Buffer.from(formatRecord(record));
}

/** Who got the letter is nobody else's business (R39). */
const ownerOnly = 0o600;

/**
 * Opens a ledger for appending, under the claim of its issue. A copy without a torn last line takes its place and is
 * written from here on: a former holder who was stopped, and goes on, can only reach the file that nobody reads any more.
 */
export async function openLedgerFile(
  path: string,
  claim: Pick<Claim, 'isOurs'>,
  disk?: Disk,
): Promise<Ledger> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  const { records, wholeBytes } = readLedger(bytes.toString('utf8'), path);
  const file = await replaceOpen(path, bytes.subarray(0, wholeBytes), ownerOnly, {
    disk,
    owner: await ownerToLeaveTo(path),
    beforeRename: () => requireOurs(claim, path),
  });
  const writer = groupCommit(path, file, wholeBytes, claim);
  return { records, append: writer.append, close: writer.close };
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: records that arrive while a write is under way share the next write, its fdatasync, and one look at the
 * claim after that. Were the claim ours then, whoever takes it over took it later and read the ledger later still, so that
 * he finds these records; were it not, nobody may act on them (R18). After a failure the ledger refuses everything: what
 * is on disk, or whose it is, is then not known.
 */
function groupCommit(
  path: string,
  file: DiskFile,
  size: number,
  claim: Pick<Claim, 'isOurs'>,
): Pick<Ledger, 'append' | 'close'> {
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
        await requireOurs(claim, path);
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
