import { AsyncLocalStorage } from 'node:async_hooks';
import { CommanderError } from 'commander';
import { vi } from 'vitest';
import { wochenbrief } from '../../src/cli/program.ts';
import { cleanUpLater } from './cleanup.ts';
import type { CliRun } from './cli.ts';

/** A run of the program whose output is caught. */
interface CaughtRun {
  stdout: string;
  stderr: string;
  /** Gives terminal and environment back, if they are still its own. */
  readonly end: () => void;
}

const runs = new AsyncLocalStorage<CaughtRun>();
let current: CaughtRun | undefined;

/**
 * Runs the program in this process, which is much quicker than one of its own; one run at a time, since its output is
 * caught on the way to the terminal. A run that outlives its test neither speaks into the next one nor ends it.
 */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const run = begin({ LANG: 'en_GB.UTF-8', ...env });
  let code: number | null = null;
  try {
    const program = wochenbrief((exitCode) => (code = exitCode));
    await runs.run(run, () => program.parseAsync(['node', 'wochenbrief', ...args]));
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? 0 : 2;
  } finally {
    run.end();
  }
  return { code, stdout: run.stdout, stderr: run.stderr };
}

function begin(env: Readonly<Record<string, string>>): CaughtRun {
  current?.end();
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      (runs.getStore() ?? run)[name] += String(text);
      return true;
    }),
  );
  const run: CaughtRun = {
    stdout: '',
    stderr: '',
    end() {
      if (current !== run) return;
      current = undefined;
      for (const spy of spies) spy.mockRestore();
      vi.unstubAllEnvs();
    },
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  current = run;
  cleanUpLater(run.end);
  return run;
}
