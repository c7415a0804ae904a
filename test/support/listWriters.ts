import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { confirmedReader } from './newsletter.ts';

const script = join(import.meta.dirname, 'listWriter.mjs');

/** A process that changes a list, and what it was told is on disk. */
export interface ListWriter {
  readonly process: ChildProcess;
  /** Ids of people, as they are acknowledged. */
  readonly acknowledged: Set<string>;
  /** Resolves with its exit code once all it printed has been read. */
  ended(): Promise<number | null>;
  /** Resolves once so many were acknowledged, or the process has ended. */
  reached(count: number): Promise<void>;
}

/** Starts a process that puts people on a list (`listWriter.mjs`). */
export function startListWriter(
  folder: string,
  options: { readonly first: number; readonly count: number; readonly callers: number },
): ListWriter {
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const person = JSON.stringify(confirmedReader(0));
  const child = spawn(process.execPath, [script, '--dir', folder, '--person', person, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged = new Set<string>();
  let rest = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) acknowledged.add(line);
    for (const look of waiting) look();
  });
  const closed = once(child, 'close').then(() => {
    for (const look of waiting) look();
    return child.exitCode;
  });
  return {
    process: child,
    acknowledged,
    ended: () => closed,
    reached: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (acknowledged.size < count && child.exitCode === null && child.signalCode === null) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
