import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { withFolder, type Bench } from './bench.ts';
import { fillBenchFolder, numberOfReader } from './benchFolder.ts';
import { benchWeek } from './benchLetter.ts';
import { aligned, finding, plain, type Finding } from './finding.ts';
import { inProcessOfItsOwn, startProcess } from './processes.ts';
import type { SendReport } from './sends.ts';
import { startSink, type Sink } from './sink.ts';

/** Large sends. */
export interface LargeSends {
  /** How many readers each has. */
  readonly sizes: readonly number[];
  readonly connections: number;
  /** Killed in the middle, and gone on with. */
  readonly isKilled: boolean;
}

/** Sends to more and more, and counts at the sink and in the ledger what became of each reader. */
export async function sendToMany(bench: Bench, order: LargeSends): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const rows: (readonly string[])[] = [];
  const peaks: number[] = [];
  for (const readers of order.sizes) {
    const sent = await withFolder(bench.folder, (folder) => sendOne(bench, folder, readers, order));
    rows.push(rowOf(readers, sent));
    findings.push(...findingsOf(readers, sent, order));
    peaks.push(sent.report.peakMB);
  }
  findings.push(...growthOf(order.sizes, peaks));
  process.stdout.write(`${aligned([columns, ...rows])}\n\n`);
  return findings;
}

interface Sent {
  readonly sink: string;
  /** Of the run that went to the end. */
  readonly report: SendReport;
  readonly ledgerMB: number;
  readonly fates: Fates;
}

async function sendOne(
  bench: Bench,
  parent: string,
  readers: number,
  { connections, isKilled }: LargeSends,
): Promise<Sent> {
  const folder = join(parent, 'newsletter');
  await mkdir(folder);
  bench.say(`Writing ${plain(readers)} readers …`);
  await fillBenchFolder(folder, readers, connections);
  const record = join(parent, 'taken.txt');
  const sink = await startSink(bench, { record });
  try {
    bench.say(`Sending to a ${sink.kind} …`);
    if (isKilled) {
      await killedSend(folder, sink, readers / 2);
      bench.say(`Killed after ${plain(await sink.taken())}; going on …`);
    }
    const report = await inProcessOfItsOwn<SendReport>('send', { folder, url: sink.url });
    await sink.taken();
    const ledger = join(folder, 'issues', benchWeek, 'ledger.jsonl');
    const ledgerMB = (await stat(ledger)).size / 1e6;
    return { sink: sink.kind, report, ledgerMB, fates: await fates(readers, record, ledger) };
  } finally {
    await sink.stop();
  }
}

const columns = [
  'readers',
  'letters',
  'seconds',
  'letters/s',
  'CPU each',
  'peak RSS',
  'ledger',
  'twice',
  'missing',
  'uncertain',
];

/** What it cost, and what became of the readers; of a send that was killed, the cost of bringing it to its end. */
function rowOf(readers: number, { report, ledgerMB, fates }: Sent): readonly string[] {
  const { seconds, cpuMs, peakMB } = report;
  const sent = report.readers;
  return [
    plain(readers),
    plain(sent),
    plain(seconds),
    plain(sent / seconds),
    `${plain((cpuMs * 1000) / sent)} µs`,
    `${plain(peakMB)} MB`,
    `${plain(ledgerMB)} MB`,
    plain(fates.twice),
    plain(fates.unlisted + fates.forgotten),
    plain(fates.uncertain),
  ];
}

function findingsOf(readers: number, sent: Sent, { connections, isKilled }: LargeSends): readonly Finding[] {
  const { twice, unlisted, forgotten, uncertain } = sent.fates;
  const how = `${plain(readers)} readers, ${isKilled ? 'killed in the middle, ' : ''}${sent.sink}`;
  const counted = (goal: string, what: string, value: number, atMost: number, figures: object): Finding =>
    finding(goal, what, value, { atMost }, { unit: 'readers', how, figures });
  return [
    counted('R1', 'got the letter twice', twice, 0, { readers, connections, isKilled, ...sent }),
    counted('R1', 'accepted by the ledger, but never taken', unlisted, 0, {}),
    counted('R1', 'neither accepted nor uncertain', forgotten, 0, {}),
    counted('R5', 'uncertain', uncertain, isKilled ? connections : 0, {}),
  ];
}

/** P5: the most memory of the last beside that of the first of at least 10,000, below which Node itself is most of it. */
function growthOf(sizes: readonly number[], peaks: readonly number[]): readonly Finding[] {
  const first = sizes.findIndex((size) => size >= 10_000);
  const [few, many, fewMB, manyMB] = [sizes[first], sizes.at(-1), peaks[first], peaks.at(-1)];
  if (few === undefined || many === undefined || few === many) return [];
  if (fewMB === undefined || manyMB === undefined) return [];
  const what = `peak RSS at ${plain(many)} readers beside ${plain(few)}`;
  const how = `${plain(manyMB)} MB : ${plain(fewMB)} MB, MJML included; once each`;
  return [finding('P5', what, manyMB / fewMB, { atMost: 1.5 }, { how, figures: { sizes, peaks } })];
}

/** Ends a send by SIGKILL once the sink has taken so many. */
async function killedSend(folder: string, sink: Sink, after: number): Promise<void> {
  const sender = startProcess('send', { folder, url: sink.url });
  const ended = once(sender, 'exit');
  while ((await sink.taken()) < after && sender.exitCode === null)
    await new Promise((next) => setTimeout(next, 20));
  if (!sender.kill('SIGKILL')) throw new Error('the send was over before it could be killed');
  await ended;
}

interface Fates {
  readonly twice: number;
  /** Accepted, as the ledger says, by a sink that knows nothing of it. */
  readonly unlisted: number;
  readonly forgotten: number;
  readonly uncertain: number;
}

/** Compares what the sink took with what the ledger says, a byte a reader. */
async function fates(readers: number, record: string, ledger: string): Promise<Fates> {
  const taken = new Uint8Array(readers);
  for await (const line of linesOf(record))
    taken[numberOfReader(line)] = (taken[numberOfReader(line)] ?? 0) + 1;
  const [attempted, accepted, other] = [1, 2, 3];
  const known = new Uint8Array(readers);
  for await (const line of linesOf(ledger)) {
    const [, type, id] = /^\{"type":"(attempted|outcome)".*?"id":"([^"]*)"/.exec(line) ?? [];
    if (type === undefined || id === undefined) continue;
    const isAccepted = line.includes('"outcome":"accepted"');
    known[numberOfReader(id)] = type === 'attempted' ? attempted : isAccepted ? accepted : other;
  }
  const count = (isOne: (taken: number, known: number) => boolean): number =>
    known.reduce((sum, state, number) => sum + (isOne(taken[number] ?? 0, state) ? 1 : 0), 0);
  return {
    twice: count((taken) => taken > 1),
    unlisted: count((taken, known) => taken === 0 && known === accepted),
    forgotten: count((_, known) => known !== attempted && known !== accepted),
    uncertain: count((_, known) => known === attempted),
  };
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Infinity });
}
