import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { quotedStrings } from '../../src/core/check.ts';
import { formatRecord } from '../../src/core/sending/ledgerText.ts';
import { takeLock } from '../../src/files/lock.ts';
import { publicRecordOf } from '../../src/smtp/dkimKey.ts';
import { startDnsServer, type Zone } from '../support/dnsServer.ts';
import { confirmedReader, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';
import { mailServer } from '../support/sending.ts';

const readers = [confirmedReader(1), confirmedReader(2)];

const report = z.object({
  checks: z.array(
    z.object({
      check: z.string(),
      status: z.enum(['ok', 'note', 'warning', 'error']),
      found: z.string(),
      hint: z.string().nullable(),
      record: z.object({ name: z.string(), type: z.string(), value: z.string() }).optional(),
    }),
  ),
  errors: z.number(),
  warnings: z.number(),
});
type Report = z.output<typeof report>;

/** A folder that only its owner can read. */
async function privateFolder(settings?: (yaml: string) => string): Promise<string> {
  const folder = await newsletterFolder(readers, settings);
  await chmod(join(folder, 'subscribers.json'), 0o600);
  return folder;
}

async function examine(
  folder: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Report & { readonly code: number | null }> {
  const run = await runHere(['doctor', '--json', '--dir', folder, ...args], env);
  return { ...report.parse(JSON.parse(run.stdout)), code: run.code };
}

const of = (name: string, { checks }: Report) => checks.filter(({ check }) => check === name);
const here = sendingTo('smtp://127.0.0.1:1');

const wellSet: Zone = {
  'example.org': { TXT: ['v=spf1 include:spf.example.com ~all'], MX: ['mx.example.org'] },
  'spf.example.com': { TXT: ['v=spf1 ip4:192.0.2.0/24 -all'] },
  '_dmarc.example.org': { TXT: ['v=DMARC1; p=none; rua=mailto:brief@example.org'] },
};

describe('a newsletter in order', () => {
  test('every check says what it found, nothing is written or sent, and the exit code is 0', async () => {
    const server = await mailServer();
    const folder = await privateFolder();
    const before = await readdir(folder, { recursive: true });
    const run = await runHere(['doctor', '--dir', folder], sendingTo(server.url));
    expect(run.code, run.stdout).toBe(0);
    for (const said of [
      '✓ newsletter.yaml',
      '✓ prompts.yaml',
      '✓ templates/',
      '✓ posts: ',
      '✓ Clock: ',
      '✓ The next letter, ',
      '✓ NEWSLETTER_SECRET',
      '✓ subscribers.json: 2 people, 2 of them confirmed',
      '✓ Ledgers: 0',
      '✓ Nobody else works in this folder',
      'reachable, on this machine',
      '· DNS (SPF, DKIM, DMARC, PTR, MX): not checked, because example.org',
      'Everything is in order.',
    ])
      expect(run.stdout).toContain(said);
    expect(run.stdout).not.toMatch(/^[!✗]/m);
    expect(server.received).toEqual([]);
    expect(await readdir(folder, { recursive: true })).toEqual(before);
  });

  test('it speaks German to Germans', async () => {
    const run = await runHere(['doctor', '--offline', '--dir', await privateFolder()], {
      ...here,
      LANG: 'de_DE.UTF-8',
    });
    expect(run.stdout).toContain('· Mailserver und DNS: nicht geprüft, denn --offline fragt niemanden.');
    expect(run.stdout).toContain('Alles in Ordnung.');
  });
});

describe('files (R38, R39)', () => {
  test('all that is wrong with the list is told at once, with lines, and the rest is looked at all the same', async () => {
    const folder = await privateFolder();
    const path = join(folder, 'subscribers.json');
    const text = await readFile(path, 'utf8');
    const twice = text
      .replace('"status":"confirmed"', '"status":"maybe"')
      .replace('reader2@example.org', 'READER1@example.org');
    await writeFile(path, `\uFEFF${twice.replaceAll('\n', '\r\n')}`);
    const found = await examine(folder, ['--offline'], here);
    expect(found).toMatchObject({ code: 1, errors: 2, warnings: 2 });
    expect(of('list', found).map((check) => check.found.split(' ')[0])).toEqual([
      expect.stringMatching(/^subscribers\.json:6:\d+$/),
      expect.stringMatching(/^subscribers\.json:7:\d+$/),
      'subscribers.json:1',
      'subscribers.json:1–10',
    ]);
    expect(of('ledgers', found)).toHaveLength(1);
  });

  test('a template that is missing is the program’s; each mistake in others is named with its line', async () => {
    const folder = await privateFolder();
    for (const name of ['author.mjml', 'confirm.mjml', 'issue.txt.hbs', 'pages/decide.hbs'])
      await rm(join(folder, 'templates', name));
    expect(of('templates', await examine(folder, ['--offline'], here)).map(({ status }) => status)).toEqual([
      'ok',
    ]);
    await writeFile(join(folder, 'templates', 'partials', 'post.mjml'), '{{titl}}\n\n{{urll}}');
    const found = of('templates', await examine(folder, ['--offline'], here));
    expect(found.map((check) => check.found)).toEqual([
      expect.stringContaining('partials/post.mjml, line 1: "titl"'),
      expect.stringContaining('partials/post.mjml, line 3: "urll"'),
    ]);
  });

  test('files that others can read are named with the command that mends it', async () => {
    const folder = await privateFolder();
    await writeFile(join(folder, '.env'), '', { mode: 0o644 });
    await chmod(join(folder, 'subscribers.json'), 0o644);
    const found = await examine(folder, ['--offline'], here);
    expect(found).toMatchObject({ code: 0, warnings: 1 });
    expect(of('privacy', found)[0]?.hint).toBe(`chmod 600 ${folder}/.env ${folder}/subscribers.json`);
  });

  test('a DKIM key file that others can read is named with them, also offline (R39)', async () => {
    const folder = await privateFolder(
      (yaml) => `${yaml}\nsmtp: { dkim: { selector: brief, key: dkim.pem } }\n`,
    );
    await writeFile(join(folder, 'dkim.pem'), 'key', { mode: 0o644 });
    const found = await examine(folder, ['--offline'], here);
    expect(of('privacy', found)[0]).toMatchObject({
      status: 'warning',
      hint: `chmod 600 ${folder}/dkim.pem`,
    });
  });

  test('what several includes lead to is told once, and control characters of the DNS reach no terminal', async () => {
    const loops: Zone = {
      ...wellSet,
      'example.org': {
        TXT: ['v=spf1 include:a.example.com include:b.example.com include:c.example.com ~all'],
        MX: ['mx.example.org'],
      },
      ...Object.fromEntries(
        ['a', 'b', 'c'].map((name) => [
          `${name}.example.com`,
          { TXT: ['v=spf1 include:z.example.com \u001b]0;x -all', 'v=spf1 -all'] },
        ]),
      ),
      'a.example.com': { TXT: ['v=spf1 include:d.example.com include:d.example.com -all'] },
      'd.example.com': { TXT: ['v=spf1 include:a.example.com -all'] },
      'b.example.com': { TXT: ['v=spf1 \u001b]0;boom -all'] },
    };
    const dns = await startDnsServer(loops);
    const run = await runHere(['doctor', '--dir', await privateFolder(), '--name-server', dns.address], here);
    const lines = run.stdout.split('\n').filter((line) => line.startsWith('✗') || line.startsWith('!'));
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.join('\n')).toContain('a.example.com');
    expect(run.stdout).toContain(']0;boom');
    expect(run.stdout).not.toContain('\u001b');
  });

  test('a lock whose holder has died is a warning', async () => {
    const folder = await privateFolder();
    const path = join(folder, 'issues', '2026-W40', 'send.lock');
    const lock = await takeLock(path);
    const content = await readFile(path, 'utf8');
    await lock.release();
    await writeFile(path, content.replace(/"pid":\d+/, '"pid":4194304'));
    const dead = await examine(folder, ['--offline'], here);
    expect(of('locks', dead)).toMatchObject([{ status: 'warning' }]);
    expect(of('locks', dead)[0]?.found).toContain(join('issues', '2026-W40', 'send.lock'));
    expect(dead.code).toBe(0);
  });

  test('with a newsletter.yaml that cannot be read, what can be looked at is', async () => {
    const folder = await privateFolder((yaml) => `${yaml}\nshedule: {}\n`);
    const found = await examine(folder, [], {});
    expect(found.code).toBe(1);
    expect(found.checks[0]?.found).toMatch(/newsletter\.yaml:\d+:1 .*shedule/s);
    expect(found.checks.map(({ check }) => check)).toEqual([
      'settings',
      'settings',
      'secrets',
      'privacy',
      'list',
      'ledgers',
      'locks',
    ]);
  });

  test('a folder without settings is no newsletter', async () => {
    const run = await runHere(['doctor', '--dir', join(await privateFolder(), 'posts')]);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('newsletter.yaml');
  });
});

describe('a folder with a fault in many places', () => {
  const locked = join('issues', '2026-W39', 'send.lock');
  let found: Report;
  beforeAll(async () => {
    const folder = await privateFolder();
    await suppressUnknown(folder);
    await damageLedger(folder, '2026-W40');
    await mkdir(join(folder, 'issues', '2026-W41'));
    await writeFile(join(folder, 'issues', '2026-W41', 'issue.html'), '');
    await sendInTheFuture(folder);
    const lock = await takeLock(join(folder, locked));
    found = await examine(folder, ['--offline'], { ...here, SMTP_URL: '' });
    await lock.release();
  });

  test('a missing SMTP_URL is told offline, too', () => {
    expect(of('smtp', found).map(({ status }) => status)).toEqual(['error', 'note']);
  });

  test('suppressed addresses that nobody could recognise are told beside the rest of the list', () => {
    expect(of('list', found).map(({ status }) => status)).toEqual(['error', 'ok']);
  });

  test('every damaged line of a ledger is named, and a ledger that is lost', () => {
    expect(of('ledgers', found).map((check) => check.found)).toEqual([
      expect.stringContaining('issues/2026-W41 holds a letter that was sent'),
      expect.stringContaining('issues/2026-W40/ledger.jsonl:2–3, 5 '),
    ]);
  });

  test('a clock that stands before the last letter is an error', () => {
    expect(of('clock', found)).toMatchObject([{ status: 'error' }]);
    expect(of('clock', found)[0]?.found).toContain('the last letter left on 4 January 2099');
  });

  test('a lock that somebody holds is a note', () => {
    expect(of('locks', found)).toMatchObject([{ status: 'note' }]);
  });
});

async function suppressUnknown(folder: string): Promise<void> {
  const path = join(folder, 'subscribers.json');
  const suppression = {
    hash: 'x'.repeat(43),
    key: 'otherkey',
    reason: 'manual',
    since: '2026-01-01T00:00:00Z',
  };
  const text = await readFile(path, 'utf8');
  await writeFile(
    path,
    text.replace('"suppressions": []', `"suppressions": [\n${JSON.stringify(suppression)}\n]`),
  );
}

async function damageLedger(folder: string, week: string): Promise<void> {
  const issue = join(folder, 'issues', week);
  await mkdir(issue, { recursive: true });
  const line = formatRecord({ type: 'audience', ids: ['reader000001'] });
  const bad = line.replace('reader', 'writer');
  await writeFile(join(issue, 'ledger.jsonl'), [line, bad, bad, line, 'x\n', 'torn'].join(''), {
    mode: 0o600,
  });
}

async function sendInTheFuture(folder: string): Promise<void> {
  const issue = join(folder, 'issues', '2099-W01');
  await mkdir(issue, { recursive: true });
  const at = '2099-01-04T06:00:00.000Z';
  const id = 'reader000001';
  const records = [
    { type: 'audience' as const, ids: [id] },
    { type: 'attempted' as const, at, run: 'r', id, attempt: 1, messageId: '<x@example.org>' },
  ];
  await writeFile(join(issue, 'ledger.jsonl'), records.map(formatRecord).join(''), { mode: 0o600 });
}

test('a source that cannot be read and a server that turns us away are errors in their own words', async () => {
  const folder = await privateFolder((yaml) =>
    yaml.replace(
      /sources:[\s\S]*?(?=prompts:)/,
      'sources:\n  - feed: http://127.0.0.1:1/feed\n    allowPrivate: true\n',
    ),
  );
  const dns = await startDnsServer(wellSet);
  const found = await examine(folder, ['--name-server', dns.address], here);
  expect(found.code).toBe(1);
  expect(of('sources', found)).toMatchObject([{ status: 'error' }]);
  expect(of('smtp', found)).toMatchObject([{ status: 'error' }]);
  expect(of('smtp', found)[0]?.found).toContain('127.0.0.1:1');
  expect((await examine(folder, ['--offline'], here)).errors).toBe(0);
});

test('each account is tried by itself, without sending', async () => {
  const server = await mailServer();
  const found = await examine(await privateFolder(), [], sendingTo(`${server.url} smtp://127.0.0.1:1`));
  expect(of('smtp', found).map(({ status }) => status)).toEqual(['ok', 'error']);
  expect(server.received).toEqual([]);
});

describe('the DNS (R41), asked from a real name server', () => {
  test('a domain that is set up well passes, and no name is asked for twice', async () => {
    const [server, dns] = [await mailServer(), await startDnsServer(wellSet)];
    const found = await examine(await privateFolder(), ['--name-server', dns.address], sendingTo(server.url));
    expect(found).toMatchObject({ code: 0, errors: 0 });
    const statuses = ['dns.spf', 'dns.dkim', 'dns.dmarc', 'dns.mx'].map((name) => of(name, found)[0]?.status);
    expect(statuses).toEqual(['ok', 'note', 'ok', 'ok']);
    expect(new Set(dns.asked).size).toBe(dns.asked.length);
  });

  test('for a key of our own the record to set is printed to be pasted, and fits once it is set', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const value = publicRecordOf(privateKey);
    const folder = await privateFolder((yaml) => `${yaml}\nsmtp: { dkim: { selector: w2026 } }\n`);
    const server = await mailServer();
    const env = {
      ...sendingTo(server.url),
      DKIM_PRIVATE_KEY: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    };
    const without = await startDnsServer(wellSet);
    const run = await runHere(['doctor', '--dir', folder, '--name-server', without.address], env);
    expect(run.code).toBe(1);
    const block = run.stdout.slice(run.stdout.indexOf('    Name:'));
    expect(block).toMatch(/^ {4}Name: {2}w2026\._domainkey\.example\.org\n {4}Type: {2}TXT\n {4}Value: "/);
    expect(block).toContain(quotedStrings(value));
    expect(quotedStrings(value).split('" "')).toHaveLength(2);
    // What stands on the screen is what is set.
    const pasted = Array.from(
      block.split('\n')[2]?.matchAll(/"([^"]*)"/g) ?? [],
      ([, part = '']) => part,
    ).join('');
    const set = await startDnsServer({ ...wellSet, 'w2026._domainkey.example.org': { TXT: [pasted] } });
    const found = await examine(folder, ['--name-server', set.address], env);
    expect(of('dns.dkim', found)).toMatchObject([{ status: 'ok' }]);
    expect(found.code).toBe(0);
  });

  test('a key that cannot be used is told once, and not taken for none', async () => {
    const folder = await privateFolder((yaml) => `${yaml}\nsmtp: { dkim: { selector: w2026 } }\n`);
    const [server, dns] = [await mailServer(), await startDnsServer(wellSet)];
    const env = { ...sendingTo(server.url), DKIM_PRIVATE_KEY: 'nonsense' };
    const found = await examine(folder, ['--name-server', dns.address], env);
    expect(of('smtp', found)).toMatchObject([{ status: 'error' }]);
    expect(of('dns.dkim', found)).toEqual([]);
  });

  test('a name server that does not answer is one warning', async () => {
    const server = await mailServer();
    const dns = await startDnsServer({ '*': { fails: 'SERVFAIL' } });
    const found = await examine(await privateFolder(), ['--name-server', dns.address], sendingTo(server.url));
    expect(found.checks.filter(({ check }) => check.startsWith('dns'))).toMatchObject([
      { check: 'dns', status: 'warning' },
    ]);
    expect(found.code).toBe(0);
  });

  test('what is no address of a name server is wrong use', async () => {
    const run = await runHere(['doctor', '--dir', await privateFolder(), '--name-server', 'dns'], here);
    expect(run.code).toBe(2);
  });
});
