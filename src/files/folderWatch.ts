import { statSync, watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import {
  isOfSending,
  marksOf,
  readFolderState,
  watchedAspects,
  type FolderState,
  type WatchedPlace,
  type WatchedAspect,
} from './folderState.ts';

/** Told which aspects have changed. */
export type OnChange = (aspects: ReadonlySet<WatchedAspect>) => void;

/** A page of a week's letter, or of none, and the marks of what it was made from. */
export interface WatchingPage {
  readonly week: string | null;
  readonly seen: readonly string[];
}

/** What has changed in a newsletter folder, for any number of pages: they share one look at the files of a week. */
export interface FolderWatch {
  /** The marks of what stands in the files now. */
  seen(week: string | null): Promise<readonly string[]>;
  /**
   * Tells what has changed since those marks were taken, and from then on as soon as it has, whatever way an editor saves: in
   * place, by a new file of the same name, or by way of a removed one. Ends with the signal.
   */
  follow(page: WatchingPage, signal: AbortSignal, onChange: OnChange): void;
}

/** The watch over one newsletter folder. */
export function folderWatch(folder: Omit<WatchedPlace, 'week'>): FolderWatch {
  const watches = new Map<string | null, WeekWatch>();
  return {
    seen: async (week) => marksOf(await readFolderState({ ...folder, week })),
    follow({ week, seen }, signal, onChange) {
      if (signal.aborted) return;
      const known = watches.get(week) ?? watchWeek({ ...folder, week });
      watches.set(week, known);
      known.listeners.add(onChange);
      signal.addEventListener('abort', () => {
        known.listeners.delete(onChange);
        if (known.listeners.size > 0) return;
        known.stop();
        watches.delete(week);
      });
      void tellMissed(known, seen, signal, onChange);
    },
  };
}

async function tellMissed(
  watched: WeekWatch,
  seen: readonly string[],
  signal: AbortSignal,
  onChange: OnChange,
): Promise<void> {
  const marks = marksOf(await watched.state());
  const missed = watchedAspects.filter((_, at) => seen[at] !== marks[at]);
  if (missed.length > 0 && !signal.aborted) onChange(new Set(missed));
}

interface WeekWatch {
  readonly listeners: Set<OnChange>;
  /** What was seen last; what changes after it is told. */
  state(): Promise<FolderState>;
  stop(): void;
}

/** How long a change may rest before it is told: editors save in several steps. */
const settleMs = 15;
/** Where the system tells nothing, as on network drives, we look ourselves. */
const lookMs = 700;
/** A letter that leaves changes its ledger with every message; it is told only so often. */
const sendingMs = 500;

function watchWeek(place: WatchedPlace): WeekWatch {
  const listeners = new Set<OnChange>();
  const followed = folderFollower((name) => (isOfSending(name) ? later() : soon()));
  let toldSendingAt = -Infinity;
  let waiting: NodeJS.Timeout | undefined;
  let resting: NodeJS.Timeout | undefined;
  let sending: NodeJS.Timeout | undefined;
  let looked = read();
  const looking = setInterval(look, lookMs);
  looking.unref();

  /** One after the other, so that none compares with what is older. */
  function look(): void {
    looked = looked.then(async (before) => {
      const now = await read();
      tell(changedAspects(before, now));
      return now;
    });
  }

  async function read(): Promise<FolderState> {
    const state = await readFolderState(place);
    followed.follow([...state.keys()].map((file) => dirname(file)));
    return state;
  }

  function tell(aspects: Set<WatchedAspect>): void {
    if (aspects.has('sending')) {
      const isTooSoon = performance.now() - toldSendingAt < sendingMs;
      if (isTooSoon) {
        aspects.delete('sending');
        sending ??= setTimeout(() => {
          sending = undefined;
          tell(new Set(['sending']));
        }, sendingMs).unref();
      } else toldSendingAt = performance.now();
    }
    if (aspects.size > 0) for (const listener of listeners) listener(aspects);
  }

  function soon(): void {
    clearTimeout(waiting);
    waiting = setTimeout(look, settleMs).unref();
  }

  function later(): void {
    resting ??= setTimeout(() => {
      resting = undefined;
      look();
    }, sendingMs).unref();
  }

  return {
    listeners,
    state: () => looked,
    stop() {
      clearInterval(looking);
      for (const timer of [waiting, resting, sending]) clearTimeout(timer);
      followed.stop();
    },
  };
}

interface FolderFollower {
  follow(folders: Iterable<string>): void;
  stop(): void;
}

/** Hears from the system what is written into folders. */
function folderFollower(onWritten: (name: string) => void): FolderFollower {
  const watchers = new Map<string, { readonly ino: number; readonly watcher: FSWatcher }>();
  let isStopped = false;
  const forget = (folder: string): void => {
    watchers.get(folder)?.watcher.close();
    watchers.delete(folder);
  };
  const followOne = (folder: string): void => {
    try {
      const ino = statSync(folder, { throwIfNoEntry: false })?.ino;
      // A folder that was made anew is another one, and nothing is heard of the old one any more.
      if (watchers.get(folder)?.ino === ino) return;
      forget(folder);
      // A folder that is not there yet is looked for again.
      if (ino === undefined) return;
      const watcher = watch(folder, { persistent: false }, (_, name) => onWritten(name ?? ''));
      watcher.on('error', () => forget(folder));
      watchers.set(folder, { ino, watcher });
    } catch {
      // Forbidden, or more folders than the system follows: looking finds what changes there.
    }
  };
  return {
    follow(folders) {
      // A look may still be under way.
      if (isStopped) return;
      for (const folder of new Set(folders)) followOne(folder);
    },
    stop() {
      isStopped = true;
      for (const folder of watchers.keys()) forget(folder);
    },
  };
}

function changedAspects(before: FolderState, now: FolderState): Set<WatchedAspect> {
  const files = [...before, ...now];
  const changed = files.filter(([file]) => before.get(file)?.version !== now.get(file)?.version);
  return new Set(changed.map(([, { aspect }]) => aspect));
}
