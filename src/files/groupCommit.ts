import { formatRecord } from '../core/sending/ledgerText.ts';
import type { Claim, Ledger } from '../core/ports.ts';
import { requireOurs } from './claim.ts';
import { datasyncSoon, unwritable, writeSoon, type DiskFile } from './replaceFile.ts';

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  /** Missing where nobody waits for it. */
  readonly reject?: (error: unknown) => void;
}

/**
 * Group commit: records that arrive while a write is under way share the next write, its fdatasync, and one look at the
 * claim after that. Were the claim ours then, whoever takes it over took it later and read the ledger later still, so that
 * he finds these records; were it not, nobody may act on them (R18). After a failure the ledger refuses everything: what
 * is on disk, or whose it is, is then not known.
 */
export function groupCommit(
  path: string,
  file: DiskFile,
  size: number,
  claim: Pick<Claim, 'isOurs'>,
): Ledger {
  let end = size;
  let waiting: Waiting[] = [];
  let isWriting = false;
  let soon: NodeJS.Immediate | undefined;
  let failure: { readonly error: unknown } | undefined;
  let isFailureKnown = false;
  let idle: Promise<void> = Promise.resolve();

  const write = async (group: readonly Waiting[]): Promise<void> => {
    try {
      if (failure) throw failure.error;
      const bytes = Buffer.from(group.map(({ line }) => line).join(''));
      await writeSoon(file, bytes, end);
      await datasyncSoon(file);
      end += bytes.length;
      await requireOurs(claim, path);
      for (const { resolve } of group) resolve();
    } catch (error) {
      failure ??= { error: unwritable(path, error) };
      // What a full disk took of the group is cut off again, so that no torn line stays in the middle.
      await file.truncate(end).catch(() => undefined);
      for (const { reject } of group) {
        if (!reject) continue;
        isFailureKnown = true;
        reject(failure.error);
      }
    }
  };
  const drain = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await write(group);
    }
    isWriting = false;
  };
  const begin = (): void => {
    clearImmediate(soon);
    soon = undefined;
    if (!isWriting && waiting.length > 0) idle = drain();
  };

  /** Not before everybody who wants to write in this turn of the event loop has spoken. */
  const beginSoon = (): void => {
    if (!isWriting) soon ??= setImmediate(begin);
  };

  return {
    append: (record) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ line: formatRecord(record), resolve, reject });
        beginSoon();
      }),
    note(record, onWritten = () => undefined) {
      waiting.push({ line: formatRecord(record), resolve: onWritten });
      beginSoon();
    },
    async settle() {
      begin();
      await idle;
      if (!failure) return;
      isFailureKnown = true;
      throw failure.error;
    },
    async close() {
      begin();
      await idle;
      await file.close();
      if (failure && !isFailureKnown) throw failure.error;
    },
  };
}
