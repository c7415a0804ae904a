import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startPublicServer } from '../../src/http/publicServer.ts';
import { everythingOf, logged, rawSocket, servedSite } from './serverSupport.ts';

const short = { headersMs: 300, requestMs: 600, keepAliveMs: 200, checkMs: 50, stopMs: 500 };

describe('slow and idle clients (R54)', () => {
  test('1,000 connections that say nothing keep nobody out, and are let go', async () => {
    const site = await servedSite({ patience: { ...short, headersMs: 1_500, requestMs: 2_000 } });
    const sockets = await Promise.all(Array.from({ length: 1_000 }, () => rawSocket(site.port)));
    const start = performance.now();
    expect((await site.get('/')).status).toBe(200);
    expect((await site.post('/subscribe', { address: 'a@example.org', shown: site.stamp() })).status).toBe(
      303,
    );
    const servedMs = performance.now() - start;
    await Promise.all(sockets.map(everythingOf));
    // oxlint-disable-next-line no-console -- the figures of R54
    console.log(
      `R54: with 1,000 idle sockets, page and sign-up took ${servedMs.toFixed(0)} ms together; all idle ones were let go`,
    );
    expect((await site.get('/')).status).toBe(200);
  });

  const drips: readonly (readonly [string, string])[] = [
    ['headers', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    [
      'a body',
      'POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\naddress=',
    ],
    [
      'a chunked body',
      'POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n',
    ],
  ];
  test.each(drips)('%s that come byte by byte end in a 408', async (_, beginning) => {
    const site = await servedSite({ patience: short });
    const before = await site.listBytes();
    const socket = await rawSocket(site.port);
    socket.write(beginning);
    const drip = setInterval(() => socket.write(beginning.includes('chunked') ? '1\r\na\r\n' : 'a'), 20);
    socket.once('data', () => clearInterval(drip));
    const answer = await everythingOf(socket);
    clearInterval(drip);
    // Who keeps on sending may break the connection off before she reads the answer.
    expect(answer).toMatch(/^$|^HTTP\/1.1 408 /);
    expect(site.log.map((line) => logged(line)['status'])).toContain(408);
    expect(await site.listBytes()).toBe(before);
  });

  test('a connection that was used and then keeps silent is let go', async () => {
    const site = await servedSite({ patience: short });
    const socket = await rawSocket(site.port);
    socket.write('GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await everythingOf(socket)).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('stopping', () => {
  test('finishes what is in flight, takes nothing new, and lets go of whoever only listens', async () => {
    let proceed = (): void => undefined;
    const held = new Promise<void>((done) => (proceed = done));
    let isAsked = (): void => undefined;
    const asked = new Promise<void>((done) => (isAsked = done));
    const site = await servedSite({
      subscribers: (file) => ({
        ...file,
        change: async (decide) => {
          isAsked();
          await held;
          return file.change(decide);
        },
      }),
    });
    const idle: Socket[] = await Promise.all([rawSocket(site.port), rawSocket(site.port)]);
    const inFlight = site.post('/subscribe', { address: 'late@example.org', shown: site.stamp() });
    await asked;
    const closed = site.close();
    await Promise.all(idle.map(everythingOf));
    await expect(rawSocket(site.port)).rejects.toThrow(/ECONNREFUSED/);
    proceed();
    expect((await inFlight).status).toBe(303);
    await closed;
    expect(await site.listBytes()).toContain('late@example.org');
  });

  test('does not wait for ever for somebody who never ends', async () => {
    const site = await servedSite({ patience: { stopMs: 200 } });
    const socket = await rawSocket(site.port);
    socket.write(
      'POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\na',
    );
    await site.get('/robots.txt');
    const ended = everythingOf(socket);
    await site.close();
    await ended;
  });

  test('a port that is taken is told with what to do', async () => {
    const site = await servedSite();
    const unused = (): never => {
      throw new Error('not needed');
    };
    const order = {
      config: site.config,
      pages: { show: unused, draft: unused, style: '', embeddedForm: unused },
      readers: {
        signUp: unused,
        openConfirmation: unused,
        confirm: unused,
        open: unused,
        unsubscribe: unused,
        resume: unused,
        save: unused,
        forget: unused,
      },
      desk: { open: unused, decide: unused, askAnother: unused, readDraft: unused },
      subscribers: site.subscribers,
      archive: { list: unused, read: unused },
      secrets: ['x'],
      clock: { now: site.now },
      log: unused,
      host: '127.0.0.1',
      port: site.port,
    } as const;
    await expect(startPublicServer(order)).rejects.toMatchObject({ code: 'port.taken' });
    await expect(startPublicServer({ ...order, host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'port.taken',
    });
  });
});
