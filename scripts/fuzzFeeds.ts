import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { mutatedBytes, mutatedFeed, readSoundly } from '../test/feed/feedFuzz.ts';

/**
 * Damages the feeds of the corpus in ever new ways and reads them (R57, R59). Ends with figures, or with the smallest
 * damage that does harm and the seed to meet it again.
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '180' }, seed: { type: 'string' } },
});

const rounds = 500;
const ends = performance.now() + Number(values.seconds) * 1000;
const figures = { feeds: 0, refused: 0, posts: 0, slowestMs: 0 };
let seed = Number(values.seed ?? Date.now() % 2 ** 31);

while (performance.now() < ends) {
  fc.assert(
    fc.property(mutatedFeed, (mutated) => {
      const bytes = mutatedBytes(mutated);
      const started = performance.now();
      const found = readSoundly(bytes);
      figures.slowestMs = Math.max(figures.slowestMs, Math.round(performance.now() - started));
      figures.feeds += 1;
      if (found === 'refused') figures.refused += 1;
      else figures.posts += found;
    }),
    { seed, numRuns: rounds },
  );
  seed += 1;
}
process.stdout.write(
  `${JSON.stringify({ ...figures, seconds: Number(values.seconds), lastSeed: seed - 1 })}\n`,
);
