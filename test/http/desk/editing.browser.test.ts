import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Issue } from '../../../src/core/issue.ts';
import { readIssue } from '../../../src/core/issueFile.ts';
import { axeFaults, targetSize } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import { composedCopies } from '../../support/composedCopies.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';

let browser: Browser;
let folder: string;
let desk: TestDesk;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  return () => browser.close();
});
const copies = composedCopies();
beforeEach(async () => {
  folder = await copies.copy();
  desk = await openTestDesk(folder);
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await desk.close();
});

const file = (): string => join(folder, 'issues', desk.week, 'issue.md');
const issue = async (): Promise<Issue> => readIssue(await readFile(file(), 'utf8'), 'issue.md', desk.week);

async function open(
  tab: string,
  options: {
    readonly javaScriptEnabled?: boolean;
    readonly colorScheme?: 'dark';
    readonly width?: number;
  } = {},
): Promise<Page> {
  const { width = 1280, ...others } = options;
  const context = await browser.newContext({ ...others, viewport: { width, height: 900 } });
  page = await context.newPage();
  await page.goto(`${desk.url}/letter/${desk.week}/${tab}`);
  return page;
}

/** Not that a picture of the sample posts is nowhere, or that the page itself was answered with its fault. */
const isMeant = (words: string): boolean => !/status of (404|409)/.test(words);

/** Whether the browser would ask before the page is left. */
const isAsking = `!dispatchEvent(new Event('beforeunload', { cancelable: true }))`;

describe('the words', () => {
  test('show in the inbox rows and in the letter while they are typed, and Ctrl+S saves them where one is', async () => {
    await open('words');
    await page.getByLabel('Betreff').fill('<script>alert(1)</script> {{secret}}');
    expect(await page.locator('.inbox [data-shows=subject]').allTextContents()).toEqual(
      Array.from({ length: 4 }, () => '<script>alert(1)</script> {{secret}}'),
    );
    const words = page.getByLabel('Deine Worte');
    await words.fill('Heute **wichtig**: <img src=x onerror=alert(1)>\n\n[böse](javascript:alert(1))');
    const letter = page.frameLocator('#shown');
    await letter.locator('strong', { hasText: 'wichtig' }).waitFor();
    expect(await letter.locator('img[onerror], a[href^=javascript]').count()).toBe(0);
    await page.getByText('Noch nicht gespeichert.', { exact: true }).waitFor();
    await words.press('End');
    await words.press('Control+s');
    await page.getByText('Gespeichert.', { exact: true }).first().waitFor();
    expect(await issue()).toMatchObject({ subject: '<script>alert(1)</script> {{secret}}' });
    // Still in the same field, and nothing says that somebody else was here.
    expect(await page.evaluate('document.activeElement.id')).toBe('letter');
    await page.getByLabel('Deine Worte').press('Control+End');
    await page.keyboard.type('!');
    await page.keyboard.press('Control+s');
    await expect.poll(async () => (await issue()).letter.endsWith('!\n')).toBe(true);
    expect(await page.locator('#elsewhere').isVisible()).toBe(false);
  });

  test('changed in an editor meanwhile are announced, and saving shows both versions', async () => {
    await open('words');
    await page.waitForSelector('body[data-connected=yes]');
    await page.getByLabel('Betreff').fill('Von hier');
    await writeFile(
      file(),
      (await readFile(file(), 'utf8')).replace(/^subject: .*$/m, 'subject: Von anderswo'),
    );
    await page.locator('#elsewhere').waitFor();
    const lowest = `document.getElementById('elsewhere').getBoundingClientRect().bottom <= innerHeight`;
    expect(await page.evaluate(`scrollTo(0, 0), ${lowest}`)).toBe(true);
    expect(await page.getByLabel('Betreff').inputValue()).toBe('Von hier');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.locator('.conflict').getByText('Von anderswo').waitFor();
    // Now they do stand side by side.
    expect(await page.locator('#elsewhere').isVisible()).toBe(false);
    expect(await page.getByLabel('Betreff').inputValue()).toBe('Von hier');
    expect((await issue()).subject).toBe('Von anderswo');
    expect(await axeFaults(page, { rules: targetSize })).toEqual([]);
    await page.getByRole('button', { name: 'Speichern' }).click();
    await expect.poll(async () => (await issue()).subject).toBe('Von hier');
  });

  test('that nobody touched follow the file while others are typed, and are never saved over it', async () => {
    await open('words');
    await page.waitForSelector('body[data-connected=yes]');
    await page.getByLabel('Deine Worte').fill('Von hier');
    const there = (await readFile(file(), 'utf8'))
      .replace(/^preheader: .*$/m, 'preheader: Zeile von anderswo')
      .replace(/\n---\n[^]*$/, '\n---\n\nText von anderswo\n');
    await writeFile(file(), there);
    await page.locator('#elsewhere').waitFor();
    expect(await page.getByLabel('Vorschauzeile').inputValue()).toBe('Zeile von anderswo');
    await page.keyboard.press('Control+s');
    const conflict = page.locator('.conflict');
    await conflict.getByText('Text von anderswo').waitFor();
    const [theirs, mine] = [await conflict.boundingBox(), await page.locator('#letter').boundingBox()];
    expect(theirs && mine && theirs.x + theirs.width <= mine.x).toBe(true);
    expect(await page.getByRole('button', { name: 'Vorschau auffrischen' }).isVisible()).toBe(false);
    // What stands nowhere else is asked about before the page is left.
    expect(await page.evaluate(isAsking)).toBe(true);
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('Gespeichert.', { exact: true }).first().waitFor();
    expect(await conflict.count()).toBe(0);
    expect(await page.evaluate(isAsking)).toBe(false);
    expect(await issue()).toMatchObject({ preheader: 'Zeile von anderswo', letter: 'Von hier\n' });
  });

  test('keep the styles of the letter and its place in the frame while they are typed', async () => {
    const complaints: string[] = [];
    await open('words');
    page.on('console', (message) => complaints.push(message.text()));
    const title = page.frameLocator('#shown').locator('[style]').first();
    await title.waitFor();
    const look = `[...document.getElementById('shown').contentDocument.querySelectorAll('[style]')].slice(0, 20).map((part) => getComputedStyle(part).font + getComputedStyle(part).backgroundColor)`;
    const before = await page.evaluate(look);
    await page.evaluate(`document.getElementById('shown').contentWindow.scrollTo(0, 120)`);
    await page.getByLabel('Deine Worte').fill('Ganz **neu**.');
    await page.frameLocator('#shown').locator('strong', { hasText: 'neu' }).waitFor();
    expect(await page.evaluate(look)).toEqual(before);
    expect(await page.evaluate(`document.getElementById('shown').contentWindow.scrollY`)).toBe(120);
    expect(complaints.filter(isMeant)).toEqual([]);
  });

  test('can be read and copied, not changed, once the letter begins to leave', async () => {
    await open('words');
    await page.waitForSelector('body[data-connected=yes]');
    await page.getByLabel('Deine Worte').fill('Zu spät');
    await writeFile(join(folder, 'issues', desk.week, 'issue.html'), '<p>gesendet</p>');
    await page.getByText('nicht mehr ändern').waitFor();
    for (const name of ['Betreff', 'Vorschauzeile', 'Deine Worte'])
      expect(await page.getByLabel(name).getAttribute('readonly')).toBe('');
    expect(await page.getByLabel('Deine Worte').inputValue()).toBe('Zu spät');
    expect(await page.locator('#save').count()).toBe(0);
  });

  test('stay on a page without complaints while newsletter.yaml is broken, and the frame says why', async () => {
    await open('words');
    await page.waitForSelector('body[data-connected=yes]');
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.getByLabel('Deine Worte').fill('Getippt');
    const settings = join(folder, 'newsletter.yaml');
    const text = await readFile(settings, 'utf8');
    await writeFile(settings, text.replace(/^locale:.*$/m, 'locale: xx'));
    await page.frameLocator('#shown').getByText('newsletter.yaml').first().waitFor();
    await writeFile(settings, text);
    await page.frameLocator('#shown').getByText('Getippt').waitFor();
    expect(complaints.filter(isMeant)).toEqual([]);
  });

  test('untouched show what an editor saves', async () => {
    await open('words');
    await page.waitForSelector('body[data-connected=yes]');
    await writeFile(
      file(),
      (await readFile(file(), 'utf8')).replace(/^subject: .*$/m, 'subject: Aus dem Editor'),
    );
    await expect.poll(() => page.getByLabel('Betreff').inputValue()).toBe('Aus dem Editor');
  });

  test('that are not saved are asked about before the page is left', async () => {
    await open('words');
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await page.getByLabel('Deine Worte').pressSequentially('x');
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => asked).toEqual(['beforeunload']);
  });

  test('can be saved and looked at without scripts', async () => {
    await open('words', { javaScriptEnabled: false });
    await page.getByLabel('Deine Worte').fill('Ohne *Skript*.');
    await page.getByRole('button', { name: 'Vorschau auffrischen' }).click();
    await page.frameLocator('#shown').locator('em', { hasText: 'Skript' }).waitFor();
    await page.getByLabel('Betreff').press('Enter');
    await page.getByText('Gespeichert.', { exact: true }).first().waitFor();
    expect((await issue()).letter).toBe('Ohne *Skript*.\n');
  });
});

describe('the posts', () => {
  for (const javaScriptEnabled of [true, false])
    test(`move by the keyboard, and the button keeps the focus ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      const before = (await issue()).olderPosts.map(({ title }) => title);
      await open('posts', { javaScriptEnabled });
      const [first = '', second = '', third = ''] = before;
      await page.getByRole('button', { name: `Nach unten: ${first}` }).focus();
      await page.keyboard.press('Enter');
      await page.getByText(`„${first}“ steht jetzt an Stelle 2 von 3.`).first().waitFor();
      await page.keyboard.press('Enter');
      await page.getByText(`„${first}“ steht jetzt an Stelle 3 von 3.`).first().waitFor();
      expect((await issue()).olderPosts.map(({ title }) => title)).toEqual([second, third, first]);
      await page.keyboard.press('Enter');
      await page.getByText(`„${first}“ steht jetzt an Stelle 2 von 3.`).first().waitFor();
    });

  test('keep an excerpt that is typed when another one moves, and ask before it would be lost', async () => {
    await open('posts');
    const [first, second] = (await issue()).olderPosts;
    await page.locator('#in-letter section').nth(1).locator('summary').first().click();
    await page.locator('#excerpt-olderPosts-0').fill('Noch nicht gespeichert');
    await page.getByRole('button', { name: `Nach unten: ${first?.title}` }).click();
    await page.getByText(`„${first?.title}“ steht jetzt an Stelle 2 von 3.`).first().waitFor();
    expect(await page.locator('#excerpt-olderPosts-1').inputValue()).toBe('Noch nicht gespeichert');
    expect(await page.locator('#excerpt-olderPosts-1').isVisible()).toBe(true);
    const asked = page.waitForEvent('dialog');
    void page.getByRole('button', { name: `Herausnehmen: ${first?.title}` }).click();
    await (await asked).dismiss();
    expect(await page.locator('#excerpt-olderPosts-1').inputValue()).toBe('Noch nicht gespeichert');
    await page.getByRole('button', { name: 'Anriss' }).and(page.locator(':visible')).click();
    await expect
      .poll(async () => (await issue()).olderPosts.map(({ excerpt }) => excerpt))
      .toEqual([second?.excerpt, 'Noch nicht gespeichert', expect.any(String)]);
  });

  test.each([true, false])(
    'of which an excerpt was changed elsewhere show both versions, and either can be taken (scripts: %s)',
    async (javaScriptEnabled) => {
      const [older] = (await issue()).olderPosts;
      await open('posts', { javaScriptEnabled });
      await page.locator('#in-letter section').nth(1).locator('summary').first().click();
      await page.locator('#excerpt-olderPosts-0').fill('Halb getippt');
      const [before = '', after = ''] = (await readFile(file(), 'utf8')).split(/(?<=^olderPosts:\n)/m);
      await writeFile(file(), before + after.replace('title: ', 'title: Neu '));
      expect((await issue()).olderPosts[0]?.title).toMatch(/^Neu /);
      await page
        .getByRole('button', { name: /^Anriss.* speichern/ })
        .and(page.locator(':visible'))
        .click();
      await page.locator('.conflict').getByText('Im Entwurf steht').waitFor();
      if (javaScriptEnabled) expect(await page.locator('#live').isVisible()).toBe(false);
      expect(await page.locator('#excerpt-olderPosts-0').inputValue()).toBe('Halb getippt');
      await page.getByRole('button', { name: 'Diese Fassung behalten' }).click();
      await page.getByText('Die Fassung im Entwurf bleibt.').first().waitFor();
      expect((await issue()).olderPosts[0]?.excerpt).toBe(older?.excerpt);
    },
  );

  test('are taken out, found again and taken in, and an excerpt is written anew', async () => {
    const [first] = (await issue()).posts;
    await open('posts');
    await page.getByRole('button', { name: `Herausnehmen: ${first?.title}` }).click();
    await page.getByText('Herausgenommen.').first().waitFor();
    await page.getByRole('searchbox').fill(first?.title ?? '');
    await page.getByRole('searchbox').press('Enter');
    await page.getByRole('button', { name: `Zu den neuen: ${first?.title}` }).click();
    await page.getByText('ist jetzt im Brief.').first().waitFor();
    const taken = (await issue()).posts.length - 1;
    await page.locator('#in-letter summary').nth(taken).click();
    await page.locator(`#excerpt-posts-${taken}`).fill('Selbst geschrieben.');
    await page.getByRole('button', { name: /^Anriss.* speichern/ }).click();
    await expect.poll(async () => (await issue()).posts[taken]?.excerpt).toBe('Selbst geschrieben.');
  });
});

for (const [name, options] of [
  ['a light desktop', {}],
  ['a dark phone', { colorScheme: 'dark', width: 390 }],
] as const)
  test(`axe finds nothing on ${name}, and nothing is too wide`, async () => {
    await open('words', options);
    for (const tab of ['words', 'question', 'posts']) {
      if (tab !== 'words') await page.goto(`${desk.url}/letter/${desk.week}/${tab}`);
      expect(await axeFaults(page, { rules: targetSize }), tab).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), tab).toBe(true);
    }
  });
