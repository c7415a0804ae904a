import { open } from 'node:fs/promises';
import type { AttemptedRecord, LedgerRecord, OutcomeRecord } from '../core/sending/delivery.ts';
import { systemCodeOf } from '../core/errors.ts';
import { formatRecord, ledgerReader } from '../core/sending/ledgerText.ts';
import type { LineReader } from '../core/sending/recordLines.ts';
import type { Claim, Ledger } from '../core/ports.ts';
import { requireOurs } from './claim.ts';
import { groupCommit } from './groupCommit.ts';
import { ownerToLeaveTo, replaceFile, replaceOpen, type Disk, type ReplaceOptions } from './replaceFile.ts';

/**
 * Reads a ledger without writing, and hands on each record; only a file that does not exist is an empty ledger (R35).
 * Answers how many records there are.
 */
export async function readLedgerFile(path: string, see: (record: LedgerRecord) => void): Promise<number> {
  let count = 0;
  const reader = ledgerReader(path, (record) => {
    count += 1;
    see(record);
  });
  try {
    for await (const chunk of chunksOf(path)) reader.take(chunk);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return 0;
    throw error;
  }
  reader.end();
  return count;
}

const chunkBytes = 256 * 1024;

/** A file piece by piece, in memory that each next piece takes again. */
async function* chunksOf(path: string, firstBytes = chunkBytes): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    let chunk = Buffer.allocUnsafeSlow(firstBytes);
    for (let position = 0; ;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
      position += bytesRead;
      if (chunk.length < chunkBytes) chunk = Buffer.allocUnsafeSlow(chunkBytes);
    }
  } finally {
    await file.close();
  }
}

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

const headBytes = 16 * 1024;

/** Reads little further than to the first record that matches, however long the ledger is. */
async function readFirst<T extends LedgerRecord>(
  path: string,
  matches: (record: LedgerRecord) => record is T,
): Promise<T | undefined> {
  const found: T[] = [];
  const reader = ledgerReader(path, (record) => {
    if (matches(record)) found.push(record);
  });
  try {
    for await (const chunk of chunksOf(path, headBytes)) {
      reader.take(chunk);
      if (found.length > 0) return found[0];
    }
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  reader.end();
  return undefined;
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

/** How a ledger is opened. */
export interface OpenOptions {
  readonly disk?: Disk | undefined;
  /** Is handed what stands in it. */
  readonly see?: ((record: LedgerRecord) => void) | undefined;
}

/**
 * Opens a ledger for appending, under the claim of its issue. A copy without a torn last line takes its place and is
 * written from here on: a former holder who was stopped, and goes on, can only reach the file that nobody reads any more.
 * The records handed on are those of the copy, whatever he still writes meanwhile.
 */
export async function openLedgerFile(
  path: string,
  claim: Pick<Claim, 'isOurs'>,
  { disk, see = () => undefined }: OpenOptions = {},
): Promise<Ledger> {
  const reader = ledgerReader(path, see);
  const file = await replaceOpen(path, wholeLines(path, reader), ownerOnly, {
    disk,
    owner: await ownerToLeaveTo(path),
    beforeRename: () => requireOurs(claim, path),
  });
  return groupCommit(path, file, reader.wholeBytes, claim);
}

/** A ledger as it is read, without a torn last line. */
async function* wholeLines(path: string, reader: LineReader): AsyncGenerator<Buffer> {
  /** What a line has begun with that has not ended yet. */
  let begun: Buffer = Buffer.alloc(0);
  for await (const chunk of chunksOf(path)) {
    reader.take(chunk);
    const whole = chunk.lastIndexOf(lineEnd) + 1;
    // A copy of its own, since writes gather what they are given.
    if (whole > 0) yield Buffer.concat([begun, chunk.subarray(0, whole)]);
    const rest = chunk.subarray(whole);
    begun = whole > 0 ? Buffer.from(rest) : Buffer.concat([begun, rest]);
  }
  reader.end();
}

const lineEnd = 0x0a;
