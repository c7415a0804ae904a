import { beforeAll, describe, expect, test } from 'vitest';
import { signToken } from '../../src/core/token.ts';
import { confirmedReader } from '../support/newsletter.ts';
import {
  everythingOf,
  logged,
  rawSocket,
  readerPath,
  servedSite,
  titleOf,
  type RequestHeaders,
  type ServedSite,
} from './serverSupport.ts';

const form = 'application/x-www-form-urlencoded';
const token = readerPath('unsubscribe', confirmedReader(1)).slice('/unsubscribe/'.length);
const otherNewsletter = signToken(
  { purpose: 'unsubscribe', subscriberId: 'reader000001', issuedAt: null },
  'another-secret-of-more-than-thirty-two-characters',
);

interface Bad {
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  readonly type?: string | null;
  readonly headers?: RequestHeaders;
  /** `STAMP` stands for a stamp that passes. */
  readonly body?: string | Buffer;
  readonly status: number;
  readonly reason: string;
}

const multipart = (parts: string): Pick<Bad, 'type' | 'body'> => ({
  type: 'multipart/form-data; boundary=b',
  body: parts.replaceAll('\n', '\r\n'),
});
const part = (name: string, value: string, more = ''): string =>
  `--b\nContent-Disposition: form-data; name="${name}"${more}\n\n${value}\n`;
const name = (value: string): string => `address=a@example.org&shown=STAMP&name=${encodeURIComponent(value)}`;
const address = (value: string): string => `shown=STAMP&address=${encodeURIComponent(value)}`;
const mendable = { status: 422 } as const;

const table: readonly Bad[] = [
  // Bodies.
  { what: 'no body', type: null, status: 415, reason: 'wrongType' },
  {
    what: 'JSON',
    type: 'application/json',
    body: '{"address":"a@example.org"}',
    status: 415,
    reason: 'wrongType',
  },
  { what: 'plain text', type: 'text/plain', body: 'address=a@example.org', status: 415, reason: 'wrongType' },
  {
    what: 'a compressed form',
    headers: { 'content-encoding': 'gzip' },
    body: 'x',
    status: 415,
    reason: 'wrongType',
  },
  { what: '1 MB', body: `address=${'a'.repeat(1_000_000)}`, status: 413, reason: 'tooLarge' },
  {
    what: '1 MB of no declared length',
    headers: { 'transfer-encoding': 'chunked' },
    body: 'a'.repeat(1_000_000),
    status: 413,
    reason: 'tooLarge',
  },
  { what: 'one byte too many', body: `address=${'a'.repeat(8 * 1024 - 7)}`, status: 413, reason: 'tooLarge' },
  {
    what: 'bytes that are no text',
    body: Buffer.from([0x61, 0x3d, 0xff, 0xfe, 0x80]),
    status: 400,
    reason: 'malformed',
  },
  {
    what: 'multipart without boundary',
    type: 'multipart/form-data',
    body: 'x',
    status: 400,
    reason: 'malformed',
  },
  {
    what: 'multipart that breaks off',
    ...multipart(part('address', 'a@example.org')),
    status: 400,
    reason: 'malformed',
  },
  {
    what: 'a file as address',
    ...multipart(`${part('address', 'x', '; filename="a.txt"')}--b--\n`),
    status: 400,
    reason: 'malformed',
  },
  {
    what: 'a repeated field',
    body: 'address=a@example.org&address=b@example.org',
    status: 400,
    reason: 'repeatedField',
  },
  {
    what: 'a repeated field in parts',
    ...multipart(`${part('name', 'A')}${part('name', 'B')}--b--\n`),
    status: 400,
    reason: 'repeatedField',
  },
  {
    what: 'nothing but unknown fields',
    body: '__proto__=1&constructor=2&admin=true&email=a@example.org',
    ...mendable,
    reason: 'addressMissing',
  },
  {
    what: 'percent garbage',
    body: 'address=%&name=%zz%ff',
    ...mendable,
    reason: 'addressInvalid nameInvalid',
  },
  // Names.
  {
    what: 'CR and LF in a name',
    body: name('Anna\r\nBcc: x@example.org'),
    ...mendable,
    reason: 'nameInvalid',
  },
  { what: 'a lone line end in a name', body: name('Anna\n'), ...mendable, reason: 'nameInvalid' },
  {
    what: 'control characters in a name',
    body: name('An\u0000na\u001B[2J'),
    ...mendable,
    reason: 'nameInvalid',
  },
  {
    what: 'a name that turns its direction',
    body: name('Anna\u202Egro.elpmaxe'),
    ...mendable,
    reason: 'nameInvalid',
  },
  {
    what: 'a name full of links',
    body: name('https://a.example http://b.example www.c.example'),
    ...mendable,
    reason: 'nameInvalid',
  },
  { what: 'a domain as a name', body: name('WIN NOW casino.com'), ...mendable, reason: 'nameInvalid' },
  {
    what: 'a name with an address',
    body: name('write to me@example.org'),
    ...mendable,
    reason: 'nameInvalid',
  },
  {
    what: 'a name with markup',
    body: name('<img src=x onerror=alert(1)>'),
    ...mendable,
    reason: 'nameInvalid',
  },
  { what: 'a name that never ends', body: name('Anna '.repeat(50)), ...mendable, reason: 'nameTooLong' },
  // Addresses.
  { what: 'no address', body: address('  '), ...mendable, reason: 'addressMissing' },
  {
    what: 'CR and LF in an address',
    body: address('a@example.org\r\nBcc: b@example.org'),
    ...mendable,
    reason: 'addressInvalid',
  },
  {
    what: 'an address of 300 characters',
    body: address(`${'a'.repeat(288)}@example.org`),
    ...mendable,
    reason: 'addressInvalid',
  },
  {
    what: 'a comment in an address',
    body: address('a(comment)@example.org'),
    ...mendable,
    reason: 'addressInvalid',
  },
  {
    what: 'a group',
    body: address('friends: a@example.org, b@example.org;'),
    ...mendable,
    reason: 'addressInvalid',
  },
  {
    what: 'a list of addresses',
    body: address('a@example.org,b@example.org'),
    ...mendable,
    reason: 'addressInvalid',
  },
  { what: 'a display name', body: address('Anna <a@example.org>'), ...mendable, reason: 'addressInvalid' },
  { what: 'a quoted local part', body: address('"a b"@example.org'), ...mendable, reason: 'addressInvalid' },
  { what: 'an IP address as domain', body: address('a@[127.0.0.1]'), ...mendable, reason: 'addressInvalid' },
  { what: 'an address without dot', body: address('a@localhost'), ...mendable, reason: 'addressInvalid' },
  // An IDN homograph is an address like any other; its owner decides. Without a stamp she first sees its real form.
  {
    what: 'a homograph',
    body: `address=${encodeURIComponent('a@exаmple.org')}`,
    status: 200,
    reason: 'stampMissing',
  },
  {
    what: 'a clock askew',
    body: 'address=a@example.org&shown=zzzzzzzzzz..AAAAAAAAAAAAAAAAAAAAAA',
    status: 200,
    reason: 'stampForged',
  },
  // Methods.
  { what: 'GET instead of POST', method: 'GET', status: 405, reason: 'wrongMethod' },
  { what: 'PUT', method: 'PUT', path: '/', status: 405, reason: 'wrongMethod' },
  {
    what: 'DELETE on a link',
    method: 'DELETE',
    path: `/unsubscribe/${token}`,
    status: 405,
    reason: 'wrongMethod',
  },
  { what: 'OPTIONS', method: 'OPTIONS', path: '/form', status: 405, reason: 'wrongMethod' },
  { what: 'TRACE', method: 'TRACE', path: '/', status: 405, reason: 'wrongMethod' },
  { what: 'POST on an archived letter', path: '/archive/2026-W47', status: 405, reason: 'wrongMethod' },
  // Links.
  { what: 'a forged link', path: `/unsubscribe/${token.slice(0, -1)}`, status: 404, reason: 'linkForged' },
  {
    what: 'a link of another newsletter',
    path: `/unsubscribe/${otherNewsletter}`,
    status: 404,
    reason: 'linkForged',
  },
  { what: 'a link of another purpose', path: `/confirm/${token}`, status: 404, reason: 'linkForged' },
  {
    what: 'a link to somebody unknown',
    path: `/preferences/${readerPath('preferences', { id: 'nobody000001' }).slice(13)}`,
    body: 'rhythm=weekly',
    status: 404,
    reason: 'linkUnknown',
  },
  {
    what: 'preferences as JSON',
    path: `/preferences/${token}`,
    type: 'application/json',
    body: '{}',
    status: 415,
    reason: 'wrongType',
  },
  {
    what: 'preferences twice',
    path: `/preferences/${token}`,
    body: 'rhythm=monthly&rhythm=weekly',
    status: 400,
    reason: 'repeatedField',
  },
  {
    what: 'a rhythm nobody offers',
    path: `/preferences/${token}`,
    body: 'rhythm=daily',
    status: 400,
    reason: 'unknownValue',
  },
  {
    what: 'a link with more behind it',
    path: `/unsubscribe/${token}/and/more`,
    status: 404,
    reason: 'notFound',
  },
  // Paths.
  { what: 'a page that is not there', method: 'GET', path: '/wp-login.php', status: 404, reason: 'notFound' },
  { what: 'a path to another host', method: 'GET', path: '//evil.example/', status: 404, reason: 'notFound' },
  {
    what: 'a way out of the folder',
    method: 'GET',
    path: '/archive/../../../etc/passwd',
    status: 404,
    reason: 'notFound',
  },
  {
    what: 'the same, disguised',
    method: 'GET',
    path: '/archive/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    status: 404,
    reason: 'notFound',
  },
  {
    what: 'percent garbage in the path',
    method: 'GET',
    path: '/%/%zz/%ff/%00',
    status: 404,
    reason: 'notFound',
  },
  { what: 'a week that is none', method: 'GET', path: '/archive/2025-W53', status: 404, reason: 'notFound' },
  { what: 'backslashes', method: 'GET', path: '/archive\\..\\..\\etc', status: 400, reason: 'unreadable' },
  { what: 'a path of all hosts', method: 'OPTIONS', path: '*', status: 400, reason: 'unreadable' },
];

describe('bad input', () => {
  let site: ServedSite;
  let list: string;
  let asked = 0;
  beforeAll(async () => {
    site = await servedSite();
    list = await site.listBytes();
  });

  test.each(table)('$what: $status, $reason, with a page and without a trace in the list', async (bad) => {
    const type = bad.type === undefined ? form : bad.type;
    const method = bad.method ?? 'POST';
    const headers = {
      'x-forwarded-for': `198.51.100.${(asked += 1)}`,
      ...(type && method === 'POST' ? { 'content-type': type } : {}),
      ...bad.headers,
    };
    const body = typeof bad.body === 'string' ? bad.body.replace('STAMP', site.stamp()) : bad.body;
    const reply = await site.send(method, bad.path ?? '/subscribe', headers, body);
    expect(reply.status).toBe(bad.status);
    expect(logged(site.log.at(-1))).toMatchObject({ status: bad.status, reason: bad.reason });
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.text).toMatch(/<html lang="de"/);
    expect(titleOf(reply.text).length).toBeGreaterThan(5);
    expect(reply.text).toMatch(/<h1/);
    expect(reply.text).not.toMatch(/<script|<img src=x|evil\.example|etc\/passwd/);
    if (bad.status === 405) expect(reply.headers.allow).toMatch(/GET|POST/);
    expect(await site.listBytes()).toBe(list);
  });

  test('every line of the log says why, and none quotes what was sent', () => {
    expect(site.log.every((line) => typeof logged(line)['reason'] === 'string')).toBe(true);
    expect(site.log.join('\n')).not.toMatch(/example|passwd|wp-login|Anna|casino|198\.51/);
  });
});

describe('bytes that are no proper request', () => {
  const raw: readonly (readonly [string, string, number])[] = [
    ['noise', '\u0016\u0003\u0001 not http at all\r\n\r\n', 400],
    ['a NUL in the path', 'GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['a header that never ends', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a length that is none', 'POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
    [
      'two lengths',
      'POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
  ];
  test.each(raw)('%s gets a page and a hang-up', async (_, bytes, status) => {
    const site = await servedSite();
    const socket = await rawSocket(site.port);
    socket.write(bytes);
    const answer = await everythingOf(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain("default-src 'none'");
    expect(answer).toContain('<html lang="de"');
    expect(logged(site.log.at(-1))).toMatchObject({ status, reason: 'unreadable' });
  });

  test('a strange Host header, or a whole URL as path, leads to our pages and into none of their links', async () => {
    const site = await servedSite();
    for (const head of [
      'GET / HTTP/1.1\r\nHost: evil.example',
      'GET / HTTP/1.1\r\nHost: evil.example:99999/x?y#z',
      'GET http://evil.example/ HTTP/1.1\r\nHost: evil.example',
      'GET / HTTP/1.0',
    ]) {
      const socket = await rawSocket(site.port);
      socket.write(`${head}\r\nConnection: close\r\n\r\n`);
      const answer = await everythingOf(socket);
      expect(answer).toMatch(/^HTTP\/1.1 200 /);
      expect(answer).not.toContain('evil');
    }
  });
});
