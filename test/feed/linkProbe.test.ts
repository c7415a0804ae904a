import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { formatLinkMemory, parseLinkMemory, type LinkMemory } from '../../src/core/checking/linkMemory.ts';
import { askLinks, type LinkProbeOptions } from '../../src/feed/linkProbe.ts';
import { startServer } from './feedServer.ts';

const friday = new Date('2026-11-20T12:00:00Z');

function memoryOf(memory: LinkMemory = new Map()) {
  let kept = memory;
  return {
    read: async () => kept,
    save: async (memory: LinkMemory) => void (kept = memory),
  };
}

function optionsFor(address: string, changes: Partial<LinkProbeOptions> = {}): LinkProbeOptions {
  return {
    userAgent: 'Wochenbrief/0 (test)',
    now: () => friday,
    memory: memoryOf(),
    privateHosts: new Set([new URL(address).host]),
    ...changes,
  };
}

/** A server that notes what it was asked. */
async function noting(
  answer: RequestListener,
): Promise<{ readonly address: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const address = await startServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  return { address, asked };
}

const statuses: RequestListener = (request, response) => {
  const status = Number(/^\/(\d{3})/.exec(request.url ?? '')?.[1] ?? 200);
  response.writeHead(status, { 'content-length': 2 }).end('ok');
};

describe('what an answer means', () => {
  test.each([
    ['200', { is: 'there', bytes: 2, movedTo: null }],
    ['404', { is: 'gone' }],
    ['410', { is: 'gone' }],
    ['403', { is: 'unclear' }],
    ['429', { is: 'unclear' }],
    ['503', { is: 'unclear' }],
  ])('status %s', async (status, answer) => {
    const { address } = await noting(statuses);
    const links = [`${address}/${status}`, `${address}/200x`];
    const answers = await askLinks(links, optionsFor(address));
    expect(answers.get(`${address}/${status}`)).toMatchObject(answer);
  });

  test('what has moved for good names where it is now; what is elsewhere for a while has not moved', async () => {
    const { address } = await noting((request, response) => {
      const status = Number(request.url?.slice(1, 4));
      const headers = status < 400 && status >= 300 ? { location: '/200' } : {};
      response.writeHead(status, headers).end();
    });
    const answers = await askLinks([`${address}/301`, `${address}/302`], optionsFor(address));
    expect(answers.get(`${address}/301`)).toMatchObject({ is: 'there', movedTo: `${address}/200` });
    expect(answers.get(`${address}/302`)).toMatchObject({ is: 'there', movedTo: null });
  });

  test('a server without HEAD is asked for a few bytes, and tells its size all the same', async () => {
    const { address, asked } = await noting((request, response) => {
      if (request.method === 'HEAD') response.writeHead(405).end();
      else response.writeHead(206, { 'content-range': 'bytes 0-1/700000' }).end('ab');
      expect(request.headers['user-agent']).toBe('Wochenbrief/0 (test)');
    });
    const answers = await askLinks([`${address}/a.jpg`], optionsFor(address));
    expect(answers.get(`${address}/a.jpg`)).toEqual({ is: 'there', bytes: 700_000, movedTo: null });
    expect(asked).toEqual(['HEAD /a.jpg', 'GET /a.jpg']);
  });

  test('a page without end is there, and is not read to its end', async () => {
    const { address } = await noting((request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(501).end();
      const more = setInterval(() => response.write(Buffer.alloc(60_000)), 1);
      response.on('close', () => clearInterval(more));
    });
    const answers = await askLinks([`${address}/film`], optionsFor(address));
    expect(answers.get(`${address}/film`)).toMatchObject({ is: 'there' });
  });

  test('a private network is closed, whatever a letter says (R58)', async () => {
    const { address, asked } = await noting(statuses);
    const other = `http://127.0.0.1:${Number(new URL(address).port) === 9 ? 10 : 9}/`;
    const answers = await askLinks([other, `${address}/200`], optionsFor(address));
    expect(answers.get(other)).toMatchObject({ is: 'gone' });
    expect(asked).toEqual(['HEAD /200']);
  });
});

describe('politeness', () => {
  test('one host answers two at once at most, all together six', async () => {
    const most = { here: 0, all: 0 };
    let all = 0;
    const hosts = await Promise.all(
      Array.from({ length: 5 }, async () => {
        let here = 0;
        return startServer((_, response) => {
          most.here = Math.max(most.here, ++here);
          most.all = Math.max(most.all, ++all);
          setTimeout(() => {
            here -= 1;
            all -= 1;
            response.end();
          }, 15);
        });
      }),
    );
    const links = hosts.flatMap((host) => Array.from({ length: 6 }, (_, index) => `${host}/${index}`));
    const privateHosts = new Set(hosts.map((host) => new URL(host).host));
    const answers = await askLinks(links, { ...optionsFor(hosts[0] ?? ''), privateHosts });
    expect(answers.size).toBe(30);
    expect(most.here).toBeLessThanOrEqual(2);
    expect(most.all).toBeLessThanOrEqual(6);
    expect(most.all).toBeGreaterThan(2);
  });

  test('a host that does not answer is given up after a few tries', async () => {
    const { address, asked } = await noting(() => undefined);
    const links = Array.from({ length: 20 }, (_, index) => `${address}/${index}`);
    const answers = await askLinks(links, optionsFor(address, { timeoutMs: 60 }));
    expect(asked.length).toBeLessThanOrEqual(4);
    expect([...answers.values()].map(({ is }) => is)).toEqual(Array.from({ length: 20 }, () => 'unclear'));
  });

  test('where nobody answers it is this machine that has no network, and no link is called dead', async () => {
    const resolve = async () => Promise.reject(Object.assign(new Error('no name'), { code: 'ENOTFOUND' }));
    const link = 'https://blog.example.org/a';
    const answers = await askLinks([link], { ...optionsFor(link), resolve });
    expect(answers.get(link)?.is).toBe('unclear');
  });

  test('when the time for all is over, nobody else is asked', async () => {
    const { address, asked } = await noting(statuses);
    expect((await askLinks([`${address}/200`], optionsFor(address, { allMs: -1 }))).size).toBe(0);
    expect(asked).toEqual([]);
  });
});

describe('memory', () => {
  test('what was there is not asked again for a day; what was not, after ten minutes or on demand', async () => {
    const { address, asked } = await noting(statuses);
    const memory = memoryOf();
    const links = [`${address}/200`, `${address}/404`];
    const at = (minutes: number, isAnew = false) =>
      askLinks(
        links,
        optionsFor(address, { memory, isAnew, now: () => new Date(friday.getTime() + minutes * 60_000) }),
      );
    const first = await at(0);
    asked.length = 0;
    expect(await at(5)).toEqual(first);
    expect(asked).toEqual([]);
    await at(6, true);
    expect(asked).toEqual(['HEAD /404', 'GET /404']);
    asked.length = 0;
    await at(30);
    expect(asked).toEqual(['HEAD /404', 'GET /404']);
    asked.length = 0;
    await at(25 * 60);
    expect(asked).toContain('HEAD /200');
  });

  test('its file is read back as it was written; one that is damaged is no memory', () => {
    const memory: LinkMemory = new Map([
      [
        'https://example.org/a',
        { at: friday.toISOString(), answer: { is: 'there', bytes: 3, movedTo: null } },
      ],
      [
        'https://example.org/b',
        { at: friday.toISOString(), answer: { is: 'gone', reason: { de: 'x', en: 'y' } } },
      ],
    ]);
    expect(parseLinkMemory(formatLinkMemory(memory, friday))).toEqual(memory);
    for (const damaged of ['', '{', '[]', '{"a":1}', '{"a":{"at":"x","answer":{"is":"there"}}}'])
      expect(parseLinkMemory(damaged).size).toBe(0);
  });
});
