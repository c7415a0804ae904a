import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { envelopeIdOf } from '../../src/core/mailbox/envelopeId.ts';
import { parseWeek } from '../../src/core/week.ts';
import { runHere } from '../support/runHere.ts';
import { imapServer } from '../support/imapServer.ts';
import { confirmedReader, friday, secret, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { mailNamed } from '../support/reportedMails.ts';
import { mailServer } from '../support/sending.ts';

const [anna, bert] = [confirmedReader(1), confirmedReader(2)];

/** A newsletter whose letter of this week was really sent, to a server that takes everything. */
async function sentNewsletter(
  settings?: (yaml: string) => string,
): Promise<{ readonly folder: string; readonly headers: string; readonly week: string }> {
  const server = await mailServer();
  const folder = await newsletterFolder([anna, bert], settings);
  const env = sendingTo(server.url);
  const week = '2026-W47';
  for (const words of [
    ['compose', '--week', week, '--now', friday],
    ['send', week],
  ]) {
    const { code, stderr } = await runHere([...words, '--dir', folder], env);
    expect(stderr + String(code)).toMatch(/0$/);
  }
  const mine = server.received.find(({ to }) => to[0] === anna.address)?.bytes.toString() ?? '';
  return { folder, headers: mine.slice(0, mine.indexOf('\r\n\r\n')), week };
}

/** A bounce as a server makes one of the letter that it really got, with its headers and no envelope id. */
function bounceOf(headers: string): string {
  return [
    'From: MAILER-DAEMON@mx.example.com',
    'To: brief@example.org',
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    '',
    `Final-Recipient: rfc822; ${anna.address}`,
    'Action: failed',
    'Status: 5.1.1',
    `Diagnostic-Code: smtp; 550 5.1.1 <${anna.address}> user unknown`,
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    headers,
    '',
    '--b--',
    '',
  ].join('\r\n');
}

test('what came back of a letter that was sent is read from a Maildir: first only looked at, then done (R28, R29)', async () => {
  const { folder, headers } = await sentNewsletter((yaml) => `${yaml}\nmailbox: { maildir: Maildir }\n`);
  for (const name of ['new', 'cur', 'tmp']) await mkdir(join(folder, 'Maildir', name), { recursive: true });
  const seconds = Math.floor(Date.now() / 1_000);
  await writeFile(join(folder, 'Maildir', 'new', `${seconds}.M1P1.host`), bounceOf(headers));
  await writeFile(
    join(folder, 'Maildir', 'new', `${seconds}.M2P1.host`),
    mailNamed('goodbye-gmail', bert.id),
  );
  const answered = /^Message-ID: (.+)\r$/im.exec(headers)?.[1] ?? '';
  await writeFile(
    join(folder, 'Maildir', 'new', `${seconds}.M3P1.host`),
    `From: ${anna.address}\r\nSubject: Re: Brief\r\nIn-Reply-To: ${answered}\r\n\r\nDanke!\r\n`,
  );
  const env = { NEWSLETTER_SECRET: secret };
  const before = await readFile(join(folder, 'subscribers.json'), 'utf8');

  const looked = await runHere(['mailbox', '--dry-run', '--json', '--dir', folder], env);
  const expected = {
    mails: 3,
    answers: 1,
    bounces: 1,
    goodbyes: 1,
    suppressed: { hardBounces: 1, softBounces: 0 },
  };
  expect(JSON.parse(looked.stdout)).toMatchObject({ dryRun: true, ...expected });
  expect(await readFile(join(folder, 'subscribers.json'), 'utf8')).toBe(before);

  const done = await runHere(['mailbox', '--dir', folder], env);
  expect(done.stdout).toMatch(
    /New mails read: 3\n.*Answers to letters: 1\n.*came back: 1\n.*suppressed.*: 1\n.*Goodbyes: 1\n/s,
  );
  expect(done.stdout + done.stderr).not.toMatch(/reader\d@/);
  const list = await readFile(join(folder, 'subscribers.json'), 'utf8');
  expect(list).toContain('hard-bounce');
  expect(list).toMatch(/"unsubscribed"/);

  const asked = ['status', '--subscriber', anna.address, '--dir', folder];
  const { issues, suppressed } = JSON.parse((await runHere([...asked, '--json'], env)).stdout);
  expect([issues[0].state, suppressed]).toMatchObject(['rejected', { reason: 'hard-bounce' }]);
  expect((await runHere(asked, env)).stdout).toMatch(
    /The address has been suppressed since .+: no such mailbox\./,
  );

  const again = await runHere(['mailbox', '--json', '--dir', folder], env);
  expect(JSON.parse(again.stdout)).toMatchObject({ mails: 0, bounces: 0, goodbyes: 0 });
});

test('the same from an IMAP account, by the name of the envelope alone', async () => {
  const { folder, week } = await sentNewsletter();
  const envelopeId = envelopeIdOf({ week: parseWeek(week), id: anna.id }, secret);
  const raw = bounceOf('Subject: gone').replace(
    'Reporting-MTA',
    `Original-Envelope-Id: ${envelopeId}\r\nReporting-MTA`,
  );
  const internaldate = `${new Date().toUTCString().slice(5, 16).replaceAll(' ', '-')} 12:00:00 +0000`;
  const { url } = await imapServer([{ raw, internaldate }]);
  const env = { NEWSLETTER_SECRET: secret, IMAP_URL: url };
  const { stdout, stderr } = await runHere(['mailbox', '--json', '--dir', folder], env);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ mails: 1, bounces: 1, suppressed: { hardBounces: 1 } });
  await rm(join(folder, 'mailbox.json'));
  const again = await runHere(['mailbox', '--json', '--dir', folder], env);
  expect(JSON.parse(again.stdout)).toMatchObject({ mails: 1, bounces: 0, suppressed: { hardBounces: 0 } });
});

test('without a mailbox the command says how to name one', async () => {
  const folder = await newsletterFolder([anna]);
  const { code, stderr } = await runHere(['mailbox', '--dir', folder], { NEWSLETTER_SECRET: secret });
  expect(code).toBe(1);
  expect(stderr).toMatch(/IMAP_URL=imaps:.*maildir:/s);
});
