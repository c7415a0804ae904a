import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { confirmedReader, friday, sendingTo, writeSubscribers } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';
import { mailServer } from '../support/sending.ts';

const week = '2026-W47';
const people = [
  confirmedReader(1),
  confirmedReader(2, { pausedUntil: '2099-12-24' }),
  confirmedReader(3, { rhythm: 'monthly' }),
];
const german = { LANG: 'de_DE.UTF-8' };

async function composedFolder(): Promise<string> {
  const folder = await newsletterFolder(people);
  const { code, stderr } = await runHere(['compose', '--dir', folder, '--now', friday]);
  expect(code, stderr).toBe(0);
  return folder;
}

describe('readers’ wishes on the command line', () => {
  test('a rehearsal counts who pauses and who gets the month’s letter, and status says it of one', async () => {
    const folder = await composedFolder();
    const env = sendingTo('smtp://127.0.0.1:1');
    const rehearsal = await runHere(['send', week, '--dry-run', '--dir', folder], { ...env, ...german });
    expect(rehearsal.code, rehearsal.stderr).toBe(0);
    expect(rehearsal.stdout).toContain('ginge an 2 Personen');
    expect(rehearsal.stdout).toMatch(/1 {2}davon bekommen ihn als Monatsbrief/);
    expect(rehearsal.stdout).toMatch(/1 {2}nicht angeschrieben: pausiert/);
    const status = await runHere(['status', week, '--subscriber', 'reader2@example.org', '--dir', folder], {
      ...env,
      ...german,
    });
    expect(status.stdout).toContain('  nicht angeschrieben: pausiert bis 24. Dezember 2099');
  });

  test('after a send the reasons stand in its report, and in both languages', async () => {
    const folder = await composedFolder();
    const server = await mailServer();
    const env = sendingTo(server.url);
    const first = await runHere(['send', week, '--json', '--dir', folder], env);
    expect(JSON.parse(first.stdout)).toMatchObject({ skipped: { paused: 1 }, totals: { accepted: 2 } });

    await runHere(['compose', '--dir', folder, '--now', '2026-11-27T20:00:00+01:00']);
    const second = await runHere(['send', '2026-W48', '--json', '--dir', folder], env);
    expect(JSON.parse(second.stdout)).toMatchObject({ skipped: { paused: 1, monthly: 1 } });
    const ask = ['status', '2026-W48', '--subscriber', 'reader3@example.org', '--dir', folder];
    expect((await runHere(ask, german)).stdout).toContain('  nicht angeschrieben: bekommt den Monatsbrief');
    expect((await runHere(ask)).stdout).toContain('  not mailed: gets the monthly letter');
    const document: unknown = JSON.parse((await runHere([...ask, '--json'])).stdout);
    expect(document).toMatchObject({ state: 'monthly', reason: 'monthly' });
  });

  test('a real send lets go of sign-ups nobody confirmed and of those who left; a rehearsal does not (R63, R66)', async () => {
    const folder = await composedFolder();
    await writeSubscribers(folder, [
      ...people,
      confirmedReader(4, { status: 'pending' }),
      confirmedReader(5, { status: 'unsubscribed', unsubscribedAt: '2026-04-01T08:00:00Z' }),
    ]);
    const server = await mailServer();
    const env = sendingTo(server.url);
    const list = (): Promise<string> => readFile(join(folder, 'subscribers.json'), 'utf8');
    await runHere(['send', week, '--dry-run', '--dir', folder], env);
    expect(await list()).toMatch(/reader4@[^]*reader5@/);
    const sent = await runHere(['send', week, '--dir', folder], env);
    expect(sent.code, sent.stderr).toBe(0);
    expect(await list()).not.toMatch(/reader[45]@/);
    expect(await list()).toContain('reader3@');
    expect(server.received).toHaveLength(2);
  });
});
