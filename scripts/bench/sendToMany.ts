import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import type { Bench } from './bench.ts';
import { fillBenchFolder, numberOfReader } from './benchFolder.ts';
import { benchWeek } from './benchLetter.ts';
import { finding, plain, type Finding } from './finding.ts';
import { message, startProcess } from './processes.ts';
import type { SendReport } from './sends.ts';
import { startSink, type Sink } from './sink.ts';

/** One large send. */
export interface LargeSend {
  readonly readers: number;
  readonly connections: number;
  /** Killed in the middle, and gone on with. */
  readonly isKilled: boolean;
}

/** Sends to many, and counts at the sink and in the ledger what became of each of them. */
export async function sendToMany(bench: Bench, order: LargeSend): Promise<readonly Finding[]> {
  const { readers, connections, isKilled } = order;
  const folder = join(bench.folder, 'large');
  await mkdir(folder);
  bench.say(`Writing ${plain(readers)} readers …`);
  await fillBenchFolder(folder, readers, connections);
  const record = join(bench.folder, 'taken.txt');
  const sink = await startSink(bench, { record });
  bench.say(`Sending to a ${sink.kind} …`);
  if (isKilled) {
    await killedSend(folder, sink, readers / 2);
    bench.say(`Killed after ${plain(await sink.taken())}; going on …`);
  }
  const report = await wholeSend(folder, sink);
  await sink.taken();
  await sink.stop();
  const ledgerPath = join(folder, 'issues', benchWeek, 'ledger.jsonl');
  const ledgerMB = (await stat(ledgerPath)).size / 1e6;
  const counts = await fates(readers, record, ledgerPath);
  const figures = { ...order, sink: sink.kind, report, ledgerMB, ...counts };
  bench.say(
    `${plain(report.readers)} letters in ${plain(report.seconds)} s: ${plain(report.readers / report.seconds)}/s, ` +
      `${plain((report.cpuMs * 1000) / report.readers)} µs CPU each, ${plain(report.peakMB)} MB at most, ledger ${plain(ledgerMB)} MB`,
  );
  const how = `${plain(readers)} readers, ${isKilled ? 'killed in the middle, ' : ''}${sink.kind}`;
  const counted = (goal: string, what: string, value: number, atMost: number): Finding =>
    finding(goal, what, value, { atMost }, { unit: 'readers', how, figures });
  return [
    counted('R1', 'got the letter twice', counts.twice, 0),
    counted('R1', 'accepted by the ledger, but never taken', counts.unlisted, 0),
    counted('R1', 'neither accepted nor uncertain', counts.forgotten, 0),
    counted('R5', 'uncertain', counts.uncertain, isKilled ? connections : 0),
  ];
}

async function wholeSend(folder: string, sink: Sink): Promise<SendReport> {
  return message<SendReport>(startProcess('send', { folder, url: sink.url }));
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
