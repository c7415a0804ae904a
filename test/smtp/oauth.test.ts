import { once } from 'node:events';
import { createServer } from 'node:http';
import { SMTPServer } from 'smtp-server';
import { describe, expect, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import { readOAuth, type OAuth } from '../../src/smtp/oauth.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import { parseSmtpUrls } from '../../src/smtp/smtpUrl.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { sampleParcel } from '../support/sampleMessage.ts';

const secrets = {
  clientId: 'client-4711',
  clientSecret: 'secret-0815',
  refreshToken: 'refresh-1234',
} as const;

/** A token server: each call issues the next token, as long as the refresh token is right. */
interface TokenServer {
  readonly url: string;
  readonly asked: () => readonly URLSearchParams[];
}

async function tokenServer(answer?: {
  readonly status: number;
  readonly body: string;
}): Promise<TokenServer> {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push(new URLSearchParams(body));
      response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' });
      response.end(
        answer?.body ?? JSON.stringify({ access_token: `token-${asked.length}`, expires_in: 3600 }),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUpLater(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/token`, asked: () => asked };
}

/** A real mail server that takes XOAUTH2 logins with the tokens it is told to. */
async function mailServer(
  isGood: (token: string) => boolean,
  refusal: 'challenge' | 'at once' = 'challenge',
): Promise<{ readonly url: string; readonly logins: string[] }> {
  const logins: string[] = [];
  const server = new SMTPServer({
    authMethods: ['XOAUTH2'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    onAuth({ accessToken = '', username = '' }, _session, callback) {
      logins.push(`${username} ${accessToken}`);
      if (isGood(accessToken)) callback(null, { user: username });
      else if (refusal === 'at once') callback(new Error('5.7.3 Authentication unsuccessful'));
      else callback(null, { data: { status: '401', schemes: 'bearer' } });
    },
    onData(stream, _session, callback) {
      stream.resume().on('end', () => callback(null));
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  cleanUpLater(() => new Promise<void>((done) => server.close(() => done())));
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `smtp://anna%40example.org@127.0.0.1:${port}`, logins };
}

const oauthFor = (tokenUrl: string): OAuth => ({ tokenUrl, scope: undefined, ...secrets });

async function failureOf(doing: Promise<unknown>): Promise<NewsletterError> {
  const error = await doing.catch((reason: unknown) => reason);
  if (error instanceof NewsletterError) return error;
  throw new Error('it did not fail as expected', { cause: error });
}

function expectNoSecrets(error: NewsletterError): void {
  const told = [
    error.message,
    error.stack,
    JSON.stringify(error),
    error.text.de,
    error.hint?.de,
    String(error.cause),
  ];
  expect(told.join('\n')).not.toMatch(/client-4711|secret-0815|refresh-1234|token-\d/);
}

describe('a login with OAuth2', () => {
  test('gets one token for all connections of a run, and letters go out', async () => {
    const tokens = await tokenServer();
    const mail = await mailServer((token) => token === 'token-1');
    const transport = smtpTransport(parseSmtpUrls(mail.url), { oauth: oauthFor(tokens.url) });
    const connections = await Promise.all([transport.open(), transport.open(), transport.open()]);
    for (const connection of connections) {
      expect((await connection.send(sampleParcel(), () => Promise.resolve())).code).toBe(250);
      connection.close();
    }
    expect(tokens.asked()).toHaveLength(1);
    expect(Object.fromEntries(tokens.asked()[0] ?? [])).toMatchObject({
      grant_type: 'refresh_token',
      client_id: secrets.clientId,
      client_secret: secrets.clientSecret,
      refresh_token: secrets.refreshToken,
    });
    expect(mail.logins).toEqual(Array.from({ length: 3 }, () => 'anna@example.org token-1'));
  });

  test.each(['challenge', 'at once'] as const)(
    'a token that has expired meanwhile is renewed, whether the server refuses it by %s',
    async (refusal) => {
      const tokens = await tokenServer();
      let good = 'token-1';
      const mail = await mailServer((token) => token === good, refusal);
      const transport = smtpTransport(parseSmtpUrls(mail.url), { oauth: oauthFor(tokens.url) });
      (await transport.open()).close();
      good = 'token-2';
      (await transport.open()).close();
      (await transport.open()).close();
      expect(tokens.asked()).toHaveLength(2);
      expect(mail.logins.at(-1)).toBe('anna@example.org token-2');
    },
  );

  test.each(['challenge', 'at once'] as const)(
    'a mail server that refuses every token (%s) is smtp.refused, after few tries and without secrets',
    async (refusal) => {
      const tokens = await tokenServer();
      const mail = await mailServer(() => false, refusal);
      const transport = smtpTransport(parseSmtpUrls(mail.url), { oauth: oauthFor(tokens.url) });
      for (let time = 0; time < 2; time++) {
        const error = await failureOf(transport.open());
        expect(error.code).toBe('smtp.refused');
        expect(error.hint?.en).toContain('SMTP_REFRESH_TOKEN');
        expectNoSecrets(error);
      }
      expect(mail.logins.length).toBeLessThanOrEqual(6);
    },
  );

  test('a refresh token that was withdrawn is smtp.oauth with the provider’s reason, without secrets', async () => {
    const body = JSON.stringify({
      error: 'invalid_grant',
      error_description: `Token ${secrets.refreshToken} of ${secrets.clientId} has been revoked (${secrets.clientSecret}), ${encodeURIComponent('refresh 12')} ${Buffer.from(secrets.refreshToken).toString('base64')}.`,
    });
    const tokens = await tokenServer({ status: 400, body });
    const mail = await mailServer(() => true);
    const error = await failureOf(
      smtpTransport(parseSmtpUrls(mail.url), { oauth: oauthFor(tokens.url) }).open(),
    );
    expect(error.code).toBe('smtp.oauth');
    expect(error.text.en).toMatch(/issues no access token: invalid_grant$/);
    expect(error.hint?.de).toContain('SMTP_REFRESH_TOKEN');
    expectNoSecrets(error);
    expect(mail.logins).toEqual([]);
  });

  test.each([
    ['an answer that is no JSON', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['an answer without a token', { status: 200, body: '{"ok":true}' }],
  ])('%s is smtp.oauth', async (_what, answer) => {
    const tokens = await tokenServer(answer);
    const mail = await mailServer(() => true);
    const error = await failureOf(
      smtpTransport(parseSmtpUrls(mail.url), { oauth: oauthFor(tokens.url) }).open(),
    );
    expect(error.code).toBe('smtp.oauth');
    expectNoSecrets(error);
  });

  test('a token server that cannot be reached is smtp.oauth, and another account steps in', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = closed.address();
    closed.close();
    await once(closed, 'close');
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const mail = await mailServer(() => true);
    const oauth = oauthFor(`http://127.0.0.1:${port}/token`);
    const error = await failureOf(smtpTransport(parseSmtpUrls(mail.url), { oauth }).open());
    expect(error.code).toBe('smtp.oauth');
    expect(error.text.en).toContain(`127.0.0.1:${port}`);
    expectNoSecrets(error);
  });
});

describe('smtp.oauth in the settings', () => {
  const servers = parseSmtpUrls('smtps://anna%40example.org@smtp.gmail.com:465');
  const refusal = (...given: Parameters<typeof readOAuth>): NewsletterError => {
    try {
      readOAuth(...given);
    } catch (error) {
      if (error instanceof NewsletterError) return error;
    }
    throw new Error('nothing was refused');
  };

  test('google and microsoft stand for their addresses', () => {
    expect(readOAuth('google', secrets, servers).tokenUrl).toBe('https://oauth2.googleapis.com/token');
    const microsoft = readOAuth('microsoft', secrets, servers);
    expect(new URL(microsoft.tokenUrl).hostname).toBe('login.microsoftonline.com');
    expect(microsoft.scope).toContain('SMTP.Send');
  });

  test('what is missing in the environment is named', () => {
    const error = refusal('google', { ...secrets, clientSecret: ' ', refreshToken: undefined }, servers);
    expect(error.code).toBe('smtp.oauth');
    expect(error.text.en).toContain('SMTP_CLIENT_SECRET, SMTP_REFRESH_TOKEN.');
    expect(error.text.en).not.toContain('SMTP_CLIENT_ID');
  });

  test('an address beyond this machine must be https, for the secrets go there', () => {
    expect(refusal('http://login.example.org/token', secrets, servers).code).toBe('smtp.oauth');
    expect(readOAuth('http://127.0.0.1:8080/token', secrets, servers).tokenUrl).toContain('127.0.0.1');
    expect(readOAuth('https://login.example.org/token', secrets, servers).scope).toBeUndefined();
  });

  test('SMTP_URL must have a user without a password', () => {
    for (const url of ['smtps://smtp.gmail.com', 'smtps://anna:geheim@smtp.gmail.com']) {
      const error = refusal('google', secrets, parseSmtpUrls(url));
      expect(error.hint?.de).toContain('smtps://anna%40example.org@');
      expect(error.text.de).not.toContain('geheim');
    }
  });
});
