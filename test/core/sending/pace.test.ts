import fc from 'fast-check';
import { expect, test } from 'vitest';
import { waitMs, type PaceLimits } from '../../../src/core/sending/pace.ts';

const hourMs = 3_600_000;
const none: PaceLimits = { perSecond: 0, perMinute: 0, perHour: 0, perDay: 0 };
const start = Date.parse('2026-11-22T06:00:00Z');

/** Sends `count` messages as the limits allow, with the given pauses of its own in between. */
function schedule(limits: PaceLimits, pauses: readonly number[], count: number): number[] {
  const past: number[] = [];
  let now = start;
  for (let index = 0; index < count; index++) {
    now += pauses[index % pauses.length] ?? 0;
    now += Math.ceil(waitMs(past, limits, now));
    past.push(now);
  }
  return past;
}

function mostWithin(instants: readonly number[], windowMs: number): number {
  let first = 0;
  let most = 0;
  for (const [last, instant] of instants.entries()) {
    while ((instants[first] ?? 0) + windowMs <= instant) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const limit = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 }));
const limits = fc.record({ perSecond: limit, perMinute: limit, perHour: limit, perDay: limit });
const pauses = fc.array(fc.oneof(fc.constant(0), fc.nat(2000), fc.nat(2 * hourMs)), {
  minLength: 1,
  maxLength: 20,
});

test('never more than the limit in any second, minute, hour or day (R26)', () => {
  fc.assert(
    fc.property(limits, pauses, (limits, pauses) => {
      const instants = schedule(limits, pauses, 150);
      for (const [most, windowMs] of [
        [limits.perSecond, 1000],
        [limits.perMinute, 60_000],
        [limits.perHour, hourMs],
        [limits.perDay, 24 * hourMs],
      ] as const) {
        if (most > 0) expect(mostWithin(instants, windowMs)).toBeLessThanOrEqual(most);
      }
    }),
    { numRuns: 300 },
  );
});

test('nobody waits longer than the limits demand', () => {
  fc.assert(
    fc.property(limits, pauses, (limits, pauses) => {
      const past = schedule(limits, pauses, 60);
      const now = past.at(-1) ?? start;
      const wait = Math.ceil(waitMs(past, limits, now));
      if (wait === 0) return;
      // One millisecond earlier one of the windows would have been full, or the even pace broken.
      const early = [...past, now + wait - 2];
      const isTooSoon = limits.perSecond > 0 && wait - 2 < 1000 / limits.perSecond;
      const isFull =
        (limits.perMinute > 0 && mostWithin(early, 60_000) > limits.perMinute) ||
        (limits.perHour > 0 && mostWithin(early, hourMs) > limits.perHour) ||
        (limits.perDay > 0 && mostWithin(early, 24 * hourMs) > limits.perDay);
      expect(isTooSoon || isFull).toBe(true);
    }),
  );
});

test('without limits nobody waits', () => {
  expect(waitMs([start, start, start], none, start)).toBe(0);
});

test('messages of a second are spread over it', () => {
  expect(schedule({ ...none, perSecond: 10 }, [0], 4).map((instant) => instant - start)).toEqual([
    0, 100, 200, 300,
  ]);
});

test('a cap of the day goes on tomorrow, also for a run that was started anew (R26)', () => {
  const past = [start, start + hourMs, start + 2 * hourMs];
  expect(waitMs(past, { ...none, perDay: 3 }, start + 3 * hourMs)).toBe(21 * hourMs);
  expect(waitMs(past, { ...none, perDay: 4 }, start + 3 * hourMs)).toBe(0);
});

test('attempts a wrong clock dated days ahead do not hold up the letter', () => {
  const ahead = [start + 72 * hourMs];
  expect(waitMs(ahead, { ...none, perSecond: 10 }, start)).toBe(0);
  expect(waitMs(ahead, { ...none, perHour: 1 }, start)).toBe(0);
});
