import { parseArgs } from 'node:util';
import { crashPoints } from '../test/support/crashPoints.ts';
import { killRuns } from '../test/support/killRuns.ts';

/**
 * Kills senders with SIGKILL, at random moments and at each named point in turn, and has them go on until their letter is
 * with everybody; then compares the ledger with what a real SMTP server counted. Exit code 1 when a reader was mailed
 * twice, forgotten, or is missing in the ledger, or more were uncertain than connections can have had in flight.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    kills: { type: 'string', default: '1000000' },
    readers: { type: 'string', default: '200' },
    connections: { type: 'string', default: '5' },
    seed: { type: 'string' },
    /** Only random moments, as the letter writer's own machine would fail. */
    random: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const connections = Number(values.connections);
const startedAt = performance.now();
process.stderr.write(`seed ${seed}, ${values.seconds} s at most\n`);
const report = await killRuns({
  kills: Number(values.kills),
  readers: Number(values.readers),
  connections,
  seed,
  points: values.random ? [] : crashPoints,
  until: startedAt + Number(values.seconds) * 1000,
});
const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
process.stdout.write(`${JSON.stringify({ seed, seconds, ...report }, null, 2)}\n`);
const isClean =
  report.twice.length + report.forgotten.length + report.unlisted.length === 0 &&
  report.uncertain <= report.kills * connections;
process.exitCode = isClean ? 0 : 1;
