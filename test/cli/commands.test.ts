import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { startLocalServer } from '../../src/smtp/localServer.ts';
import { runCli } from '../support/cli.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader, friday, secret, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';
import { scriptedSmtp } from '../support/scriptedSmtp.ts';

const draft = join('issues', '2026-W47', 'issue.md');

describe('demo', () => {
  test('goes the whole way from blog to inbox, mails nobody twice, and ends', async () => {
    const folder = await temporaryFolder();
    const result = await runCli(['demo', '--json', '--dir', folder]);
    expect(result.code, result.stderr).toBe(0);
    const figures: Record<string, unknown> = JSON.parse(result.stdout);
    expect(figures).toMatchObject({
      accepted: 7,
      rejected: 1,
      skipped: { pending: 1, unsubscribed: 1 },
      receivedByServer: 7,
      secondRun: { due: 0, receivedByServer: 0 },
    });
    const files = Object.values(figures['files'] ?? {}).map(String);
    expect(files).toHaveLength(4);
    for (const file of files) expect((await stat(file)).size).toBeGreaterThan(500);
  });

  test('tells its story in German too', async () => {
    const folder = await temporaryFolder();
    const result = await runHere(['demo', '--dir', folder], { LANG: 'de_DE.UTF-8' });
    expect(result.stdout).toContain('angenommen');
    expect(result.stdout).toContain('Niemand bekommt ihn zweimal.');
  });
});

describe('init', () => {
  test('--yes makes a folder in which every command works, and which cannot send yet', async () => {
    const folder = join(await temporaryFolder(), 'brief');
    const made = await runHere(['init', folder, '--yes'], { LANG: 'de_DE.UTF-8' });
    expect(made.code, made.stderr).toBe(0);
    const names = await readdir(folder);
    expect(names).toEqual(
      expect.arrayContaining([
        '.env',
        '.gitignore',
        'newsletter.yaml',
        'prompts.yaml',
        'subscribers.json',
        'schema',
      ]),
    );
    for (const name of ['.env', 'subscribers.json'])
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toMatch(/^subscribers\.json$/m);
    const here = ['--dir', folder];
    expect((await runHere(['compose', ...here])).code).toBe(0);
    // Once its hour is past, a letter waits for its author, and status says so.
    expect((await runHere(['status', '--now', friday, ...here])).code).toBe(0);
    const letter = await runHere(['test', 'du@example.org', '--outbox', '--json', ...here]);
    expect(letter.code, letter.stderr).toBe(0);
    const { file }: { readonly file: string } = JSON.parse(letter.stdout);
    expect((await PostalMime.parse(await readFile(file))).subject).toMatch(/^\[Test\] /);
    const outbox = await runHere(['send', '--outbox', ...here]);
    expect(outbox.code, outbox.stderr).toBe(0);
    const send = await runHere(['send', ...here], { SMTP_URL: 'smtp://127.0.0.1:1' });
    expect(send.code).toBe(1);
    expect(send.stderr).toContain('placeholder');
  });

  test('a folder that holds something is left untouched', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'notizen.txt'), 'wichtig');
    const result = await runHere(['init', folder, '--yes']);
    expect(result.code).toBe(1);
    expect(await readdir(folder)).toEqual(['notizen.txt']);
  });

  test('without a terminal and without --yes it says what to do', async () => {
    const result = await runCli(['init', join(await temporaryFolder(), 'neu')]);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('--yes');
  });
});

describe('compose', () => {
  test('the same inputs make the same bytes', async () => {
    const [first, second] = await Promise.all([newsletterFolder([]), newsletterFolder([])]);
    for (const folder of [first, second]) await runHere(['compose', '--dir', folder, '--now', friday]);
    expect(await readFile(join(first, draft), 'utf8')).toBe(await readFile(join(second, draft), 'utf8'));
  });

  test('a second run keeps what the author wrote, chose and took out, byte for byte', async () => {
    const folder = await newsletterFolder([]);
    await runHere(['compose', '--dir', folder, '--now', friday]);
    const written = (await readFile(join(folder, draft), 'utf8'))
      .replace(/subject: .*/, 'subject: Mein eigener Betreff   # so soll er heißen')
      .replace(/^posts:\n(?: {2}- .*\n(?: {4,}.*\n)*)+/m, 'posts: []\n')
      .replace(/Herzlich[\s\S]*/, 'Bis Sonntag!\n');
    await writeFile(join(folder, draft), written);
    const again = await runHere(['compose', '--dir', folder, '--now', friday]);
    expect(again.code, again.stderr).toBe(0);
    expect(await readFile(join(folder, draft), 'utf8')).toBe(written);
  });

  test('a post that appears between two runs is taken in, and the author’s words stay', async () => {
    const folder = await newsletterFolder([]);
    await runHere(['compose', '--dir', folder, '--now', friday]);
    const path = join(folder, draft);
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace('Herzlich', '<!-- mein Kommentar -->\n\nSehr herzlich'),
    );
    const post = '---\ntitle: Ganz frisch\ndate: 2026-11-20T18:00:00+01:00\n---\nEben erst geschrieben.\n';
    await writeFile(join(folder, 'posts', '2026-11-20-ganz-frisch.md'), post);
    const again = await runHere(['compose', '--json', '--dir', folder, '--now', friday]);
    expect(JSON.parse(again.stdout)).toMatchObject({
      outcome: 'extended',
      added: [{ title: 'Ganz frisch' }],
    });
    const text = await readFile(path, 'utf8');
    expect(text).toContain('title: Ganz frisch');
    expect(text).toContain('Sehr herzlich');
    expect(text).toContain('# Alles hier darf sich ändern');
  });

  test('a week without posts follows issue.quietWeek: letter, skip or ask', async () => {
    const outcomes = ['letter', 'skip', 'ask'].map(async (quietWeek) => {
      const folder = await newsletterFolder([], (yaml) =>
        yaml.replace('quietWeek: letter', `quietWeek: ${quietWeek}`),
      );
      const result = await runHere(['compose', '--dir', folder, '--now', '2027-03-05T09:00:00+01:00']);
      return { code: result.code, drafts: await readdir(join(folder, 'issues')).catch(() => []) };
    });
    expect(await Promise.all(outcomes)).toEqual([
      { code: 0, drafts: ['2027-W09'] },
      { code: 0, drafts: [] },
      { code: 3, drafts: [] },
    ]);
  });
});

describe('send, status, resolve', () => {
  test('send tells how many were accepted, who was not mailed and why; status says the same', async () => {
    const server = await startLocalServer({ rejects: (address) => address.startsWith('reader3@') });
    cleanUpLater(() => server.stop());
    const { consent } = confirmedReader(4);
    const requestedAt = new Date().toISOString();
    const people = [
      confirmedReader(1),
      confirmedReader(2),
      confirmedReader(3),
      confirmedReader(4, { status: 'pending', consent: { ...consent, requestedAt, confirmedAt: null } }),
    ];
    const folder = await newsletterFolder(people);
    const here = ['--dir', folder, '--now', friday];
    await runHere(['compose', ...here]);
    const rehearsal = await runHere(['send', '--dry-run', ...here], { NEWSLETTER_SECRET: secret });
    expect(rehearsal.stdout).toContain('would go to 3 readers');
    expect(server.received).toHaveLength(0);
    const sent = await runHere(['send', ...here], sendingTo(server.url));
    expect(sent.code, sent.stderr).toBe(0);
    expect(sent.stdout).toMatch(/2 {2}accepted/);
    expect(sent.stdout).toMatch(/1 {2}rejected/);
    expect(sent.stdout).toMatch(/r…@example\.org .*5\.1\.1/);
    expect(sent.stdout).toMatch(/1 {2}not mailed: sign-up not confirmed yet/);
    expect(sent.stderr).toMatch(/^\d{4}-\d\d-\d\dT\S+ 0 of 3 done/m);
    expect(sent.stdout + sent.stderr).not.toContain('reader3@');
    const status = await runHere(['status', '--json', ...here]);
    expect(JSON.parse(status.stdout)).toMatchObject({ settled: true, totals: { accepted: 2, rejected: 1 } });
    const one = await runHere([
      'status',
      '2026-W47',
      '--json',
      '--subscriber',
      'READER3@example.org',
      ...here,
    ]);
    expect(JSON.parse(one.stdout)).toMatchObject({ state: 'rejected' });
  });

  test('uncertain deliveries ask for the author: exit code 3, listed, settled one by one (R5)', async () => {
    const folder = await newsletterFolder([confirmedReader(1), confirmedReader(2)]);
    const here = ['--dir', folder, '--now', friday];
    await runHere(['compose', ...here]);
    const broken = await scriptedSmtp({ final: 'drop' });
    const sent = await runHere(['send', ...here], sendingTo(`smtp://127.0.0.1:${broken.port}`));
    expect(sent.code).toBe(3);
    const shown = await runHere(['resolve', '2026-W47', '--json', '--dir', folder]);
    expect(shown.code).toBe(3);
    const ids = [confirmedReader(1).id, confirmedReader(2).id];
    expect(JSON.parse(shown.stdout)).toMatchObject({ uncertain: ids });
    const listed = await runHere(['resolve', '2026-W47', '--dir', folder]);
    expect(listed.stdout).toContain(`Who that is shows: wochenbrief proof ${ids[0]} --dir`);
    expect(sent.stderr).toMatch(/2 of 2 done .*2 uncertain/);
    const told = await runHere(['status', '2026-W47', ...here]);
    expect(told.stdout).not.toContain('not over yet');
    expect((await runHere(['resolve', '2026-W47', '--dir', folder, '--resend', ids[0] ?? ''])).code).toBe(3);
    expect((await runHere(['resolve', '2026-W47', '--dir', folder, '--leave', 'all'])).code).toBe(0);
    const server = await startLocalServer();
    cleanUpLater(() => server.stop());
    const again = await runHere(['send', ...here], sendingTo(server.url));
    expect(again.code, again.stderr).toBe(0);
    expect(server.received.map((mail) => mail.to[0])).toEqual(['reader1@example.org']);
  });

  test('test sends one marked letter to the author, and no ledger knows of it', async () => {
    const server = await startLocalServer();
    cleanUpLater(() => server.stop());
    const folder = await newsletterFolder([confirmedReader(1)]);
    const here = ['--dir', folder];
    const { stdout } = await runHere(['compose', '--json', ...here, '--now', friday]);
    const { issue }: { readonly issue: { readonly week: string } } = JSON.parse(stdout);
    const result = await runHere(['test', 'autorin@example.org', issue.week, ...here], sendingTo(server.url));
    expect(result.code, result.stderr).toBe(0);
    expect(server.received.map((mail) => mail.to)).toEqual([['autorin@example.org']]);
    expect(await readdir(join(folder, 'issues', issue.week))).toEqual(['issue.md']);
  });
});
