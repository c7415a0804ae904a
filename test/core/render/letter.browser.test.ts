import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Issue } from '../../../src/core/issue.ts';
import { renderIssue } from '../../../src/core/render/renderIssue.ts';
import { fillSlots } from '../../../src/core/render/slots.ts';
import { launchBrowser, openLetter, type LetterView } from '../../support/browser.ts';
import { richLetter, sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// A letter is shown inside the mail program's page, which has the landmarks.
const axeOptions = { rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false } } };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function letterHtml(
  changes: Partial<Issue> = {},
  settings: Record<string, unknown> = {},
): Promise<string> {
  const { html } = await renderIssue(sampleIssue(changes), sampleConfig(settings), shippedTemplates());
  return fillSlots(
    html,
    {
      salutation: 'Hallo Anna,',
      unsubscribeUrl: 'https://brief.example.org/abmelden/a',
      preferencesUrl: 'https://brief.example.org/wuensche/a',
      confirmedOn: '12. März 2026',
    },
    'html',
  );
}

const views: readonly LetterView[] = [
  { width: 390, colorScheme: 'dark' },
  { width: 900, colorScheme: 'light' },
];

describe('the letter in a browser', () => {
  test.each(views)('has no accessibility fault at $width pixels in $colorScheme', async (view) => {
    for (const color of ['#8a4b2d', '#ffee00', '#001133']) {
      const html = await letterHtml({ letter: richLetter }, { look: { color } });
      const { page } = await openLetter(browser, html, view);
      await page.evaluate(axeSource);
      const { violations, passes } = await page.evaluate<AxeResults>(
        `axe.run(document, ${JSON.stringify(axeOptions)})`,
      );
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])).toEqual([]);
      expect(passes.map(({ id }) => id)).toContain('color-contrast');
      await page.context().close();
    }
  });

  test('is dark on a dark screen', async () => {
    const { page } = await openLetter(browser, await letterHtml(), { width: 390, colorScheme: 'dark' });
    const colors = await page.evaluate<string[]>(
      `[...document.querySelectorAll('body, body > div, h1, h3 a, .panel > table > tbody > tr > td')].map((element) => {
        const style = getComputedStyle(element);
        return element.matches('h1, a') ? style.color : style.backgroundColor;
      })`,
    );
    expect(new Set(colors)).toEqual(new Set(['rgb(28, 25, 23)', 'rgb(233, 226, 216)', 'rgb(45, 38, 33)']));
  });

  test.each([
    ['as it is', {}],
    [
      'with a word that has no end',
      {
        letter: `${'Wort'.repeat(60)}\n\n[${'Link'.repeat(60)}](https://blog.example.org/${'weg'.repeat(80)})`,
        question: { text: `${'Frage'.repeat(40)}?`, reason: '' },
        posts: sampleIssue().posts.map((post) => ({
          ...post,
          title: 'Titel'.repeat(40),
          excerpt: 'x'.repeat(200),
        })),
        preheader: 'vorab'.repeat(40),
      },
    ],
  ])('fits a small phone without scrolling sideways, %s', async (_, changes) => {
    const imprint = `Name\n${'impressum'.repeat(30)}`;
    const html = await letterHtml(changes, { imprint, title: 'Wochenbriefüberschriftenlänge'.repeat(3) });
    const { page } = await openLetter(browser, html, { width: 320, colorScheme: 'light' });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  test('asks for nothing but the pictures of the blog', async () => {
    const { page, requests } = await openLetter(browser, await letterHtml(), {
      width: 390,
      colorScheme: 'light',
    });
    await page.waitForLoadState('networkidle');
    expect(requests).toEqual(['https://blog.example.org/images/fenster.jpg']);
  });
});
