import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bareSuppression, type Subscriber, type Suppression } from '../../src/core/list/subscriber.ts';
import { formatSubscribers, readSubscribers } from '../../src/core/list/subscriberFile.ts';
import { secretMark, suppressionHash } from '../../src/core/list/suppression.ts';
import { parseWeek } from '../../src/core/week.ts';
import { reportsFolder } from '../../src/files/reportsFolder.ts';
import { readerToken } from '../../src/core/token.ts';
import { startLocalServer } from '../../src/smtp/localServer.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import type { CliRun } from '../support/cli.ts';
import { runHere } from '../support/runHere.ts';
import { confirmedReader, friday, secret, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';

const german = { LANG: 'de_DE.UTF-8', NEWSLETTER_SECRET: secret };

const pending = confirmedReader(2, {
  name: 'Özlem',
  status: 'pending',
  consent: { ...confirmedReader(2).consent, confirmedAt: null },
});
const left = confirmedReader(3, { status: 'unsubscribed', unsubscribedAt: '2026-11-01T10:00:00Z' });
const readers = [confirmedReader(1, { name: 'Zoe' }), pending, left];

/** Runs a command in a folder, as an author with her secret does. */
async function inFolder(folder: string, ...args: readonly string[]): Promise<CliRun> {
  return runHere([...args, '--dir', folder], { NEWSLETTER_SECRET: secret });
}

async function listIn(folder: string): Promise<ReturnType<typeof readSubscribers>> {
  return readSubscribers(await readFile(join(folder, 'subscribers.json'), 'utf8'));
}

async function folderWith(
  subscribers: readonly Subscriber[],
  suppressions: readonly Suppression[] = [],
): Promise<string> {
  const folder = await newsletterFolder(subscribers);
  const text = formatSubscribers({ revision: 1, subscribers, suppressions });
  await writeFile(join(folder, 'subscribers.json'), text);
  return folder;
}

function suppression(
  key: string,
  reason: Suppression['reason'],
  changes: Partial<Suppression> = {},
): Suppression {
  const hash = suppressionHash(key, secret);
  return {
    ...bareSuppression,
    hash,
    key: secretMark(secret),
    reason,
    since: '2026-10-01T08:00:00Z',
    ...changes,
  };
}

const complained = suppression('laut@example.org', 'complaint');

describe('subscribers list', () => {
  test('shows people in columns that fit a terminal, and how many stand where', async () => {
    const folder = await folderWith(readers, [complained]);
    const result = await runHere(['subscribers', 'list', '--dir', folder], german);
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).toBe(`Stand        seit        Name   Adresse
bestätigt    2026-03-12  Zoe    reader1@example.org
unbestätigt  2026-03-12  Özlem  reader2@example.org
abgemeldet   2026-11-01  –      reader3@example.org

1 bestätigt, 1 unbestätigt, 1 abgemeldet, 1 gesperrt (als Spam gemeldet: 1)
`);
    const short = await inFolder(folder, 'subscribers', 'list', '--status', 'suppressed');
    expect(short.stdout).toMatch(/^[\w-]{10} {2}2026-10-01 {2}reported as spam$/m);
  });

  test('every reason of a suppression is a word of the language, and can be searched for', async () => {
    const reasons = ['hard-bounce', 'soft-bounces', 'complaint', 'erased', 'unsubscribed', 'manual'] as const;
    const all = reasons.map((reason, index) => suppression(`s${index}@example.org`, reason));
    const folder = await folderWith([confirmedReader(1, { address: 's0@example.org' })], all);
    const here = ['subscribers', 'list', '--dir', folder];
    const people = await runHere(here, german);
    expect(people.stdout).toContain('s0@example.org  (gesperrt: Postfach gibt es nicht)');
    const shown = await runHere([...here, '--status', 'suppressed'], german);
    for (const run of [people, shown]) {
      expect(run.stdout).toContain('Postfach nahm lange nichts an');
      expect(run.stdout).not.toMatch(/bounce|complaint|erased|unsubscribed|manual/);
    }
    for (const search of ['nahm lange', 'mailbox took', 'soft-bounces']) {
      const found = await runHere([...here, '--status', 'suppressed', '--search', search, '--json'], german);
      expect(JSON.parse(found.stdout)).toMatchObject({ suppressions: [{ reason: 'soft-bounces' }] });
    }
  });

  test('filters, sorts, counts and pages, and names the call for the next page', async () => {
    const folder = await folderWith(readers);
    const rest = ['--search', 'EXAMPLE', '--sort', 'name', '--reverse', '--per-page', '1'];
    const page = await inFolder(folder, 'subscribers', 'list', ...rest, '--page', '2');
    expect(page.stdout).toContain('reader2@example.org');
    expect(page.stdout).toContain('Page 2 of 3, 3 altogether. Go on:');
    const call = page.stdout.split('\n').find((line) => line.includes('subscribers list'));
    expect(call).toContain(`--search EXAMPLE --sort name --per-page 1 --page 3 --reverse --dir ${folder}`);
    const count = await inFolder(folder, 'subscribers', 'list', '--status', 'pending', '--count');
    expect(count.stdout).toBe('1\n');
    const nobody = await inFolder(folder, 'subscribers', 'list', '--search', 'xyz');
    expect(nobody.stdout).toContain('Nobody matches.');
    const beyond = await inFolder(folder, 'subscribers', 'list', '--page', '9');
    expect(beyond.stdout).toContain('There is no page 9; the last one is 1.');
  });

  test('--json is one document with the page and its people', async () => {
    const folder = await folderWith(readers, [suppression('reader1@example.org', 'hard-bounce')]);
    const result = await inFolder(folder, 'subscribers', 'list', '--json', '--per-page', '2');
    expect(JSON.parse(result.stdout)).toEqual({
      total: 3,
      page: 1,
      pages: 2,
      subscribers: [
        expect.objectContaining({
          id: 'reader000001',
          address: 'reader1@example.org',
          suppressed: 'hard-bounce',
        }),
        expect.objectContaining({ status: 'pending', name: 'Özlem', suppressed: null }),
      ],
    });
    const closed = await inFolder(folder, 'subscribers', 'list', '--json', '--status', 'suppressed');
    const found: unknown = JSON.parse(closed.stdout);
    expect(found).toMatchObject({ total: 1, suppressions: [{ reason: 'hard-bounce', proofUntil: null }] });
    expect(closed.stdout).not.toContain('example.org');
  });

  test.each([
    [['--status', 'confirmd'], '--status confirmed'],
    [['--sort', 'adress'], '--sort address'],
    [['--page', '0'], '--page 2'],
    [['--per-page', 'viele'], '--per-page 2'],
    [['--status', 'suppressed', '--sort', 'name'], '--reverse'],
  ])('%s is wrong use, and the answer names what was meant', async (args, hint) => {
    const result = await inFolder(await folderWith([]), 'subscribers', 'list', ...args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(hint);
  });

  test('a list that somebody edited wrongly is answered with its line, and left as it is (R36, R38)', async () => {
    const folder = await folderWith(readers);
    const path = join(folder, 'subscribers.json');
    const broken = (await readFile(path, 'utf8')).replace('"status":"pending"', '"status":"waiting"');
    await writeFile(path, broken);
    for (const args of [['list'], ['add', 'neu@example.org'], ['remove', 'reader1@example.org']]) {
      const result = await inFolder(folder, 'subscribers', ...args);
      expect(result.code).toBe(1);
      expect(result.stderr).toMatch(/subscribers\.json:7:\d+ /);
    }
    expect(await readFile(path, 'utf8')).toBe(broken);
  });

  test('an empty list says how people come onto it', async () => {
    const result = await inFolder(await folderWith([]), 'subscribers', 'list');
    expect(result.code).toBe(0);
    for (const command of ['serve', 'subscribers add ADDRESS', 'subscribers import FILE'])
      expect(result.stdout).toMatch(new RegExp(`${command} --dir \\S+$`, 'm'));
  });
});

describe('subscribers add', () => {
  test('enters a person who still has to confirm (R67), once', async () => {
    const folder = await folderWith([]);
    const add = ['subscribers', 'add', 'Neu@Example.org', '--name', ' Änne ', '--language', 'en'];
    const first = await inFolder(folder, ...add, '--json');
    expect(JSON.parse(first.stdout)).toMatchObject({ outcome: 'asked', status: 'pending' });
    const { subscribers } = await listIn(folder);
    expect(subscribers).toMatchObject([
      {
        address: 'Neu@example.org',
        name: 'Änne',
        language: 'en',
        status: 'pending',
        consent: { origin: 'von Hand eingetragen', form: null, mailedAt: null, confirmedAt: null },
      },
    ]);
    expect(subscribers[0]?.consent.wording).toMatch(/^Yes, I would like/);
    const second = await inFolder(folder, ...add);
    expect(second.code).toBe(0);
    expect(second.stdout).toContain('on the list already');
    expect((await listIn(folder)).subscribers).toEqual(subscribers);
  });

  test('with evidence confirms at once; a day is one in the newsletter’s time zone', async () => {
    const folder = await folderWith([]);
    const what = 'Unterschrift auf der Liste vom 12. März';
    const evidence = ['--evidence', what, '--confirmed-at', '2025-03-12'];
    const result = await inFolder(folder, 'subscribers', 'add', 'neu@example.org', ...evidence);
    expect(result.code, result.stderr).toBe(0);
    expect((await listIn(folder)).subscribers).toMatchObject([
      {
        status: 'confirmed',
        consent: {
          origin: what,
          requestedAt: '2025-03-11T23:00:00.000Z',
          confirmedAt: '2025-03-11T23:00:00.000Z',
        },
      },
    ]);
    // She never saw the words of our form, so her proof must not hold them.
    const wording = `Welche Worte galten, ist hier nicht festgehalten; Beleg: ${what}`;
    const proof = await inFolder(folder, 'proof', 'neu@example.org', '--json');
    expect(JSON.parse(proof.stdout)).toMatchObject({
      status: 'confirmed',
      consents: [{ wording, wordingVersion: 'by hand', origin: what }],
    });
    expect(result.stdout).toContain(`proof neu@example.org --dir ${folder}`);
  });

  test.each([
    ['half of the evidence', ['--evidence', 'Unterschrift'], 'belong together'],
    ['empty evidence', ['--evidence', ' ', '--confirmed-at', '2025-03-12'], 'belong together'],
    ['a day to come', ['--evidence', 'x', '--confirmed-at', '2999-01-01'], 'future'],
    ['no instant', ['--evidence', 'x', '--confirmed-at', '12.3.2026'], 'not an instant'],
    ['a day there is not', ['--evidence', 'x', '--confirmed-at', '2025-02-30'], 'not an instant'],
    ['another language', ['--language', 'fr'], 'Possible are: de, en'],
    ['a name with a link', ['--name', 'win at www.example.org'], 'first name'],
  ])('%s is wrong use and enters nobody', async (_, args, told) => {
    const folder = await folderWith([]);
    const result = await inFolder(folder, 'subscribers', 'add', 'neu@example.org', ...args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(told);
    expect(await listIn(folder)).toMatchObject({ revision: 1, subscribers: [] });
  });

  test('a refusal names the day in the newsletter’s time zone, in its language', async () => {
    const leftAt = '2026-11-21T21:48:30.281Z';
    const folder = await folderWith(
      [confirmedReader(3, { status: 'unsubscribed', unsubscribedAt: leftAt })],
      [complained],
    );
    const evidence = ['--evidence', 'Unterschrift', '--confirmed-at', '2025-03-12'];
    const run = async (...args: readonly string[]): Promise<string> => {
      const result = await runHere(['subscribers', ...args, '--dir', folder], german);
      return result.stdout + result.stderr;
    };
    const told = [
      await run('add', 'reader3@example.org', ...evidence),
      await run('remove', 'reader3@example.org'),
      await run('add', 'laut@example.org'),
      await run('remove', 'laut@example.org'),
    ];
    expect(told.slice(0, 2).join('')).toMatch(
      /am 21\. November 2026 um 22:48 Uhr.*seit 21\. November 2026 um 22:48 Uhr/s,
    );
    for (const text of told.slice(2))
      expect(text).toContain('gesperrt (als Spam gemeldet, seit 1. Oktober 2026 um 10:00 Uhr)');
    expect(told.join('')).not.toMatch(/\dT\d|complaint/);
  });

  test('refuses a suppressed address with the reason, and what is no address', async () => {
    const folder = await folderWith([], [complained]);
    const refused = await inFolder(folder, 'subscribers', 'add', 'LAUT@example.org', '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      error: { code: 'subscriber.suppressed', message: expect.stringContaining('spam') },
    });
    expect((await inFolder(folder, 'subscribers', 'add', 'a@b@c')).code).toBe(2);
    expect((await listIn(folder)).revision).toBe(1);
  });

  test('goes nowhere near a list whose suppressions were made with another secret', async () => {
    const other = suppression('laut@example.org', 'complaint', { key: secretMark('other') });
    const folder = await folderWith([], [other]);
    const result = await inFolder(folder, 'subscribers', 'add', 'neu@example.org', '--json');
    expect(JSON.parse(result.stdout)).toMatchObject({ error: { code: 'secret.changed' } });
    expect((await listIn(folder)).subscribers).toEqual([]);
  });
});

describe('subscribers remove', () => {
  const token = readerToken('reader000001', secret);
  test.each([
    ['an address in another spelling', 'READER1@example.org'],
    ['the subject of an unsubscribe mail', `unsubscribe ${token}`],
    ['the subject of an answer to it', `Re: Unsubscribe ${token}`],
    ['its token alone', token],
    ['the link of the letter', `https://brief.example.org/unsubscribe/${token}`],
    ['an id', 'reader000001'],
  ])('unsubscribes by %s (R65)', async (_, given) => {
    const folder = await folderWith(readers);
    const result = await inFolder(folder, 'subscribers', 'remove', given);
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).toContain(`forget reader1@example.org --dir ${folder}`);
    expect((await listIn(folder)).subscribers[0]).toMatchObject({ status: 'unsubscribed' });
    const again = await inFolder(folder, 'subscribers', 'remove', given);
    expect(again.stdout).toContain('Nothing was changed.');
  });

  test('takes a sign-up back that was not confirmed', async () => {
    const folder = await folderWith(readers);
    const result = await inFolder(folder, 'subscribers', 'remove', 'reader2@example.org', '--json');
    expect(JSON.parse(result.stdout)).toEqual({
      outcome: 'unsubscribed',
      id: 'reader000002',
      before: 'pending',
    });
    expect((await listIn(folder)).subscribers.map(({ id }) => id)).toEqual(['reader000001', 'reader000003']);
  });

  test.each([
    ['a misspelled address', 'raeder1@example.org', 'subscriber.missing', 'reader1@example.org'],
    ['an address far from all', 'ganz.anders@example.com', 'subscriber.missing', undefined],
    ['a suppressed address', 'laut@example.org', 'subscriber.missing', 'reported as spam'],
    ['a forged token', `${token.slice(0, -2)}AA`, 'token.invalid', undefined],
    ['a token of nobody', readerToken('nobody000001', secret), 'subscriber.missing', undefined],
  ])('%s changes nothing', async (_, given, code, hint) => {
    const folder = await folderWith(readers, [complained]);
    const result = await inFolder(folder, 'subscribers', 'remove', given, '--json');
    expect(result.code).toBe(1);
    const { error }: { error: { code: string; hint?: string } } = JSON.parse(result.stdout);
    expect(error.code).toBe(code);
    if (hint === undefined) expect(error.hint).toBeUndefined();
    else expect(error.hint).toContain(hint);
    expect((await listIn(folder)).revision).toBe(1);
  });
});

describe('what the law lets a person ask for', () => {
  test('proof and export-data name the letters she received; forget lets go of her (R61, R66)', async () => {
    const server = await startLocalServer();
    cleanUpLater(() => server.stop());
    const folder = await folderWith([confirmedReader(1, { name: 'Zoe' })]);
    const env = sendingTo(server.url);
    await runHere(['compose', '--dir', folder, '--now', friday], env);
    const sent = await runHere(['send', '--dir', folder, '--now', friday], env);
    expect(sent.code, sent.stderr).toBe(0);
    await mkdir(join(folder, 'issues', '2026-W46', 'outbox'), { recursive: true });
    await writeFile(join(folder, 'issues', '2026-W46', 'outbox', 'test.eml'), 'To: reader1@example.org');

    const proof = await runHere(['proof', 'reader1@example.org', '--dir', folder], german);
    expect(proof.code, proof.stderr).toBe(0);
    expect(proof.stdout).toContain('Bestätigt         12. März 2026, 09:20:00 MEZ (2026-03-12T08:20:00Z)');
    expect(proof.stdout).toMatch(
      /angenommen hat: 1\n {2}2026-W47 .*\n {12}<2026-w47\.\w+@example\.org>\n {12}250/,
    );

    // Everything is JSON, with --json and without.
    const data = await inFolder(folder, 'export-data', 'reader1@example.org');
    expect(JSON.parse(data.stdout)).toMatchObject({
      subscriber: { address: 'reader1@example.org', name: 'Zoe', consent: { wordingVersion: '1' } },
      suppression: null,
      letters: [{ week: '2026-W47', state: 'accepted', attempts: 1 }],
      notice: { language: 'de' },
    });
    const json = await inFolder(folder, 'export-data', 'reader000001', '--json');
    expect(Object.keys(JSON.parse(json.stdout))).toEqual(Object.keys(JSON.parse(data.stdout)));

    const asked = await inFolder(folder, 'forget', 'reader1@example.org');
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain('--yes');
    expect((await listIn(folder)).subscribers).toHaveLength(1);

    const forgotten = await inFolder(folder, 'forget', 'reader1@example.org', '--yes');
    expect(forgotten.code, forgotten.stderr).toBe(0);
    expect(forgotten.stdout).toContain('issues/2026-W46/outbox');
    const text = await readFile(join(folder, 'subscribers.json'), 'utf8');
    expect(text).not.toMatch(/reader1|Zoe/);
    const { suppressions } = readSubscribers(text);
    const until = `${new Date().getUTCFullYear() + 3}-12-31`;
    expect(suppressions).toMatchObject([
      { reason: 'erased', proof: { until, consents: [{ wordingVersion: '1' }] } },
    ]);

    const restricted = await inFolder(folder, 'proof', 'Reader1@example.org', '--json');
    expect(JSON.parse(restricted.stdout)).toMatchObject({
      status: 'forgotten',
      keptUntil: until,
      letters: [],
    });
    const kept = await inFolder(folder, 'export-data', 'reader1@example.org', '--json');
    expect(JSON.parse(kept.stdout)).toMatchObject({ subscriber: null, suppression: { reason: 'erased' } });
    const closed = await runHere(['forget', 'reader1@example.org', '--dir', folder], german);
    expect(closed.stdout).toMatch(/schon gesperrt \(vergessen, seit \d+\. \S+ \d{4} um \d+:\d\d Uhr\)/);
    const page = await runHere(['proof', 'reader1@example.org', '--dir', folder], german);
    expect(page.stdout).toMatch(/bleibt bis\s+31\. Dezember \d{4}/);
    expect(page.stdout).toMatch(/Gesperrt +vergessen, seit/);
    const again = await inFolder(folder, 'forget', 'reader1@example.org', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ forgotten: false, suppression: 'erased' });
  });

  test('forget keeps an address that nobody has from ever being brought back', async () => {
    const folder = await folderWith([]);
    const result = await inFolder(folder, 'forget', 'fremd@example.org', '--yes', '--json');
    expect(JSON.parse(result.stdout)).toEqual({
      forgotten: true,
      id: null,
      suppression: 'erased',
      proofUntil: null,
      outboxes: [],
    });
    expect((await listIn(folder)).suppressions).toMatchObject([
      { hash: suppressionHash('fremd@example.org', secret), reason: 'erased' },
    ]);
  });

  test.each(['proof', 'export-data'])(
    '%s of somebody unknown says that nothing is known',
    async (command) => {
      const folder = await folderWith(readers);
      const result = await inFolder(folder, command, 'fremd@example.com', '--json');
      expect(result.code).toBe(1);
      expect(JSON.parse(result.stdout)).toMatchObject({ error: { code: 'subscriber.missing' } });
    },
  );

  test('proof of a suppressed address without any consent says both', async () => {
    const result = await inFolder(await folderWith([], [complained]), 'proof', 'laut@example.org');
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('No consent of laut@example.org is known.');
    expect(result.stderr).toContain('reported as spam');
  });

  test('export-data lists what came back to the mailbox about her, and which letters she answered (R66)', async () => {
    const folder = await folderWith(readers);
    const week = parseWeek('2026-W40');
    const at = '2026-10-02T08:00:00Z';
    await mkdir(join(folder, 'issues', week), { recursive: true });
    await reportsFolder(folder).add(week, [
      { type: 'answered', at, id: 'reader000001' },
      { type: 'answered', at, id: 'reader000002' },
    ]);
    await mkdir(join(folder, 'issues', '2026-W41'), { recursive: true });
    await writeFile(join(folder, 'issues', '2026-W41', 'reports.jsonl'), '{"type":"answered"}\n{}\n');
    const result = await inFolder(folder, 'export-data', 'reader1@example.org');
    expect(JSON.parse(result.stdout)).toMatchObject({
      reports: [{ week, type: 'answered', at }],
      unreadableWeeks: ['2026-W41'],
    });
    expect(result.stdout).not.toContain('reader000002');
    expect(result.stderr).toContain('2026-W41');
  });

  test('a damaged ledger is named, and the rest is shown', async () => {
    const folder = await folderWith(readers);
    await mkdir(join(folder, 'issues', '2026-W40'), { recursive: true });
    await writeFile(join(folder, 'issues', '2026-W40', 'ledger.jsonl'), '{"type":"run"}\n{"type":"run"}\n');
    const result = await inFolder(folder, 'export-data', 'reader1@example.org');
    expect(result.code).toBe(0);
    expect(result.stderr).toContain('2026-W40');
    expect(JSON.parse(result.stdout)).toMatchObject({ letters: [], unreadableWeeks: ['2026-W40'] });
  });
});
