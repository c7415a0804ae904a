import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import { systemCodeOf } from '../core/errors.ts';

/**
 * Who holds a lock. `boot` and `space` are the start of the machine and the namespace that process ids are counted in
 * (containers have their own), `born` tells a process from a later one with the same id, `nonce` one lock from every other.
 */
const holderSchema = z.object({
  pid: z.number(),
  host: z.string(),
  boot: z.string(),
  space: z.string(),
  born: z.string(),
  nonce: z.string(),
});
export type Holder = Readonly<z.output<typeof holderSchema>>;

/** This process, as the holder of one lock more. */
export function thisProcess(): Holder {
  return {
    pid: process.pid,
    host: hostname(),
    boot: bootOfMachine(),
    space: processSpace(),
    born: birthOf(process.pid),
    nonce: randomBytes(6).toString('hex'),
  };
}

/** What stands in a lock, if a holder does. */
export function parseHolder(text: string): Holder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Whether a holder still runs; `unknown` for one whose process cannot be seen from here. After a restart too: another
 * machine of the same name looks just like that.
 */
export function standingOf(holder: Holder | undefined): 'alive' | 'dead' | 'unknown' {
  if (holder === undefined || !isFromHere(holder)) return 'unknown';
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (systemCodeOf(error) === 'ESRCH') return 'dead';
  }
  const born = birthOf(holder.pid);
  return born === '' || born === holder.born ? 'alive' : 'dead';
}

function isFromHere({ host, boot, space }: Holder): boolean {
  return host === hostname() && boot === bootOfMachine() && space === processSpace();
}

function bootOfMachine(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** Which process ids are the same as ours; empty where the system does not tell. */
function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** Start time of a process since boot (Linux); `ended` for one that is no more, and nothing where it cannot be seen. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only its parent has not noticed yet.
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
