import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a process took for the work it was measured at. */
export interface Cost {
  readonly seconds: number;
  /** User and system time of the process, of all its threads. */
  readonly cpuMs: number;
  /** The most memory it ever had, what Node itself takes included. */
  readonly peakMB: number;
}

/** Begins to measure the work of this process. */
export function costs(): () => Cost {
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    return {
      seconds: (performance.now() - startedAt) / 1000,
      cpuMs: (user + system) / 1000,
      // Linux counts in kilobytes.
      peakMB: process.resourceUsage().maxRSS / 1000,
    };
  };
}

/** Does a piece of work in a process of its own, and answers what it reports. */
export async function inProcessOfItsOwn<T>(name: string, order: object): Promise<T> {
  const child = startProcess(name, order);
  const report = await message<T>(child);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return report;
}

/** A million letters leave in less. */
const patienceMs = 45 * 60_000;

/** Starts one of the programs in `work`; `orderOf` reads its order there. */
export function startProcess(name: string, order: object): ChildProcess {
  return fork(join(import.meta.dirname, 'work', `${name}.js`), [JSON.stringify(order)], {
    timeout: patienceMs,
    // What is given to the bench itself, as a profiler, is not meant for what it measures.
    execArgv: (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((word) => word !== ''),
  });
}

/** In a process that was started: its order. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names the order's shape
export function orderOf<T>(): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends of this channel stand in these scripts
  return JSON.parse(process.argv[2] ?? '{}') as T;
}

/** In a process that was started: tells what it found, and ends. */
export function report(value: object): void {
  process.send?.(value, () => process.disconnect());
}

/** The next message of a process; throws when it ends without one. */
export async function message<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`a measured process ended with ${code ?? signal}`);
  });
  const [value] = await Promise.race([once(child, 'message'), ended]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
  return value as T;
}

/** Does several kinds of work in turn, so that what else the machine does meets all of them. */
export async function alternating<Name extends string, T>(
  rounds: number,
  works: Readonly<Record<Name, () => Promise<T>>>,
): Promise<Readonly<Record<Name, readonly T[]>>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- filled for all of them before it is returned
  const results = {} as Record<Name, T[]>;
  for (let round = 0; round < rounds; round++)
    for (const name in works) (results[name] ??= []).push(await works[name]());
  return results;
}

/** The one in the middle. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
