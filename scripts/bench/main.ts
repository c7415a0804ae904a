import { writeFile } from 'node:fs/promises';
import { arch, cpus, platform, release, tmpdir, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { withFolder, type Bench } from './bench.ts';
import { plain, tableOf, type Finding } from './finding.ts';
import { goalRuns } from './goals.ts';
import { sendToMany } from './sendToMany.ts';
import { useShippedRenderer } from './shippedRenderer.ts';

/**
 * Measures the goals for speed, each beside what it is compared with in the same run. All of them, or those that are named
 * (`npm run bench -- P4 P9`); or large sends, one after the other (`npm run bench -- send --readers 1000,1000000 --kill`).
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Where the figures go. */
    json: { type: 'string', default: 'bench-results.json' },
    /** Where newsletters are made; a disk like the one that will be sent from. */
    folder: { type: 'string', default: tmpdir() },
    /** A tenth of the readers, one round: whether all of it works. */
    quick: { type: 'boolean', default: false },
    /** Fetches Postfix from Debian's packages where it is not installed; needs root. */
    fetch: { type: 'boolean', default: false },
    /** Of `send`. */
    readers: { type: 'string', default: '1000000' },
    connections: { type: 'string', default: '5' },
    kill: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const startedAt = performance.now();

await useShippedRenderer();
await withFolder(values.folder, async (folder) => {
  const bench: Bench = { folder, isQuick: values.quick, mayFetch: values.fetch, say };
  if (positionals[0] === 'send') {
    const { readers, connections, kill } = values;
    const sizes = readers.split(',').map(Number);
    const order = { sizes, connections: Number(connections), isKilled: kill };
    await conclude(await sendToMany(bench, order));
  } else await conclude(await goals(bench, positionals));
});

async function goals(bench: Bench, wanted: readonly string[]): Promise<readonly Finding[]> {
  const known = goalRuns.flatMap(({ goals }) => goals);
  const unknown = wanted.find((goal) => !known.includes(goal.toUpperCase()));
  if (unknown !== undefined) throw new Error(`There is no goal ${unknown}: there are ${known.join(', ')}.`);
  const isWanted = (goal: string): boolean =>
    wanted.length === 0 || wanted.some((one) => one.toUpperCase() === goal);
  const findings: Finding[] = [];
  for (const { goals, run } of goalRuns) {
    if (!goals.some(isWanted)) continue;
    const began = performance.now();
    findings.push(...(await run(bench)));
    say(`${goals.join(', ')} took ${plain((performance.now() - began) / 1000)} s`);
  }
  return findings;
}

async function conclude(findings: readonly Finding[]): Promise<void> {
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(`${tableOf(findings)}\n${plain(seconds)} s in all\n`);
  await writeFile(values.json, `${JSON.stringify({ ...circumstances(), seconds, findings }, null, 2)}\n`);
  say(`All figures are in ${values.json}`);
  if (findings.some(({ isMet }) => isMet === false)) process.exitCode = 1;
}

function circumstances(): object {
  return {
    at: new Date().toISOString(),
    isQuick: values.quick,
    machine: {
      processors: cpus().length,
      model: cpus()[0]?.model,
      memoryGB: Math.round(totalmem() / 1e9),
      system: `${platform()} ${release()} ${arch()}`,
    },
    node: process.version,
  };
}
