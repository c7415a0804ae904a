import { EventEmitter, once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatWeekday } from '../../src/core/locale.ts';
import { weekOf, weeksBefore } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { runCli, startCli } from '../support/cli.ts';
import { readerToken } from '../../src/core/token.ts';
import { drips, lyingImap, onlyTo } from '../support/lyingImap.ts';
import { confirmedReader, secret, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';
import { mailServer } from '../support/sending.ts';

const minuteMs = 60_000;

/** A time of the week so many minutes from now, as the settings write it. */
function timeOfWeek(minutes: number): string {
  const at = new Date(Date.now() + minutes * minuteMs);
  return `${formatWeekday(at, 'en', 'UTC').toLowerCase()} ${at.toISOString().slice(11, 16)}`;
}

/** A folder whose clock has been running for a week, with compose and send so many minutes from now. */
async function clockFolder(compose: number, send: number): Promise<string> {
  const readers = Array.from({ length: 6 }, (_, index) => confirmedReader(index));
  const folder = await newsletterFolder(readers, (yaml) =>
    yaml
      .replace('compose: friday 09:00', `compose: ${timeOfWeek(compose)}`)
      .replace('send: sunday 07:00', `send: ${timeOfWeek(send)}`)
      .replace('timeZone: Europe/Berlin', 'timeZone: UTC'),
  );
  const before = weeksBefore(weekOf(new Date(), 'UTC'), 1);
  await diariesFolder(folder).note(before, () => ({
    records: [{ type: 'started', at: new Date(Date.now() - 8 * 24 * 60 * minuteMs).toISOString() }],
    answer: undefined,
  }));
  return folder;
}

const documentOf = (stdout: string): Record<string, unknown> => JSON.parse(stdout);

/** Collects what a process says until a text appears. */
async function said(stream: NodeJS.ReadableStream | null, text: string): Promise<string> {
  let all = '';
  while (stream && !all.includes(text)) {
    const [chunk]: unknown[] = await once(stream, 'data');
    all += String(chunk);
  }
  return all;
}

describe('wochenbrief schedule', () => {
  test('--once reads the mailbox too, and shows what came (R29)', async () => {
    const folder = await clockFolder(60, 120);
    await writeFile(
      join(folder, 'newsletter.yaml'),
      `${await readFile(join(folder, 'newsletter.yaml'), 'utf8')}\nmailbox: { maildir: Maildir }\n`,
    );
    for (const name of ['cur', 'new', 'tmp']) await mkdir(join(folder, 'Maildir', name), { recursive: true });
    const subject = `unsubscribe ${readerToken(confirmedReader(1).id, secret)}`;
    const seconds = Math.floor(Date.now() / 1_000);
    await writeFile(join(folder, 'Maildir', 'new', `${seconds}.1.example`), `Subject: ${subject}\r\n\r\n`);
    const run = await runHere(
      ['schedule', '--once', '--json', '--dir', folder],
      sendingTo('smtp://127.0.0.1:1'),
    );
    expect(documentOf(run.stdout)).toMatchObject({ mailbox: { mails: 1, goodbyes: 1 } });
  });

  test('a mail server that talks without end keeps the clock from nothing, and not from ending (R12)', async () => {
    const folder = await clockFolder(60, 120);
    const searched = new EventEmitter();
    const imapUrl = await lyingImap(
      onlyTo(/^UID SEARCH/, (...heard) => {
        searched.emit('heard');
        return drips(...heard);
      }),
    );
    const heard = once(searched, 'heard');
    const clock = startCli(['schedule', '--dir', folder], {
      ...sendingTo('smtp://127.0.0.1:1'),
      IMAP_URL: imapUrl,
    });
    const ended = once(clock, 'exit');
    await heard;
    expect(await readdir(folder)).toContain('mailbox.lock');
    clock.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    expect(await readdir(folder)).not.toContain('mailbox.lock');
  });

  test('--once composes and writes to the author; approved, of six started at once exactly one sends (R17)', async () => {
    const server = await mailServer();
    const env = sendingTo(server.url);
    const folder = await clockFolder(-180, -1);
    const here = ['--dir', folder, '--json'];
    const first = await runHere(['schedule', '--once', ...here], env);
    expect(first.code, first.stderr).toBe(0);
    expect(documentOf(first.stdout)).toMatchObject({
      standby: false,
      steps: [{ do: 'compose' }, { do: 'tell', mail: 'draft' }],
      sent: [],
      failures: [],
    });
    expect(server.received.map((mail) => [...mail.to])).toEqual([['brief@example.org']]);
    const approved = await runHere(['approve', ...here], env);
    expect(documentOf(approved.stdout)).toMatchObject({ outcome: 'approved', clock: false });
    const runs = await Promise.all(
      Array.from({ length: 6 }, () => runCli(['schedule', '--once', ...here], env)),
    );
    expect(runs.map(({ code }) => code)).toEqual(runs.map(() => 0));
    const letters = server.received.flatMap((mail) => [...mail.to]).filter((to) => to.startsWith('reader'));
    expect(letters.toSorted()).toEqual(Array.from({ length: 6 }, (_, index) => `reader${index}@example.org`));
    expect(server.received).toHaveLength(8);
  });

  test('does what is due as soon as it starts, says what is next, logs without addresses, and ends on SIGTERM', async () => {
    const server = await mailServer();
    const folder = await clockFolder(-120, 24 * 60);
    const child = startCli(['schedule', '--dir', folder], sendingTo(server.url));
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const story = await said(child.stdout, 'Ctrl-C');
    expect(story).toMatch(/Next is \d{4}-W\d\d: /);
    while (server.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const other = await runHere(['schedule', '--once', '--dir', folder, '--json'], sendingTo(server.url));
    expect(documentOf(other.stdout)).toMatchObject({ standby: true, steps: [] });
    const status = await runHere(['status', '--dir', folder, '--json']);
    expect(documentOf(status.stdout)).toMatchObject({ clock: true });
    const second = startCli(['schedule', '--dir', folder], sendingTo(server.url));
    expect(await said(second.stdout, 'Another clock is running')).toContain('takes over once the other ends');
    second.kill('SIGTERM');
    await once(second, 'close');
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(child.exitCode).toBe(0);
    expect(log).toMatch(/^\{"time":"[^"]+","step":\{"do":"compose"/m);
    expect(log).not.toMatch(/@/);
    const week = weekOf(new Date(Date.now() - 120 * minuteMs), 'UTC');
    const after = await runHere(['status', week, '--dir', folder, '--json']);
    expect(documentOf(after.stdout)).toMatchObject({ clock: false, state: { is: 'planned' } });
  });

  test('--once says what was tried and failed, never as if it were done', async () => {
    const folder = await clockFolder(-180, 24 * 60);
    const unreachable = sendingTo('smtp://127.0.0.1:9');
    const { code, stdout, stderr } = await runHere(['schedule', '--once', '--dir', folder], {
      ...unreachable,
      LANG: 'de_DE.UTF-8',
    });
    expect([code, stdout]).toEqual([1, expect.stringContaining('Entwurf zusammengestellt')]);
    expect(stdout).not.toContain('Mail an dich');
    expect(stderr).toMatch(/Die Mail an dich \(Entwurf\) ging nicht hinaus:\n.+/);
  });

  test('refuses to start without what the night needs: each with its code', async () => {
    const folder = await clockFolder(60, 120);
    const env = sendingTo('smtp://127.0.0.1:9');
    const codeOf = async (settings: Record<string, string>): Promise<unknown> => {
      const run = await runHere(['schedule', '--once', '--dir', folder, '--json'], settings);
      const { code, stdout } = run;
      expect(stdout + run.stderr).not.toContain('--outbox');
      return [code, /"code": "([^"]+)"/.exec(stdout)?.[1]];
    };
    expect(await codeOf({ NEWSLETTER_SECRET: env['NEWSLETTER_SECRET'] ?? '', SMTP_URL: '' })).toEqual([
      1,
      'smtp.missing',
    ]);
    expect(await codeOf({ SMTP_URL: env['SMTP_URL'] ?? '' })).toEqual([1, 'secret.missing']);
    await writeFile(join(folder, 'templates', 'author.mjml'), '<mjml>{{nothing}}</mjml>');
    expect(await codeOf(env)).toEqual([1, 'template.broken']);
    await writeFile(join(folder, 'prompts.yaml'), 'de: 7');
    expect(await codeOf(env)).toEqual([1, 'prompts.invalid']);
    const path = join(folder, 'newsletter.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('approval: automatic', 'approval: perhaps'));
    expect(await codeOf(env)).toEqual([1, 'config.invalid']);
  });
});

describe('wochenbrief start', () => {
  test('serves the pages and keeps the clock in one process; SIGTERM ends both', async () => {
    const server = await mailServer();
    const folder = await clockFolder(-120, 24 * 60);
    const child = startCli(['start', '--dir', folder, '--port', '0', '--json'], sendingTo(server.url));
    const story = await said(child.stdout, '\n}\n');
    const { url, next } = documentOf(story);
    expect(next).toMatchObject({ week: expect.stringMatching(/^\d{4}-W\d\d$/) });
    expect((await fetch(String(url))).status).toBe(200);
    while (server.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const mail = server.received[0]?.bytes.toString() ?? '';
    expect(mail).toMatch(/^Subject: /m);
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(child.exitCode).toBe(0);
    await expect(fetch(String(url))).rejects.toThrow('fetch failed');
  });

  test('a port that is taken keeps the clock from starting too', async () => {
    const server = await mailServer();
    const folder = await clockFolder(-120, 24 * 60);
    const first = startCli(['serve', '--dir', folder, '--port', '0', '--json'], sendingTo(server.url));
    const { port } = documentOf(await said(first.stdout, '\n}\n'));
    const second = await runHere(
      ['start', '--dir', folder, '--port', String(port), '--json'],
      sendingTo(server.url),
    );
    expect([second.code, documentOf(second.stdout)]).toMatchObject([1, { error: { code: 'port.taken' } }]);
    first.kill('SIGTERM');
    await once(first, 'close');
    expect(server.received).toEqual([]);
  });
});
