import { amount, rounds, type Bench } from '../bench.ts';
import { finding, plain, type Finding } from '../finding.ts';
import { alternating, median } from '../processes.ts';
import { ourSend, peerSend } from '../sends.ts';
import { startSink } from '../sink.ts';

/**
 * P5: the most memory of a send with ten times the readers beside one of 10,000 (a million takes `npm run bench -- send`),
 * and beside a naive script that hands all letters over at once: that one runs once, since it takes half a minute.
 */
export async function memory(bench: Bench): Promise<readonly Finding[]> {
  const sink = await startSink(bench);
  const [few, many] = [amount(bench, 10_000), amount(bench, 100_000)];
  const count = rounds(bench, 2);
  try {
    const { small, large } = await alternating(count, {
      small: () => ourSend(bench, { url: sink.url, readers: few }),
      large: () => ourSend(bench, { url: sink.url, readers: many }),
    });
    const naive = await peerSend(bench, { url: sink.url, readers: few, isAllAtOnce: true });
    const [smallMB, largeMB] = [small, large].map((runs) => median(runs.map(({ peakMB }) => peakMB)));
    if (smallMB === undefined || largeMB === undefined) return [];
    return [
      finding(
        'P5',
        `peak RSS at ${plain(many)} readers beside ${plain(few)}`,
        largeMB / smallMB,
        { atMost: 1.5 },
        {
          how: `${plain(largeMB)} MB : ${plain(smallMB)} MB, MJML included; ${count} rounds, ${sink.kind}`,
          figures: { sink: sink.kind, rounds: count, small, large },
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
    ];
  } finally {
    await sink.stop();
  }
}
