import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Ledger } from '../src/core/ports.ts';
import { parseWeek } from '../src/core/week.ts';
import { issuePaths } from '../src/files/issuesFolder.ts';
import { send } from '../src/flow/send.ts';
import { confirmedReader, fillNewsletterFolder, friday } from '../test/support/newsletter.ts';
import { runCli } from '../test/support/cli.ts';
import { sendOrder } from '../test/support/sending.ts';

/**
 * A whole send over SMTP on this machine, to a sink in a process of its own: once with the ledger on disk, and side by
 * side with one in memory that forgets. The ratio is what it costs to know after any crash who has the letter.
 */
const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '10000' },
    connections: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    folder: { type: 'string', default: tmpdir() },
    /** Set for the processes that are measured. */
    run: { type: 'string' },
    url: { type: 'string', default: '' },
    ledger: { type: 'string', default: 'disk' },
  },
});

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMB: number;
  readonly startMB: number;
  readonly accepted: number;
}

if (values.run !== undefined) process.send?.(await measureSend(values.run));
else await compare();

async function compare(): Promise<void> {
  const sink = fork(join(import.meta.dirname, 'smtpSink.mjs'));
  const { port } = await message<{ port: number }>(sink);
  const rounds = Array.from({ length: Number(values.rounds) }, (_, round) => round);
  const results: Record<'disk' | 'memory', (Measured & { ledgerMB: number })[]> = { disk: [], memory: [] };
  for (const _ of rounds)
    for (const ledger of ['disk', 'memory'] as const)
      results[ledger].push(await freshSend(`smtp://127.0.0.1:${port}`, ledger));
  sink.send('count');
  const { taken } = await message<{ taken: number }>(sink);
  sink.kill();
  const expected = Number(values.readers) * rounds.length * 2;
  if (taken !== expected) throw new Error(`the sink took ${taken} letters, not ${expected}`);
  const rows = (['disk', 'memory'] as const).map((ledger) => ({
    readers: Number(values.readers),
    ledger,
    'wall s': median(results[ledger].map((one) => one.seconds)),
    'CPU s': median(results[ledger].map((one) => one.cpuSeconds)),
    'letters/s': Math.round(Number(values.readers) / median(results[ledger].map((one) => one.seconds))),
    'peak MB': median(results[ledger].map((one) => one.peakMB)),
    'before MB': median(results[ledger].map((one) => one.startMB)),
    'ledger MB': median(results[ledger].map((one) => one.ledgerMB)),
  }));
  // oxlint-disable-next-line no-console -- a table for people
  console.table(rows);
  const [disk, memory] = rows;
  const ratio = disk && memory ? disk['wall s'] / memory['wall s'] : 0;
  process.stdout.write(`The ledger on disk takes ${ratio.toFixed(2)} times as long as one that forgets.\n`);
}

async function freshSend(url: string, ledger: string): Promise<Measured & { ledgerMB: number }> {
  const folder = await mkdtemp(join(values.folder, 'wochenbrief-bench-'));
  try {
    const readers = Array.from({ length: Number(values.readers) }, (_, index) => confirmedReader(index));
    await fillNewsletterFolder(folder, readers, (yaml) =>
      yaml.replace('connections: 5', `connections: ${values.connections}`),
    );
    const composed = await runCli(['compose', '--dir', folder, '--now', friday]);
    if (composed.code !== 0) throw new Error(composed.stderr);
    const child = fork(import.meta.filename, ['--run', folder, '--url', url, '--ledger', ledger]);
    const measured = await message<Measured>(child);
    const { size } = await stat(issuePaths(folder, parseWeek('2026-W47')).ledger);
    return { ...measured, ledgerMB: Math.round(size / 1e5) / 10 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureSend(folder: string): Promise<Measured> {
  const order = await sendOrder(folder, values.url, {
    clock: { now: () => new Date(), sleep: (ms, signal) => wait(ms, undefined, { signal }) },
  });
  const { issues } = order;
  const forgetful = async (...args: Parameters<typeof issues.openLedger>): Promise<Ledger> => ({
    ...(await issues.openLedger(...args)),
    append: () => Promise.resolve(),
    note: (_record, onWritten) => onWritten?.(),
  });
  const startMB = Math.round(process.memoryUsage.rss() / 1e6);
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  const report = await send(
    values.ledger === 'memory' ? { ...order, issues: { ...issues, openLedger: forgetful } } : order,
  );
  const cpu = process.cpuUsage(cpuBefore);
  return {
    seconds: rounded((performance.now() - startedAt) / 1000),
    cpuSeconds: rounded((cpu.user + cpu.system) / 1e6),
    peakMB: Math.round(process.resourceUsage().maxRSS / 1000),
    startMB,
    accepted: report.due,
  };
}

async function message<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the measured process ended with ${code}`);
  });
  const [value] = await Promise.race([once(child, 'message'), ended]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends of this channel stand in these scripts
  return value as T;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
