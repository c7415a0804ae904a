import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { LocalServer } from '../../../src/smtp/localServer.ts';
import { axeFaults, targetSize } from '../../support/axe.ts';
import { sharedBrowser } from '../../support/browser.ts';
import { fillComposedFolder } from '../../support/composedFolder.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { confirmedReader, secret } from '../../support/newsletter.ts';
import { mailServer } from '../../support/sending.ts';

const readers = Array.from({ length: 12 }, (_, index) => confirmedReader(index + 1));

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});

/** A desk whose mail server takes a letter only when it is let. */
async function slowDesk(): Promise<{
  readonly desk: TestDesk;
  readonly server: LocalServer;
  readonly let: (count: number) => void;
}> {
  const folder = await temporaryFolder();
  await fillComposedFolder(folder, readers, 1);
  let allowed = 0;
  const waiting: (() => void)[] = [];
  const server = await mailServer({
    onMail: () =>
      new Promise((resolve) => {
        if (allowed > 0) resolve();
        else waiting.push(resolve);
        allowed = Math.max(0, allowed - 1);
      }),
  });
  const environment = `SMTP_URL=${server.url}\nNEWSLETTER_SECRET=${secret}\n`;
  await writeFile(join(folder, '.env'), environment, { mode: 0o600 });
  return {
    desk: await openTestDesk(folder, { isTimePassing: true }),
    server,
    let(count) {
      const now = waiting.splice(0, count);
      allowed += count - now.length;
      for (const resolve of now) resolve();
    },
  };
}

async function pageAt(desk: TestDesk, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(`${desk.url}/letter/${desk.week}/${path}`);
  return page;
}

const violations = async (page: Page): Promise<unknown> => axeFaults(page, { rules: targetSize });

test('by keyboard from the look to the result: progress shows without reloading, is read out by quarters, and axe finds nothing', async () => {
  const slow = await slowDesk();
  const page = await pageAt(slow.desk, 'send');
  await page.evaluate('window.isSamePage = true');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Jetzt senden' }).focus();
  await page.keyboard.press('Enter');
  const button = page.getByRole('button', { name: 'An 12 Menschen senden' });
  await button.waitFor();
  expect(await violations(page)).toEqual([]);
  await button.focus();
  await page.keyboard.press('Enter');

  const bar = page.getByRole('progressbar', { name: 'Wie weit der Versand ist' });
  await bar.waitFor();
  await page.evaluate('window.isSamePage = true');
  expect(await bar.getAttribute('value')).toBe('0');
  slow.let(7);
  await expect.poll(() => bar.getAttribute('value'), { timeout: 8000 }).toBe('7');
  expect(await page.locator('#sending-said').textContent()).toBe('Die Hälfte ist geschafft');
  expect(await violations(page)).toEqual([]);
  slow.let(5);
  await page.getByRole('heading', { name: 'Der Brief ist hinaus' }).waitFor();
  expect(await page.locator('#sending-said').textContent()).toBe('Der Brief ist hinaus');
  expect(await page.evaluate('window.isSamePage')).toBe(true);
  expect(await violations(page)).toEqual([]);
  expect(slow.server.received).toHaveLength(12);
  await page.close();
});

test('without scripts a link shows how far it is, and what was typed for a test stays', async () => {
  const slow = await slowDesk();
  const page = await pageAt(slow.desk, 'send', { javaScriptEnabled: false });
  await page.getByLabel('Deine E-Mail-Adresse').fill('johanna@example.org');
  await page.getByRole('button', { name: 'Testbrief senden' }).click();
  expect(await page.getByLabel('Deine E-Mail-Adresse').inputValue()).toBe('johanna@example.org');
  slow.let(20);
  await page.getByRole('link', { name: 'Jetzt senden' }).click();
  await page.getByRole('button', { name: 'An 12 Menschen senden' }).click();
  const reload = page.getByRole('link', { name: 'Neuen Stand zeigen' });
  while ((await reload.count()) > 0) await reload.click();
  await page.getByRole('heading', { name: 'Der Brief ist hinaus' }).waitFor();
  await page.close();
});

test('on a phone in the dark nothing is wider than the screen, and axe finds nothing', async () => {
  const { desk } = await slowDesk();
  for (const path of ['send', 'send/now', 'send/cancel']) {
    const page = await pageAt(desk, path, { colorScheme: 'dark', viewport: { width: 360, height: 740 } });
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(360);
    expect(await violations(page), path).toEqual([]);
    await page.close();
  }
});
