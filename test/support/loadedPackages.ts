import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runCli, type CliRun } from './cli.ts';
import { temporaryFolder } from './folder.ts';

/** A run, the names of the packages it loaded, and from how many files all that it loaded came. */
export interface LoadedPackages {
  readonly run: CliRun;
  readonly files: number;
  readonly packages: readonly string[];
}

/** Runs the built program and answers the packages it loaded, whether they are bundled or not. */
export async function packagesLoadedBy(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<LoadedPackages> {
  const loads = join(await temporaryFolder(), 'loads');
  const recorder = pathToFileURL(join(import.meta.dirname, 'recordLoads.mjs')).href;
  const run = await runCli(args, { ...env, NODE_OPTIONS: `--import=${recorder}`, LOADS_FILE: loads });
  const files = (await readFile(loads, 'utf8')).split('\n').filter((url) => url.startsWith('file:'));
  const sources = await Promise.all(files.map((url) => sourcesOf(fileURLToPath(url))));
  const names = sources.flat().map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return {
    run,
    files: new Set(files).size,
    packages: [...new Set(names.filter((name) => name !== undefined))].toSorted(),
  };
}

/** What a file was bundled from, as its source map says; a file that was not is its own source. */
async function sourcesOf(file: string): Promise<readonly string[]> {
  if (!file.includes(join('dist', 'program'))) return [file];
  const { sources }: { readonly sources: readonly string[] } = JSON.parse(
    await readFile(`${file}.map`, 'utf8'),
  );
  return sources;
}
