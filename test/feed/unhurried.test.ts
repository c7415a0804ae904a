import { expect, test } from 'vitest';
import { unhurried } from '../../src/feed/unhurried.ts';

/** Steps that each keep the program busy for some milliseconds. */
function* busySteps(count: number): Generator<void, string> {
  for (let step = 0; step < count; step += 1) {
    const until = performance.now() + 3;
    while (performance.now() < until);
    yield;
  }
  return 'done';
}

test('other work has its turn between the steps of a long computation (R59)', async () => {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  expect(await unhurried(busySteps(40), 60_000)).toBe('done');
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(3);
});

test('what takes longer than it may is given up, and what is quick is not', async () => {
  expect(await unhurried(busySteps(Infinity), 60)).toBeUndefined();
  expect(await unhurried(busySteps(2), 60_000)).toBe('done');
});

test('a step that fails fails the whole', async () => {
  const steps = (function* (): Generator<void, never> {
    yield;
    throw new Error('broken step');
  })();
  await expect(unhurried(steps, 1000)).rejects.toThrow('broken step');
});
