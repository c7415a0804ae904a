import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { readSubscribers } from '../../src/core/list/subscriberFile.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { startLocalServer, type ReceivedMail } from '../../src/smtp/localServer.ts';
import { sharedBrowser } from '../support/browser.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { startCli } from '../support/cli.ts';
import { confirmedReader, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Waits for what another process brings about. */
async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const endsAt = Date.now() + 20_000;
  while (Date.now() < endsAt) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}

async function publicNewsletter() {
  const received: ReceivedMail[] = [];
  const smtp = await startLocalServer({ onMail: (mail) => Promise.resolve(void received.push(mail)) });
  cleanUpLater(() => smtp.stop());
  const site = `http://127.0.0.1:${await freePort()}`;
  const folder = await newsletterFolder([confirmedReader(1)], (yaml) =>
    yaml.replace(/^baseUrl: .*$/m, `baseUrl: ${site}`),
  );
  const env = { ...sendingTo(smtp.url), LANG: 'de_DE.UTF-8' };
  const server = startCli(['serve', '--dir', folder, '--port', new URL(site).port], env);
  let log = '';
  server.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  server.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const stop = async (): Promise<number | null> => {
    if (server.exitCode === null) {
      server.kill('SIGTERM');
      await once(server, 'close');
    }
    return server.exitCode;
  };
  cleanUpLater(() => stop().then(() => undefined));
  await until(`the server (${log})`, async () => {
    const answer = await fetch(`${site}/healthz`).catch(() => undefined);
    return answer?.ok ? true : undefined;
  });
  const reader = async (address: string): Promise<Subscriber | undefined> =>
    readSubscribers(await readFile(join(folder, 'subscribers.json'), 'utf8')).subscribers.find(
      (subscriber) => subscriber.address === address,
    );
  const mailTo = (address: string, subject: RegExp) =>
    until(`a mail to ${address}`, async () => {
      const mails = received.filter(({ to }) => to.includes(address));
      const parsed = await Promise.all(mails.map(({ bytes }) => PostalMime.parse(bytes)));
      return parsed.find((mail) => subject.test(mail.subject ?? ''));
    });
  return { folder, env, site, received, reader, mailTo, stop, log: () => log };
}

const linksOf = (text: string): string[] =>
  Array.from(text.matchAll(/https?:\/\/[^\s)>"]+/g), ([link]) => link);

/** Fills the form in as a person does: not within two seconds. */
async function signUp(page: Page, site: string, address: string, name: string): Promise<void> {
  await page.goto(site);
  await page.waitForTimeout(2_200);
  await page.getByLabel('E-Mail-Adresse').fill(address);
  await page.getByLabel('Vorname').fill(name);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.waitForURL('**/subscribed*');
}

describe('a reader comes and goes, in a real browser, over a real mail server', () => {
  test('sign-up, confirmation, letter, one click to leave, and no letter any more', async () => {
    const { folder, env, site, received, reader, mailTo, stop, log } = await publicNewsletter();
    const context = await browser.newContext({ locale: 'de-DE' });
    const page = await context.newPage();
    const address = 'johanna@example.org';

    await signUp(page, site, address, 'Johanna');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Sieh in dein Postfach');
    const asked = await mailTo(address, /bestätige/i);
    expect((await reader(address))?.status).toBe('pending');

    // A crawler or a mail gateway looks at every link ten times, and nothing happens (R49).
    for (const link of linksOf(`${asked.text} ${asked.html}`))
      for (const method of ['GET', 'HEAD'])
        for (let time = 0; time < 10; time++) await fetch(link, { method }).catch(() => undefined);
    expect((await reader(address))?.status).toBe('pending');

    const confirmLink = linksOf(asked.text ?? '').find((link) => link.includes('/confirm/')) ?? '';
    await page.goto(confirmLink);
    expect(await page.locator('main').innerText()).toContain('j…@example.org');
    await page.getByRole('main').getByRole('button').click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Schön, dass du da bist');
    const confirmed = await reader(address);
    expect(confirmed).toMatchObject({ status: 'confirmed', name: 'Johanna' });
    expect(confirmed?.consent).toMatchObject({ form: `${site}/` });
    expect(confirmed?.consent.mailedAt).not.toBeNull();

    await runHere(
      ['compose', '--dir', folder, '--week', '2026-W47', '--now', '2026-11-20T20:00:00+01:00'],
      env,
    );
    const sent = await runHere(['send', '2026-W47', '--dir', folder], env);
    expect(sent.stderr + sent.stdout).toContain('2  angenommen');
    expect(sent.code).toBe(0);
    const letter = await mailTo(address, /^(?!.*bestätige)/i);
    expect(letter.text).toContain('Hallo Johanna,');

    const crawled = linksOf(`${letter.text} ${letter.html}`).filter((link) => link.startsWith(site));
    expect(crawled.some((link) => link.includes('/unsubscribe/'))).toBe(true);
    for (const link of crawled)
      for (const method of ['GET', 'HEAD'])
        for (let time = 0; time < 10; time++) await fetch(link, { method });
    expect((await reader(address))?.status).toBe('confirmed');

    // As a mail program does it (RFC 8058): the header's link, this body, nothing else.
    const header = letter.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '';
    const oneClick = /<(http[^>]+)>/.exec(header)?.[1] ?? '';
    const answer = await fetch(oneClick, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
      redirect: 'error',
    });
    expect(answer.status).toBe(200);
    expect(await reader(address)).toMatchObject({ status: 'unsubscribed' });

    await runHere(
      ['compose', '--dir', folder, '--week', '2026-W48', '--now', '2026-11-27T20:00:00+01:00'],
      env,
    );
    const before = received.length;
    const next = await runHere(['send', '2026-W48', '--dir', folder], env);
    expect(next.stdout + next.stderr).toContain('1  angenommen');
    expect(received.slice(before).flatMap(({ to }) => to)).toEqual(['reader1@example.org']);
    const why = await runHere(['status', '2026-W48', '--subscriber', address, '--dir', folder], env);
    expect(why.stdout + why.stderr).toMatch(/abgemeldet/);

    expect(await stop()).toBe(0);
    expect(log()).not.toContain('johanna');
    await context.close();
  });

  test('who slipped takes it back, and who wants to be forgotten is', async () => {
    const { folder, site, reader, mailTo, env } = await publicNewsletter();
    const context = await browser.newContext({ locale: 'de-DE' });
    const page = await context.newPage();
    const address = 'reader1@example.org';
    await runHere(
      ['compose', '--dir', folder, '--week', '2026-W47', '--now', '2026-11-20T20:00:00+01:00'],
      env,
    );
    expect((await runHere(['send', '2026-W47', '--dir', folder], env)).stderr).not.toContain('Fehler');
    const letter = await mailTo(address, /./);
    const links = linksOf(letter.text ?? '');
    const leave = links.find((link) => link.startsWith(`${site}/unsubscribe/`)) ?? '';
    const preferences = links.find((link) => link.startsWith(`${site}/preferences/`)) ?? '';

    await page.goto(leave);
    await page.getByRole('button', { name: 'Abmelden' }).click();
    expect((await reader(address))?.status).toBe('unsubscribed');
    await page.getByRole('button', { name: 'Doch dabeibleiben' }).click();
    expect(await reader(address)).toMatchObject({ status: 'confirmed', unsubscribedAt: null });

    await page.goto(preferences);
    await page.getByLabel('Vorname').fill('Öykü');
    await page.getByLabel(/Einmal im Monat/).check();
    await page.getByRole('button', { name: 'Speichern' }).click();
    expect(await reader(address)).toMatchObject({ name: 'Öykü', rhythm: 'monthly' });

    await page.getByRole('link', { name: 'Alles über mich löschen' }).click();
    await page.getByRole('main').getByRole('button').click();
    expect(await reader(address)).toBeUndefined();
    const list = await readFile(join(folder, 'subscribers.json'), 'utf8');
    expect(list).not.toContain('reader1@example.org');
    expect(list).not.toContain('Öykü');
    const proof = await runHere(['proof', address, '--dir', folder], env);
    expect(proof.code).toBe(0);
    expect(proof.stdout).toContain('Ja, ich möchte den Brief bekommen.');
    await context.close();
  });
});
