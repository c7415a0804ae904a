import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { sendingTo } from './newsletter.ts';

/** Where a sender can die, in the order of a run. */
export const crashPoints = [
  'claimed',
  'before freeze',
  'frozen',
  'ledger opened',
  'run written',
  'connected',
  'attempted half written',
  'attempted written',
  'content about to leave',
  'content on its way',
  'answered',
  'outcome half written',
  'outcome written',
  'before release',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** How a sender is to die: there, after having passed the place so often. */
export interface Crash {
  readonly point: CrashPoint;
  readonly passes: number;
  /** How much of a record is written where the point tears one, from 0 to 1. */
  readonly tornAt: number;
}

/** Starts a sender of the built program that kills itself there. */
export function startCrashingSender(folder: string, url: string, crash: Crash): ChildProcess {
  const script = join(import.meta.dirname, 'crashSender.mjs');
  const { point, passes, tornAt } = crash;
  return spawn(process.execPath, [script, folder, point, String(passes), String(tornAt)], {
    env: { PATH: process.env['PATH'], ...sendingTo(url) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
