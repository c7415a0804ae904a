import type { Subscriber } from '../core/list/subscriber.ts';
import { suppressedBy, type Suppressed } from '../core/list/suppression.ts';
import type { ReaderFinder } from '../core/ports.ts';
import type { Roll } from '../core/sending/roll.ts';
import { markOf, type Held, type HeldFile, type ListHolder } from './heldList.ts';
import { lineWindows } from './lineWindows.ts';
import { isSameMark, isUntouched, markOfPath, type Mark } from './listVersionFile.ts';
import { readerIndex } from './readerIndex.ts';
import { unwritable } from './replaceFile.ts';

/** How often somebody is looked for anew because somebody edits the file by hand at the very same time. */
const handEditTries = 10;

/** Finds the readers of a roll in the list that a holder follows. */
export function readerFinder(path: string, holder: ListHolder, roll: Roll): ReaderFinder {
  const index = readerIndex(roll);
  const windows = lineWindows();
  let held: Held | undefined;
  let byId = new Map<string, Subscriber>();
  let suppressed: Suppressed = suppressedBy([]);
  let revision = 0;
  /** What the revision is of. */
  let revised: Mark | undefined;
  let turns = 0;
  let isClosed = false;
  /** Whether somebody has looked in this turn of the event loop; who asks in the same moment is told the same. */
  let isLookedAt = false;
  let turning: Promise<void> | undefined;

  /** Whether the list is held that the last look has seen. */
  const isAsSeen = (): boolean =>
    held !== undefined && revised !== undefined && isSameMark(markOf(held), revised);
  const lookAtFile = (): void => {
    const mark = markOfPath(path);
    if (!mark || !revised || !isSameMark(mark, revised)) revision += 1;
    revised = mark;
  };

  /** Turns to the list as it is now. */
  const turn = async (): Promise<void> => {
    for (let attempt = 0; attempt < handEditTries; attempt++) {
      const next = await holder.take();
      if (next === held) {
        holder.release(next);
        return;
      }
      if (await hasTurnedTo(next)) return;
    }
    throw unwritable(path, new Error('it changes while it is read'));
  };

  const hasTurnedTo = async (next: Held): Promise<boolean> => {
    try {
      if (next.is === 'file' && !(await hasFound(next))) {
        if (isUntouched(next.file)) holder.refuse(next);
        holder.release(next);
        // Half of the index is of the one version, half of the other.
        letGo();
        return false;
      }
    } catch (error) {
      holder.release(next);
      letGo();
      throw error;
    }
    letGo();
    turns += 1;
    if (isClosed) holder.release(next);
    else held = next;
    if (next.is === 'file') {
      windows.turnTo(next.file.descriptor);
      suppressed = next.file.suppressed;
    } else {
      byId = new Map(next.list.subscribers.map((subscriber) => [subscriber.id, subscriber]));
      suppressed = suppressedBy(next.list.suppressions);
    }
    return true;
  };

  /** Finds everybody in a version; false where somebody wrote into it meanwhile, or only the careful reader can judge it. */
  const hasFound = async (next: HeldFile): Promise<boolean> => {
    const { file } = next;
    const before = held?.is === 'file' ? held : undefined;
    const hasFollowed = before?.twins !== undefined && (await index.follow(before.file, file, before.twins));
    next.twins = hasFollowed ? before.twins : await index.build(file, next.twins);
    return next.twins !== undefined && isUntouched(file);
  };

  const letGo = (): void => {
    if (held) holder.release(held);
    held = undefined;
    byId = new Map();
  };

  const findAnew = async (number: number, tries: number): Promise<Subscriber | undefined> => {
    if (tries === 0) throw unwritable(path, new Error('it changes while it is read'));
    // What others turn to may be older than this question: who has left since must not be found there (R11).
    await turning?.catch(() => undefined);
    lookAtFile();
    if (!isAsSeen()) await (turning ??= turn().finally(() => (turning = undefined)));
    return look(number, tries);
  };

  const look = (number: number, tries: number): Subscriber | undefined | Promise<Subscriber | undefined> => {
    if (held?.is === 'whole') return byId.get(roll.idAt(number));
    const place = index.placeOf(number);
    if (place < 0) return undefined;
    const turned = turns;
    const found = windows.personAt(place);
    const check = (
      person: Subscriber | undefined,
    ): Subscriber | undefined | Promise<Subscriber | undefined> => {
      if (turned === turns && person?.id === roll.idAt(number)) return person;
      return findAnew(number, tries - 1);
    };
    return found instanceof Promise ? found.then(check) : check(found);
  };

  return {
    revision() {
      if (!isLookedAt) {
        lookAtFile();
        isLookedAt = true;
        setImmediate(() => (isLookedAt = false));
      }
      return revision;
    },
    get lastRevision() {
      return revision;
    },
    get suppressed() {
      return suppressed;
    },
    find: (number) => (isAsSeen() ? look(number, handEditTries) : findAnew(number, handEditTries)),
    close() {
      isClosed = true;
      letGo();
    },
  };
}
