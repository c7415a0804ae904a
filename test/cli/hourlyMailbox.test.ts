import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hourlyMailbox } from '../../src/cli/hourlyMailbox.ts';
import { readConfigFile } from '../../src/files/newsletterFolder.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { readerToken } from '../../src/core/token.ts';
import { confirmedReader, secret } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';

test('the clock reads the mailbox once an hour, and a mailbox that is gone is told and tried again', async () => {
  const reader = confirmedReader(1);
  const folder = await newsletterFolder([reader], (yaml) => `${yaml}\nmailbox: { maildir: Maildir }\n`);
  const list = subscribersFile(folder);
  const lines: object[] = [];
  let nowMs = Date.parse('2026-11-22T06:00:00Z');
  const read = hourlyMailbox(
    async () => ({
      folder,
      config: await readConfigFile(folder),
      environment: {
        smtpUrl: undefined,
        imapUrl: undefined,
        secret,
        oauth: { clientId: undefined, clientSecret: undefined, refreshToken: undefined },
        dkimKey: undefined,
        isEnvFileOpen: false,
      },
      issues: issuesFolder(folder),
      subscribers: list,
    }),
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
