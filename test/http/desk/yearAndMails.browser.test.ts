import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { axeFaults } from '../../support/axe.ts';
import { sharedBrowser } from '../../support/browser.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { confirmedReader, fillNewsletterFolder } from '../../support/newsletter.ts';
import { writeSentLetter } from '../../support/sentLetters.ts';

let browser: Browser;
let desk: TestDesk;
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  const left = confirmedReader(2, { status: 'unsubscribed', unsubscribedAt: '2026-11-09T08:00:00Z' });
  await fillNewsletterFolder(folder, [confirmedReader(1), left], (yaml) => yaml);
  await writeSentLetter(folder, '2026-W45', { sentAt: '2026-11-08T06:00:00Z', accepted: 1, rejected: 1 });
  desk = await openTestDesk(folder);
  browser = await sharedBrowser();
});

const views = [
  { width: 390, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
] as const;

async function opened(
  path: string,
  { width, colorScheme }: (typeof views)[number],
): Promise<{
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly foreign: readonly string[];
}> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(desk.url).origin)) foreign.push(request.url());
  });
  await page.goto(desk.url + path);
  return { page, complaints, foreign };
}

const [phone, desktop] = views;

test.each([
  ['/year', phone],
  ['/year', desktop],
  ['/letter/2026-W45/sent', phone],
  ['/mails', phone],
  ['/mails?sample=author/decide-hold', desktop],
] as const)(
  '%s has no accessibility fault, fits, and asks nobody else for anything (R48, R55)',
  async (path, view) => {
    const { page, complaints, foreign } = await opened(path, view);
    for (const summary of await page.locator('summary:visible').all()) await summary.click();
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(complaints).toEqual([]);
    expect(foreign.filter((url) => !url.startsWith('data:'))).toEqual([]);
    await page.context().close();
  },
);

test('one drawing of the readers shows, as wide as the screen lets it', async () => {
  for (const view of views) {
    const { page } = await opened('/year', view);
    const plot = page.locator('svg.plot:visible');
    expect(await plot.count()).toBe(1);
    const box = await plot.boundingBox();
    expect(box?.width).toBeGreaterThan(view.width * 0.75);
    await page.context().close();
  }
});

test('a letter that leaves while the year is open comes into it by itself', async () => {
  const { page } = await opened('/year', desktop);
  await page.locator('body[data-connected]').waitFor();
  // The desk watches the folder of the week that lies on it.
  await writeSentLetter(folder, '2026-W47', { sentAt: '2026-11-20T18:00:00Z', accepted: 3 });
  await page.locator('.letters').getByText('Woche 47').waitFor({ timeout: 5_000 });
  await page.context().close();
});

test('choosing another sample shows it at once, and its links lead to a word about that', async () => {
  const { page } = await opened('/mails', desktop);
  await page.selectOption('select[name=sample]', 'readers/preferences');
  await page.waitForURL(/sample=readers%2Fpreferences/);
  const frame = page.frameLocator('iframe').first();
  await frame.locator('form').first().waitFor();
  const [popup] = await Promise.all([page.waitForEvent('popup'), frame.locator('main a').first().click()]);
  await popup.locator('h1').waitFor();
  expect(await popup.locator('h1').textContent()).toBe('Hier geschieht nichts');
  await page.context().close();
});
