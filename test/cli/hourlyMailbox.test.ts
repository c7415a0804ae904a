import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hourlyMailbox } from '../../src/cli/hourlyMailbox.ts';
import type { MailboxContext } from '../../src/cli/mailboxes.ts';
import { readConfigFile } from '../../src/files/newsletterFolder.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { readerToken } from '../../src/core/token.ts';
import { drips, lyingImap, onlyTo } from '../support/lyingImap.ts';
import { confirmedReader, secret } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';

async function contextOf(folder: string, imapUrl?: string): Promise<MailboxContext> {
  return {
    folder,
    config: await readConfigFile(folder),
    environment: {
      smtpUrl: undefined,
      imapUrl,
      secret,
      oauth: { clientId: undefined, clientSecret: undefined, refreshToken: undefined },
      dkimKey: undefined,
      isEnvFileOpen: false,
    },
    issues: issuesFolder(folder),
    subscribers: subscribersFile(folder),
  };
}

test('the clock reads the mailbox once an hour, and a mailbox that is gone is told and tried again', async () => {
  const reader = confirmedReader(1);
  const folder = await newsletterFolder([reader], (yaml) => `${yaml}\nmailbox: { maildir: Maildir }\n`);
  const list = subscribersFile(folder);
  const lines: object[] = [];
  let nowMs = Date.parse('2026-11-22T06:00:00Z');
  const read = hourlyMailbox(
    () => contextOf(folder),
    (line) => lines.push(line),
    () => nowMs,
  );
  await read();
  expect(lines).toMatchObject([{ failure: { code: 'mailbox.missing' } }]);

  for (const name of ['cur', 'new', 'tmp']) await mkdir(join(folder, 'Maildir', name), { recursive: true });
  const goodbye = join(folder, 'Maildir', 'new', '1795327200.1.example');
  const subject = `unsubscribe ${readerToken(reader.id, secret)}`;
  await writeFile(goodbye, `From: anna@example.org\r\nSubject: ${subject}\r\n\r\n\r\n`);
  nowMs += 59 * 60_000;
  await read();
  expect((await list.view()).byId(reader.id)?.status).toBe('confirmed');
  nowMs += 60_000;
  await read();
  expect((await list.view()).byId(reader.id)?.status).toBe('unsubscribed');
  expect(lines.slice(1)).toMatchObject([{ mailbox: { mails: 1, goodbyes: 1 } }]);
  await rm(goodbye);
});

test('a mailbox that drips without end is read once at a time, given up after a while, and let go at once by a stop', async () => {
  const folder = await newsletterFolder([confirmedReader(1)]);
  let connections = 0;
  const imapUrl = await lyingImap(
    onlyTo(/^UID SEARCH/, (...said) => {
      connections += 1;
      return drips(...said);
    }),
  );
  const lines: object[] = [];
  let nowMs = Date.parse('2026-11-22T06:00:00Z');
  const readFor = (options: { readonly longestMs?: number; readonly signal?: AbortSignal }) =>
    hourlyMailbox(
      () => contextOf(folder, imapUrl),
      (line) => lines.push(line),
      () => nowMs,
      options,
    );
  const read = readFor({ longestMs: 400 });
  const first = read();
  nowMs += 3_600_000;
  await Promise.all([first, read()]);
  expect(connections).toBe(1);
  expect(lines).toMatchObject([{ failure: { code: 'mailbox.unreachable' } }]);
  expect(await readdir(folder)).not.toContain('mailbox.lock');

  const stop = new AbortController();
  setTimeout(() => stop.abort(), 200);
  await readFor({ signal: stop.signal })();
  expect(connections).toBe(2);
  expect(lines).toHaveLength(1);
  expect(await readdir(folder)).not.toContain('mailbox.lock');
});
