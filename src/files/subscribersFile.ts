import type { Decide, DecideInflux } from '../core/list/listBook.ts';
import { draftOf, type ListDraft } from '../core/list/listDraft.ts';
import { stateAfter } from '../core/list/pagesAfter.ts';
import { NewsletterError } from '../core/errors.ts';
import type { Subscribers } from '../core/ports.ts';
import { eraseFromBackups, noteErasure, type Erasure } from './eraseFromBackups.ts';
import { prepareInflux, type PreparedInflux } from './listInflux.ts';
import { listOnDisk } from './listOnDisk.ts';
import { passingList } from './passingList.ts';
import { lockGapMs, type Lock } from './lock.ts';
import { removeDeadTemporaries, removeOldTemporaries } from './temporaries.ts';
import { backUpBeforeWrite, backupsFolder, listPath, lockList, realListPath } from './subscribersBackups.ts';

/** How often a change is decided anew because somebody edits the file by hand at the very same time. */
const handEditTries = 10;

/**
 * The list of a newsletter folder. Changes that wait are written together (group commit), by one process at a time; the
 * file is read anew only when it has changed, and then only what is new in it.
 */
export function subscribersFile(root: string, now: () => Date = () => new Date()): Subscribers {
  const path = listPath(root);
  const disk = listOnDisk(path, now);
  const { book } = disk;
  const waiting: Waiting[] = [];
  let isDraining = false;
  let isTidy = false;
  let erasing: Promise<void> = Promise.resolve();

  const drain = async (): Promise<void> => {
    isDraining = true;
    while (waiting.length > 0) {
      let answer = (): void => undefined;
      try {
        const lock = await lockList(root);
        try {
          await disk.alone(async () => {
            answer = await commit(waiting.splice(0), lock);
          });
        } finally {
          await lock.release();
        }
      } catch (error) {
        for (const one of waiting.splice(0)) one.fail(error);
      }
      // Only now: a command that has its answer may end the process, and no lock must stay behind.
      answer();
      // Whoever asked while this was written shares the next write; other processes get their turn first.
      if (waiting.length > 0) await new Promise((next) => setTimeout(next, lockGapMs));
    }
    isDraining = false;
  };

  /**
   * Decides and writes what waits. Never throws; what it returns answers everybody who waited. Whose lock was taken over
   * meanwhile, as that of a machine that slept, waits for another turn.
   */
  const commit = async (batch: readonly Waiting[], lock: Lock): Promise<() => void> => {
    try {
      if (!isTidy) await tidyUp();
      for (let attempt = 0; attempt < handEditTries; attempt++) {
        await disk.refresh();
        const draft = draftOf(book.view);
        for (const one of batch) one.decide(draft);
        const isRemoval = draft.removed().length > 0;
        if (!draft.isChanged || (await write(draft, lock))) {
          // The first time also for those whose removal another process could not bring to its end.
          const isFirst = !isTidy;
          const erased = isRemoval || isFirst ? erase(erasureNow()) : Promise.resolve();
          isTidy = true;
          return () => batch.forEach((one) => one.settle(erased, isFirst));
        }
        if (!(await lock.isOurs())) {
          waiting.unshift(...batch);
          return () => undefined;
        }
      }
      throw restless(path);
    } catch (error) {
      return () => batch.forEach((one) => one.fail(error));
    }
  };

  const tidyUp = async (): Promise<void> => {
    await removeDeadTemporaries(await realListPath(root));
    await removeOldTemporaries(root);
    await removeOldTemporaries(backupsFolder(root));
  };

  const write = async (draft: ListDraft, lock: Lock, newcomers?: Iterable<Buffer>): Promise<boolean> => {
    const next = stateAfter(book, draft);
    const isWorthKeeping = book.state.people.pages.length + book.state.suppressions.pages.length > 0;
    const note = await noteErasure(root, next.revision, draft.removed());
    let isWritten = false;
    try {
      isWritten = await disk.replace(
        next,
        async () => {
          if (isWorthKeeping) await backUpBeforeWrite(root, now());
          return lock.isOurs();
        },
        newcomers,
      );
      return isWritten;
    } finally {
      if (!isWritten) await note?.takeBack();
    }
  };

  const erasureNow = (): Erasure => ({
    revision: book.state.revision,
    isGone: (id) => book.view.byId(id) === undefined,
  });

  /** After the commit and beside the next ones: a list in use must not wait for its backups. */
  const erase = (erasure: Erasure): Promise<void> => {
    erasing = erasing.catch(() => undefined).then(() => eraseFromBackups(root, erasure));
    erasing.catch(() => undefined);
    return erasing;
  };

  /**
   * Decides before it takes the lock, since many newcomers take their time, and anew under the lock where the list has
   * changed meanwhile.
   */
  const bringIn = async <T>(decide: DecideInflux<T>): Promise<T> => {
    await disk.current();
    let base = book.state;
    const prepare = async (): Promise<PreparedInflux<T>> =>
      prepareInflux(book.view, decide, await realListPath(root));
    let influx = await prepare();
    let erased: Promise<void> | undefined;
    const writeOnce = async (lock: Lock): Promise<boolean> => {
      if (!isTidy) await tidyUp();
      await disk.refresh();
      if (book.state !== base) {
        influx.newcomers.close();
        base = book.state;
        influx = await prepare();
      }
      const { edits, newcomers } = influx;
      const draft = draftOf(book.view);
      draft.apply(edits);
      const more = newcomers.size > 0 ? newcomers.pieces() : undefined;
      const isChanged = draft.isChanged || more !== undefined;
      const erasure: Erasure = {
        revision: base.revision + (isChanged ? 1 : 0),
        isGone: (id) => draft.view.byId(id) === undefined,
      };
      if (isChanged && !(await write(draft, lock, more))) return false;
      const isRemoval = edits.some((edit) => 'remove' in edit);
      if (isRemoval || !isTidy) erased = erase(erasure);
      // What was done must not look undone for the trouble of somebody else.
      if (!isRemoval && isChanged) erased = erased?.catch(() => undefined);
      isTidy = true;
      return true;
    };
    try {
      for (let attempt = 0; attempt < handEditTries; attempt++) {
        const lock = await lockList(root);
        let isDone = false;
        try {
          await disk.alone(async () => {
            isDone = await writeOnce(lock);
          });
        } finally {
          await lock.release();
        }
        if (!isDone) continue;
        await erased;
        return influx.value;
      }
      throw restless(path);
    } finally {
      influx.newcomers.close();
    }
  };

  return {
    bringIn,
    passing: passingList(root, now),
    async read() {
      await disk.current();
      return book.list();
    },
    async view() {
      await disk.current();
      return book.view;
    },
    change: (decide) =>
      new Promise((resolve, reject) => {
        waiting.push(waitingFor(decide, resolve, reject));
        if (!isDraining) void drain();
      }),
  };
}

/** A caller who waits for her change. */
interface Waiting {
  /** Decides on a draft and adds the edits to it; may happen again on another draft. */
  decide(draft: ListDraft): void;
  /**
   * The draft is on disk. Whoever removed somebody waits for the backups too; the first of a process for what another
   * left in them, since a command that has its answer may end.
   */
  settle(erased: Promise<void>, isFirst: boolean): void;
  fail(error: unknown): void;
}

function waitingFor<T>(
  decide: Decide<T>,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): Waiting {
  let answer: Waiting['settle'] = () => undefined;
  return {
    decide(draft) {
      try {
        const { edits, value } = decide(draft.view);
        draft.apply(edits);
        const isRemoval = edits.some((edit) => 'remove' in edit);
        answer = (erased, isFirst) => {
          if (isRemoval || (isFirst && edits.length === 0)) erased.then(() => resolve(value), reject);
          // What was done must not look undone for the trouble of somebody else.
          else if (isFirst) erased.catch(() => undefined).then(() => resolve(value), reject);
          else resolve(value);
        };
      } catch (error) {
        answer = () => reject(error);
      }
    },
    settle: (erased, isFirst) => answer(erased, isFirst),
    fail: reject,
  };
}

function restless(path: string): NewsletterError {
  return new NewsletterError(
    'lock.held',
    {
      de: `${path} wird gerade immer wieder von einem anderen Programm geändert.`,
      en: `${path} is being changed by another program again and again.`,
    },
    {
      hint: {
        de: 'Herausfinden, was die Datei schreibt (ein Abgleich, ein Editor), und es noch einmal versuchen.',
        en: 'Find out what writes the file (a sync, an editor), and try again.',
      },
    },
  );
}
