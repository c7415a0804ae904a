import { readFileSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { NewsletterError, systemCodeOf } from '../core/errors.ts';
import { unwritable } from './replaceFile.ts';

/** A lock this process holds. */
export interface Lock {
  release(): Promise<void>;
}

/** `born` tells a process from a later one with the same id. */
const holderSchema = z.object({ pid: z.number(), host: z.string(), born: z.string() });
type Holder = Readonly<z.output<typeof holderSchema>>;

/**
 * Takes an exclusive lock file, or throws `lock.held` naming who has it. The lock of a process that has died is taken
 * over: its id is no longer running, or belongs to a process born at another time.
 */
export async function takeLock(path: string): Promise<Lock> {
  const mine = JSON.stringify(thisProcess());
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await create(path, mine)) return { release: () => rm(path, { force: true }) };
    const found = await readFile(path, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder && isAlive(holder)) throw held(path, holder);
    // Renamed to a name of our own before it goes, so that of two who find it stale only one removes it.
    const stale = `${path}.${randomBytes(4).toString('hex')}.stale`;
    await rename(path, stale).catch(() => undefined);
    const taken = await readFile(stale, 'utf8').catch(() => undefined);
    if (taken !== undefined && taken !== found) await rename(stale, path).catch(() => undefined);
    else await rm(stale, { force: true });
  }
  throw held(path, undefined);
}

async function create(path: string, content: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o644);
    await file.writeFile(content);
    await file.close();
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return false;
    throw unwritable(path, error);
  }
}

function thisProcess(): Holder {
  return { pid: process.pid, host: hostname(), born: birthOf(process.pid) };
}

/** Start time of a process since boot and the boot's id where the system tells them (Linux), else nothing. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${started}`;
  } catch {
    return '';
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (systemCodeOf(error) === 'ESRCH') return false;
  }
  return birthOf(holder.pid) === holder.born;
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
