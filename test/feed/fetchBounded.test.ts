import { once } from 'node:events';
import { createServer } from 'node:net';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchBounded } from '../../src/feed/fetchBounded.ts';
import type { FetchOptions } from '../../src/feed/fetchBounded.ts';
import { caughtError } from './caughtError.ts';
import { serve, startServer } from './feedServer.ts';

const userAgent = 'Wochenbrief/0 (test)';
const fetchText = async (address: string, options: Partial<FetchOptions> = {}): Promise<string> =>
  Buffer.from((await fetchBounded(address, { userAgent, allowPrivate: true, ...options })).bytes).toString();
const errorOf = (address: string, options: Partial<FetchOptions> = {}) =>
  caughtError(fetchText(address, options));

test('fetches an address and says who asks', async () => {
  const address = await startServer((request, response) => {
    response.setHeader('content-type', 'text/xml; charset=utf-8');
    response.end(`${request.headers['user-agent']} ${request.headers.accept?.includes('rss') ?? false}`);
  });
  const fetched = await fetchBounded(`${address}/feed`, { userAgent, allowPrivate: true });
  expect(Buffer.from(fetched.bytes).toString()).toBe(`${userAgent} true`);
  expect(fetched).toMatchObject({ contentType: 'text/xml; charset=utf-8', finalAddress: `${address}/feed` });
});

describe('compression', () => {
  const text = 'Brot und Zeit. '.repeat(1000);

  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
  ])('%s is undone', async (encoding, bytes) => {
    expect(await fetchText(await serve(bytes, { 'content-encoding': encoding }))).toBe(text);
  });

  test('a broken or unknown one is an error', async () => {
    const cut = await serve(gzipSync(text).subarray(0, 40), { 'content-encoding': 'gzip' });
    expect((await errorOf(cut)).code).toBe('feed.unreachable');
    const unknown = await errorOf(await serve(text, { 'content-encoding': 'zstd' }));
    expect(unknown).toMatchObject({ code: 'feed.unreachable' });
    expect(unknown.message).toContain('zstd');
  });
});

describe('size (R58)', () => {
  test.each([
    ['gzip', gzipSync],
    ['br', (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } })],
    ['deflate', deflateSync],
  ])('a %s bomb is stopped while it unpacks', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(100_000_000));
    expect(bomb.length).toBeLessThan(200_000);
    const before = process.memoryUsage().rss;
    const error = await errorOf(await serve(bomb, { 'content-encoding': encoding }));
    expect(error.code).toBe('feed.tooLarge');
    expect(error.message).toContain('5 MB');
    expect(process.memoryUsage().rss - before).toBeLessThan(90_000_000);
  });

  test('20 MB are refused by their announcement, and without one while they come', async () => {
    const announced = await startServer((_request, response) => {
      response.writeHead(200, { 'content-length': '20000000' });
      response.write('x');
    });
    expect((await errorOf(announced)).code).toBe('feed.tooLarge');
    const chunk = Buffer.alloc(100_000, 'x');
    let sent = 0;
    const streamed = await startServer((_request, response) => {
      const write = (): void => {
        while (!response.destroyed && sent < 200) {
          sent += 1;
          if (!response.write(chunk)) {
            response.once('drain', write);
            return;
          }
        }
        response.end();
      };
      write();
    });
    expect((await errorOf(streamed)).code).toBe('feed.tooLarge');
    expect(sent).toBeLessThan(200);
  });

  test('5 MB are just right', async () => {
    expect((await fetchText(await serve(Buffer.alloc(5_000_000, 'x')))).length).toBe(5_000_000);
  });
});

describe('redirects (R58)', () => {
  const redirectTo = (location: string, status = 302): Promise<string> =>
    startServer((_request, response) => {
      response.writeHead(status, { location }).end('moved');
    });

  test.each([301, 302, 303, 307, 308])('status %i is followed, relative addresses too', async (status) => {
    const address = await startServer((request, response) => {
      if (request.url === '/feed/') response.end('here');
      else response.writeHead(status, { location: 'feed/' }).end();
    });
    const fetched = await fetchBounded(address, { userAgent, allowPrivate: true });
    expect(fetched.finalAddress).toBe(`${address}/feed/`);
  });

  test('five are followed, a sixth and a loop are not', async () => {
    const address = await startServer((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('here');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(await fetchText(`${address}/5`)).toBe('here');
    const error = await errorOf(`${address}/6`);
    expect(error.code).toBe('feed.refused');
    expect(error.message).toContain('more than 5 redirects');
    let asked = 0;
    const loop = await startServer((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: '/' }).end();
    });
    expect((await errorOf(loop)).code).toBe('feed.refused');
    expect(asked).toBe(6);
  });

  test('one into a forbidden network is refused, and nobody there is asked', async () => {
    let asked = 0;
    const inside = await startServer((_request, response) => {
      asked += 1;
      response.end('secret');
    }, '127.0.0.2');
    const outside = await redirectTo(`${inside}/latest/meta-data`);
    const error = await errorOf(outside, { mayConnect: (ip) => ip === '127.0.0.1' });
    expect(error.code).toBe('feed.refused');
    expect(error.message).toContain('127.0.0.2');
    expect(asked).toBe(0);
    expect((await errorOf(await redirectTo('http://169.254.169.254/'))).code).toBe('feed.refused');
  });

  test.each([
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'javascript:alert(1)',
    'data:text/xml,<rss/>',
    'http://',
  ])('one to %s is refused', async (location) => {
    expect((await errorOf(await redirectTo(location))).code).toBe('feed.refused');
  });

  test('one to an address with credentials is refused', async () => {
    const error = await errorOf(await redirectTo('http://user:secret@127.0.0.1/'));
    expect(error.code).toBe('feed.refused');
    expect(JSON.stringify(error.text)).not.toContain('secret');
  });
});

describe('forbidden addresses (R58)', () => {
  test.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://localhost/',
    'http://0/',
    'http://169.254.169.254/latest/',
  ])('%s is refused', async (address) => {
    const error = await errorOf(address, { allowPrivate: false });
    expect(error.code).toBe('feed.refused');
    expect(error.hint?.de).toContain('allowPrivate');
  });

  test.each(['ftp://blog.example.org/', 'file:///etc/passwd', 'blog.example.org/feed', ''])(
    '"%s" is no http(s) address',
    async (address) => {
      expect((await errorOf(address)).code).toBe('feed.refused');
    },
  );

  test('credentials are refused and never shown', async () => {
    const error = await errorOf('http://user:secret@blog.example.org/feed/');
    expect(error.code).toBe('feed.refused');
    expect(error.message).toContain('http://blog.example.org/feed/');
    expect(JSON.stringify([error.text, error.hint])).not.toContain('secret');
  });

  test('a name is asked once, and exactly the checked address is connected (rebinding)', async () => {
    const port = new URL(await serve('here')).port;
    const answers = ['127.0.0.1', '127.0.0.3'];
    let asked = 0;
    const resolve = async () => [{ address: answers[asked++] ?? '127.0.0.3', family: 4 }];
    const mayConnect = (ip: string): boolean => ip === '127.0.0.1';
    expect(await fetchText(`http://blog.example:${port}/`, { resolve, mayConnect })).toBe('here');
    expect(asked).toBe(1);
    expect((await errorOf(`http://blog.example:${port}/`, { resolve, mayConnect })).code).toBe(
      'feed.refused',
    );
  });

  test('a name with one forbidden address among others is refused', async () => {
    const resolve = async () => [
      { address: '9.9.9.9', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    const error = await errorOf('http://blog.example/', { resolve, allowPrivate: false });
    expect(error.code).toBe('feed.refused');
    expect(error.message).toContain('10.0.0.1');
  });
});

describe('what goes wrong names the address, the reason and a way out, in both languages', () => {
  test.each([
    [404, '/feed/'],
    [403, 'login'],
    [500, 'browser'],
    [429, 'browser'],
    [304, 'browser'],
  ])('status %i', async (status, way) => {
    const address = await startServer((_request, response) => {
      response.writeHead(status).end('<html>error</html>');
    });
    const error = await errorOf(`${address}/feed/`);
    expect(error.code).toBe('feed.unreachable');
    for (const text of [error.text.de, error.text.en]) {
      expect(text).toContain(`${address}/feed/`);
      expect(text).toContain(`${status}`);
    }
    expect(error.hint?.en).toContain(way);
  });

  test('nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    const port = typeof address === 'object' ? address?.port : undefined;
    const error = await errorOf(`http://127.0.0.1:${port}/`);
    expect(error).toMatchObject({ code: 'feed.unreachable' });
    expect(error.message).toContain('accepts no connection (ECONNREFUSED)');
  });

  test('a name the DNS does not know', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));
    const error = await errorOf('http://blog.invalid/', { resolve });
    expect(error.code).toBe('feed.unreachable');
    expect(error.text.de).toContain('diesen Namen kennt das DNS nicht');
  });

  test('a server without TLS behind https', async () => {
    const address = await serve('here');
    const error = await errorOf(address.replace('http:', 'https:'));
    expect(error.code).toBe('feed.unreachable');
    expect(error.text.en).toContain('encryption');
  });

  test('something that is no HTTP server', async () => {
    const server = createServer((socket) => socket.end('220 mail.example.org ESMTP\r\n')).listen(
      0,
      '127.0.0.1',
    );
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const error = await errorOf(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
    expect(error.text.en).toContain('no HTTP server');
  });

  test('a connection that breaks off in the middle', async () => {
    const address = await startServer((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => response.destroy());
    });
    const error = await errorOf(address);
    expect(error.code).toBe('feed.unreachable');
    expect(error.text.en).toContain('broke the connection off');
  });
});

describe('time (R58)', () => {
  const timeoutMs = 150;

  test('a server that never answers', async () => {
    const error = await errorOf(await startServer(() => undefined), { timeoutMs });
    expect(error.code).toBe('feed.unreachable');
    expect(error.text.de).toContain('0.15 Sekunden');
  });

  test('a server that answers byte by byte', async () => {
    const address = await startServer((_request, response) => {
      const timer = setInterval(() => response.write('x'), 10);
      response.once('close', () => clearInterval(timer));
    });
    expect((await errorOf(address, { timeoutMs })).text.en).toContain('no complete answer');
  });

  test('a DNS that never answers', async () => {
    const resolve = () => new Promise<never>(() => undefined);
    expect((await errorOf('http://blog.example/', { timeoutMs, resolve })).text.en).toContain(
      'no complete answer',
    );
  });

  test('redirects do not start the clock anew', async () => {
    const address = await startServer((request, response) => {
      const next = Number(request.url?.slice(1)) + 1;
      setTimeout(() => response.writeHead(302, { location: `/${next}` }).end(), 60);
    });
    expect((await errorOf(`${address}/0`, { timeoutMs })).text.en).toContain('no complete answer');
  });

  test('no connection stays open behind a refusal', async () => {
    const closed: Promise<unknown>[] = [];
    const address = await startServer((request, response) => {
      closed.push(once(request.socket, 'close'));
      response.writeHead(200, { 'content-length': '20000000' }).write('x');
    });
    await errorOf(address);
    expect(closed).toHaveLength(1);
    await Promise.all(closed);
  });
});
