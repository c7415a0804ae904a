import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Issue } from '../../../src/core/issue.ts';
import { lookNames } from '../../../src/core/look.ts';
import { contrastOf } from '../../../src/core/render/color.ts';
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
  test.each(lookNames.flatMap((template) => views.map((view) => ({ template, ...view }))))(
    'has no accessibility fault in the look $template at $width pixels in $colorScheme, whatever its colour (R48)',
    async ({ template, ...view }) => {
      // The colour that is hardest to read there.
      const color = view.colorScheme === 'dark' ? '#001133' : '#ffee00';
      const html = await letterHtml({ letter: richLetter }, { look: { template, color } });
      const { page } = await openLetter(browser, html, view);
      await page.evaluate(axeSource);
      const { violations, passes } = await page.evaluate<AxeResults>(
        `axe.run(document, ${JSON.stringify(axeOptions)})`,
      );
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])).toEqual([]);
      expect(passes.map(({ id }) => id)).toContain('color-contrast');
      await page.context().close();
    },
  );

  test('without its pictures says what they show, in colours that can be read, and leaves no empty boxes', async () => {
    for (const template of lookNames)
      for (const colorScheme of ['light', 'dark'] as const) {
        const html = await letterHtml(
          { letter: richLetter },
          { look: { template, logo: 'https://blog.example.org/logo.png' } },
        );
        const { page } = await openLetter(browser, html, { width: 390, colorScheme, pictures: false });
        const pictures = await page.evaluate<readonly { height: number; color: string; ground: string }[]>(
          `[...document.images].map((image) => {
            const grounds = [];
            for (let one = image; one; one = one.parentElement) grounds.push(getComputedStyle(one).backgroundColor);
            const hex = (rgb) => '#' + rgb.match(/\\d+/g).slice(0, 3).map((part) => Number(part).toString(16).padStart(2, '0')).join('');
            return {
              height: image.getBoundingClientRect().height,
              color: hex(getComputedStyle(image).color),
              ground: hex(grounds.find((ground) => !/, 0\\)$/.test(ground))),
            };
          })`,
        );
        expect(pictures.length).toBeGreaterThanOrEqual(template === 'brief' ? 1 : 3);
        for (const { height, color, ground } of pictures) {
          expect(height).toBeLessThan(70);
          expect(contrastOf(color, ground)).toBeGreaterThanOrEqual(4.5);
        }
        await page.context().close();
      }
  });

  test('titles and teasers in Arabic or Hebrew are read from the right, the date beside them from the left', async () => {
    const [first] = sampleIssue().posts;
    if (!first) throw new Error('the sample issue has posts');
    const posts = [{ ...first, title: 'שלום לכולם!', excerpt: 'זה טקסט קצר.' }];
    for (const template of lookNames) {
      const html = await letterHtml({ posts }, { look: { template } });
      const { page } = await openLetter(browser, html, { width: 390, colorScheme: 'light' });
      const directions = await page.evaluate<readonly string[]>(
        `[...document.querySelectorAll('h3, p, span')]
          .filter((one) => /\\p{Script=Hebrew}|^\\(?20\\. November/u.test(one.textContent))
          .map((one) => getComputedStyle(one).direction)`,
      );
      expect(directions).toEqual(['rtl', ...(template === 'brief' ? ['rtl', 'ltr'] : ['ltr', 'rtl'])]);
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
