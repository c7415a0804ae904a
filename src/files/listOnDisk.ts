import { isUtf8 } from 'node:buffer';
import { open, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { NewsletterError } from '../core/errors.ts';
import { emptyBook, type ListBook } from '../core/list/bookInMemory.ts';
import { bytesOf } from '../core/list/listLayout.ts';
import type { BookState } from '../core/list/listPages.ts';
import { stateOf } from '../core/list/pagesAfter.ts';
import { readState } from '../core/list/pagesRead.ts';
import { readSubscriberFile } from '../core/list/subscriberFile.ts';
import { decodeUtf8, readText } from './readText.ts';
import { ownerToLeaveTo, unwritable, writeBeside } from './replaceFile.ts';
import { keepBackup, realListPath } from './subscribersBackups.ts';
import { unhurried } from './unhurried.ts';

/** subscribers.json and the book that follows it. */
export interface ListOnDisk {
  readonly book: ListBook;
  /** The book as the file is now; throws `list.*`. While this process writes, it is the state before. */
  current(): Promise<void>;
  /** Runs steps during which the book follows nobody else. */
  alone(steps: () => Promise<void>): Promise<void>;
  /** Follows the file, within `alone`. */
  refresh(): Promise<void>;
  /**
   * Writes a state made for the book, within `alone` and under the lock, and turns the book to it. `beforeRename` is
   * awaited right before the file is replaced; by false it keeps that from happening. False, and nothing is written, then
   * and where somebody changed the file meanwhile. Lines of `newcomers` stand in the file only: the book follows them when
   * it is asked for next.
   */
  replace(
    next: BookState,
    beforeRename: () => Promise<boolean>,
    newcomers?: Iterable<Buffer>,
  ): Promise<boolean>;
}

/** What was last found on disk: which version, and why it could not be used. */
interface Seen {
  readonly version: string;
  readonly failure?: { readonly error: unknown };
}

/** Follows a list; `now` names the backup that is made when an older state turns up. */
export function listOnDisk(path: string, now: () => Date): ListOnDisk {
  const book = emptyBook();
  let seen: Seen | undefined;
  let isAlone = false;
  let tail: Promise<unknown> = Promise.resolve();
  let refreshing: Promise<void> | undefined;

  const inTurn = <T>(steps: () => Promise<T>): Promise<T> => {
    const turn = tail.then(steps);
    tail = turn.catch(() => undefined);
    return turn;
  };

  const refresh = async (): Promise<void> => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const { version } = await look(path);
      if (version === seen?.version) {
        if (seen.failure) throw seen.failure.error;
        return;
      }
      const bytes = await readFile(path).catch(() => undefined);
      if (!bytes || (await look(path)).version !== version) continue;
      try {
        const next = await readBytes(bytes, path, book);
        if (next.revision < book.state.revision) throw await stale(next.revision);
        book.turnTo(next);
        seen = { version };
      } catch (error) {
        // Read once, refused as often as asked: a large list takes its time.
        seen = { version, failure: { error } };
        throw error;
      }
      return;
    }
    throw unwritable(path, new Error('it changes while it is read'));
  };

  const stale = async (revision: number): Promise<Error> => {
    const saved = await keepBackup(dirname(path), bytesOf(book.state), now());
    return staleError(path, saved, revision, book.state.revision);
  };

  return {
    book,
    refresh,
    async current() {
      if (isAlone && seen && !seen.failure) return;
      refreshing ??= inTurn(refresh).finally(() => (refreshing = undefined));
      await refreshing;
    },
    alone: (steps) =>
      inTurn(async () => {
        isAlone = true;
        await steps().finally(() => (isAlone = false));
      }),
    async replace(next, beforeRename, newcomers) {
      let size = 0;
      const counted = function* (): Iterable<Buffer> {
        for (const piece of bytesOf(next, newcomers)) {
          size += piece.length;
          yield piece;
        }
      };
      // A link stays one: whoever set it wants the list to lie where it leads.
      const successor = await writeBeside(await realListPath(dirname(path)), counted(), 0o600, {
        owner: await ownerToLeaveTo(path),
      });
      try {
        // Editors take no lock.
        if ((await look(path)).version !== seen?.version || !(await beforeRename())) {
          await successor.discard();
          return false;
        }
      } catch (error) {
        await successor.discard();
        throw error;
      }
      await successor.takePlace();
      if (newcomers) {
        seen = { version: '' };
        return true;
      }
      book.turnTo(next);
      const after = await look(path).catch(() => undefined);
      const isOurs = after?.size === BigInt(size) && after.head.includes(`\n"revision": ${next.revision},\n`);
      // Already edited again: then it is read like any other file of somebody else.
      seen = isOurs ? { version: after.version } : { version: '' };
      return true;
    },
  };
}

interface Look {
  readonly version: string;
  readonly size: bigint;
  readonly head: string;
}

/**
 * Tells one version of the file from every other. The beginning is looked at as well, where the revision stands: a file
 * that is replaced several times within a tick of the clock may get its old inode number again.
 */
async function look(path: string): Promise<Look> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) throw await missing(path);
  try {
    const found = await file.stat({ bigint: true });
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    const head = buffer.toString('latin1', 0, bytesRead);
    return {
      version: `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs} ${head}`,
      size: found.size,
      head,
    };
  } finally {
    await file.close();
  }
}

/** The error for a list that is not there. */
export async function missing(path: string): Promise<unknown> {
  return readText(path, 'list.missing', {
    de: 'Eine leere Liste ist: { "version": 1, "revision": 0, "subscribers": [] }',
    en: 'An empty list is: { "version": 1, "revision": 0, "subscribers": [] }',
  }).then(
    () => unwritable(path, new Error('it was replaced while it was opened')),
    (error: unknown) => error,
  );
}

/** By lines where the program wrote it, as a whole where a person did. */
async function readBytes(bytes: Buffer, path: string, book: ListBook): Promise<BookState> {
  const quick = isUtf8(bytes) ? await unhurried(readState(bytes, book)) : undefined;
  if (quick) return quick;
  const { list, schema } = readSubscriberFile(decodeUtf8(bytes, path), basename(path));
  return stateOf(list, schema, book.state);
}

/** The error for an older state of the list that turns up; the newer one was saved. */
export function staleError(path: string, saved: string, revision: number, newest: number): NewsletterError {
  return new NewsletterError(
    'list.stale',
    {
      de: `${path} ist ein älterer Stand der Liste: Revision ${revision}, zuletzt war es ${newest}.`,
      en: `${path} is an older state of the list: revision ${revision}, the last one was ${newest}.`,
    },
    {
      hint: {
        de: `Der neuere Stand liegt in ${saved}. Soll er gelten, ihn nach ${path} kopieren. Soll der ältere gelten, darin "revision" auf ${newest} setzen; was seitdem geschah, auch Abmeldungen, ist dann verloren.`,
        en: `The newer state lies in ${saved}. To keep it, copy it to ${path}. To go on with the older one, set "revision" to ${newest} in it; what happened since, unsubscribes too, is lost then.`,
      },
    },
  );
}
