import fc from 'fast-check';
import { test } from 'vitest';
import { mutatedBytes, mutatedFeed, readSoundly } from './feedFuzz.ts';

test('no feed that was damaged on its way does harm (R57, R59)', () => {
  fc.assert(
    fc.property(mutatedFeed, (mutated) => {
      readSoundly(mutatedBytes(mutated));
    }),
    { numRuns: 400 },
  );
});
