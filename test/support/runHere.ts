import { CommanderError } from 'commander';
import { vi } from 'vitest';
import { wochenbrief } from '../../src/cli/program.ts';
import type { CliRun } from './cli.ts';

/**
 * Runs the program in this process, which is much quicker than one of its own; one run at a time, since its output is
 * caught on the way to the terminal.
 */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  for (const [name, value] of Object.entries({ LANG: 'en_GB.UTF-8', ...env })) vi.stubEnv(name, value);
  let code: number | null = null;
  try {
    await wochenbrief((exitCode) => (code = exitCode)).parseAsync(['node', 'wochenbrief', ...args]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? 0 : 2;
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
  return { code, ...written };
}
