import { amount, rounds, type Bench } from '../bench.ts';
import { finding, plain, type Finding } from '../finding.ts';
import { alternating, median } from '../processes.ts';
import { ourSend, peerSend, rate, type SendReport } from '../sends.ts';
import { startSink, type Sink } from '../sink.ts';

const delayMs = 20;

/**
 * P4: one connection to a server far away, whose every group of replies takes 20 ms; it offers PIPELINING. The clock of both
 * runs at the sink, from the first MAIL to the last answer: what a program does before costs no more with more readers.
 */
export async function distance(bench: Bench): Promise<readonly Finding[]> {
  const sink = await startSink(bench, { delayMs });
  const { url } = sink;
  // So many that what either side costs at its start, before its code is compiled, is a small part.
  const readers = amount(bench, 400);
  const count = rounds(bench, 5);
  try {
    const { ours, nodemailer } = await alternating(count, {
      ours: () => seenBy(sink, ourSend(bench, { url, readers, connections: 1 })),
      nodemailer: () => seenBy(sink, peerSend(bench, { url, readers, connections: 1 })),
    });
    const [ourRate, peerRate] = [median(ours.map(rate)), median(nodemailer.map(rate))];
    const sizes = `${plain(readers)} readers each, ${count} rounds, ${sink.kind}`;
    return [
      finding(
        'P4',
        'messages/s a connection at 20 ms reply delay',
        ourRate / peerRate,
        { atLeast: 2 },
        {
          how: `${plain(ourRate)}/s : ${plain(peerRate)}/s from the first MAIL to the last answer; ${sizes}`,
          figures: { sink: sink.kind, delayMs, rounds: count, ours, nodemailer },
        },
      ),
    ];
  } finally {
    await sink.stop();
  }
}

/** A send as long as the sink saw it. */
async function seenBy(sink: Sink, send: Promise<SendReport>): Promise<SendReport> {
  return { ...(await send), seconds: await sink.wireSeconds() };
}
