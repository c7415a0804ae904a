import { createHash, randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { NewsletterError } from '../core/errors.ts';
import { exists } from './exists.ts';
import { parseHolder, standingOf, thisProcess, type Holder } from './holder.ts';
import { createLockFile, fileSystemTime, lockTextNow, lookAtLock, type LockLook } from './lockFile.ts';
import { writeFully, type Disk, type DiskFile } from './replaceFile.ts';

/** A lock this process holds. */
export interface Lock {
  release(): Promise<void>;
  /** False where somebody took it over or deleted it meanwhile. */
  isOurs(): Promise<boolean>;
}

/** How a lock is held and taken over. */
export interface LockOptions {
  /**
   * Nothing that a former holder still does can count. Then a stopped process of this machine loses the lock too; else
   * it keeps it, since it could go on at any moment.
   */
  readonly isFenced?: boolean;
  /** How often a holder shows that it lives. */
  readonly renewMs?: number;
  /** Who has not shown it for so long is taken for gone, unless its process is seen. */
  readonly silentMs?: number;
  readonly disk?: Disk;
}

const defaultRenewMs = 10_000;
const defaultSilentMs = 60_000;

/**
 * Takes an exclusive lock file, or throws `lock.held` naming who has it. The lock of a process that has died is taken
 * over at once (its id is no longer running, or belongs to a process born at another time); that of one which cannot be
 * seen, in another container or on another machine, once it has fallen silent.
 */
export async function takeLock(path: string, options: LockOptions = {}): Promise<Lock> {
  const mine = JSON.stringify(thisProcess());
  for (let attempt = 0; attempt < 20; attempt++) {
    const file = await createLockFile(path, mine, options.disk);
    if (file) return lockHeld(path, mine, file, options);
    const found = await lookAtLock(path);
    if (found === undefined) continue;
    if (!(await isLeft(path, found, options)) || (await isSleeper(path, found, options)))
      throw held(path, parseHolder(found.text));
    await removeLeft(path, found.text, options);
  }
  throw held(path, undefined);
}

/** The same, but waits a while for others to finish. They must leave each other gaps of `lockGapMs`. */
export async function waitForLock(path: string, waitMs: number, options: LockOptions = {}): Promise<Lock> {
  const until = performance.now() + waitMs;
  for (let round = 0; ; round++) {
    // Looking is cheaper than trying, but only trying finds out that the holder is dead.
    const isTried = round % 50 === 0 || !(await exists(path));
    try {
      if (isTried) return await takeLock(path, options);
    } catch (error) {
      if (!isHeldError(error) || performance.now() > until) throw error;
    }
    await pause(1 + randomInt(lockGapMs - 1));
  }
}

/** Who takes a lock again and again pauses for so long in between, so that those who wait get their turn. */
export const lockGapMs = 5;

/** Whether somebody holds a lock who has neither died nor fallen silent. */
export async function isLocked(path: string, options: LockOptions = {}): Promise<boolean> {
  const found = await lookAtLock(path);
  if (found === undefined) return false;
  // Who may not write there cannot ask for the time; a lock that cannot be judged is held.
  return !(await isLeft(path, found, options).catch(() => false));
}

function lockHeld(path: string, mine: string, file: DiskFile, { renewMs }: LockOptions): Lock {
  // oxlint-disable-next-line typescript/require-await -- where it cannot be looked at, that is a rejection
  const isOurs = async (): Promise<boolean> => lockTextNow(path) === mine;
  const stopRenewing = renew(file, mine, renewMs ?? defaultRenewMs);
  return {
    isOurs,
    async release() {
      stopRenewing();
      try {
        // Stopped for long between these two we would take the next holder's lock away; it notices, and stops.
        if (await isOurs()) await rm(path, { force: true });
      } finally {
        await file.close();
      }
    },
  };
}

/**
 * Writes the same bytes again and again, so that the file system puts its own time on them and no reader ever finds a
 * mixture. Into the file that was opened when it was ours: whoever holds the lock after us has another one.
 */
function renew(file: DiskFile, content: string, everyMs: number): () => void {
  let isOver = false;
  const beat = (): void => {
    writeFully(file, Buffer.from(content))
      .then(() => file.sync())
      .catch(() => undefined)
      .finally(() => {
        if (!isOver) timer = setTimeout(beat, everyMs).unref();
      });
  };
  let timer = setTimeout(beat, everyMs).unref();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** Whether nobody holds the lock any more, as far as one look can tell. */
async function isLeft(path: string, { text, changedMs }: LockLook, options: LockOptions): Promise<boolean> {
  const standing = standingOf(parseHolder(text));
  if (standing === 'dead') return true;
  if (standing === 'alive' && options.isFenced !== true) return false;
  return (await fileSystemTime(path)) - changedMs > (options.silentMs ?? defaultSilentMs);
}

/**
 * A machine that slept makes everybody on it look silent; who only slept shows it as soon as time goes on. Waited for
 * where a holder who loses the lock has to give up what he was doing.
 */
async function isSleeper(
  path: string,
  { text, changedMs }: LockLook,
  options: LockOptions,
): Promise<boolean> {
  if (options.isFenced !== true || standingOf(parseHolder(text)) === 'dead') return false;
  await pause(1.5 * (options.renewMs ?? defaultRenewMs));
  const again = await lookAtLock(path);
  return again !== undefined && (again.text !== text || again.changedMs !== changedMs);
}

/**
 * Removes one particular lock that was left. Another lock, named after its content, gives one process the right to; while
 * it holds that, nobody else removes the left one, and nobody replaces it because it is there. So no lock of a holder who
 * lives and is not stopped is ever removed.
 */
async function removeLeft(path: string, content: string, options: LockOptions): Promise<void> {
  const name = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const right = await takeLock(`${path}.${name}`, options).catch(noneIfHeld);
  if (!right) return pause(10);
  try {
    if ((await lookAtLock(path))?.text === content && (await right.isOurs())) await rm(path, { force: true });
  } finally {
    await right.release();
  }
}

function noneIfHeld(error: unknown): undefined {
  if (!isHeldError(error)) throw error;
}

function isHeldError(error: unknown): boolean {
  return error instanceof NewsletterError && error.code === 'lock.held';
}

function pause(ms: number): Promise<void> {
  return new Promise((next) => setTimeout(next, ms));
}

function held(path: string, holder: Holder | undefined): NewsletterError {
  const who = holder ? ` (${holder.host}, process ${holder.pid})` : '';
  return new NewsletterError(
    'lock.held',
    {
      de: `Ein anderer Lauf arbeitet gerade daran${who}: ${path}`,
      en: `Another run is working on this right now${who}: ${path}`,
    },
    {
      hint: {
        de: 'Warten, bis er fertig ist. Wer abgestürzt ist, macht den Weg nach einer Minute frei.',
        en: 'Wait until it is done. One that has crashed gives way after a minute.',
      },
    },
  );
}
