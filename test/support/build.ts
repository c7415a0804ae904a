import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Builds the program once, so that tests of the command line run what users run; its types are `npm run types`’s to check. */
export default async function build(): Promise<void> {
  const repository = join(import.meta.dirname, '..', '..');
  const compiler = join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
  const result = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noCheck'], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`the build failed:\n${result.stdout}${result.stderr}`);
  await import('../../scripts/bundle.ts');
}
