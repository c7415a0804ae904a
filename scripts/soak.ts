import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

/**
 * Tries the laws of the tests for as long as is wanted, each with many times its runs and always from new seeds; or those
 * in files whose path holds a word that is given (`npm run soak -- yaml --minutes 5`). What fails names the seed to meet
 * it again: `SEED=4711 npx vitest run FILE`.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '10' }, workers: { type: 'string' } },
});
const repository = join(import.meta.dirname, '..');
const workers = Number(values.workers ?? availableParallelism());
const files = await lawFiles(positionals);
const laws = files.reduce((sum, { laws }) => sum + laws, 0);
const shareMs = Math.ceil((Number(values.minutes) * 60_000 * workers) / Math.max(laws, 1));

const folder = await mkdtemp(join(tmpdir(), 'wochenbrief-soak-'));
const tallyFile = join(folder, 'tally');
await writeFile(tallyFile, '');
process.env['SOAK_SHARE_MS'] = String(shareMs);
process.env['SOAK_TALLY'] = tallyFile;
const manyRuns = join(repository, 'test', 'support', 'manyRuns.ts');
const vitest = await startVitest(
  'test',
  files.map(({ path }) => path),
  // A law that fails needs time to find its smallest case.
  {
    root: repository,
    watch: false,
    maxWorkers: workers,
    testTimeout: shareMs * 20 + 120_000,
    reporters: ['dot'],
  },
  {
    plugins: [
      {
        name: 'many-runs',
        enforce: 'pre',
        resolveId: (id, importer) =>
          id === 'fast-check' && importer?.endsWith('manyRuns.ts') === false ? manyRuns : undefined,
      },
    ],
  },
);
await vitest.close();
const tried = (await readFile(tallyFile, 'utf8')).split('\n').filter((line) => line !== '');
await rm(folder, { recursive: true, force: true });
const runs = tried.reduce((sum, line) => sum + Number(line), 0);
const say = { files: files.length, laws, shareMs, rounds: tried.length, runs };
process.stdout.write(`${JSON.stringify(say)}\n`);

/** The test files with laws in them, and how many there are in each; words of their paths choose some. */
async function lawFiles(words: readonly string[]): Promise<readonly { path: string; laws: number }[]> {
  const names = await readdir(join(repository, 'test'), { recursive: true });
  const paths = names
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
    .map((name) => join(repository, 'test', name));
  const read = paths.map(async (path) => {
    const text = await readFile(path, 'utf8');
    return { path, laws: text.includes("'fast-check'") ? (text.match(/\bassert\(/g) ?? []).length : 0 };
  });
  return (await Promise.all(read)).filter(({ laws }) => laws > 0);
}
