import { amount, rounds, type Bench } from '../bench.ts';
import { finding, plain, type Finding } from '../finding.ts';
import { alternating, median } from '../processes.ts';
import { ourSend, peerSend, rate, type SendReport } from '../sends.ts';
import { startSink } from '../sink.ts';

/**
 * P6: what it costs to know after any crash who has the letter, beside a ledger that forgets. P5: the most memory of the same
 * sends beside that of sends to a tenth of the readers (a million takes `npm run bench -- send`), and beside a naive
 * script that hands all letters over at once: that one runs once, since it takes half a minute.
 */
export async function largeSends(bench: Bench): Promise<readonly Finding[]> {
  const sink = await startSink(bench);
  const { url } = sink;
  const [few, many] = [amount(bench, 10_000), amount(bench, 100_000)];
  const count = rounds(bench, 3);
  try {
    const { durable, forgetful, small } = await alternating(count, {
      durable: () => ourSend(bench, { url, readers: many }),
      forgetful: () => ourSend(bench, { url, readers: many, isForgetful: true }),
      small: () => ourSend(bench, { url, readers: few }),
    });
    const naive = await peerSend(bench, { url, readers: few, isAllAtOnce: true });
    const [largeMB, smallMB] = [peak(durable), peak(small)];
    const [kept, forgotten] = [median(durable.map(rate)), median(forgetful.map(rate))];
    const runs = `${count} rounds, ${sink.kind}`;
    return [
      finding(
        'P5',
        `peak RSS at ${plain(many)} readers beside ${plain(few)}`,
        largeMB / smallMB,
        { atMost: 1.5 },
        {
          how: `${plain(largeMB)} MB : ${plain(smallMB)} MB, MJML included; ${runs}`,
          figures: { sink: sink.kind, rounds: count, small },
        },
      ),
      finding(
        'P5',
        `peak RSS at ${plain(few)} beside a naive Promise.all`,
        smallMB / naive.peakMB,
        { atMost: 0.1 },
        {
          how: `${plain(smallMB)} MB : ${plain(naive.peakMB)} MB; the naive script once`,
          figures: { naive },
        },
      ),
      finding(
        'P6',
        'speed with the durable ledger beside one in memory',
        kept / forgotten,
        { atLeast: 0.8 },
        {
          how: `${plain(kept)}/s : ${plain(forgotten)}/s; ${plain(many)} readers, ${runs}`,
          figures: { sink: sink.kind, rounds: count, durable, forgetful },
        },
      ),
    ];
  } finally {
    await sink.stop();
  }
}

/** Megabytes. */
function peak(runs: readonly SendReport[]): number {
  return median(runs.map(({ peakMB }) => peakMB));
}
