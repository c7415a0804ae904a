import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startLocalServer } from '../../src/smtp/localServer.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { startCli } from '../support/cli.ts';
import { confirmedReader, secret, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';

async function mailServer(): Promise<Record<string, string>> {
  const smtp = await startLocalServer({ onMail: () => Promise.resolve() });
  cleanUpLater(() => smtp.stop());
  return sendingTo(smtp.url);
}

describe('wochenbrief serve', () => {
  test('says where the pages are, serves them, and stops when it is told to', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    const child = startCli(['serve', '--dir', folder, '--port', '0', '--json'], await mailServer());
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
    let said = '';
    while (!said.includes('}')) {
      const [chunk]: unknown[] = await once(child.stdout ?? child, 'data');
      said += String(chunk);
    }
    const place: unknown = JSON.parse(said);
    expect(place).toMatchObject({ baseUrl: 'https://brief.example.org', port: expect.any(Number) });
    const url = /"url": "([^"]+)"/.exec(said)?.[1] ?? '';
    expect((await fetch(url)).status).toBe(200);
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(child.exitCode).toBe(0);
    expect(log).toMatch(/"route":"\/","status":200/);
    expect(log).not.toMatch(/127\.0\.0\.1|@/);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  test('refuses to start without what readers need: each with what to do', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    const nowhere = 'smtp://127.0.0.1:9';
    const refusal = async (
      args: readonly string[],
      env: Record<string, string>,
      in_ = folder,
    ): Promise<string> => {
      const { code, stdout } = await runHere(['serve', '--dir', in_, '--port', '0', '--json', ...args], env);
      return `${code} ${/"code": "([^"]+)"/.exec(stdout)?.[1]}`;
    };
    const bare = await newsletterFolder([], (yaml) => yaml.replace(/^imprint: \|\n( .*\n)+/m, ''));
    const damaged = await newsletterFolder([]);
    await writeFile(join(damaged, 'subscribers.json'), '{');
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    cleanUpLater(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const refusals = [
      await refusal([], { NEWSLETTER_SECRET: secret }),
      await refusal([], { SMTP_URL: nowhere }),
      await refusal(['--port', '99999'], sendingTo(nowhere)),
      await refusal([], sendingTo(nowhere), bare),
      await refusal(['--port', String(port)], sendingTo(nowhere)),
      await refusal([], sendingTo(nowhere), damaged),
    ];
    expect(refusals).toEqual([
      '1 smtp.missing',
      '1 secret.missing',
      '2 usage.wrong',
      '1 config.incomplete',
      '1 port.taken',
      '1 list.invalid',
    ]);
  });
});

describe('wochenbrief form', () => {
  test('prints a form that other sites can take over, in either language', async () => {
    const folder = await newsletterFolder([]);
    const german = await runHere(['form', '--dir', folder]);
    expect(german.code).toBe(0);
    expect(german.stdout).toMatch(/<form method="post" action="https:\/\/brief\.example\.org\/subscribe[?"]/);
    expect(german.stdout).not.toMatch(/<script/);
    const english = await runHere(['form', '--dir', folder, '--language', 'en', '--json']);
    const document: unknown = JSON.parse(english.stdout);
    expect(document).toEqual({ html: expect.stringContaining('name="language" value="en"') });
    expect((await runHere(['form', '--dir', folder, '--language', 'fr'])).code).toBe(2);
  });
});
