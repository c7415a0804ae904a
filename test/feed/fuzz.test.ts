import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startOwnTime } from '../support/ownTime.ts';
import { mutatedBytes, mutatedFeed, readSoundly } from './feedFuzz.ts';

test('no feed that was damaged on its way does harm, or keeps its reader busy (R57, R59)', () => {
  fc.assert(
    fc.property(mutatedFeed, (mutated) => {
      const bytes = mutatedBytes(mutated);
      const elapsed = startOwnTime();
      readSoundly(bytes);
      expect(elapsed()).toBeLessThan(2_000);
    }),
    { numRuns: 400 },
  );
});
