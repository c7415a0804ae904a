import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import { formatRecord } from '../../src/core/sending/ledgerText.ts';
import { keyOf, viewOf } from '../../src/core/list/listBook.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { findSuppression } from '../../src/core/list/suppression.ts';
import { envelopeIdOf } from '../../src/core/mailbox/envelopeId.ts';
import { parseWeek } from '../../src/core/week.ts';
import { issuePaths, issuesFolder } from '../../src/files/issuesFolder.ts';
import { mailboxFile } from '../../src/files/mailboxFile.ts';
import { reportsFolder } from '../../src/files/reportsFolder.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { answersByWeek } from '../../src/flow/answersByWeek.ts';
import { readMailbox, type MailboxOrder, type MailboxReading } from '../../src/flow/readMailbox.ts';
import { maildir } from '../../src/mailbox/maildir.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader, secret, writeSubscribers } from '../support/newsletter.ts';
import { mailNamed, marksOf } from '../support/reportedMails.ts';

const secrets = [secret] as const;
const now = new Date('2026-11-25T08:00:00Z');
const [anna, bert, cora] = [confirmedReader(1), confirmedReader(2), confirmedReader(3)];
const [dora, emil, fred] = [confirmedReader(4), confirmedReader(5), confirmedReader(6)];
const readers = [anna, bert, cora, dora, emil, fred];

/** A newsletter whose letter of 2026-W47, and of earlier weeks, the mail server took for everybody. */
async function newsletter(list: readonly Subscriber[] = readers, weeks = ['2026-W47']): Promise<string> {
  const folder = await temporaryFolder();
  await writeSubscribers(folder, list);
  for (const week of weeks) await writeLedger(folder, week, list);
  for (const name of ['new', 'cur', 'tmp']) await mkdir(join(folder, 'Maildir', name), { recursive: true });
  return folder;
}

/** Sundays, 7 o'clock in Berlin. */
const sundays: Readonly<Record<string, string>> = {
  '2026-W44': '2026-11-01T06:00:00.000Z',
  '2026-W45': '2026-11-08T06:00:00.000Z',
  '2026-W46': '2026-11-15T06:00:00.000Z',
  '2026-W47': '2026-11-22T06:00:00.000Z',
};

async function writeLedger(folder: string, week: string, list: readonly Subscriber[]): Promise<void> {
  const at = sundays[week] ?? '';
  const records: LedgerRecord[] = [{ type: 'audience', ids: list.map(({ id }) => id) }];
  for (const { id } of list) {
    const tried = { at, run: 'r', id, attempt: 1 };
    const messageId = marksOf(id).messageId.replace('2026-w47', week.toLowerCase());
    records.push({ type: 'attempted', ...tried, messageId });
    const answer = {
      outcome: 'accepted',
      stage: 'final',
      code: 250,
      enhanced: null,
      reply: '250 OK',
    } as const;
    records.push({ type: 'outcome', ...tried, ...answer });
  }
  const { folder: place, ledger } = issuePaths(folder, parseWeek(week));
  await mkdir(place, { recursive: true });
  await writeFile(ledger, records.map(formatRecord).join(''));
}

let delivered = 0;

/** Puts a mail into the Maildir, as it arrives at a time. */
async function deliver(folder: string, mail: Buffer | string, at = '2026-11-24T10:00:00Z'): Promise<void> {
  const name = `${Date.parse(at) / 1_000}.M${delivered++}P1.host`;
  await writeFile(join(folder, 'Maildir', 'new', name), mail);
}

/** A report about the letter of another week. */
function reportOf(name: string, week: string, { id }: Subscriber): string {
  return mailNamed(name, id)
    .toString()
    .replaceAll(marksOf(id).envelopeId, envelopeIdOf({ week, id }, secret))
    .replaceAll('2026-w47', week.toLowerCase());
}

function orderFor(folder: string, changes: Partial<MailboxOrder> = {}): MailboxOrder {
  return {
    mailbox: maildir(join(folder, 'Maildir'), 'Maildir'),
    positions: mailboxFile(folder),
    reports: reportsFolder(folder),
    issues: issuesFolder(folder),
    subscribers: subscribersFile(folder),
    secrets,
    now,
    ...changes,
  };
}

const read = (folder: string, changes: Partial<MailboxOrder> = {}): Promise<MailboxReading> =>
  readMailbox(orderFor(folder, changes));

async function standing(folder: string, { id, address }: Subscriber): Promise<string> {
  const view = viewOf(await subscribersFile(folder).read());
  const suppression = findSuppression(view, keyOf({ address }), secrets);
  return [view.byId(id)?.status ?? 'gone', ...(suppression ? [suppression.reason] : [])].join(', ');
}

const nothing = {
  hasMore: false,
  bounces: 0,
  goodbyes: 0,
  complaints: 0,
  autoReplies: 0,
  answers: 0,
  unproven: 0,
  toLookAt: [],
  complainedOf: [],
  suppressed: { hardBounces: 0, softBounces: 0 },
};

describe('reading the mailbox (R28–R31)', () => {
  test('one read does all that its mails ask for, and a second one nothing more', async () => {
    const folder = await newsletter();
    await deliver(folder, mailNamed('postfix-unknown-user', anna.id));
    await deliver(folder, mailNamed('goodbye-gmail', bert.id));
    await deliver(folder, mailNamed('yahoo-complaint', cora.id));
    await deliver(folder, mailNamed('webde-mailbox-full', dora.id));
    await deliver(folder, mailNamed('vacation-sieve', emil.id));
    await deliver(folder, mailNamed('opt-out', fred.id));
    await deliver(folder, mailNamed('reply', emil.id));
    await deliver(folder, mailNamed('goodbye-german'), '2026-11-24T11:00:00Z');
    expect(await read(folder)).toEqual({
      mails: 8,
      bounces: 2,
      goodbyes: 2,
      complaints: 1,
      autoReplies: 1,
      answers: 1,
      unproven: 0,
      hasMore: false,
      toLookAt: [
        { name: expect.stringMatching(/^\d+\.M\d+P1\.host$/), arrivedAt: new Date('2026-11-24T11:00:00Z') },
      ],
      complainedOf: [{ week: '2026-W47', complaints: 1, accepted: 4, share: 0.25, warning: 'refused' }],
      suppressed: { hardBounces: 1, softBounces: 0 },
    });
    const standings = await Promise.all(readers.map((one) => standing(folder, one)));
    expect(standings).toEqual([
      'confirmed, hard-bounce',
      'unsubscribed',
      'unsubscribed, complaint',
      'confirmed',
      'confirmed',
      'unsubscribed',
    ]);
    expect(await read(folder)).toEqual({ mails: 0, ...nothing });
  });

  test('a reader’s answers count once for each letter, whatever she wrote and however often; nothing else follows', async () => {
    const weeks = ['2026-W46', '2026-W47'];
    const folder = await newsletter(readers, weeks);
    const list = subscribersFile(folder);
    const before = await list.read();
    for (const name of ['reply', 'reply-in-a-thread', 'reply-about-leaving', 'reply-generated'])
      await deliver(folder, mailNamed(name, anna.id));
    for (const week of weeks) await deliver(folder, reportOf('reply', week, bert));
    await deliver(folder, mailNamed('reply-forged'));
    expect(await read(folder)).toEqual({ mails: 7, ...nothing, answers: 3 });
    const answers = await answersByWeek(weeks.map(parseWeek), reportsFolder(folder));
    expect(answers).toEqual(
      new Map([
        ['2026-W46', 1],
        ['2026-W47', 2],
      ]),
    );
    expect(await list.read()).toEqual(before);
    const kept = await readFile(
      join(issuePaths(folder, parseWeek('2026-W47')).folder, 'reports.jsonl'),
      'utf8',
    );
    expect(kept).not.toMatch(/@|Danke/);
    await deliver(folder, mailNamed('reply', anna.id));
    expect(await read(folder)).toEqual({ mails: 1, ...nothing });
  });

  test('answers of a letter whose reports are damaged count as none; of somebody forgotten nothing is kept', async () => {
    const folder = await newsletter([bert]);
    await writeLedger(folder, '2026-W47', readers);
    await deliver(folder, mailNamed('reply', anna.id));
    expect(await read(folder)).toMatchObject({ mails: 1, answers: 0 });
    const week = parseWeek('2026-W47');
    await writeFile(join(issuePaths(folder, week).folder, 'reports.jsonl'), 'not ours\n');
    expect(await answersByWeek([week, parseWeek('2026-W45')], reportsFolder(folder))).toEqual(new Map());
  });

  test('what a Message-ID alone proves is one try in vain, until something we signed says the same (R29)', async () => {
    const folder = await newsletter();
    const whole = mailNamed('postfix-unknown-user', anna.id).toString();
    const bare = whole.replaceAll(
      /^(Original-Envelope-Id|X-Postfix-.*|List-Unsubscribe(-Post)?):.*\r\n/gim,
      '',
    );
    await deliver(folder, Buffer.from(bare));
    expect(await read(folder)).toMatchObject({ bounces: 1, suppressed: { hardBounces: 0, softBounces: 0 } });
    expect(await standing(folder, anna)).toBe('confirmed');
    await deliver(folder, Buffer.from(whole));
    expect(await read(folder)).toMatchObject({ suppressed: { hardBounces: 1 } });
  });

  test('a mailbox that never comes to an end is read up to a point (R29)', async () => {
    const folder = await newsletter();
    let asked = 0;
    const endless = { name: 'endless', next: () => Promise.resolve({ mails: [], position: `${++asked}` }) };
    expect(await read(folder, { mailbox: endless })).toMatchObject({ hasMore: true });
    expect(asked).toBeLessThan(100);
  });

  test('a lost position costs time and nothing else', async () => {
    const folder = await newsletter();
    for (const name of ['postfix-unknown-user', 'yahoo-complaint', 'goodbye-gmail'])
      await deliver(folder, mailNamed(name));
    await read(folder);
    const before = await stateOf(folder);
    await rm(join(folder, 'mailbox.json'));
    expect(await read(folder)).toEqual({ mails: 3, ...nothing });
    expect(await stateOf(folder)).toEqual(before);
  });

  test('stopped anywhere in between, the next read makes up for it', async () => {
    const whole = await newsletter();
    const stopped = await newsletter();
    for (const folder of [whole, stopped])
      for (const name of ['postfix-unknown-user', 'goodbye-gmail', 'yahoo-complaint'])
        await deliver(folder, mailNamed(name, name === 'goodbye-gmail' ? bert.id : anna.id));
    await read(whole);
    const fail = (): Promise<never> => Promise.reject(new Error('stopped'));
    const { subscribers, positions, reports } = orderFor(stopped);
    for (const changes of [
      { reports: { ...reports, add: fail } },
      { subscribers: { view: () => subscribers.view(), change: fail } },
      { positions: { read: (name: string) => positions.read(name), save: fail } },
    ])
      await expect(read(stopped, changes)).rejects.toThrow('stopped');
    await read(stopped);
    for (const one of readers) expect(await standing(stopped, one)).toBe(await standing(whole, one));
  });

  test('forged reports and mails that only quote one change nothing (R29)', async () => {
    const folder = await newsletter();
    const names = (await readdir(join(import.meta.dirname, '../fixtures/mailbox'))).map((name) =>
      name.slice(0, -4),
    );
    for (const name of names.filter((one) => /forged|quotes|forwards|qmail|other-mail/.test(one)))
      await deliver(folder, mailNamed(name));
    const reading = await read(folder);
    expect(reading).toMatchObject({ ...nothing, unproven: 7, autoReplies: 1, toLookAt: [expect.anything()] });
    for (const one of readers) expect(await standing(folder, one)).toBe('confirmed');
  });

  test('a report about a letter from before she confirmed anew counts for nothing', async () => {
    const { consent } = anna;
    const anew = confirmedReader(1, { consent: { ...consent, confirmedAt: '2026-11-23T09:00:00Z' } });
    const folder = await newsletter([anew, bert]);
    await deliver(folder, mailNamed('postfix-unknown-user', anew.id));
    await deliver(folder, mailNamed('yahoo-complaint', anew.id));
    await deliver(folder, mailNamed('goodbye-gmail', anew.id), '2026-11-23T08:59:00Z');
    expect(await read(folder)).toMatchObject({ goodbyes: 0, complaints: 0, suppressed: { hardBounces: 0 } });
    expect(await standing(folder, anew)).toBe('confirmed');
  });

  test('full mailboxes are given up after three letters over three weeks, not before (R28)', async () => {
    const weeks = Object.keys(sundays);
    const folder = await newsletter(readers, weeks);
    for (const week of weeks.slice(0, 3)) await deliver(folder, reportOf('postfix-mailbox-full', week, anna));
    for (const week of weeks) await deliver(folder, reportOf('sendmail-given-up', week, bert));
    for (const week of weeks) await deliver(folder, reportOf('postfix-taken-for-spam', week, cora));
    for (const week of weeks) await deliver(folder, reportOf('postfix-no-host', week, dora));
    for (const week of weeks) await deliver(folder, reportOf('postfix-delayed', week, emil));
    expect(await read(folder)).toMatchObject({ bounces: 15, suppressed: { hardBounces: 0, softBounces: 1 } });
    const standings = await Promise.all(readers.map((one) => standing(folder, one)));
    expect(standings).toEqual([
      'confirmed',
      'confirmed, soft-bounces',
      'confirmed',
      'confirmed',
      'confirmed',
      'confirmed',
    ]);
  });

  test('without its ledger a letter proves nothing, and the others are not kept waiting', async () => {
    const folder = await newsletter(readers, ['2026-W46', '2026-W47']);
    await writeFile(issuePaths(folder, parseWeek('2026-W46')).ledger, 'damaged\n');
    await deliver(folder, reportOf('postfix-unknown-user', '2026-W46', anna));
    await deliver(folder, mailNamed('postfix-unknown-user', bert.id));
    expect(await read(folder)).toMatchObject({ bounces: 1, unproven: 1, suppressed: { hardBounces: 1 } });
  });

  test('of somebody who was forgotten nothing is kept', async () => {
    const folder = await newsletter();
    await deliver(folder, mailNamed('postfix-unknown-user', anna.id));
    await writeSubscribers(folder, [bert]);
    expect(await read(folder)).toEqual({ mails: 1, ...nothing });
    expect(await readdir(join(folder, 'issues', '2026-W47'))).not.toContain('reports.jsonl');
  });

  test('no address and no name of a reader is written anywhere (R39)', async () => {
    const folder = await newsletter([confirmedReader(1, { name: 'Annagret' }), ...readers.slice(1)]);
    for (const name of ['postfix-unknown-user', 'exim-words-only', 'goodbye-without-token'])
      await deliver(folder, mailNamed(name));
    const reading = JSON.stringify(await read(folder));
    const reports = await readFile(join(folder, 'issues', '2026-W47', 'reports.jsonl'), 'utf8');
    const positions = await readFile(join(folder, 'mailbox.json'), 'utf8');
    expect(reports).toContain('5.1.1');
    expect(reports).toContain(anna.id);
    for (const text of [reading, reports, positions]) expect(text).not.toMatch(/reader1\b|Annagret|@/);
  });
});

async function stateOf(folder: string): Promise<readonly string[]> {
  const reports = await readFile(join(folder, 'issues', '2026-W47', 'reports.jsonl'), 'utf8');
  return [await readFile(join(folder, 'subscribers.json'), 'utf8'), reports];
}
