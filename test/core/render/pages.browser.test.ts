import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { publicPages, type Page } from '../../../src/core/render/pages.ts';
import { parseWeek } from '../../../src/core/week.ts';
import { axeFaults, targetSize } from '../../support/axe.ts';
import { sharedBrowser, type LetterView } from '../../support/browser.ts';
import { sampleConfig } from '../../support/sampleIssue.ts';
import {
  authorPages,
  openPageWindow,
  pageSetting,
  samplePages,
  sampleReader,
  type PageWindow,
} from '../../support/samplePages.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

const website = { privacyUrl: 'https://example.org/privacy' };
const pagesFor = (settings: Record<string, unknown> = {}): ReturnType<typeof publicPages> =>
  publicPages(sampleConfig({ website, ...settings }), shippedTemplates());
const isFramed = (name: string): boolean => name.startsWith('form');
/** All problems have one template and differ in words alone, and so have all pages of the author. */
const lookedAt = Object.entries(samplePages).filter(
  ([name]) =>
    name === 'problem-linkForged' ||
    name === 'decide-approve' ||
    name === 'decide-fault' ||
    !(name.startsWith('problem-') || name in authorPages),
);

let browser: Browser;
/** Where axe looks at one page after the other. */
let looked: PageWindow;
beforeAll(async () => {
  browser = await sharedBrowser();
  looked = await openPageWindow(browser, pagesFor(), { width: 390, colorScheme: 'dark' });
});

/** The style and all that was loaded stay while the pages change: loading it anew takes longer than any look at them. */
async function putInPlace({ page }: PageWindow, html: string): Promise<void> {
  await page.evaluate(`(() => {
    const next = new DOMParser().parseFromString(${JSON.stringify(html)}, 'text/html');
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    document.body.replaceWith(next.body);
  })()`);
}

async function faultsOf(html: string): Promise<readonly unknown[]> {
  await putInPlace(looked, html);
  const { page } = looked;
  return axeFaults(page, { rules: targetSize, passing: ['color-contrast', 'target-size'] });
}

const views: readonly LetterView[] = [
  { width: 390, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
];

describe('the public pages in a browser', () => {
  test.each(views)(
    'have no accessibility fault at $width pixels in $colorScheme (R48, R68)',
    async (view) => {
      const pages = pagesFor();
      await looked.change(pages, view);
      await looked.open(pages.show({ page: 'erased' }, pageSetting()));
      for (const [name, sample] of lookedAt) {
        const html = pages.show(sample, pageSetting({ isFramed: isFramed(name) }));
        expect([name, await faultsOf(html)]).toEqual([name, []]);
      }
    },
    20_000,
  );

  test.each(['#ffee00', '#001133'])('can be read in %s on both papers (R48)', async (color) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const pages = pagesFor({ look: { color } });
      await looked.change(pages, { width: 390, colorScheme });
      await looked.open(pages.show({ page: 'erased' }, pageSetting()));
      for (const name of ['home-faults', 'preferences-saved'])
        expect([name, await faultsOf(pages.show(pageNamed(name), pageSetting()))]).toEqual([name, []]);
    }
  });

  test('show all they have under the policy they are sent with, and run nothing (R55)', async () => {
    const pages = pagesFor({ look: { logo: 'https://brief.example.org/logo.svg' } });
    const { page, complaints, open } = await openPageWindow(browser, pages, {
      width: 390,
      colorScheme: 'dark',
    });
    for (const name of [
      'home',
      'form',
      'review',
      'unsubscribe',
      'preferences',
      'erase',
      'archive',
      'goodbye',
    ]) {
      await open(pages.show(pageNamed(name), pageSetting({ isFramed: isFramed(name) })));
      const state = await page.evaluate<readonly unknown[]>(
        `[document.styleSheets[0].cssRules.length > 40, [...document.images].every((image) => image.naturalWidth === 240), document.activeElement === document.body]`,
      );
      expect([name, ...state]).toEqual([name, true, true, true]);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('fit a small phone, or a page zoomed to 400 %, without scrolling sideways (WCAG 2.2, 1.4.10)', async () => {
    const endless = 'Wochenbriefüberschriftenlänge'.repeat(4);
    const pages = pagesFor({
      title: endless,
      from: { name: endless, address: 'brief@example.org' },
      imprint: `Name\n${'impressum'.repeat(30)}`,
      website: { ...website, about: endless, wording: endless },
    });
    await looked.change(pages, { width: 320, colorScheme: 'light' });
    await looked.open(pages.show({ page: 'erased' }, pageSetting()));
    const reader = { ...sampleReader, maskedAddress: `a…@${'lang.'.repeat(40)}example.org`, name: endless };
    const form = { address: `${'a'.repeat(60)}@${'lang.'.repeat(20)}example.org`, name: endless, shown: '' };
    const extremes: readonly Page[] = [
      ...lookedAt.map(([, sample]) => sample),
      { page: 'home', form: { ...form, faults: ['addressInvalid'] }, latest: null },
      { page: 'review', form: { ...form, faults: [] } },
      { page: 'unsubscribe', reader },
      { page: 'preferences', reader, isSaved: true, faults: ['nameTooLong'] },
      {
        page: 'archive',
        letters: [{ week: parseWeek('2026-W47'), subject: endless, sentAt: '2026-11-22T06:00:00Z' }],
      },
    ];
    for (const sample of extremes) {
      await putInPlace(looked, pages.show(sample, pageSetting()));
      const width = await looked.page.evaluate<number>('document.documentElement.scrollWidth');
      expect([sample.page, width]).toEqual([sample.page, 320]);
    }
  });

  test('the keyboard reaches what people use, in order and visibly, and never the honeypot (R53)', async () => {
    const pages = pagesFor();
    const { page, open } = await openPageWindow(browser, pages, { width: 390, colorScheme: 'light' });
    await open(pages.show(pageNamed('home'), pageSetting()));
    const reached: string[] = [];
    for (let step = 0; step < 5; step++) {
      await page.keyboard.press('Tab');
      const [name, outline] = await page.evaluate<[string, string]>(
        `[document.activeElement.name || document.activeElement.localName, getComputedStyle(document.activeElement).outlineStyle]`,
      );
      expect(outline).toBe('solid');
      reached.push(name);
    }
    expect(reached).toEqual(['address', 'name', 'a', 'button', 'a']);
    const trap = await page.locator('input[name=website]').boundingBox();
    expect((trap?.x ?? 0) + (trap?.width ?? 0)).toBeLessThan(0);
    await page.context().close();
  });
});

function pageNamed(name: string): Page {
  const sample = samplePages[name];
  if (sample === undefined) throw new Error(`there is no sample page ${name}`);
  return sample;
}
