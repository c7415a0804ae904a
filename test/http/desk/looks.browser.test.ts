import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { lookNames } from '../../../src/core/look.ts';
import { renderIssue } from '../../../src/core/render/renderIssue.ts';
import { fillSlots } from '../../../src/core/render/slots.ts';
import { axeFaults, letterRules } from '../../support/axe.ts';
import { letterTab, sharedBrowser, type LetterTab } from '../../support/browser.ts';
import { fillComposedFolder } from '../../support/composedFolder.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { confirmedReader } from '../../support/newsletter.ts';
import { richLetter, sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

let browser: Browser;
let tab: LetterTab;
let desk: TestDesk;
beforeAll(async () => {
  const folder = await temporaryFolder();
  await fillComposedFolder(folder, [confirmedReader(1)], 1);
  desk = await openTestDesk(folder);
  browser = await sharedBrowser();
  tab = await letterTab(browser);
});

async function letterHtml(template: string, color: string, words = ''): Promise<string> {
  const posts = sampleIssue().posts.map((post, place) => ({
    ...post,
    title: words || post.title,
    minutes: place,
  }));
  const issue = sampleIssue({ letter: richLetter, posts: [...posts, ...posts] });
  const { html } = await renderIssue(issue, sampleConfig({ look: { template, color } }), shippedTemplates());
  const link = 'https://brief.example.org/a';
  return fillSlots(
    html,
    { salutation: 'Hallo Anna,', unsubscribeUrl: link, preferencesUrl: link, confirmedOn: '12. März 2026' },
    'html',
  );
}

describe.each(lookNames)('the look %s in a browser', (look) => {
  test.each([
    { width: 390, colorScheme: 'dark' },
    { width: 900, colorScheme: 'light' },
  ] as const)('has no accessibility fault at $width pixels in $colorScheme (R48)', async (view) => {
    for (const color of ['#ffee00', '#001133']) {
      const { page, requests } = await tab.show(await letterHtml(look, color), view);
      expect(await axeFaults(page, { rules: letterRules })).toEqual([]);
      expect(requests.filter((url) => !url.startsWith('https://blog.example.org/'))).toEqual([]);
    }
  });

  test('fits a small phone without scrolling sideways, whatever is written', async () => {
    const html = await letterHtml(look, '#8a4b2d', 'Titel'.repeat(30));
    const { page } = await tab.show(html, { width: 320, colorScheme: 'light' });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });
});

describe('the page of the looks', () => {
  test.each([
    ['desktop', 1280, 'light'],
    ['phone', 390, 'dark'],
  ] as const)('has no accessibility fault on a %s, and asks nobody else', async (_, width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(desk.url).origin) foreign.push(request.url());
    });
    await page.goto(`${desk.url}/looks`);
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(foreign).toEqual([]);
    await context.close();
  });

  test('gives each part one place only, and asks before what is chosen is left unsaved', async () => {
    const page = await browser.newPage();
    await page.goto(`${desk.url}/looks`);
    const places = page.locator('#sections select');
    const chosen = (): Promise<string[]> =>
      page.evaluate(`[...document.querySelectorAll('#sections select')].map(({ value }) => value)`);
    const isAsking = `!dispatchEvent(new Event('beforeunload', { cancelable: true }))`;
    expect(await page.evaluate(isAsking)).toBe(false);
    const [first = '', second = '', ...others] = await chosen();
    await places.first().selectOption(second);
    expect(await chosen()).toEqual([second, first, ...others]);
    expect(await page.evaluate(isAsking)).toBe(true);
    await page.close({ runBeforeUnload: false });
  });

  test('shows in the frames what is chosen, before it is saved', async () => {
    const page = await browser.newPage();
    await page.goto(`${desk.url}/looks`);
    await page.selectOption('#font', 'book');
    const frame = page.frameLocator('iframe[data-look="brief"]');
    await frame.locator('css=[style*="Book Antiqua"]').first().waitFor({ timeout: 5000 });
    await page.close();
  });
});
