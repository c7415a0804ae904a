import { expect, test } from 'vitest';
import { crashPoints } from '../support/crashPoints.ts';
import { killRuns } from '../support/killRuns.ts';

test('killed at any moment and run again, a send mails nobody twice and forgets nobody (R1, R4, R5)', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const report = await killRuns({ kills: 6, readers: 120, connections: 3, seed });
  expect(report, `seed ${seed}`).toMatchObject({ twice: [], forgotten: [], unlisted: [] });
  expect(report.kills).toBe(6);
  expect(report.uncertain, `seed ${seed}`).toBeLessThanOrEqual(6 * 3);
}, 120_000);

test('killed once at each named point of a run and of a message, it is the same (R3, R4, R5)', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const plan = { kills: crashPoints.length + 1, readers: 60, connections: 3, seed, points: crashPoints };
  const report = await killRuns(plan);
  expect(report, `seed ${seed}`).toMatchObject({ twice: [], forgotten: [], unlisted: [] });
  expect(report.uncertain, `seed ${seed}`).toBeLessThanOrEqual(plan.kills * 3);
  expect(Object.keys(report.killsAt).length, JSON.stringify(report.killsAt)).toBeGreaterThanOrEqual(12);
}, 120_000);
