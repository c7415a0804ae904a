import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { SubscriberList } from '../core/list/subscriber.ts';
import { formatSubscribers, readSubscriberFile } from '../core/list/subscriberFile.ts';
import type { TwinFilter } from '../core/list/twinFilter.ts';
import { missing, staleError } from './listOnDisk.ts';
import {
  bytesAtOnce,
  closeVersion,
  isSameMark,
  isUntouched,
  markOfPath,
  openVersion,
  type ListVersionFile,
  type Mark,
} from './listVersionFile.ts';
import { decodeUtf8 } from './readText.ts';
import { unwritable } from './replaceFile.ts';
import { keepBackup } from './subscribersBackups.ts';

/** A version of the list that somebody looks at: open, or in memory where a person laid it out. */
export type Held = HeldFile | HeldWhole;

/** A version laid out as the program writes it. */
export interface HeldFile {
  readonly is: 'file';
  readonly file: ListVersionFile;
  /** What was noted when everybody on it was checked; undefined before. */
  twins: TwinFilter | undefined;
  /** How many look at it. */
  users: number;
}

/** A version in memory. */
export interface HeldWhole {
  readonly is: 'whole';
  readonly mark: Mark;
  readonly list: SubscriberList;
}

/** What the file was like when this version was taken. */
export function markOf(held: Held): Mark {
  return held.is === 'file' ? held.file.mark : held.mark;
}

/** Holds versions of the list at a path as long as somebody looks at them; nothing of them stays in memory. */
export interface ListHolder {
  /** The list as it is now. Throws `list.*`. */
  take(): Promise<Held>;
  /** Whoever has taken a version lets go of it. */
  release(held: Held): void;
  /** Only the careful reader can judge this version. */
  refuse(held: HeldFile): void;
}

/** A holder; `now` names the backup that is made when an older state turns up. */
export function listHolder(path: string, now: () => Date): ListHolder {
  let newest: HeldFile | undefined;
  let whole: HeldWhole | undefined;
  let refused: Mark | undefined;
  let failure: { readonly mark: Mark; readonly error: unknown } | undefined;
  let checked: Pick<HeldFile, 'file' | 'twins'> | undefined;
  let opening: Promise<Held> | undefined;

  const known = (mark: Mark): Held | undefined => {
    if (newest && isSameMark(newest.file.mark, mark)) return newest;
    if (whole && isSameMark(whole.mark, mark)) return whole;
    if (failure && isSameMark(failure.mark, mark)) throw failure.error;
    return undefined;
  };

  const openNow = async (): Promise<Held> => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const mark = markOfPath(path);
      const isRefused = mark !== undefined && refused !== undefined && isSameMark(refused, mark);
      const file = isRefused ? undefined : await openVersion(path).catch(() => undefined);
      const found = file?.mark ?? markOfPath(path);
      if (found === undefined) throw await missing(path);
      if (mark === undefined || !isSameMark(mark, found)) {
        if (file) closeVersion(file);
        continue;
      }
      const held = file ? await heldFile(file) : await readWhole(mark);
      if (held) return held;
    }
    throw unwritable(path, new Error('it changes while it is read'));
  };

  const heldFile = async (file: ListVersionFile): Promise<HeldFile> => {
    await requireFresh(file.mark, file.revision).catch((error: unknown) => {
      closeVersion(file);
      throw error;
    });
    // A file may get the number of one that is gone, within one tick of the clock.
    const isChecked =
      checked && isSameMark(checked.file.mark, file.mark) && checked.file.revision === file.revision;
    const twins = isChecked ? checked?.twins : undefined;
    whole = undefined;
    return (newest = { is: 'file', file, twins, users: 0 });
  };

  /** Read once, refused as often as asked: a large list takes its time. */
  const readWhole = async (mark: Mark): Promise<HeldWhole | undefined> => {
    const bytes = await readFile(path).catch(() => undefined);
    const after = markOfPath(path);
    if (!bytes || !after || !isSameMark(after, mark)) return undefined;
    try {
      const { list } = readSubscriberFile(decodeUtf8(bytes, path), basename(path));
      await requireFresh(mark, list.revision);
      return (whole = { is: 'whole', mark, list });
    } catch (error) {
      failure = { mark, error };
      throw error;
    }
  };

  /** What this run has seen must not be forgotten by a backup that somebody brings back meanwhile. */
  const requireFresh = async (mark: Mark, revision: number): Promise<void> => {
    // The one that is still looked at may be older than one that a person laid out since.
    const opened = newest?.file.revision ?? 0;
    const latest = Math.max(opened, whole?.list.revision ?? 0);
    if (revision >= latest) return;
    const content =
      newest && opened === latest ? bytesOf(newest.file) : formatSubscribers(whole?.list ?? nobody);
    const saved = await keepBackup(dirname(path), content, now());
    const error = staleError(path, saved, revision, latest);
    failure = { mark, error };
    throw error;
  };

  const close = (held: HeldFile): void => {
    if (held.twins) checked = { file: held.file, twins: held.twins };
    closeVersion(held.file);
    if (newest === held) newest = undefined;
  };

  return {
    async take() {
      // What somebody else opens may be older than this question: who has left since must not be found on it (R11).
      await opening?.catch(() => undefined);
      const mark = markOfPath(path);
      const held =
        (mark && known(mark)) ?? (await (opening ??= openNow().finally(() => (opening = undefined))));
      if (held.is === 'file') held.users += 1;
      return held;
    },
    release(held) {
      if (held.is === 'file' && --held.users === 0) close(held);
    },
    refuse({ file }) {
      if (isUntouched(file)) refused = file.mark;
    },
  };
}

const nobody: SubscriberList = { revision: 0, subscribers: [], suppressions: [] };

const pieceBytes = 1 << 20;

/** The bytes of a version that has lost its name, perhaps. */
function* bytesOf({ descriptor, size }: ListVersionFile): Iterable<Buffer> {
  for (let at = 0; at < size; at += pieceBytes)
    yield bytesAtOnce(descriptor, at, Math.min(at + pieceBytes, size));
}
