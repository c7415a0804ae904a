import { amount, rounds, type Bench } from '../bench.ts';
import { finding, plain, type Finding } from '../finding.ts';
import { alternating, median } from '../processes.ts';
import { cpuEach, ourSend, peerSend, rate } from '../sends.ts';
import { startSink } from '../sink.ts';

/**
 * P1 and P3: messages a second and CPU a message, beside nodemailer's pool with Handlebars for html and text of each reader;
 * five connections to a sink. Ours reads the list, freezes, keeps the durable ledger and shows progress; nodemailer's has its
 * readers in memory and keeps nothing. Its cost is one of each message, so that fewer of them are enough.
 */
export async function speed(bench: Bench): Promise<readonly Finding[]> {
  const sink = await startSink(bench);
  const [readers, peerReaders] = [amount(bench, 10_000), amount(bench, 1000)];
  const count = rounds(bench, 5);
  try {
    const { ours, nodemailer } = await alternating(count, {
      ours: () => ourSend(bench, { url: sink.url, readers }),
      nodemailer: () => peerSend(bench, { url: sink.url, readers: peerReaders }),
    });
    const expected = count * (readers + peerReaders);
    const taken = await sink.taken();
    if (taken !== expected) throw new Error(`the sink took ${taken} letters, not ${expected}`);
    const [ourRate, peerRate] = [median(ours.map(rate)), median(nodemailer.map(rate))];
    const [ourCpu, peerCpu] = [median(ours.map(cpuEach)), median(nodemailer.map(cpuEach))];
    const figures = { sink: sink.kind, rounds: count, ours, nodemailer };
    const sizes = `${plain(readers)} readers beside ${plain(peerReaders)}, ${count} rounds, ${sink.kind}`;
    return [
      finding(
        'P1',
        'messages/s beside nodemailer’s pool',
        ourRate / peerRate,
        { atLeast: 40 },
        {
          how: `${plain(ourRate)}/s : ${plain(peerRate)}/s; ${sizes}`,
          figures,
        },
      ),
      finding(
        'P3',
        'CPU a message beside nodemailer’s pool',
        ourCpu / peerCpu,
        { atMost: 1 / 40 },
        {
          how: `${plain(ourCpu * 1000)} µs : ${plain(peerCpu * 1000)} µs; the runs of P1`,
          figures: {},
        },
      ),
    ];
  } finally {
    await sink.stop();
  }
}
