import { expect, test } from 'vitest';
import { crashPoints } from '../support/crashPoints.ts';
import { killRuns } from '../support/killRuns.ts';
import { seed } from '../support/seed.ts';

test('killed at any moment and run again, a send mails nobody twice and forgets nobody (R1, R4, R5)', async () => {
  const report = await killRuns({ kills: 4, readers: 90, connections: 3, seed });
  expect(report, `seed ${seed}`).toMatchObject({ twice: [], forgotten: [], unlisted: [] });
  expect(report.kills).toBe(4);
  expect(report.uncertain, `seed ${seed}`).toBeLessThanOrEqual(4 * 3);
});

test('killed at named points of a run and of a message, it is the same (R3, R4, R5)', async () => {
  // A third of them; the torture takes them all.
  const points = crashPoints.filter((_, index) => index % 3 === Math.abs(seed) % 3);
  const plan = { kills: points.length, readers: 40, connections: 3, seed, points };
  const report = await killRuns(plan);
  expect(report, `seed ${seed}`).toMatchObject({ twice: [], forgotten: [], unlisted: [] });
  expect(report.uncertain, `seed ${seed}`).toBeLessThanOrEqual(plan.kills * 3);
  expect(Object.keys(report.killsAt), `seed ${seed}`).toEqual(points);
});
