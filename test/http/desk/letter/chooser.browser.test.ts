import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../../support/browser.ts';
import { composedCopies } from '../../../support/composedCopies.ts';
import { openTestDesk, type TestDesk } from '../../../support/desk.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let desk: TestDesk;
const copies = composedCopies();
beforeAll(async () => {
  browser = await launchBrowser();
  desk = await openTestDesk(await copies.copy());
  return async () => {
    await browser.close();
    await desk.close();
  };
});

async function letterAt(width: number, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${desk.url}/letter/${desk.week}?name=nameless`);
  return page;
}

test.each([true, false])(
  'on a phone the letter begins on the first screen, and one line says how it is looked at and opens the choice (scripts: %s)',
  async (javaScriptEnabled) => {
    const page = await letterAt(390, javaScriptEnabled);
    const frame = await page.locator('.frames iframe').first().boundingBox();
    expect(frame?.y).toBeLessThan(450);
    const line = page.getByText('Ansicht wählen');
    expect(await page.locator('.chooser-way').textContent()).toContain('mit Bildern · ohne Namen · Deutsch');
    expect(await page.getByLabel('Breite').isVisible()).toBe(false);
    await line.focus();
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Breite').isVisible()).toBe(true);
    await page.getByLabel('Bilder').selectOption('off');
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Zeigen' }).click();
    await page.waitForURL(/pictures=off/);
    expect(await page.locator('.chooser-way').textContent()).toContain('ohne Bilder');
    if (!javaScriptEnabled) return;
    await page.evaluate(axeSource);
    const results: AxeResults = await page.evaluate(
      `axe.run({ exclude: ['iframe'] }, { iframes: false, resultTypes: ['violations'] })`,
    );
    expect(results.violations.map(({ id }) => id)).toEqual([]);
  },
);

test('where there is room, the choice stands open and needs no line', async () => {
  const page = await letterAt(1280, true);
  expect(await page.getByText('Ansicht wählen').isVisible()).toBe(false);
  expect(await page.getByLabel('Breite').isVisible()).toBe(true);
});
