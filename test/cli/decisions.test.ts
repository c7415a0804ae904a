import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { weekOf } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { runCli, startCli } from '../support/cli.ts';
import { confirmedReader, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';
import { mailServer } from '../support/sending.ts';
import { recordsOf } from '../support/ledgerRecords.ts';

const readers = Array.from({ length: 3 }, (_, index) => confirmedReader(index));

/** A folder with a draft for this week. */
async function draftedFolder(settings?: (yaml: string) => string): Promise<string> {
  const folder = await newsletterFolder(readers, settings);
  const composed = await runHere(['compose', '--dir', folder]);
  expect(composed.code, composed.stderr).toBe(0);
  return folder;
}

/** A mail server that takes the first reader's letter and asks everybody else for patience. */
const busyServer = () =>
  mailServer({
    onMail: ({ to }) =>
      to.some((address) => address.startsWith('reader0@'))
        ? Promise.resolve()
        : Promise.reject(new Error('come again later')),
  });

const week = weekOf(new Date(), 'Europe/Berlin');

describe('approve and hold', () => {
  test('say what happens next and when, and that no clock runs here', async () => {
    const folder = await draftedFolder();
    const held = await runHere(['hold', week, '--dir', folder], { LANG: 'de_DE.UTF-8' });
    expect([held.code, held.stdout]).toEqual([0, expect.stringContaining(`${week}: zurückgehalten`)]);
    const status = await runHere(['status', '--dir', folder, '--json']);
    expect(status.code).toBe(3);
    expect(JSON.parse(status.stdout)).toMatchObject({
      week,
      state: { is: 'held', reason: 'author' },
      word: { is: 'held', by: 'command' },
      clock: false,
    });
    const told = await runHere(['status', '--dir', folder]);
    expect(told.stdout).toMatch(/held since .+ by a command, because you wished so/);
    const approved = await runHere(['approve', week, '--dir', folder]);
    expect(approved.code).toBe(0);
    expect(approved.stdout).toMatch(
      /approved\. It leaves (on Sunday, .+ 07:00 \(Europe\/Berlin\)|when the clock wakes)/,
    );
    expect(approved.stdout).toContain('No clock is running here');
    const again = await runHere(['approve', week, '--dir', folder, '--json']);
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { outcome: 'alreadySo' }]);
  });

  test('of a week without a draft nothing can be approved: exit code 1, and a reason', async () => {
    const folder = await newsletterFolder(readers);
    const result = await runHere(['approve', week, '--dir', folder, '--json']);
    expect([result.code, JSON.parse(result.stdout)]).toMatchObject([
      1,
      { outcome: 'refused', because: 'nothingComposed' },
    ]);
  });

  test('before there is a draft, status says when it is composed and when it leaves', async () => {
    const folder = await newsletterFolder(readers);
    const now = '2026-11-17T09:00:00+01:00';
    const { stdout } = await runHere(['status', '--dir', folder, '--now', now]);
    expect(stdout).toContain('draft on Friday, 20 November 2026, 09:00');
    expect(stdout).toContain('leaves on Sunday, 22 November 2026, 07:00');
    const found = JSON.parse((await runHere(['status', '--dir', folder, '--now', now, '--json'])).stdout);
    expect(found).toMatchObject({ sendAt: found.leavesAt, next: { leavesAt: found.leavesAt } });
  });

  test('that wait for approval make status ask for the author', async () => {
    const folder = await draftedFolder((yaml) => yaml.replace('approval: automatic', 'approval: ask'));
    const status = await runHere(['status', '--dir', folder, '--json']);
    expect(status.code).toBe(3);
  });
});

describe('pause, resume and cancel', () => {
  test('a letter that half has gone out: paused, send refuses; resumed, it goes on; a second word changes nothing', async () => {
    const folder = await draftedFolder();
    const busy = await busyServer();
    await runHere(['send', '--dir', folder], sendingTo(busy.url));
    const paused = await runHere(['pause', '--dir', folder, '--json']);
    expect([paused.code, JSON.parse(paused.stdout)]).toMatchObject([0, { outcome: 'paused', week }]);
    const refused = await runHere(['send', '--dir', folder, '--json'], sendingTo(busy.url));
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'issue.paused' } });
    const approve = await runHere(['approve', week, '--dir', folder]);
    expect([approve.code, approve.stdout]).toEqual([1, expect.stringContaining('wochenbrief resume')]);
    const status = await runHere(['status', '--dir', folder]);
    expect(status.stdout).not.toMatch(/going on right now|by itself; without it|Next try/);
    expect(status.stdout).toMatch(/paused since .+ by a command.*Go on with: wochenbrief resume/s);
    const resumed = await runHere(['resume', '--dir', folder, '--json']);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ outcome: 'resumed', week });
    expect(JSON.parse((await runHere(['resume', '--dir', folder, '--json'])).stdout)).toMatchObject({
      because: null,
    });
    const hold = await runHere(['hold', week, '--dir', folder]);
    expect([hold.code, hold.stdout]).toEqual([1, expect.stringContaining('wochenbrief pause')]);
  });

  test('cancelling asks for --yes, and then nobody who has not got the letter gets it', async () => {
    const server = await mailServer();
    const folder = await draftedFolder();
    const busy = await busyServer();
    await runHere(['send', '--dir', folder], sendingTo(busy.url));
    expect((await runCli(['cancel', '--dir', folder])).code).toBe(2);
    const cancelled = await runHere(['cancel', '--yes', '--dir', folder, '--json']);
    expect(JSON.parse(cancelled.stdout)).toMatchObject({
      outcome: 'cancelled',
      totals: { accepted: 1, cancelled: 2 },
    });
    const sent = await runHere(['send', '--dir', folder, '--json'], sendingTo(server.url));
    expect([sent.code, server.received]).toEqual([expect.any(Number), []]);
    const status = await runHere(['status', week, '--dir', folder]);
    expect(status.stdout).toMatch(/2 {2}do not get it: cancelled/);
    expect((await runHere(['cancel', '--yes', week, '--dir', folder])).code).toBe(0);
  });

  test('of a week with nothing in it nothing can be cancelled or resumed, and no folder is left behind', async () => {
    const folder = await newsletterFolder(readers);
    for (const decision of ['cancel', 'hold', 'approve', 'resume']) {
      const { code, stdout } = await runHere([
        decision,
        '2026-W03',
        ...(decision === 'cancel' ? ['--yes'] : []),
        '--dir',
        folder,
      ]);
      expect([decision, code], stdout).toEqual([decision, 1]);
      expect(stdout).not.toMatch(/Hold it|wochenbrief hold/);
    }
    expect(await readdir(join(folder, 'issues')).catch(() => [])).not.toContain('2026-W03');
  });

  test('a letter cancelled before its hour never leaves', async () => {
    const folder = await draftedFolder();
    const { code } = await runHere(['cancel', '--yes', '--dir', folder]);
    expect(code).toBe(0);
    expect((await diariesFolder(folder).read(week)).cancelled).toMatchObject({ by: 'command' });
    const sent = await runHere(['send', '--dir', folder, '--json'], sendingTo('smtp://127.0.0.1:9'));
    expect(JSON.parse(sent.stdout)).toMatchObject({ error: { code: 'issue.cancelled' } });
    expect(await recordsOf(issuesFolder(folder), week)).toEqual([]);
  });
});

describe('why did she not get it?', () => {
  test('status --subscriber answers for every letter of the last year, newest first, with attempts and the server’s words', async () => {
    const folder = await newsletterFolder(readers);
    const weeks = ['2026-11-13T20:00:00+01:00', '2026-11-20T20:00:00+01:00'];
    const servers = [
      await mailServer(),
      await mailServer({ rejects: (address) => address.startsWith('reader1@') }),
    ];
    for (const [index, now] of weeks.entries()) {
      await runHere(['compose', '--dir', folder, '--now', now]);
      await runHere(['send', '--dir', folder, '--now', now], sendingTo(servers[index]?.url ?? ''));
    }
    const asked = ['status', '--subscriber', 'reader1@example.org', '--dir', folder, '--now', weeks[1] ?? ''];
    const { stdout } = await runHere([...asked, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      known: true,
      issues: [
        {
          week: '2026-W47',
          state: 'rejected',
          attempts: 1,
          detail: expect.stringContaining('no such mailbox'),
        },
        { week: '2026-W46', state: 'accepted', attempts: 1 },
      ],
    });
    const lines = (await runHere(asked)).stdout.trim().split('\n');
    expect(lines.map((line) => line.slice(0, 8))).toEqual(['2026-W47', '2026-W46']);
    const neither = await runHere(['status', '--subscriber', 'nonsense', '--dir', folder, '--json']);
    expect([neither.code, JSON.parse(neither.stdout)]).toMatchObject([
      2,
      { error: { code: 'address.invalid' } },
    ]);
    expect(lines[0]).toMatch(/rejected {2}1 attempt {2}550 5\.1\.1 no such mailbox/);
  });
});

test('status of a send that was killed says how it goes on, and how the uncertain are settled', async () => {
  let met = (): void => undefined;
  const isMet = new Promise<void>((resolve) => (met = resolve));
  const server = await mailServer({
    onMail() {
      met();
      return new Promise<void>(() => undefined);
    },
  });
  const folder = await draftedFolder((yaml) => yaml.replace('connections: 5', 'connections: 1'));
  const sending = startCli(['send', '--dir', folder], sendingTo(server.url));
  await isMet;
  sending.kill('SIGKILL');
  await once(sending, 'close');
  const { code, stdout } = await runHere(['status', '--dir', folder]);
  expect(code).toBe(3);
  expect(stdout).toMatch(/1 {2}uncertain[^]*2 {2}still waiting/);
  expect(stdout).toContain(`without it: wochenbrief send ${week} --dir`);
  expect(stdout).toContain(`wochenbrief resolve ${week} --dir`);
});

test('send --watch looks on while another process sends, and status tells what is in flight apart from what is uncertain', async () => {
  let waiting = (): void => undefined;
  const isMet = new Promise<void>((resolve) => (waiting = resolve));
  let release = (): void => undefined;
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  const server = await mailServer({
    async onMail() {
      waiting();
      await isReleased;
    },
  });
  const folder = await draftedFolder((yaml) => yaml.replace('connections: 5', 'connections: 1'));
  const sending = runCli(['send', '--dir', folder], sendingTo(server.url));
  await isMet;
  const status = await runHere(['status', '--dir', folder, '--json']);
  expect([status.code, JSON.parse(status.stdout)]).toMatchObject([
    0,
    { sendingNow: true, totals: { inFlight: 1, uncertain: 0, waiting: 2 } },
  ]);
  const resolved = await runHere(['resolve', '--dir', folder, '--json']);
  expect([resolved.code, JSON.parse(resolved.stdout)]).toMatchObject([
    0,
    { sendingNow: true, uncertain: [], inFlight: [expect.any(String)] },
  ]);
  const onlooker = startCli(['send', '--watch', '--dir', folder], sendingTo(server.url));
  let seen = '';
  let isAsked = false;
  onlooker.stdout?.on('data', (text: Buffer) => (seen += text.toString()));
  onlooker.stderr?.on('data', (text: Buffer) => {
    seen += text.toString();
    // The first line of progress comes when it listens. Once: a second Ctrl-C would end it at once.
    if (text.includes('done') && !isAsked) isAsked = onlooker.kill('SIGINT');
  });
  await once(onlooker, 'close');
  expect([onlooker.exitCode, seen]).toEqual([0, expect.stringContaining('the other run goes on')]);
  expect(seen).not.toMatch(/uncertain|Go on with/i);
  const watching = runHere(['send', '--watch', '--dir', folder, '--json'], sendingTo(server.url));
  await new Promise((resolve) => setTimeout(resolve, 300));
  release();
  const watched = await watching;
  expect((await sending).code).toBe(0);
  expect([watched.code, JSON.parse(watched.stdout)]).toMatchObject([
    0,
    { totals: { accepted: 3 }, settled: true },
  ]);
  expect(watched.stderr).toContain('you are looking on');
  expect(server.received).toHaveLength(3);
});
