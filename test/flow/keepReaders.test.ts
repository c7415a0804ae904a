import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/core/address.ts';
import { NewsletterError } from '../../src/core/errors.ts';
import type { DueMail } from '../../src/core/list/dueMails.ts';
import { confirm, signUp } from '../../src/core/list/membership.ts';
import { bareConsent, type Subscriber } from '../../src/core/list/subscriber.ts';
import type { Clock, Subscribers } from '../../src/core/ports.ts';
import type { ServiceMails } from '../../src/core/render/serviceMail.ts';
import { takeLock } from '../../src/files/lock.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { keepReaders } from '../../src/flow/keepReaders.ts';
import { postman, type PostmanOrder } from '../../src/flow/postman.ts';
import { startLocalServer, type LocalServer, type LocalServerOptions } from '../../src/smtp/localServer.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import { parseSmtpUrl } from '../../src/smtp/smtpUrl.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader, secret, writeSubscribers } from '../support/newsletter.ts';
import { sampleMessage } from '../support/sampleMessage.ts';
import { scriptedSmtp } from '../support/scriptedSmtp.ts';

const start = '2026-11-20T08:00:00.000Z';
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const pendingReader = (number: number, changes: Partial<Subscriber> = {}): Subscriber =>
  confirmedReader(number, {
    status: 'pending',
    consent: { ...bareConsent, wording: 'Ja.', wordingVersion: '1', requestedAt: start },
    ...changes,
  });

/** Mails that say what they are; their real texts have tests of their own. */
const mails: ServiceMails = {
  messageFor: ({ kind, subscriber }: DueMail, date) =>
    sampleMessage({
      subscriberId: subscriber.id,
      messageId: `<${kind}.${subscriber.id}@example.org>`,
      to: { name: '', address: subscriber.address },
      subject: kind,
      html: '<p>x</p>',
      date,
    }),
};

/** A clock that only sleeping moves. */
function movableClock(): Clock & { pass(ms: number): void } {
  let nowMs = Date.parse(start);
  return {
    now: () => new Date(nowMs),
    sleep: (ms) => {
      nowMs += ms;
      return Promise.resolve();
    },
    pass: (ms) => (nowMs += ms),
  };
}

async function listOf(
  ...people: readonly Subscriber[]
): Promise<{ folder: string; subscribers: Subscribers }> {
  const folder = await temporaryFolder();
  await writeSubscribers(folder, people);
  return { folder, subscribers: subscribersFile(folder) };
}

async function mailServer(options?: LocalServerOptions): Promise<LocalServer> {
  const server = await startLocalServer(options);
  cleanUpLater(() => server.stop());
  return server;
}

const orderOf = (subscribers: Subscribers, url: string, clock: Clock): PostmanOrder => ({
  subscribers,
  secrets: [secret],
  transport: smtpTransport(parseSmtpUrl(url)),
  mails,
  limits: { perSecond: 0, perMinute: 0, perHour: 0, perDay: 0 },
  clock,
  signal: new AbortController().signal,
});

const arrived = (server: LocalServer): string[] =>
  server.received.map(
    ({ to, bytes }) => `${/^Subject: (.*)$/m.exec(bytes.toString())?.[1]?.trim()} ${to.join()}`,
  );

describe('the postman', () => {
  test('sends each confirmation once, notes when the server took it (R61), and reminds once (R63)', async () => {
    const server = await mailServer();
    const { subscribers } = await listOf(pendingReader(1), pendingReader(2), confirmedReader(3));
    const clock = movableClock();
    const carrier = postman(orderOf(subscribers, server.url, clock));
    expect(await carrier.round()).toEqual({ taken: 2, refused: 0, deferred: 0, stopped: undefined });
    expect(await carrier.round()).toMatchObject({ taken: 0 });
    const first = (await subscribers.view()).byId('reader000001');
    expect(first?.consent.mailedAt).toBe(start);
    for (let day = 1; day <= 20; day++) {
      clock.pass(dayMs);
      await carrier.round();
    }
    expect(arrived(server)).toEqual([
      'confirm reader1@example.org',
      'confirm reader2@example.org',
      'reminder reader1@example.org',
      'reminder reader2@example.org',
    ]);
  });

  test('a restart neither repeats nor forgets a mail', async () => {
    const server = await mailServer();
    const { folder, subscribers } = await listOf(pendingReader(1));
    const clock = movableClock();
    await postman(orderOf(subscribers, server.url, clock)).round();
    await subscribersFile(folder).change(
      signUp(
        {
          id: 'reader000009',
          address: parseAddress('reader9@example.org') ?? fail(),
          name: null,
          language: null,
          wording: 'Ja.',
          wordingVersion: '1',
          form: null,
          origin: null,
          at: start,
        },
        [secret],
      ),
    );
    await postman(orderOf(subscribersFile(folder), server.url, clock)).round();
    expect(arrived(server)).toEqual(['confirm reader1@example.org', 'confirm reader9@example.org']);
  });

  test('a mailbox that does not exist is tried once, and the list says why', async () => {
    const server = await mailServer({ rejects: () => true });
    const { subscribers } = await listOf(pendingReader(1));
    const clock = movableClock();
    const carrier = postman(orderOf(subscribers, server.url, clock));
    expect(await carrier.round()).toMatchObject({ refused: 1 });
    clock.pass(dayMs);
    expect(await carrier.round()).toMatchObject({ taken: 0, refused: 0 });
    expect((await subscribers.view()).byId('reader000001')?.mailRefused).toBe('5.1.1');
  });

  test('a server that asks for patience gets it: 1 minute, then 5 (R22)', async () => {
    const server = await scriptedSmtp({ rcpt: { reply: '451 4.7.1 greylisted' } });
    const { subscribers } = await listOf(pendingReader(1));
    const clock = movableClock();
    const carrier = postman(orderOf(subscribers, `smtp://127.0.0.1:${server.port}`, clock));
    const tries = async (minutes: number): Promise<number> => {
      clock.pass(minutes * minuteMs);
      return (await carrier.round()).deferred;
    };
    expect([await tries(0), await tries(0.5), await tries(0.6), await tries(4), await tries(1.1)]).toEqual([
      1, 0, 1, 0, 1,
    ]);
  });

  test('a connection that breaks after the final dot may have delivered: the mail is not sent again', async () => {
    const server = await scriptedSmtp({ final: 'drop' });
    const { subscribers } = await listOf(pendingReader(1));
    const carrier = postman(orderOf(subscribers, `smtp://127.0.0.1:${server.port}`, movableClock()));
    await carrier.round();
    await carrier.round();
    expect(server.contents).toHaveLength(1);
  });

  test('where nothing can be noted nothing more leaves, and nobody is mailed twice', async () => {
    const server = await mailServer();
    const { subscribers } = await listOf(pendingReader(1), pendingReader(2));
    let isFull = true;
    const full: Subscribers = {
      ...subscribers,
      change: (decide) =>
        isFull
          ? Promise.reject(new NewsletterError('file.unwritable', { de: 'voll', en: 'full' }))
          : subscribers.change(decide),
    };
    const carrier = postman(orderOf(full, server.url, movableClock()));
    expect((await carrier.round()).stopped?.code).toBe('file.unwritable');
    expect((await carrier.round()).stopped?.code).toBe('file.unwritable');
    expect(arrived(server)).toHaveLength(1);
    isFull = false;
    expect((await carrier.round()).stopped).toBeUndefined();
    expect(arrived(server)).toEqual(['confirm reader1@example.org', 'confirm reader2@example.org']);
  });

  test('whoever confirms while the round is on its way gets no mail any more', async () => {
    const { subscribers } = await listOf(pendingReader(1), pendingReader(2));
    const server = await mailServer({
      onMail: () =>
        subscribers
          .change(confirm({ id: 'reader000002', issuedAt: Date.parse(start) / 1000 }, start, [secret]))
          .then(() => undefined),
    });
    await postman(orderOf(subscribers, server.url, movableClock())).round();
    expect(arrived(server)).toEqual(['confirm reader1@example.org']);
  });

  test('a sender that the server refuses stops the round and blames nobody (R20)', async () => {
    const server = await scriptedSmtp({ mail: { reply: '550 5.7.1 not your address' } });
    const { subscribers } = await listOf(pendingReader(1));
    const round = await postman(
      orderOf(subscribers, `smtp://127.0.0.1:${server.port}`, movableClock()),
    ).round();
    expect(round.stopped?.code).toBe('smtp.refused');
    expect((await subscribers.view()).byId('reader000001')?.mailRefused).toBeNull();
  });
});

describe('keeping the list', () => {
  /** Runs the keeper until its clock has passed `forMs`. */
  async function keep(
    folder: string,
    url: string,
    forMs: number,
    fromDay = 0,
  ): Promise<{ failures: string[]; times: string[] }> {
    const clock = movableClock();
    clock.pass(fromDay * dayMs);
    const endMs = clock.now().getTime() + forMs;
    const stop = new AbortController();
    const failures: string[] = [];
    const times: string[] = [];
    await keepReaders({
      ...orderOf(subscribersFile(folder), url, clock),
      clock: {
        now: () => clock.now(),
        sleep: async (ms, signal) => {
          await clock.sleep(ms, signal);
          if (clock.now().getTime() >= endMs) stop.abort();
        },
      },
      signal: stop.signal,
      retention: { forgetAfterDays: 30, proofYears: 3 },
      lock: () => takeLock(join(folder, 'mails.lock')),
      onRound: () => times.push(clock.now().toISOString()),
      onSweep: () => undefined,
      onFailure: ({ code }) => failures.push(code),
    });
    return { failures, times };
  }

  test('a sign-up is mailed, reminded, and after 14 days gone (R63)', async () => {
    const server = await mailServer();
    const { folder, subscribers } = await listOf(pendingReader(1));
    const atDays = async (days: number): Promise<boolean> => {
      await keep(folder, server.url, minuteMs, days);
      return (await subscribers.view()).byId('reader000001') !== undefined;
    };
    expect([await atDays(0), await atDays(6), await atDays(13.9), await atDays(14)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(arrived(server)).toEqual(['confirm reader1@example.org', 'reminder reader1@example.org']);
  });

  test('a server that is down is tried again after 1, then every 5 minutes, and nothing is lost', async () => {
    const { folder, subscribers } = await listOf(pendingReader(1));
    const nobody = await mailServer();
    await nobody.stop();
    const { failures, times } = await keep(folder, nobody.url, 20 * minuteMs);
    expect(new Set(failures)).toEqual(new Set(['smtp.unreachable']));
    expect(times.map((time) => (Date.parse(time) - Date.parse(start)) / minuteMs)).toEqual([0, 1, 6, 11, 16]);
    expect((await subscribers.view()).byId('reader000001')?.consent.mailedAt).toBeNull();
  });

  test('a list that somebody broke by hand is left as it is, and work goes on once it is mended (R36)', async () => {
    const server = await mailServer();
    const { folder } = await listOf(pendingReader(1));
    const path = join(folder, 'subscribers.json');
    const whole = await readFile(path, 'utf8');
    await writeFile(path, whole.slice(0, -20));
    const { failures } = await keep(folder, server.url, 5 * minuteMs);
    // Every half minute, so that who mends it does not wait.
    expect(failures).toEqual(Array.from({ length: 10 }, () => 'list.invalid'));
    expect(await readFile(path, 'utf8')).toBe(whole.slice(0, -20));
    await writeFile(path, whole);
    await keep(folder, server.url, minuteMs);
    expect(arrived(server)).toEqual(['confirm reader1@example.org']);
  });

  test('mails that somebody else keeps back are told after a minute, then hourly, and no sooner', async () => {
    const server = await mailServer();
    const { folder } = await listOf(pendingReader(1));
    const lock = await takeLock(join(folder, 'mails.lock'));
    expect((await keep(folder, server.url, minuteMs)).failures).toEqual([]);
    expect((await keep(folder, server.url, 63 * minuteMs)).failures).toEqual(['lock.held', 'lock.held']);
    await lock.release();
    expect((await keep(folder, server.url, minuteMs)).failures).toEqual([]);
    expect(arrived(server)).toEqual(['confirm reader1@example.org']);
  });

  test('two servers on one folder send each mail once', async () => {
    const server = await mailServer();
    const { folder } = await listOf(...Array.from({ length: 20 }, (_, index) => pendingReader(index)));
    await Promise.all([
      keep(folder, server.url, 4 * minuteMs),
      keep(folder, server.url, 4 * minuteMs),
      keep(folder, server.url, 4 * minuteMs),
    ]);
    const all = arrived(server);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(20);
  });
});

function fail(): never {
  throw new Error('the address of a test must be valid');
}
