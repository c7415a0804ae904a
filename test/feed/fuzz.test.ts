import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mutatedBytes, mutatedFeed, readSoundly } from './feedFuzz.ts';

/** Another one each week, so that many weeks try much; the failure names it, so that it can be tried again. */
const seed = Math.floor(Date.now() / 604_800_000);

test(`no feed that was damaged on its way does harm (R57, R59; seed ${seed})`, () => {
  const started = performance.now();
  fc.assert(
    fc.property(mutatedFeed, (mutated) => {
      readSoundly(mutatedBytes(mutated));
    }),
    { seed, numRuns: 400 },
  );
  expect(performance.now() - started).toBeLessThan(20_000);
});
