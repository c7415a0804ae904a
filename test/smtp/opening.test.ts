import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import { usualPatience } from '../../src/smtp/patience.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import type { SmtpServer } from '../../src/smtp/smtpUrl.ts';
import { sampleParcel } from '../support/sampleMessage.ts';
import { testAuthority } from '../support/testCertificates.ts';
import { wireServer } from '../support/wireServer.ts';

const at = (port: number, changes: Partial<SmtpServer> = {}): SmtpServer => ({
  host: '127.0.0.1',
  port,
  isImplicitTls: false,
  isLoopback: true,
  login: null,
  ...changes,
});
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const anna = { user: 'änna', password: 'geheim:\u00fc4711' };

async function codeOf(opening: Promise<unknown>): Promise<string> {
  const error = await opening.catch((reason: unknown) => reason);
  return error instanceof NewsletterError ? error.code : 'opened';
}

describe('a login with a password', () => {
  const challenge = base64('<1896.697170952@mail.example.org>');
  /** Asks for a user, then for a password, and takes whatever comes last. */
  const asking = (first: string, answers: number) => {
    let left = answers;
    return (verb: string): string | undefined => {
      if (['EHLO', 'HELLO', 'MAIL', 'RCPT', 'DATA', 'QUIT', '.', 'hello'].includes(verb)) return undefined;
      if (left === 0) return '235 2.7.0 welcome\r\n';
      left -= 1;
      return `334 ${left === answers - 1 ? first : base64('Password:')}\r\n`;
    };
  };

  test.each([
    ['PLAIN LOGIN', 'PLAIN', '', 0, [`AUTH PLAIN ${base64(`\0${anna.user}\0${anna.password}`)}`]],
    [
      'XOAUTH2 LOGIN',
      'LOGIN',
      base64('Username:'),
      2,
      ['AUTH LOGIN', base64(anna.user), base64(anna.password)],
    ],
    ['GSSAPI', 'PLAIN', '', 0, [`AUTH PLAIN ${base64(`\0${anna.user}\0${anna.password}`)}`]],
  ])('offered %s uses %s', async (offer, _mechanism, first, answers, said) => {
    const server = await wireServer(asking(first, answers), { offers: [`AUTH ${offer}`] });
    const connection = await smtpTransport(at(server.port, { login: anna })).open();
    connection.close();
    expect(server.lines.slice(1, said.length + 1)).toEqual(said);
  });

  test('by CRAM-MD5, where nothing else is offered, does not say the password (RFC 2195)', async () => {
    const login = { user: 'tim', password: 'tanstaaftanstaaf' };
    const known = base64('<1896.697170952@postoffice.reston.mci.net>');
    const server = await wireServer(asking(known, 1), { offers: ['AUTH CRAM-MD5'] });
    (await smtpTransport(at(server.port, { login })).open()).close();
    expect(server.lines.slice(1, 3)).toEqual([
      'AUTH CRAM-MD5',
      base64('tim b913a602c7eda7a495b4e6e7334d3890'),
    ]);
  });

  test.each(['LOGIN', 'CRAM-MD5', 'PLAIN'])('that %s refuses is smtp.refused', async (offer) => {
    const refusing = (verb: string): string | undefined =>
      verb === 'AUTH' ? `334 ${challenge}\r\n` : verb.length > 8 ? '535 5.7.8 no\r\n' : undefined;
    const server = await wireServer(refusing, { offers: [`AUTH ${offer}`] });
    expect(await codeOf(smtpTransport(at(server.port, { login: anna })).open())).toBe('smtp.refused');
  });
});

test('what comes in the open behind STARTTLS is not taken for what comes over TLS (CVE-2011-0411, R23)', async () => {
  const server = await wireServer(
    (verb) => (verb === 'STARTTLS' ? '220 go ahead\r\n250-evil\r\n250 AUTH PLAIN\r\n' : undefined),
    { offers: ['STARTTLS'] },
  );
  const far = at(server.port, { isLoopback: false, login: anna });
  expect(await codeOf(smtpTransport(far, { authorities: [testAuthority] }).open())).toBe('smtp.insecure');
  expect(server.heard).toEqual(['EHLO', 'STARTTLS']);
});

test('nothing is said before the greeting, and nothing in a group before the login', async () => {
  const server = await wireServer(() => undefined, { offers: ['PIPELINING', 'AUTH PLAIN'] });
  const connection = await smtpTransport(at(server.port, { login: anna }), {
    patience: usualPatience,
  }).open();
  expect(server.heard).toEqual(['EHLO', 'AUTH']);
  connection.close();
});

test.each(['a@example.org>\r\nRCPT TO:<b@example.org', 'a b@example.org', 'a\u0000@example.org'])(
  'the address %j never reaches a server (R27)',
  async (to) => {
    const server = await wireServer(() => undefined);
    const connection = await smtpTransport(at(server.port)).open();
    const parcel = sampleParcel();
    const answer = await connection.send({ ...parcel, envelope: { ...parcel.envelope, to } }, () =>
      Promise.resolve(),
    );
    connection.close();
    expect(answer).toMatchObject({ code: null, isContentEnded: false });
    expect(server.heard).not.toContain('RCPT');
  },
);

test('nodemailer is not loaded for our own client', () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(
      /^import (?!type)[^;]*?from '([^']+)';/gm,
    ))
      if (from.startsWith('.')) visit(join(dirname(file), from));
      else packages.add(from);
  };
  visit(join(import.meta.dirname, '..', '..', 'src', 'smtp', 'smtpTransport.ts'));
  expect(seen.size).toBeGreaterThan(10);
  expect(Array.from(packages).filter((name) => !name.startsWith('node:'))).toEqual([]);
});
