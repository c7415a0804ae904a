import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisProcess } from '../../src/files/holder.ts';

/** How many ask at once, and how often. */
export interface ClaimStarts {
  readonly processes: number;
  /** How many within each process. */
  readonly callers: number;
  readonly rounds: number;
}

/** What they got. */
export interface ClaimReport {
  readonly rounds: number;
  readonly asked: number;
  /** Rounds in which nobody, one, or several held the claim. */
  readonly nobody: number;
  readonly one: number;
  readonly several: number;
  /** Error codes other than `lock.held`. */
  readonly otherErrors: readonly string[];
  /** Files that were left behind. */
  readonly litter: readonly string[];
}

/** What lies there before a round: nothing, or the claim of one who died, fell silent, or was emptied by a power cut. */
const leftovers = ['nothing', 'dead', 'silent', 'emptied'] as const;

/** Real processes that ask for the same claim at the same moment (R17), again and again. */
export async function claimStarts({ processes, callers, rounds }: ClaimStarts): Promise<ClaimReport> {
  const folder = await mkdtemp(join(tmpdir(), 'wochenbrief-claims-'));
  const workers = Array.from({ length: processes }, () =>
    fork(join(import.meta.dirname, 'claimWorker.mjs'), [], { execArgv: [] }),
  );
  const report = { nobody: 0, one: 0, several: 0 };
  const otherErrors = new Set<string>();
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    for (let round = 0; round < rounds; round++) {
      const path = join(folder, `send${round}.lock`);
      await leave(leftovers[round % leftovers.length] ?? 'nothing', path);
      const answers = await Promise.all(workers.map((worker) => ask(worker, { path, callers })));
      const got = answers.reduce((sum, answer) => sum + answer.got, 0);
      report[got === 0 ? 'nobody' : got === 1 ? 'one' : 'several'] += 1;
      for (const code of answers.flatMap((answer) => answer.refusals))
        if (code !== 'lock.held') otherErrors.add(code);
      await Promise.all(workers.map((worker) => ask(worker, 'release')));
    }
    const litter = await readdir(folder);
    return { rounds, asked: processes * callers * rounds, ...report, otherErrors: [...otherErrors], litter };
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

async function leave(leftover: (typeof leftovers)[number], path: string): Promise<void> {
  if (leftover === 'nothing') return;
  const holder = {
    nothing: '',
    dead: JSON.stringify({ ...thisProcess(), born: 'another life' }),
    silent: JSON.stringify({ ...thisProcess(), host: 'another.example.org' }),
    emptied: '',
  }[leftover];
  await writeFile(path, holder);
  if (leftover !== 'dead') await utimes(path, new Date(0), new Date(0));
}

async function ask(
  worker: ChildProcess,
  order: 'release' | { readonly path: string; readonly callers: number },
): Promise<{ readonly got: number; readonly refusals: readonly string[] }> {
  const answered = once(worker, 'message');
  worker.send(order);
  const [answer] = await answered;
  return answer;
}
