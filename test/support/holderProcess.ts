import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import { cleanUpLater } from './cleanup.ts';

/** Timings so short that a stopped holder loses its claim within a test. */
export const shortTimings = { renewMs: 40, silentMs: 200 };

/** Where the holder of a claim stops itself, as by SIGSTOP or a machine that sleeps. */
export const stopPoints = [
  'before the ledger is opened',
  'before the copy takes its place',
  'before a record is written',
  'before a record is synced',
  'between a record and the look at the claim',
  'before the freeze counts',
  'before the release',
] as const;
export type StopPoint = (typeof stopPoints)[number];

/** What a holder did, and how it ended: the code of the error that stopped it. */
export interface HolderReport {
  readonly acknowledged: readonly string[];
  readonly end: string;
}

/** A record of a holder, told from others by the name of its run. */
export const runRecord = (run: string): LedgerRecord => ({
  type: 'run',
  at: '2026-11-20T19:00:00.000Z',
  run,
});

/** Starts a script as a process of its own that can be talked to. */
export function startScript(script: URL): ChildProcess {
  const child = fork(script, [], { execArgv: ['--import', 'tsx'] });
  cleanUpLater(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
}

/** Resolves once a process is stopped, by whomever. */
export async function stopped(child: ChildProcess): Promise<void> {
  while (stateOf(child) !== 'T') await new Promise((next) => setTimeout(next, 2));
}

function stateOf({ pid }: ChildProcess): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
}
