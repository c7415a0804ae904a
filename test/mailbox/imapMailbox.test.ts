import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Mailbox } from '../../src/core/ports.ts';
import { imapMailbox } from '../../src/mailbox/imapMailbox.ts';
import { parseImapUrl } from '../../src/mailbox/imapUrl.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { imapServer, type ImapTestServer } from '../support/imapServer.ts';
import { drips, endlessly, fetchReply, lyingImap, onlyTo, type ImapLie } from '../support/lyingImap.ts';

const longAgo = new Date('2026-10-01T00:00:00Z');
const sunday = '22-Nov-2026 12:00:00 +0000';
const mail = (subject: string): string => `Subject: ${subject}\r\n\r\nText of ${subject}.`;

async function opened(server: ImapTestServer, folder = 'INBOX'): Promise<Mailbox> {
  const mailbox = await imapMailbox(parseImapUrl(server.url), { folder, patienceMs: 5_000 });
  cleanUpLater(() => mailbox.close());
  return mailbox;
}

async function subjectsOf(
  mailbox: Mailbox,
  position?: string,
): Promise<{ readonly subjects: readonly string[]; readonly position: string | undefined }> {
  const subjects: string[] = [];
  let next = position;
  for (;;) {
    const batch = await mailbox.next(next, longAgo);
    if (!batch) return { subjects, position: next };
    for (const { bytes } of batch.mails)
      subjects.push(/^Subject: (.*)/.exec(Buffer.from(bytes).toString())?.[1]?.trim() ?? '');
    next = batch.position;
  }
}

describe('an IMAP folder as a mailbox (R29)', () => {
  test('is only ever examined and peeked into: nothing is marked, moved or deleted', async () => {
    const server = await imapServer([
      { raw: mail('first'), internaldate: sunday, flags: [] },
      { raw: mail('second'), internaldate: sunday, flags: [] },
    ]);
    const mailbox = await opened(server);
    expect((await subjectsOf(mailbox)).subjects).toEqual(['first', 'second']);
    await mailbox.close();
    expect(server.mails().map(({ flags }) => flags)).toEqual([[], []]);
    expect(server.commands.join('\n')).toMatch(/EXAMINE/);
    expect(server.commands.join('\n')).toMatch(/BODY\.PEEK\[\]/);
    expect(server.commands.join('\n')).not.toMatch(
      /\b(SELECT|STORE|COPY|MOVE|EXPUNGE|DELETE|APPEND|CREATE|RENAME|SUBSCRIBE|BODY\[)/i,
    );
  });

  test('goes on after its position, and knows when mails arrived', async () => {
    const server = await imapServer([{ raw: mail('first'), internaldate: sunday }]);
    const { position } = await subjectsOf(await opened(server));
    const mailbox = await opened(server);
    expect(await subjectsOf(mailbox, position)).toEqual({ subjects: [], position });
    server.add(mail('second'), '23-Nov-2026 09:00:00 +0100');
    const batch = await (await opened(server)).next(position, longAgo);
    expect(batch?.mails.map(({ name, arrivedAt }) => ({ name, arrivedAt }))).toEqual([
      { name: '2', arrivedAt: new Date('2026-11-23T08:00:00Z') },
    ]);
  });

  test('a server that numbers its mails anew is read again, back to the time that counts', async () => {
    const server = await imapServer([
      { raw: mail('ancient'), internaldate: '01-Jan-2026 12:00:00 +0000' },
      { raw: mail('first'), internaldate: sunday },
    ]);
    const { subjects, position } = await subjectsOf(await opened(server));
    expect(subjects).toEqual(['first']);
    server.renumber();
    expect((await subjectsOf(await opened(server), position)).subjects).toEqual(['first']);
  });

  test('the position of another account, and a damaged one, count for nothing', async () => {
    const server = await imapServer([{ raw: mail('first'), internaldate: sunday }]);
    const other = JSON.stringify({ account: 'another', validity: '1', uid: 99 });
    for (const position of [other, 'damaged', '[]'])
      expect((await subjectsOf(await opened(server), position)).subjects).toEqual(['first']);
  });

  test('of a mail of ten megabytes one is read, and what comes after it too', async () => {
    const server = await imapServer([
      { raw: `${mail('large')}${'x'.repeat(10 << 20)}`, internaldate: sunday },
      { raw: mail('small'), internaldate: sunday },
    ]);
    const batch = await (await opened(server)).next(undefined, longAgo);
    expect(batch?.mails.map(({ bytes }) => bytes.length)).toEqual([1 << 20, mail('small').length]);
  });

  test('many mails come in portions, each once', async () => {
    const mails = Array.from({ length: 60 }, (_, n) => ({ raw: mail(`number ${n}`), internaldate: sunday }));
    const { subjects } = await subjectsOf(await opened(await imapServer(mails)));
    expect(subjects).toEqual(mails.map((_, n) => `number ${n}`));
  });

  test('an empty folder of another name has nothing, and one that is not there is named', async () => {
    const server = await imapServer([]);
    expect((await subjectsOf(await opened(server, 'Bounces'))).subjects).toEqual([]);
    await expect(opened(server, 'Nowhere')).rejects.toMatchObject({
      code: 'mailbox.missing',
      message: expect.stringContaining('Nowhere'),
    });
  });

  test('a wrong password is refused, and not told', async () => {
    const { port } = await imapServer([]);
    const server = parseImapUrl(`imap://testuser:canary-password@127.0.0.1:${port}`);
    const error: unknown = await imapMailbox(server, { folder: 'INBOX' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'mailbox.refused' });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  test('a server that is away, breaks off or falls silent is unreachable', async () => {
    const away = parseImapUrl('imap://user:password@127.0.0.1:1');
    await expect(imapMailbox(away, { folder: 'INBOX' })).rejects.toMatchObject({
      code: 'mailbox.unreachable',
    });

    const server = await imapServer([{ raw: mail('first'), internaldate: sunday }]);
    const mailbox = await opened(server);
    server.cut();
    await expect(mailbox.next(undefined, longAgo)).rejects.toMatchObject({ code: 'mailbox.unreachable' });

    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    cleanUpLater(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await expect(
      imapMailbox(parseImapUrl(`imap://user:password@127.0.0.1:${port}`), {
        folder: 'INBOX',
        patienceMs: 200,
      }),
    ).rejects.toMatchObject({ code: 'mailbox.unreachable' });
  });
});

describe('a server that never comes to an end (R29)', () => {
  const lies: Readonly<Record<string, readonly [RegExp, ImapLie]>> = {
    'a line without end': [/^UID SEARCH/, endlessly('1 '.repeat(1 << 15))],
    'numbers without end': [/^UID SEARCH/, endlessly(`* SEARCH 7${' 1000000000'.repeat(1 << 12)}\r\n`)],
    'mails without end': [/^UID FETCH.*BODY/, endlessly(fetchReply(7))],
    'mails that nobody asked for': [/^UID FETCH.*BODY/, endlessly(fetchReply(8))],
    'a mail of three megabytes, again and again': [
      /^UID FETCH.*BODY/,
      endlessly(
        fetchReply(7)
          .replace('{14}', `{${3 << 20}}`)
          .replace('Subject: x', 'x'.repeat((3 << 20) - 4)),
      ),
    ],
  };
  test.each(Object.entries(lies))('%s: given up', async (_, [command, lie]) => {
    const server = parseImapUrl(await lyingImap(onlyTo(command, lie)));
    const mailbox = await imapMailbox(server, { folder: 'INBOX', patienceMs: 60_000 });
    await expect(mailbox.next(undefined, longAgo)).rejects.toMatchObject({ code: 'mailbox.unreachable' });
    await mailbox.close();
  });

  test.each([
    ['the greeting', /^(CAPABILITY|LOGIN|AUTHENTICATE)/],
    ['opening the folder', /^EXAMINE/],
    ['looking for mails', /^UID SEARCH/],
    ['fetching them', /^UID FETCH/],
  ])('lines that drip in while %s lasts end with the signal', async (_, command) => {
    const server = parseImapUrl(await lyingImap(onlyTo(command, drips)));
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 300);
    const reading = async (): Promise<void> => {
      const mailbox = await imapMailbox(server, { folder: 'INBOX', signal: stop.signal });
      await mailbox.next(undefined, longAgo);
    };
    await expect(reading()).rejects.toMatchObject({
      code: 'mailbox.unreachable',
      message: expect.stringContaining('enough'),
    });
  });
});

describe('TLS (R23)', () => {
  const tls = join(import.meta.dirname, '..', 'fixtures', 'tls');
  const pem = (name: string): string => readFileSync(join(tls, name), 'utf8');

  test('a certificate that the settings’ authority signed is taken, any other is not', async () => {
    const credentials = { key: pem('server.key'), cert: pem('server.pem') };
    const server = await imapServer([{ raw: mail('first'), internaldate: sunday }], { credentials });
    const parsed = parseImapUrl(server.url);
    const mailbox = await imapMailbox(parsed, { folder: 'INBOX', authorities: [pem('ca.pem')] });
    expect((await subjectsOf(mailbox)).subjects).toEqual(['first']);
    await mailbox.close();
    await expect(imapMailbox(parsed, { folder: 'INBOX' })).rejects.toMatchObject({
      code: 'mailbox.unreachable',
    });
  });

  test('no password goes to another machine unencrypted', async () => {
    const server = await imapServer([]);
    const elsewhere = { ...parseImapUrl(server.url), isLoopback: false };
    await expect(imapMailbox(elsewhere, { folder: 'INBOX' })).rejects.toMatchObject({
      code: 'mailbox.unreachable',
    });
    expect(server.commands.join('\n')).not.toMatch(/LOGIN|AUTHENTICATE/);
  });
});
