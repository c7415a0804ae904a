import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatSubscribers, readSubscribers } from '../../src/core/list/subscriberFile.ts';
import { bareSuppression, type SubscriberList } from '../../src/core/list/subscriber.ts';
import { secretMark, suppressionHash } from '../../src/core/list/suppression.ts';
import type { CliRun } from '../support/cli.ts';
import { importFixture } from '../support/importing.ts';
import { confirmedReader, secret } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';

const env = { NEWSLETTER_SECRET: secret };
const list = async (folder: string): Promise<SubscriberList> =>
  readSubscribers(await readFile(join(folder, 'subscribers.json'), 'utf8'));
const subscribers = (folder: string, ...args: readonly string[]): Promise<CliRun> =>
  runHere(['subscribers', ...args, '--dir', folder], env);
const documentOf = ({ stdout }: CliRun): Record<string, unknown> => {
  const document: Record<string, unknown> = JSON.parse(stdout);
  return document;
};

const mailchimp = importFixture('subscribed_members_export_mailchimp.csv');

describe('import', () => {
  test('first only tells what would happen, to how many and why (R67)', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    const before = await readFile(join(folder, 'subscribers.json'));
    const run = await subscribers(folder, 'import', mailchimp);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain('Recognised: Mailchimp (CSV, UTF-8, comma), rows with content: 5');
    expect(run.stdout).toContain('CONFIRM_TIME lies after OPTIN_TIME');
    expect(run.stdout).toMatch(/ 1 {2}with proof of consent: then confirmed on the list/);
    expect(run.stdout).toMatch(/ 2 {2}without proof: then waiting for one confirmation mail/);
    expect(run.stdout).toMatch(/ 2 {2}faulty rows: left out/);
    expect(run.stdout).toContain('line 6: not a usable e-mail address');
    expect(run.stdout).toContain('line 7: a time in the future');
    expect(run.stdout).toContain('--apply');
    expect(await readFile(join(folder, 'subscribers.json'))).toEqual(before);
  });

  test('--apply takes over, backs the list up before, and changes nothing the second time (R36)', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    const before = await readFile(join(folder, 'subscribers.json'), 'utf8');
    const run = await subscribers(folder, 'import', mailchimp, '--apply', '--json');
    expect(run.code, run.stderr).toBe(0);
    const document = documentOf(run);
    expect(document).toMatchObject({
      applied: true,
      system: 'mailchimp',
      encoding: 'utf-8',
      delimiter: ',',
      rows: 5,
      counts: { confirmed: 1, asked: 2, faulty: 2, repeated: 0 },
      faults: [
        { line: 6, reason: 'not a usable e-mail address' },
        { line: 7, reason: 'a time in the future' },
      ],
    });
    expect(await readFile(String(document['backup']), 'utf8')).toBe(before);
    const after = await list(folder);
    expect(after.subscribers.map(({ address, status }) => `${address} ${status}`)).toEqual([
      'reader1@example.org confirmed',
      'twice@example.org confirmed',
      'single@example.org pending',
      'imported@example.org pending',
    ]);
    expect(after.subscribers[1]?.consent).toMatchObject({
      origin: 'Mailchimp, subscribed_members_export_mailchimp.csv',
      wording: 'importiert aus Mailchimp; Wortlaut dort',
      wordingVersion: 'import',
      requestedAt: '2019-05-13T09:20:01Z',
      confirmedAt: '2019-05-13T09:21:09Z',
      mailedAt: null,
    });
    const text = await readFile(join(folder, 'subscribers.json'), 'utf8');
    const backups = await readdir(join(folder, 'backups'));
    const again = await subscribers(folder, 'import', mailchimp, '--apply', '--json');
    expect(documentOf(again)).toMatchObject({ applied: false, counts: { confirmed: 0, alreadyOnList: 3 } });
    expect(await readFile(join(folder, 'subscribers.json'), 'utf8')).toBe(text);
    expect(await readdir(join(folder, 'backups'))).toEqual(backups);
  });

  test('who unsubscribed or bounced there is never mailed here, also when the list of subscribers comes later', async () => {
    const folder = await newsletterFolder([]);
    for (const name of ['unsubscribed', 'cleaned']) {
      const file = importFixture(`${name}_members_export_mailchimp.csv`);
      const run = await subscribers(folder, 'import', file, '--apply');
      expect(run.code, run.stderr).toBe(0);
    }
    const { suppressions } = await list(folder);
    expect(suppressions.map(({ reason }) => reason).sort()).toEqual([
      'complaint',
      'hard-bounce',
      'unsubscribed',
      'unsubscribed',
    ]);
    const people = join(folder, 'people.csv');
    const rows = ['left', 'spam', 'gone', 'new'].map((name) => `${name}@example.org,2024-07-01T12:00:00Z\n`);
    await writeFile(people, `address,confirmed_at\n${rows.join('')}`);
    const run = await subscribers(folder, 'import', people, '--apply', '--json');
    expect(documentOf(run)['counts']).toMatchObject({ confirmed: 1, alreadyGone: 3 });
  });

  test('shows which column of a German Excel file is used for what, and which are ignored', async () => {
    const folder = await newsletterFolder([]);
    const file = importFixture('excel-deutsch.csv');
    const run = await runHere(['subscribers', 'import', file, '--dir', folder], {
      ...env,
      LANG: 'de_DE.UTF-8',
    });
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain('Erkannt: CSV (CSV, Windows-1252, Semikolon)');
    for (const line of [
      'Adresse: E-Mail',
      'Vorname: Vorname',
      'bestätigt am: Bestätigt am',
      'abgemeldet (ja oder wann): Abgemeldet am',
      'nicht beachtet: Name, Ort',
    ])
      expect(run.stdout).toContain(`\n  ${line}\n`);
    expect(run.stdout).toContain('sonst die Zeile mit Beleg');
    const document = documentOf(await subscribers(folder, 'import', file, '--json'));
    expect(document['columns']).toContainEqual({ column: 'Bestätigt am', fields: ['confirmedAt'] });
    expect(document['columns']).toContainEqual({ column: 'Ort', fields: [] });
  });

  test('speaks German, and shows ten faults of many', async () => {
    const folder = await newsletterFolder([]);
    const file = join(folder, 'kaputt.csv');
    await writeFile(file, `address\n${'kaputt\n'.repeat(1234)}`);
    const run = await runHere(['subscribers', 'import', file, '--dir', folder], {
      ...env,
      LANG: 'de_DE.UTF-8',
    });
    expect(run.stdout).toContain('1.234  fehlerhafte Zeilen: nicht dabei');
    expect(run.stdout).toContain('Zeile 11: keine brauchbare E-Mail-Adresse');
    expect(run.stdout).not.toContain('Zeile 12:');
    expect(run.stdout).toContain('… und 1.224 weitere; alle nennt --json');
    const all = documentOf(await subscribers(folder, 'import', file, '--json'))['faults'];
    expect(all).toHaveLength(1234);
  });

  test('warns of a doubtful goodbye of somebody confirmed here, and of a mixed encoding, beside --json, too', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    const file = join(folder, 'doubt.csv');
    const rows = 'email,status,name\nreader1@example.org,limbo,\nb@example.org,,Jörg\nc@example.org,,K';
    await writeFile(file, Buffer.concat([Buffer.from(rows), Buffer.from([0xe4]), Buffer.from('the\n')]));
    const run = await subscribers(folder, 'import', file, '--json');
    expect(run.code, run.stderr).toBe(0);
    expect(documentOf(run)).toMatchObject({
      encoding: 'windows-1252',
      warnings: [
        expect.stringContaining('read as Windows-1252'),
        expect.stringContaining('confirmed here and mailed on: line 2.'),
      ],
    });
    expect(run.stderr).toContain('Umlauts may be wrong');
    expect(run.stderr).toContain('line 2.');
  });

  test('refuses what it cannot read with exit code 1, and a wrong --from with 2', async () => {
    const folder = await newsletterFolder([]);
    const file = join(folder, 'letter.csv');
    await writeFile(file, 'email,opt_out_flag\na@example.org,yes\n');
    const unknown = await subscribers(folder, 'import', file, '--json');
    expect(unknown.code).toBe(1);
    expect(documentOf(unknown)).toMatchObject({ error: { code: 'import.unreadable' } });
    expect(unknown.stderr).toContain('email, opt_out_flag');
    expect((await subscribers(folder, 'import', file, '--from', 'csv')).code).toBe(1);
    expect((await subscribers(folder, 'import', file, '--from', 'x')).code).toBe(2);
  });
});

describe('export', () => {
  const past = { ...confirmedReader(1).consent, unsubscribedAt: '2026-05-01T00:00:00Z' };
  const whole: SubscriberList = {
    revision: 7,
    subscribers: [
      confirmedReader(1, { name: '=SUM(A1)', rhythm: 'monthly', pausedUntil: '2026-12-24', past: [past] }),
      confirmedReader(2, {
        status: 'pending',
        language: 'en',
        consent: { ...confirmedReader(2).consent, wording: 'Zeile 1\n„Zeile“ 2, "3"', confirmedAt: null },
      }),
      confirmedReader(3, { status: 'unsubscribed', unsubscribedAt: '2026-06-01T00:00:00Z' }),
      confirmedReader(4, { address: '+four@example.org' }),
    ],
    suppressions: [
      {
        ...bareSuppression,
        hash: suppressionHash('+four@example.org', secret),
        key: secretMark(secret),
        reason: 'hard-bounce',
        since: '2026-05-01T00:00:00Z',
      },
      {
        ...bareSuppression,
        hash: suppressionHash('erased@example.org', secret),
        key: secretMark(secret),
        reason: 'erased',
        since: '2026-05-01T00:00:00Z',
        proof: { consents: [past], until: '2029-12-31' },
      },
    ],
  };
  const withWhole = async (): Promise<string> => {
    const folder = await newsletterFolder([]);
    await writeFile(join(folder, 'subscribers.json'), formatSubscribers(whole));
    return folder;
  };

  test('as JSON, taken over into an empty list, is the same list: people, consents, statuses, suppressions (R61)', async () => {
    const from = await withWhole();
    const file = join(from, 'everything.json');
    expect((await subscribers(from, 'export', file)).code).toBe(0);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const to = await newsletterFolder([]);
    const run = await subscribers(to, 'import', file, '--apply', '--json');
    expect(run.code, run.stderr).toBe(0);
    expect(documentOf(run)['counts']).toMatchObject({
      confirmed: 2,
      asked: 1,
      unsubscribed: 1,
      suppressions: 2,
    });
    const { subscribers: people, suppressions } = await list(to);
    expect({ people, suppressions }).toEqual({
      people: whole.subscribers,
      suppressions: whole.suppressions,
    });
    const again = await subscribers(to, 'import', file, '--apply', '--json');
    expect(documentOf(again)['applied']).toBe(false);
  });

  test('as CSV brings the same people back, and who is suppressed stays so', async () => {
    const from = await withWhole();
    const file = join(from, 'people.csv');
    expect((await subscribers(from, 'export', file)).stdout).toContain('in a JSON export only');
    expect(await readFile(file, 'utf8')).toContain(",'+four@example.org,");
    const to = await newsletterFolder([]);
    expect((await subscribers(to, 'import', file, '--apply')).code).toBe(0);
    const { subscribers: people, suppressions } = await list(to);
    expect(people).toEqual(whole.subscribers);
    expect(suppressions).toEqual(whole.suppressions.slice(0, 1));
  });

  test('--status picks, an existing file is never overwritten, and an ending tells the format', async () => {
    const folder = await withWhole();
    const file = join(folder, 'pending.csv');
    const run = await subscribers(folder, 'export', file, '--status', 'pending', '--json');
    expect(documentOf(run)).toEqual({ file, format: 'csv', people: 1, status: 'pending' });
    const text = await readFile(file, 'utf8');
    expect(text).toContain('reader2@example.org');
    expect(text).not.toContain('reader3@example.org');
    const second = await subscribers(folder, 'export', file, '--json');
    expect(second.code).toBe(1);
    expect(documentOf(second)).toMatchObject({ error: { code: 'file.exists' } });
    expect(await readFile(file, 'utf8')).toBe(text);
    expect((await subscribers(folder, 'export', join(folder, 'list.xlsx'))).code).toBe(2);
  });
});
