import { generateKeyPairSync } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dkimVerify } from 'mailauth';
import { describe, expect, test } from 'vitest';
import { openMailServer } from '../../src/cli/mailServer.ts';
import { readEnvironment, type Environment } from '../../src/cli/settings.ts';
import type { Config } from '../../src/core/config.ts';
import { publicRecordOf } from '../../src/smtp/dkimKey.ts';
import { temporaryFolder } from '../support/folder.ts';
import { sampleConfig } from '../support/sampleIssue.ts';
import { sampleParcel } from '../support/sampleMessage.ts';
import { mailServer } from '../support/sending.ts';
import { testAuthority } from '../support/testCertificates.ts';

const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

const environment = (changes: Partial<Environment> = {}): Environment => ({
  smtpUrl: 'smtps://anna:geheim@mail.example.org',
  secret: undefined,
  imapUrl: undefined,
  oauth: { clientId: undefined, clientSecret: undefined, refreshToken: undefined },
  dkimKey: undefined,
  isEnvFileOpen: false,
  ...changes,
});
const config = (smtp: Record<string, unknown> = {}): Config => sampleConfig({ smtp });

test('several accounts are on this machine only if all are', async () => {
  const isLoopback = async (smtpUrl: string): Promise<boolean> =>
    (await openMailServer(environment({ smtpUrl }), config(), '/')).transport.isLoopback;
  expect(await isLoopback('smtp://127.0.0.1:25 smtp://localhost:26')).toBe(true);
  expect(await isLoopback('smtp://127.0.0.1:25 smtps://mail.example.org')).toBe(false);
});

describe('what cannot be used is told before anybody is connected', () => {
  test.each([
    ['smtp.missing', {}, { smtpUrl: undefined }],
    ['smtp.invalid', {}, { smtpUrl: 'mail.example.org' }],
    ['smtp.ca', { ca: 'missing.pem' }, {}],
    ['smtp.ca', { ca: 'empty.pem' }, {}],
    ['smtp.oauth', { oauth: 'google' }, { smtpUrl: 'smtps://anna@smtp.gmail.com' }],
    ['dkim.invalid', { dkim: { selector: 'brief' } }, {}],
    ['dkim.invalid', { dkim: { selector: 'brief', key: 'missing.pem' } }, {}],
    ['dkim.invalid', { dkim: { selector: 'brief', key: 'empty.pem' } }, {}],
    ['dkim.invalid', { dkim: { selector: 'brief', domain: 'example.net' } }, { dkimKey: key }],
  ] as const)('%s: %j', async (code, smtp, changes) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'empty.pem'), '');
    const opening = openMailServer(environment(changes), config(smtp), folder);
    await expect(opening).rejects.toMatchObject({ code });
  });
});

describe('a DKIM key', () => {
  test('from a file of the folder signs every letter; others who can read it are noted (R39)', async () => {
    const folder = await temporaryFolder();
    const server = await mailServer();
    const path = join(folder, 'dkim.pem');
    await writeFile(path, key, { mode: 0o600 });
    const open = (): ReturnType<typeof openMailServer> =>
      openMailServer(
        environment({ smtpUrl: server.url }),
        config({ dkim: { selector: 'brief', key: 'dkim.pem' } }),
        folder,
      );
    const { transport, notes } = await open();
    expect(notes).toEqual([]);
    const connection = await transport.open();
    await connection.send(sampleParcel(), () => Promise.resolve());
    connection.close();
    const { results } = await dkimVerify(server.received[0]?.bytes ?? Buffer.alloc(0), {
      resolver: () => Promise.resolve([[publicRecordOf(key)]]),
    });
    expect(results[0]?.status.result).toBe('pass');
    if (process.platform === 'win32') return;
    await chmod(path, 0o644);
    expect((await open()).notes.map(({ en }) => en).join()).toContain('chmod 600');
  });

  test('may come from .env, over several lines', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, '.env'), `SMTP_URL=smtp://127.0.0.1:25\nDKIM_PRIVATE_KEY="${key}"\n`);
    const read = await readEnvironment(folder);
    const { notes } = await openMailServer(read, config({ dkim: { selector: 'brief' } }), folder);
    expect(notes).toEqual([]);
  });
});

test('smtp.ca is read from the folder', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'ca.pem'), testAuthority);
  await expect(openMailServer(environment(), config({ ca: 'ca.pem' }), folder)).resolves.toBeDefined();
});
