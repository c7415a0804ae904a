import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Ask } from '../../src/core/dns/question.ts';
import { surveySpf } from '../../src/core/dns/spf.ts';
import { nameServer } from '../../src/dns/nameServer.ts';
import { askNames } from '../../src/flow/askNames.ts';
import { startDnsServer } from '../support/dnsServer.ts';
import { refusal } from '../core/refusal.ts';

const long = `v=DKIM1; k=rsa; p=${'A'.repeat(700)}`;

describe('a real name server on loopback', () => {
  test('every kind of record comes back, texts in one piece and mail servers in their order', async () => {
    const server = await startDnsServer({
      'example.org': {
        TXT: ['a', long.slice(0, 300)],
        A: ['192.0.2.1'],
        AAAA: ['2001:db8::1'],
        MX: ['mx1.example.org', 'mx2.example.org'],
      },
      'alias.example.org': { CNAME: 'example.org' },
      '1.2.0.192.in-addr.arpa': { PTR: ['mail.example.org'] },
    });
    const names = nameServer({ server: server.address });
    expect(await names.ask({ type: 'TXT', name: 'example.org' })).toEqual({
      kind: 'found',
      values: ['a', long.slice(0, 300)],
    });
    expect(await names.ask({ type: 'A', name: 'alias.example.org' })).toEqual({
      kind: 'found',
      values: ['192.0.2.1'],
    });
    expect(await names.ask({ type: 'AAAA', name: 'example.org' })).toEqual({
      kind: 'found',
      values: ['2001:db8::1'],
    });
    expect(await names.ask({ type: 'MX', name: 'example.org' })).toEqual({
      kind: 'found',
      values: ['mx1.example.org', 'mx2.example.org'],
    });
    expect(await names.ask({ type: 'PTR', name: '192.0.2.1' })).toEqual({
      kind: 'found',
      values: ['mail.example.org'],
    });
  });

  test('an answer too long for UDP is fetched over TCP', async () => {
    const server = await startDnsServer({ 'w._domainkey.example.org': { TXT: [long] } });
    const answer = await nameServer({ server: server.address }).ask({
      type: 'TXT',
      name: 'w._domainkey.example.org',
    });
    expect(answer).toEqual({ kind: 'found', values: [long] });
    expect(server.overTcp()).toBe(1);
  });

  test('no such name, a name without such records, SERVFAIL, a refusal and silence are five answers', async () => {
    const server = await startDnsServer({
      'bare.example.org': { A: ['192.0.2.1'] },
      'sick.example.org': { fails: 'SERVFAIL' },
      'shy.example.org': { fails: 'REFUSED' },
      'mute.example.org': { fails: 'silence' },
    });
    const names = nameServer({ server: server.address, timeoutMs: 100 });
    const asked = ['none', 'bare', 'sick', 'shy', 'mute'].map((name) => `${name}.example.org`);
    expect(await Promise.all(asked.map((name) => names.ask({ type: 'TXT', name })))).toEqual([
      { kind: 'noName' },
      { kind: 'noData' },
      { kind: 'failed', reason: 'serverFailed' },
      { kind: 'failed', reason: 'refused' },
      { kind: 'failed', reason: 'timeout' },
    ]);
  });

  test('a name server that is not there, and an address that is none, are told apart', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    await new Promise<void>((done) => socket.close(done));
    const answer = await nameServer({ server: `127.0.0.1:${port}`, timeoutMs: 200 }).ask({
      type: 'A',
      name: 'example.org',
    });
    expect(answer).toMatchObject({ kind: 'failed' });
    expect(refusal(() => nameServer({ server: 'dns.example.org' }))).toMatchObject({ code: 'usage.wrong' });
  });

  test('a name that cannot be asked for is no crash', async () => {
    const server = await startDnsServer({});
    const names = nameServer({ server: server.address });
    for (const name of ['a..example.org', `${'x'.repeat(64)}.example.org`, `${'abc.'.repeat(80)}example.org`])
      expect(await names.ask({ type: 'TXT', name })).toMatchObject({ kind: 'failed' });
  });
});

describe('a judgement that says what it needs to know', () => {
  test('is made with all answers, each name asked once, a level of includes in each round', async () => {
    const server = await startDnsServer({
      'example.org': {
        TXT: ['v=spf1 include:one.example.com include:two.example.com a -all'],
        A: ['192.0.2.1'],
      },
      'one.example.com': { TXT: ['v=spf1 include:three.example.com -all'] },
      'two.example.com': { TXT: ['v=spf1 include:three.example.com -all'] },
      'three.example.com': { TXT: ['v=spf1 ip4:192.0.2.0/24 -all'] },
    });
    const judged = await askNames(
      (ask) => surveySpf('example.org', ask),
      nameServer({ server: server.address }),
    );
    expect(judged.value).toMatchObject({ lookups: 5, faults: [], ending: '-' });
    expect(judged).toMatchObject({ asked: 6, failed: 0 });
    expect(new Set(server.asked).size).toBe(server.asked.length);
  });

  test('ends when nobody answers, and says how much was not learned', async () => {
    const judge = (ask: Ask) => ask('TXT', 'example.org').kind;
    const names = { ask: () => Promise.resolve({ kind: 'failed', reason: 'timeout' } as const) };
    expect(await askNames(judge, names)).toEqual({ value: 'failed', asked: 1, failed: 1 });
  });
});
