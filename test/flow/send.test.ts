import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { totalsOf } from '../../src/core/sending/delivery.ts';
import { foldLedger } from '../../src/core/sending/ledgerFold.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { NewsletterError } from '../../src/core/errors.ts';
import type { Connection, Transport } from '../../src/core/ports.ts';
import { parseWeek } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { send, type SendOrder, type SendReport } from '../../src/flow/send.ts';
import type { LocalServer } from '../../src/smtp/localServer.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import { parseSmtpUrl } from '../../src/smtp/smtpUrl.ts';
import { composedFolder } from '../support/composedFolder.ts';
import { confirmedReader, writeSubscribers } from '../support/newsletter.ts';
import { scriptedSmtp } from '../support/scriptedSmtp.ts';
import { mailServer, sendOrder, sleepyClock } from '../support/sending.ts';
import { recordsOf } from '../support/ledgerRecords.ts';

const week = parseWeek('2026-W47');
const now = new Date('2026-11-20T19:00:00Z');

const run = async (folder: string, url: string, changes: Partial<SendOrder> = {}): Promise<SendReport> =>
  send(await sendOrder(folder, url, changes));
/** The author's word that a paused letter goes on. */
const resume = (folder: string): Promise<void> =>
  diariesFolder(folder).note(week, () => ({
    records: [{ type: 'resumed', at: now.toISOString(), by: 'command' }],
    answer: undefined,
  }));
const addresses = (server: LocalServer): string[] =>
  server.received.flatMap((mail) => [...mail.to]).toSorted();
const readers = (count: number): Subscriber[] =>
  Array.from({ length: count }, (_, index) => confirmedReader(index));

describe('sending', () => {
  test('mails the confirmed, and gives a reason for everyone else', async () => {
    const server = await mailServer();
    const pending = confirmedReader(8, { status: 'pending' });
    const gone = confirmedReader(9, { status: 'unsubscribed', unsubscribedAt: '2026-10-01T08:00:00Z' });
    const folder = await composedFolder([
      confirmedReader(1),
      confirmedReader(2, { name: 'Jörg' }),
      pending,
      gone,
    ]);
    const report = await run(folder, server.url);
    expect(addresses(server)).toEqual(['reader1@example.org', 'reader2@example.org']);
    expect(Object.fromEntries(report.state.skipped)).toEqual({ pending: 1, unsubscribed: 1 });
    const mail = await PostalMime.parse(
      server.received.find((one) => one.to.includes('reader2@example.org'))?.bytes ?? '',
    );
    expect(mail.text).toContain('Hallo Jörg,');
    expect(mail.text).toContain('12. März 2026');
  });

  test('a second run mails nobody twice', async () => {
    const server = await mailServer();
    const folder = await composedFolder(readers(30));
    await run(folder, server.url);
    const second = await run(folder, server.url);
    expect(second.due).toBe(0);
    expect(server.received).toHaveLength(30);
    expect(totalsOf(second.state)).toMatchObject({ audience: 30, accepted: 30, waiting: 0 });
  });

  test('a rejected reader has the server’s words in the ledger, and no address stands in it', async () => {
    const server = await mailServer({ rejects: (address) => address.startsWith('reader2@') });
    const folder = await composedFolder(readers(4));
    const report = await run(folder, server.url);
    expect(totalsOf(report.state)).toMatchObject({ accepted: 3, rejected: 1 });
    const ledger = await readFile(join(folder, 'issues', week, 'ledger.jsonl'), 'utf8');
    expect(ledger).toContain('"enhanced":"5.1.1"');
    expect(ledger).not.toMatch(/reader\d+@/);
  });

  test('whoever unsubscribes while the letter leaves does not get it any more (R11)', async () => {
    const everybody = readers(12);
    const folder = await composedFolder(everybody, (yaml) =>
      yaml.replace('connections: 5', 'connections: 1'),
    );
    const leaving = everybody.map((one, index): Subscriber =>
      index >= 6 ? { ...one, status: 'unsubscribed', unsubscribedAt: '2026-11-20T19:00:01Z' } : one,
    );
    const server = await mailServer({
      onMail: async () => {
        if (server.received.length === 3) await writeSubscribers(folder, leaving);
      },
    });
    const report = await run(folder, server.url);
    expect(server.received).toHaveLength(6);
    expect(totalsOf(report.state)).toMatchObject({ accepted: 6, withdrawn: 6, waiting: 0 });
  });

  test('whose address changes while the letter leaves gets it at the new one only', async () => {
    const everybody = readers(6);
    const folder = await composedFolder(everybody, (yaml) =>
      yaml.replace('connections: 5', 'connections: 1'),
    );
    const moved = everybody.map((one, index) =>
      index === 0 ? one : { ...one, address: `new${index}@example.org` },
    );
    const server = await mailServer({
      onMail: async () => {
        if (server.received.length === 1) await writeSubscribers(folder, moved);
      },
    });
    const report = await run(folder, server.url);
    expect(addresses(server)).toEqual(moved.map(({ address }) => address).toSorted());
    expect(totalsOf(report.state)).toMatchObject({ accepted: 6 });
  });

  test('who confirms after the freeze waits for the next letter (R2)', async () => {
    const server = await mailServer();
    const folder = await composedFolder(readers(2));
    await run(folder, server.url);
    await writeSubscribers(folder, readers(3));
    expect((await run(folder, server.url)).due).toBe(0);
    expect(server.received).toHaveLength(2);
  });

  test('stopped in the middle it finishes what is in flight, and the next run sends the rest (R12)', async () => {
    const stop = new AbortController();
    const server = await mailServer({
      onMail: () => {
        if (server.received.length >= 5) stop.abort();
        return Promise.resolve();
      },
    });
    const folder = await composedFolder(readers(40));
    const first = await run(folder, server.url, { signal: stop.signal });
    expect(totalsOf(first.state)).toMatchObject({ uncertain: 0, accepted: server.received.length });
    expect(totalsOf(first.state).waiting).toBeGreaterThan(0);
    await run(folder, server.url);
    expect(new Set(addresses(server)).size).toBe(40);
    expect(server.received).toHaveLength(40);
  });
});

test('with nobody to mail nothing is frozen, so that who confirms tomorrow still gets the letter', async () => {
  const server = await mailServer();
  const folder = await composedFolder([confirmedReader(1, { status: 'pending' })]);
  await expect(run(folder, server.url)).rejects.toMatchObject({ code: 'list.empty' });
  await writeSubscribers(folder, [confirmedReader(1)]);
  await run(folder, server.url);
  expect(server.received).toHaveLength(1);
});

describe('the freeze (R2)', () => {
  test('as long as nobody was tried the draft may change: a failed login fixes nothing in place', async () => {
    const folder = await composedFolder(readers(2));
    const { port } = await scriptedSmtp({ greeting: 'drop' });
    expect((await run(folder, `smtp://127.0.0.1:${port}`)).stopped?.code).toBe('smtp.unreachable');
    const draft = join(folder, 'issues', week, 'issue.md');
    await writeFile(draft, (await readFile(draft, 'utf8')).replace('Herzlich', 'Bis bald'));
    const server = await mailServer();
    await run(folder, server.url);
    const mails = await Promise.all(server.received.map((mail) => PostalMime.parse(mail.bytes)));
    expect(mails.map((mail) => mail.text?.includes('Bis bald'))).toEqual([true, true]);
  });

  test('a placeholder in the draft keeps the letter at home', async () => {
    const server = await mailServer();
    const folder = await composedFolder(readers(1));
    const draft = join(folder, 'issues', week, 'issue.md');
    await writeFile(draft, (await readFile(draft, 'utf8')).replace(/Wochenbrief\n$/, 'BITTE EINTRAGEN\n'));
    await expect(run(folder, server.url)).rejects.toThrow(/issue\.md:\d+:1 {2}This is still a placeholder/);
    expect(server.received).toHaveLength(0);
  });

  test('a picture or link that only the author’s machine can find keeps it at home too', async () => {
    const server = await mailServer();
    const folder = await composedFolder(readers(1));
    const draft = join(folder, 'issues', week, 'issue.md');
    await writeFile(draft, `${await readFile(draft, 'utf8')}\n![Garten](garten.jpg) und [mehr](/mehr/)\n`);
    const lines = (await readFile(draft, 'utf8')).split('\n').length - 1;
    const error: unknown = await run(folder, server.url).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'issue.invalid' });
    expect(String(error)).toContain(`issue.md:${lines}  "garten.jpg"`);
    expect(String(error)).toContain('"/mehr/"');
  });

  test('the letter stays as it was frozen when template and settings change before the rest leaves', async () => {
    const stop = new AbortController();
    const server = await mailServer({
      onMail: () => {
        stop.abort();
        return Promise.resolve();
      },
    });
    const folder = await composedFolder(readers(3), (yaml) =>
      yaml.replace('connections: 5', 'connections: 1'),
    );
    await run(folder, server.url, { signal: stop.signal });
    const template = join(folder, 'templates', 'issue.mjml');
    await writeFile(template, 'broken on purpose');
    const yaml = await readFile(join(folder, 'newsletter.yaml'), 'utf8');
    await writeFile(join(folder, 'newsletter.yaml'), yaml.replace('title: Wochenbrief', 'title: Anders'));
    await run(folder, server.url);
    const texts = await Promise.all(
      server.received.map(async (mail) => (await PostalMime.parse(mail.bytes)).text),
    );
    const withoutPersonal = texts.map((text) => text?.replaceAll(/https:\/\/brief\.example\.org\S+/g, ''));
    expect(server.received).toHaveLength(3);
    expect(new Set(withoutPersonal).size).toBe(1);
  });

  test('an edit of issue.md after the first attempt is refused, and nothing is sent', async () => {
    const server = await mailServer();
    const folder = await composedFolder(readers(2));
    await run(folder, server.url);
    const draft = join(folder, 'issues', week, 'issue.md');
    const before = await readFile(draft, 'utf8');
    await writeFile(draft, `${before}\nNoch ein Satz.\n`);
    await expect(run(folder, server.url)).rejects.toMatchObject({ code: 'issue.frozen' });
    await writeFile(draft, await readFile(join(folder, 'issues', week, 'frozen.md'), 'utf8'));
    expect((await run(folder, server.url)).due).toBe(0);
    expect(server.received).toHaveLength(2);
  });

  test('a changed frozen.json or a damaged ledger stops before anything is sent (R35)', async () => {
    const server = await mailServer();
    const folder = await composedFolder(readers(2));
    await run(folder, server.url);
    const frozen = join(folder, 'issues', week, 'frozen.json');
    const letter = await readFile(frozen, 'utf8');
    await writeFile(frozen, letter.replace('Wochenbrief', 'Wochenbrieff'));
    await expect(run(folder, server.url)).rejects.toMatchObject({ code: 'ledger.damaged' });
    await writeFile(frozen, letter);
    const ledger = join(folder, 'issues', week, 'ledger.jsonl');
    const lines = (await readFile(ledger, 'utf8')).split('\n');
    await writeFile(
      ledger,
      lines.map((line, index) => (index === 2 ? line.replace('"', '') : line)).join('\n'),
    );
    await expect(run(folder, server.url)).rejects.toMatchObject({ code: 'ledger.damaged' });
    expect(server.received).toHaveLength(2);
  });
});

describe('servers in trouble', () => {
  test('a server that rejects everybody stops the run early, and the rejected can be sent again (R25)', async () => {
    const { port } = await scriptedSmtp({ rcpt: { reply: '554 5.7.1 Relay access denied' } });
    const folder = await composedFolder(readers(30), (yaml) =>
      yaml.replace('connections: 5', 'connections: 1'),
    );
    const report = await run(folder, `smtp://127.0.0.1:${port}`);
    expect(report.stopped?.code).toBe('smtp.refused');
    expect(totalsOf(report.state)).toMatchObject({ rejected: 5, waiting: 25 });
    await expect(run(folder, `smtp://127.0.0.1:${port}`)).rejects.toMatchObject({ code: 'issue.paused' });
    const issues = issuesFolder(folder);
    const claim = await issues.lock(week);
    const ledger = await issues.openLedger(week, claim);
    for (const [id, delivery] of report.state.deliveries) {
      if (delivery.state === 'answered') {
        await ledger.append({ type: 'resolved', at: now.toISOString(), id, choice: 'resend' });
      }
    }
    await ledger.close();
    await claim.release();
    await resume(folder);
    const server = await mailServer();
    await run(folder, server.url);
    expect(server.received).toHaveLength(30);
  });

  test('a server that allows two connections gets two, and everybody their letter', async () => {
    const server = await mailServer();
    const folder = await composedFolder(readers(12));
    const real = smtpTransport(parseSmtpUrl(server.url));
    let open = 0;
    const open2 = async (): Promise<Connection> => {
      if (open >= 2) throw new NewsletterError('smtp.refused', { de: 'zu viele', en: 'too many' });
      open += 1;
      return real.open();
    };
    const report = await run(folder, server.url, {
      transport: { ...real, name: 'two at most', open: open2 },
    });
    expect(report.stopped).toBeUndefined();
    expect(new Set(addresses(server)).size).toBe(12);
    expect(server.received).toHaveLength(12);
  });

  test('a server that leaves during the login is an error with words, and nobody is tried', async () => {
    const folder = await composedFolder(readers(3));
    const { port } = await scriptedSmtp({ auth: 'drop' });
    const report = await run(folder, `smtp://anna:geheim@127.0.0.1:${port}`);
    expect(report.stopped?.code).toBe('smtp.unreachable');
    expect(totalsOf(report.state)).toMatchObject({ waiting: 3 });
  });

  test('whoever leaves while the server makes us wait for DATA does not get the letter (R11)', async () => {
    const everybody = readers(1);
    const folder = await composedFolder(everybody);
    const server = await mailServer();
    const real = smtpTransport(parseSmtpUrl(server.url));
    const transport: Transport = {
      ...real,
      async open() {
        const connection = await real.open();
        const leaveFirst = async (before: () => Promise<void>): Promise<void> => {
          await writeSubscribers(folder, [
            { ...confirmedReader(0), status: 'unsubscribed', unsubscribedAt: '2026-11-20T19:00:01Z' },
          ]);
          await before();
        };
        return {
          account: connection.account,
          isUsable: true,
          close: () => connection.close(),
          send: (message, before) => connection.send(message, () => leaveFirst(before)),
        };
      },
    };
    const report = await run(folder, server.url, { transport });
    expect(server.received).toHaveLength(0);
    expect(totalsOf(report.state)).toMatchObject({ withdrawn: 1, uncertain: 0 });
  });

  test('a refused sender stops the run and blames no reader (R20)', async () => {
    const { port } = await scriptedSmtp({ mail: { reply: '550 5.7.1 sender not allowed' } });
    const folder = await composedFolder(readers(5));
    const report = await run(folder, `smtp://127.0.0.1:${port}`);
    expect(report.stopped?.code).toBe('smtp.refused');
    expect(totalsOf(report.state)).toMatchObject({ waiting: 5, rejected: 0, uncertain: 0 });
  });

  test('a server that cannot be reached leaves everybody waiting, and a later run mails them all', async () => {
    const folder = await composedFolder(readers(5));
    const { port } = await scriptedSmtp({ greeting: 'drop' });
    const report = await run(folder, `smtp://127.0.0.1:${port}`);
    expect(report.stopped?.code).toBe('smtp.unreachable');
    expect(totalsOf(report.state)).toMatchObject({ waiting: 5 });
    const server = await mailServer();
    await run(folder, server.url);
    expect(server.received).toHaveLength(5);
  });

  test('a connection lost after the final dot is uncertain, and is not sent again by itself (R5, R6)', async () => {
    const folder = await composedFolder(readers(3));
    const scripted = await scriptedSmtp({ final: 'drop' });
    const report = await run(folder, `smtp://127.0.0.1:${scripted.port}`);
    expect(totalsOf(report.state)).toMatchObject({ uncertain: 3, waiting: 0 });
    const server = await mailServer();
    expect((await run(folder, server.url)).due).toBe(0);
    expect(server.received).toHaveLength(0);
  });

  test('a deferred reader is tried again once her pause is over, also after a restart, with the same Message-ID (R8, R22)', async () => {
    const folder = await composedFolder(readers(1));
    const clock = sleepyClock();
    const script: { final?: { reply: string } } = { final: { reply: '451 4.7.1 greylisted' } };
    const { port, contents } = await scriptedSmtp(script);
    const url = `smtp://127.0.0.1:${port}`;
    const first = await run(folder, url, { clock });
    expect(totalsOf(first.state)).toMatchObject({ deferred: 1 });
    delete script.final;
    const tooEarly = await run(folder, url, { clock });
    expect(tooEarly).toMatchObject({ due: 0, nextTryAt: first.nextTryAt });
    clock.set(first.nextTryAt ?? new Date(NaN));
    const second = await run(folder, url, { clock });
    expect(totalsOf(second.state)).toMatchObject({ accepted: 1, deferred: 0 });
    expect(second.nextTryAt).toBeNull();
    const messageIds = contents.map((text) => /^Message-ID: (\S+)/im.exec(text)?.[1]);
    expect(messageIds).toEqual([messageIds[0], messageIds[0]]);
    expect(messageIds[0]).toBeDefined();
  });

  test('a connection that breaks before the content is tried again in the same run, a bounded number of times', async () => {
    const folder = await composedFolder(readers(1));
    const { port, connections } = await scriptedSmtp({ mail: 'drop' });
    const report = await run(folder, `smtp://127.0.0.1:${port}`);
    expect(totalsOf(report.state)).toMatchObject({ deferred: 1, uncertain: 0 });
    expect(connections()).toBe(3);
  });
});

describe('one sender', () => {
  test('a letter whose ledger was cut off within its freeze is not sent again, as after half a copy (R35)', async () => {
    const server = await mailServer();
    const folder = await composedFolder([confirmedReader(1), confirmedReader(2, { status: 'pending' })]);
    await run(folder, server.url);
    const path = join(folder, 'issues', week, 'ledger.jsonl');
    const lines = (await readFile(path, 'utf8')).split(/(?<=\n)/);
    const frozen = lines.findIndex((line) => line.includes('"type":"frozen"'));
    expect(frozen).toBe(2);
    for (let kept = 0; kept <= frozen; kept++) {
      await writeFile(path, lines.slice(0, kept).join(''));
      await expect(run(folder, server.url)).rejects.toMatchObject({ code: 'ledger.damaged' });
    }
    expect(server.received).toHaveLength(1);
  });

  test('a letter that was sent and has lost its ledger is not sent again, as after a git clone', async () => {
    const server = await mailServer();
    const folder = await composedFolder(readers(2));
    await run(folder, server.url);
    await rm(join(folder, 'issues', week, 'ledger.jsonl'));
    await expect(run(folder, server.url)).rejects.toMatchObject({ code: 'ledger.damaged' });
    expect(server.received).toHaveLength(2);
  });

  test('compose writes no draft that was changed or begun meanwhile', async () => {
    const folder = await composedFolder(readers(1));
    const issues = issuesFolder(folder);
    const before = (await issues.read(week)) ?? '';
    await expect(issues.write(week, 'neu', `${before} `)).rejects.toMatchObject({ code: 'issue.changed' });
    const server = await mailServer();
    await run(folder, server.url);
    await expect(issues.write(week, 'neu', before)).rejects.toMatchObject({ code: 'issue.frozen' });
    expect(await issues.read(week)).toBe(before);
  });

  test('a second process is refused while the first sends, and nobody gets two letters', async () => {
    const server = await mailServer();
    const folder = await composedFolder(readers(20));
    const results = await Promise.allSettled([
      run(folder, server.url),
      run(folder, server.url),
      run(folder, server.url),
    ]);
    expect(results.filter((one) => one.status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'lock.held' });
    }
    expect(server.received).toHaveLength(20);
  });

  test('the ledger of every run folds to the same totals as its report', async () => {
    const server = await mailServer({ rejects: (address) => address.startsWith('reader1') });
    const folder = await composedFolder(readers(15));
    const report = await run(folder, server.url);
    const records = await recordsOf(issuesFolder(folder), week);
    expect(totalsOf(foldLedger(records))).toEqual(totalsOf(report.state));
  });
});
