import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import { trustedAuthorities } from '../../src/smtp/privateCa.ts';
import { smtpTransport, type SmtpOptions } from '../../src/smtp/smtpTransport.ts';
import type { SmtpServer } from '../../src/smtp/smtpUrl.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { sampleParcel } from '../support/sampleMessage.ts';
import { scriptedSmtp, type ScriptedSmtp } from '../support/scriptedSmtp.ts';
import { testAuthority, testCertificate } from '../support/testCertificates.ts';

const now = new Date('2026-11-22T06:00:00Z');
const trusting: SmtpOptions = { authorities: trustedAuthorities(testAuthority, 'ca.pem', now) };

/** A server on this machine that counts as one far away, as any host that is not loopback does. */
const far = (port: number, kind: Kind, host = 'localhost'): SmtpServer => ({
  host,
  port,
  isImplicitTls: kind === 'implicit',
  isLoopback: false,
  login: { user: 'anna', password: 'geheim' },
});

type Kind = 'starttls' | 'implicit';
const kinds: readonly Kind[] = ['starttls', 'implicit'];

async function serverWith(kind: Kind, name: Parameters<typeof testCertificate>[0]): Promise<ScriptedSmtp> {
  return scriptedSmtp({}, { auth: 'PLAIN', tls: { kind, certificate: testCertificate(name) } });
}

async function codeOf(opening: Promise<unknown>): Promise<string> {
  const error = await opening.catch((reason: unknown) => reason);
  return error instanceof NewsletterError ? error.code : 'opened';
}

const saidTooMuch = ({ heard }: ScriptedSmtp): boolean => heard.some((line) => /^(AUTH|MAIL)/.test(line));

describe.each(['wochenbrief', 'nodemailer'] as const)('with the client of %s', (client) => {
  describe.each(kinds)('a server that is not on this machine (R23), %s', (kind) => {
    test('with a certificate of the private authority carries letters once smtp.ca names it', async () => {
      const server = await serverWith(kind, 'server');
      const connection = await smtpTransport(far(server.port, kind, '127.0.0.1'), {
        ...trusting,
        client,
      }).open();
      const answer = await connection.send(sampleParcel(), () => Promise.resolve());
      connection.close();
      expect(answer.code).toBe(250);
      expect(server.contents).toHaveLength(1);
    });

    test('is refused where smtp.ca does not name its authority', async () => {
      const server = await serverWith(kind, 'server');
      expect(await codeOf(smtpTransport(far(server.port, kind, '127.0.0.1'), { client }).open())).toBe(
        'smtp.insecure',
      );
      expect(saidTooMuch(server)).toBe(false);
    });

    test.each(['otherName', 'expired'] as const)('is refused with a certificate that is %s', async (name) => {
      const server = await serverWith(kind, name);
      expect(
        await codeOf(smtpTransport(far(server.port, kind, '127.0.0.1'), { ...trusting, client }).open()),
      ).toBe('smtp.insecure');
      expect(saidTooMuch(server)).toBe(false);
    });
  });

  test('a proxy that takes STARTTLS out of the dialogue gets neither login nor letter (R23)', async () => {
    const server = await serverWith('starttls', 'server');
    const seen: string[] = [];
    const port = await strippingProxy(server.port, seen, true);
    const opening = smtpTransport(far(port, 'starttls', '127.0.0.1'), { ...trusting, client }).open();
    expect(await codeOf(opening)).toBe('smtp.insecure');
    expect(seen.join('')).toContain('EHLO');
    expect(seen.join('')).not.toMatch(/AUTH|MAIL/);
    expect(saidTooMuch(server)).toBe(false);
  });

  test('one that only hides the offer changes nothing: TLS is asked for all the same (R23)', async () => {
    const server = await serverWith('starttls', 'server');
    const seen: string[] = [];
    const port = await strippingProxy(server.port, seen, false);
    (await smtpTransport(far(port, 'starttls', '127.0.0.1'), { ...trusting, client }).open()).close();
    expect(seen.join('')).not.toMatch(/AUTH|MAIL/);
    expect(saidTooMuch(server)).toBe(true);
  });

  test('a server on this machine is spoken to in the open, unless smtp.ca says whom to trust', async () => {
    const server = await serverWith('starttls', 'server');
    const near = { ...far(server.port, 'starttls', '127.0.0.1'), isLoopback: true };
    (await smtpTransport(near, { client }).open()).close();
    expect(server.heard.some((line) => line === 'STARTTLS')).toBe(false);
    (await smtpTransport(near, { ...trusting, client }).open()).close();
    expect(server.heard.some((line) => line === 'STARTTLS')).toBe(true);
  });

  test('a server on this machine without TLS still serves when smtp.ca is set for another account', async () => {
    const server = await scriptedSmtp({});
    const near = { ...far(server.port, 'starttls', '127.0.0.1'), isLoopback: true };
    expect(await codeOf(smtpTransport(near, { ...trusting, client }).open())).toBe('opened');
  });
});

describe('smtp.ca', () => {
  const refusal = (text: string, at = now): NewsletterError => {
    try {
      trustedAuthorities(text, 'firma.pem', at);
    } catch (error) {
      if (error instanceof NewsletterError) return error;
    }
    throw new Error('nothing was refused');
  };

  test('is trusted besides the known authorities, not instead of them', () => {
    const all = trustedAuthorities(`Kommentar\r\n${testAuthority}\n${testAuthority}`, 'firma.pem', now);
    expect(all.slice(0, rootCertificates.length)).toEqual(rootCertificates);
    expect(all).toHaveLength(rootCertificates.length + 2);
  });

  test.each([
    ['an empty file', ''],
    ['a key', testCertificate('server').key],
    ['a cut certificate', testAuthority.slice(0, 200)],
    ['a damaged certificate', testAuthority.replace(/\n.{10}/, '\nAAAAAAAAAA')],
  ])('%s is refused with the name of the file', (_what, text) => {
    const error = refusal(text);
    expect(error.code).toBe('smtp.ca');
    expect(error.text.en).toContain('firma.pem');
    expect(error.hint?.de).toContain('„smtp.ca“');
  });

  test('an expired certificate is refused with its day', () => {
    expect(refusal(testCertificate('expired').cert).text.en).toContain('2021');
    expect(refusal(testAuthority, new Date('2130-01-01T00:00:00Z')).code).toBe('smtp.ca');
  });
});

/** Takes STARTTLS out of what the server offers, and, if told to, answers the command itself. */
async function strippingProxy(target: number, seen: string[], refuses: boolean): Promise<number> {
  const sockets: Socket[] = [];
  const proxy = createServer((client) => {
    const server = connect(target, '127.0.0.1');
    sockets.push(client, server);
    client.on('error', () => undefined).on('close', () => server.destroy());
    server.on('error', () => undefined).on('close', () => client.destroy());
    client.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      seen.push(text);
      if (refuses && text === 'STARTTLS\r\n') client.write('502 5.5.1 not implemented\r\n');
      else server.write(chunk);
    });
    server.on('data', (chunk) =>
      client.write(chunk.toString('latin1').replace('250-STARTTLS\r\n', ''), 'latin1'),
    );
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  cleanUpLater(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const address = proxy.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
