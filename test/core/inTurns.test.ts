import { expect, test } from 'vitest';
import { endingWithin, inTurns, type Machine } from '../../src/core/inTurns.ts';

/** A machine on which each look at the time costs a millisecond, and others' turns are counted. */
function slowMachine(): Machine & { readonly turns: () => number; readonly passed: () => number } {
  let ms = 0;
  let turns = 0;
  return {
    nowMs: () => ms++,
    othersTurn: async () => void turns++,
    turns: () => turns,
    passed: () => ms,
  };
}

function* counting(steps: number): Generator<void, number> {
  for (let step = 0; step < steps; step++) yield;
  return steps;
}

test('others have their turn every ten milliseconds, and the computation comes to its end', async () => {
  const machine = slowMachine();
  expect(await inTurns(counting(1000), machine)).toBe(1000);
  expect(machine.turns()).toBeGreaterThanOrEqual(Math.floor(machine.passed() / 12));
});

test('a short computation waits for nobody', async () => {
  const machine = slowMachine();
  expect(await inTurns(counting(3), machine)).toBe(3);
  expect(machine.turns()).toBe(0);
});

test('what takes longer than it may is given up at once, also one without an end (R59)', async () => {
  const machine = slowMachine();
  expect(
    await inTurns(endingWithin(100, counting(Number.POSITIVE_INFINITY), machine), machine),
  ).toBeUndefined();
  expect(machine.passed()).toBeLessThan(400);
  expect(await inTurns(endingWithin(100, counting(20), machine), machine)).toBe(20);
});
