import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What all goals are measured with. */
export interface Bench {
  /** A folder that is empty at the beginning and gone at the end. */
  readonly folder: string;
  /** A tenth of the readers and fewer rounds: whether it works, not how fast it is. */
  readonly isQuick: boolean;
  /** Whether what is not installed may be fetched from the system's own packages. */
  readonly mayFetch: boolean;
  /** Tells what is being done. */
  readonly say: (line: string) => void;
}

/** The folder of the package, however deep below it these scripts lie when they run. */
export const packageFolder = folderOfPackage(import.meta.dirname);

function folderOfPackage(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : folderOfPackage(dirname(from));
}

/** Works with a folder below `parent` that is gone afterwards. */
export async function withFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(parent, 'wochenbrief-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** So many of something, and in a quick run a tenth. */
export function amount({ isQuick }: Bench, count: number): number {
  return isQuick ? Math.ceil(count / 10) : count;
}

/** How often something is repeated; once in a quick run. */
export function rounds({ isQuick }: Bench, count: number): number {
  return isQuick ? 1 : count;
}
