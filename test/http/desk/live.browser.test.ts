import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { fillComposedFolder } from '../../support/composedFolder.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { confirmedReader } from '../../support/newsletter.ts';

let browser: Browser;
let desk: TestDesk;
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await fillComposedFolder(folder, [confirmedReader(1)], 1);
  desk = await openTestDesk(folder);
  browser = await launchBrowser();
  return () => browser.close();
});

const soon = { timeout: 10_000, interval: 20 };

/** A page that hears of changes. */
async function openedPage(path: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(desk.url + path);
  await page.locator('body[data-connected]').waitFor();
  return page;
}

/** Saves a file as most editors do, by a new one that takes its name; afterwards it is as before. */
async function edited(file: string, edit: (text: string) => string): Promise<() => Promise<void>> {
  const path = join(folder, file);
  const before = await readFile(path, 'utf8');
  await writeFile(`${path}~`, edit(before));
  await rename(`${path}~`, path);
  return () => writeFile(path, before);
}

function lettersIn(page: Page): readonly Frame[] {
  return page.frames().slice(1);
}

/** How the letters look, by what their own styles decide. */
function styleOfHeading(page: Page): Promise<unknown> {
  return Promise.all(
    lettersIn(page).map((letter) =>
      letter.evaluate(
        `(({ color, fontFamily, textAlign }) => [color, fontFamily, textAlign, getComputedStyle(document.body).backgroundColor])(
          getComputedStyle(document.querySelector('h1')))`,
      ),
    ),
  );
}

const issueFile = 'issues/2026-W47/issue.md';

test.each([
  ['the letter', issueFile, (text: string) => `${text}\n\nNeues Wort.\n`],
  [
    'a template',
    'templates/issue.mjml',
    (text: string) => text.replace('</mj-body>', '<mj-raw><b>Neues Wort.</b></mj-raw></mj-body>'),
  ],
  ['the settings', 'newsletter.yaml', (text: string) => text.replace(/^title: .*$/m, 'title: Neuer Name')],
] as const)(
  'saving %s in any editor shows all four letters anew, where they were read',
  async (_, file, edit) => {
    const page = await openedPage('/letter/2026-W47');
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    const looks = await styleOfHeading(page);
    const letters = lettersIn(page);
    expect(letters).toHaveLength(4);
    const before = await Promise.all(letters.map((letter) => letter.content()));
    await letters[0]?.evaluate('window.scrollTo(0, 300)');
    const restore = await edited(file, edit);
    await vi.waitFor(async () => {
      const now = await Promise.all(lettersIn(page).map((letter) => letter.content()));
      for (const [at, text] of now.entries()) expect(text === before[at]).toBe(false);
    }, soon);
    expect(await lettersIn(page)[0]?.evaluate('window.scrollY')).toBe(300);
    expect(await styleOfHeading(page)).toEqual(looks);
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    await restore();
    await page.close();
  },
);

test('saving the questions shows them anew', async () => {
  const page = await openedPage('/letter/2026-W47/question');
  const restore = await edited('prompts.yaml', (text) =>
    text.replace(/^( *- text: ).*$/m, '$1Welche Frage ist neu?'),
  );
  await vi.waitFor(
    async () => expect(await page.locator('main').innerText()).toContain('Welche Frage ist neu?'),
    soon,
  );
  await restore();
  await page.close();
});

test('a draft that breaks says so in place of its letters, and mended it is there again', async () => {
  const page = await openedPage('/letter/2026-W47');
  const restore = await edited(issueFile, (text) => text.replace(/^subject:.*$/m, 'subject: ['));
  await vi.waitFor(async () => expect(await page.locator('#letter').innerText()).toContain('issue.md'), soon);
  expect(lettersIn(page)).toHaveLength(0);
  await restore();
  await vi.waitFor(() => expect(lettersIn(page)).toHaveLength(4), soon);
  await page.close();
});

test('a hostile letter that comes in by a save does nothing either (R57)', async () => {
  const page = await openedPage('/letter/2026-W47');
  const reached: string[] = [];
  page.on('response', (response) => reached.push(new URL(response.url()).host));
  const restore = await edited('templates/issue.mjml', (text) =>
    text.replace(
      '</mj-body>',
      `<mj-raw><div id="arrived"></div><script>top.document.title = 'taken'</script>
      <img src="data:," onerror="top.document.title = 'taken'" /><img src="https://evil.example/a.png" />
      <iframe src="javascript:top.document.title='taken'"></iframe>
      <style>@import url(https://evil.example/a.css);</style></mj-raw></mj-body>`,
    ),
  );
  await vi.waitFor(async () => {
    for (const letter of page.frames().slice(1, 5)) expect(await letter.locator('#arrived').count()).toBe(1);
  }, soon);
  expect(await page.title()).not.toBe('taken');
  expect(new Set(reached)).toEqual(new Set([new URL(desk.url).host]));
  await restore();
  await page.close();
});

test('the plain text follows too, and a draft that is taken away is missed', async () => {
  const page = await openedPage('/letter/2026-W47?show=text');
  const restore = await edited(issueFile, (text) => `${text}\n\nNur Text.\n`);
  await vi.waitFor(async () => expect(await lettersIn(page)[0]?.content()).toContain('Nur Text.'), soon);
  await rm(join(folder, issueFile));
  await vi.waitFor(
    async () => expect(await page.locator('main').innerText()).toContain('zusammenstellen'),
    soon,
  );
  await restore();
  await page.close();
});

test('whoever comes back to a window hears what changed meanwhile', async () => {
  const page = await openedPage('/letter/2026-W47/words');
  const hide = (isHidden: boolean): Promise<unknown> =>
    page.evaluate(
      `Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true });
       document.dispatchEvent(new Event('visibilitychange'))`,
    );
  await hide(true);
  const restore = await edited(issueFile, (text) =>
    text.replace(/^subject:.*$/m, 'subject: Inzwischen anders'),
  );
  await hide(false);
  await vi.waitFor(
    async () => expect(await page.locator('main').innerHTML()).toContain('Inzwischen anders'),
    soon,
  );
  await restore();
  await page.close();
});
