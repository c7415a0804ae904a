import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastDurationMs, msLeft } from '../../../src/core/desk/paceEstimate.ts';
import { waitMs, type PaceLimits } from '../../../src/core/sending/pace.ts';

const noLimits: PaceLimits = { perSecond: 0, perMinute: 0, perHour: 0, perDay: 0 };

test('the estimate is what a run that keeps the pace takes, with one limit exactly', () => {
  const limit = fc.constantFrom('perSecond', 'perMinute', 'perHour', 'perDay');
  fc.assert(
    fc.property(
      limit,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 80 }),
      (name, most, letters) => {
        const limits = { ...noLimits, [name]: most };
        expect(leastDurationMs(letters, limits)).toBeCloseTo(pacedMs(letters, limits), 3);
      },
    ),
  );
});

test('with several limits no run is quicker than the estimate (R26)', () => {
  const most = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(
      fc.record({ perSecond: most, perMinute: most, perHour: most, perDay: most }),
      fc.integer({ min: 0, max: 60 }),
      (limits, letters) => {
        expect(leastDurationMs(letters, limits)).toBeLessThanOrEqual(pacedMs(letters, limits) + 1e-3);
      },
    ),
  );
});

test('nobody can tell how long the rest takes before the first answer', () => {
  expect(msLeft({ done: 0, left: 10, elapsedMs: 500 })).toBeNull();
  expect(msLeft({ done: 5, left: 10, elapsedMs: 500 })).toBe(1000);
});

/** How long a run takes that waits exactly as long as it must. */
function pacedMs(letters: number, limits: PaceLimits): number {
  const pastMs: number[] = [];
  let nowMs = 0;
  for (let sent = 0; sent < letters; sent++) {
    nowMs += waitMs(pastMs, limits, nowMs);
    pastMs.push(nowMs);
  }
  return pastMs.at(-1) ?? 0;
}
