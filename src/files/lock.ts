import { readFileSync, readlinkSync } from 'node:fs';
import { access, link, mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { dirname } from 'node:path';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { NewsletterError, systemCodeOf } from '../core/errors.ts';
import { readTextIfAny } from './readText.ts';
import { unwritable } from './replaceFile.ts';

/** A lock this process holds. */
export interface Lock {
  release(): Promise<void>;
  /** False where somebody took it over or deleted it meanwhile. */
  isOurs(): Promise<boolean>;
}

/** How a lock is held. */
export interface LockOptions {
  /**
   * The holder shows again and again that it lives, so that a lock from another container or machine is taken over once
   * nobody does. Not where a holder that merely slept could do harm by going on.
   */
  readonly isRenewed?: boolean;
}

const renewMs = 10_000;
/** A renewed lock that was left alone for so long has no holder any more. */
const abandonedMs = 60_000;

/**
 * `space` is the process namespace ids are counted in (containers have their own), `born` tells a process from a later
 * one with the same id, `nonce` one lock from every other.
 */
const holderSchema = z.object({
  pid: z.number(),
  host: z.string(),
  space: z.string(),
  born: z.string(),
  nonce: z.string(),
});
type Holder = Readonly<z.output<typeof holderSchema>>;

/**
 * Takes an exclusive lock file, or throws `lock.held` naming who has it. The lock of a process that has died is taken
 * over: its id is no longer running, or belongs to a process born at another time.
 */
export async function takeLock(path: string, options: LockOptions = {}): Promise<Lock> {
  const mine = JSON.stringify(thisProcess());
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await createWhole(path, mine)) return lockHeld(path, mine, options);
    const found = await readTextIfAny(path);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (!(await isLeft(path, holder, options))) throw held(path, holder);
    await removeStale(path, found, mine);
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
      if (!(error instanceof NewsletterError) || error.code !== 'lock.held') throw error;
      if (performance.now() > until) throw error;
    }
    const pauseMs = 1 + randomInt(lockGapMs - 1);
    await new Promise((next) => setTimeout(next, pauseMs));
  }
}

/** Who takes a lock again and again pauses for so long in between, so that those who wait get their turn. */
export const lockGapMs = 5;

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function lockHeld(path: string, mine: string, { isRenewed = false }: LockOptions): Lock {
  const isOurs = async (): Promise<boolean> => (await readTextIfAny(path)) === mine;
  const renew = async (): Promise<void> => {
    if (await isOurs()) await utimes(path, new Date(), new Date());
  };
  const timer = isRenewed ? setInterval(() => void renew().catch(() => undefined), renewMs) : undefined;
  timer?.unref();
  return {
    isOurs,
    async release() {
      clearInterval(timer);
      // Unless somebody deleted ours by hand and another holds it now.
      if (await isOurs()) await rm(path, { force: true });
    },
  };
}

/** Whether nobody holds the lock any more. */
async function isLeft(
  path: string,
  holder: Holder | undefined,
  { isRenewed }: LockOptions,
): Promise<boolean> {
  if (holder && isFromHere(holder)) return !isAlive(holder);
  if (isRenewed && (await isOlderThan(path, Date.now() - abandonedMs))) return true;
  // A power cut can empty a lock; nobody who held it then can hold it still.
  return !holder && isOlderThan(path, Date.now() - uptime() * 1000 - 60_000);
}

/** Creates a file with its content in one step, so that nobody ever reads half a lock; false when it exists. */
async function createWhole(path: string, content: string): Promise<boolean> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, content);
    await link(temporary, path);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return false;
    throw unwritable(path, error);
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Removes one particular dead lock. A marker named after its content gives one process the right to; while it holds the
 * marker nobody else removes that lock, and nobody replaces it because it is there. So no living lock is ever removed.
 */
async function removeStale(path: string, content: string, mine: string): Promise<void> {
  const marker = `${path}.${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
  if (!(await createWhole(marker, mine))) {
    const other = parseHolder((await readTextIfAny(marker)) ?? '');
    // Killed right between two steps, it can only be cleared by hand: taking its place could let two send.
    if (other && !isAlive(other)) throw held(marker, other);
    await new Promise((next) => setTimeout(next, 10));
    return;
  }
  try {
    if ((await readTextIfAny(path)) === content) await rm(path, { force: true });
  } finally {
    await rm(marker, { force: true });
  }
}

function thisProcess(): Holder {
  return {
    pid: process.pid,
    host: hostname(),
    space: processSpace(),
    born: birthOf(process.pid),
    nonce: randomBytes(6).toString('hex'),
  };
}

/** Which process ids are the same as ours; empty where the system does not tell. */
function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/**
 * Start time of a process since boot and the boot's id, where the system tells them (Linux); `ended` for one that is no
 * more, and nothing where it cannot be seen.
 */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only its parent has not noticed yet.
    if (fields[0] === 'Z') return 'ended';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}

/** What cannot be seen from here counts as alive: a wrong guess would let two processes send. */
function isAlive(holder: Holder): boolean {
  if (!isFromHere(holder)) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (systemCodeOf(error) === 'ESRCH') return false;
  }
  const born = birthOf(holder.pid);
  return born === '' || born === holder.born;
}

function isFromHere(holder: Holder): boolean {
  return holder.host === hostname() && holder.space === processSpace();
}

async function isOlderThan(path: string, ms: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && found.mtimeMs < ms;
}

function parseHolder(text: string): Holder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
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
        de: 'Warten, bis er fertig ist. Läuft dort sicher nichts mehr, die Datei löschen.',
        en: 'Wait until it is done. If nothing runs there any more for sure, delete the file.',
      },
    },
  );
}
