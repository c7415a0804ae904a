import { amount, rounds, type Bench } from '../bench.ts';
import { finding, plain, type Finding } from '../finding.ts';
import { alternating, median } from '../processes.ts';
import { ourSend, peerSend, rate } from '../sends.ts';
import { startSink } from '../sink.ts';

const delayMs = 20;

/** P4: one connection to a server far away, whose every group of replies takes 20 ms; it offers PIPELINING. */
export async function distance(bench: Bench): Promise<readonly Finding[]> {
  const sink = await startSink(bench, { delayMs });
  const readers = amount(bench, 200);
  const count = rounds(bench, 3);
  try {
    const { ours, nodemailer } = await alternating(count, {
      ours: () => ourSend(bench, { url: sink.url, readers, connections: 1 }),
      nodemailer: () => peerSend(bench, { url: sink.url, readers, connections: 1 }),
    });
    const [ourRate, peerRate] = [median(ours.map(rate)), median(nodemailer.map(rate))];
    return [
      finding(
        'P4',
        'messages/s a connection at 20 ms reply delay',
        ourRate / peerRate,
        { atLeast: 2 },
        {
          how: `${plain(ourRate)}/s : ${plain(peerRate)}/s; ${plain(readers)} readers, ${count} rounds, ${sink.kind}`,
          figures: { sink: sink.kind, delayMs, rounds: count, ours, nodemailer },
        },
      ),
    ];
  } finally {
    await sink.stop();
  }
}
