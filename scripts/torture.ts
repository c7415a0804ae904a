import { parseArgs } from 'node:util';
import { killRuns } from '../test/support/killRuns.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    readers: { type: 'string', default: '200' },
    seed: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const startedAt = Date.now();
const report = await killRuns({
  kills: Number(values.kills),
  readers: Number(values.readers),
  connections: 5,
  seed,
});
const isClean = report.twice.length + report.forgotten.length + report.unlisted.length === 0;
process.stdout.write(
  `${JSON.stringify({ seed, seconds: (Date.now() - startedAt) / 1000, ...report }, null, 2)}\n`,
);
process.exitCode = isClean ? 0 : 1;
