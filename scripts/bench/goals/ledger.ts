import { amount, rounds, type Bench } from '../bench.ts';
import { finding, plain, type Finding } from '../finding.ts';
import { alternating, median } from '../processes.ts';
import { ourSend, rate } from '../sends.ts';
import { startSink } from '../sink.ts';

/** P6: what it costs to know after any crash who has the letter, beside a ledger that forgets. */
export async function ledger(bench: Bench): Promise<readonly Finding[]> {
  const sink = await startSink(bench);
  const readers = amount(bench, 100_000);
  const count = rounds(bench, 3);
  try {
    const { durable, forgetful } = await alternating(count, {
      durable: () => ourSend(bench, { url: sink.url, readers }),
      forgetful: () => ourSend(bench, { url: sink.url, readers, isForgetful: true }),
    });
    const [kept, forgotten] = [median(durable.map(rate)), median(forgetful.map(rate))];
    return [
      finding(
        'P6',
        'speed with the durable ledger beside one in memory',
        kept / forgotten,
        { atLeast: 0.8 },
        {
          how: `${plain(kept)}/s : ${plain(forgotten)}/s; ${plain(readers)} readers, ${count} rounds, ${sink.kind}`,
          figures: { sink: sink.kind, rounds: count, durable, forgetful },
        },
      ),
    ];
  } finally {
    await sink.stop();
  }
}
