import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { amount, rounds, type Bench } from '../bench.ts';
import { finding, plain, unmeasured, type Finding } from '../finding.ts';
import { alternating, median, type Cost } from '../processes.ts';
import { postfixPrograms, smtpSourceOf, type SmtpSource } from '../programs.ts';
import { letterBytes, ourSend, rate, type SendReport } from '../sends.ts';
import { startSink } from '../sink.ts';

const what = 'messages/s, personalised, beside smtp-source -d';

/** P2: beside Postfix's C program, which sends a fixed text of the same size over as many connections that stay open. */
export async function wireSpeed(bench: Bench): Promise<readonly Finding[]> {
  const programs = await postfixPrograms(bench);
  if (typeof programs === 'string') return [unmeasured('P2', what, '≥ 1 ×', programs)];
  const program = smtpSourceOf(programs);
  const sink = await startSink(bench);
  const readers = amount(bench, 10_000);
  const count = rounds(bench, 5);
  const bytes = await letterBytes(bench);
  try {
    const { ours, peer } = await alternating<'ours' | 'peer', SendReport>(count, {
      ours: () => ourSend(bench, { url: sink.url, readers }),
      peer: () => smtpSource(program, { port: sink.port, messages: readers, bytes }),
    });
    const [ourRate, peerRate] = [median(ours.map(rate)), median(peer.map(rate))];
    return [
      finding(
        'P2',
        what,
        ourRate / peerRate,
        { atLeast: 1 },
        {
          how: `${plain(ourRate)}/s : ${plain(peerRate)}/s; ${plain(readers)} readers, ${count} rounds, ${sink.kind}`,
          figures: { sink: sink.kind, rounds: count, ours, peer },
        },
      ),
    ];
  } finally {
    await sink.stop();
  }
}

const patienceMs = 120_000;

/** Sends a fixed text with smtp-source over five connections; it is ended when nothing comes of it. */
export async function smtpSource(
  { path, environment }: SmtpSource,
  {
    port,
    messages,
    bytes,
    to = 'reader@example.org',
  }: {
    readonly port: number;
    readonly messages: number;
    readonly bytes: number;
    readonly to?: string;
  },
): Promise<SendReport> {
  const words = ['-d', '-s', '5', '-m', String(messages), '-l', String(bytes)];
  const startedAt = performance.now();
  const child = spawn(path, [...words, '-f', 'brief@example.org', '-t', to, `127.0.0.1:${port}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environment,
    timeout: patienceMs,
  });
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) throw new Error(`smtp-source ended with ${code ?? signal}`);
  const cost: Cost = { seconds: (performance.now() - startedAt) / 1000, cpuMs: NaN, peakMB: NaN };
  return { readers: messages, ...cost };
}
