import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { startDesk } from '../../../src/cli/desk.ts';
import { startServer } from '../../feed/feedServer.ts';
import { axeFaults } from '../../support/axe.ts';
import { sharedBrowser } from '../../support/browser.ts';
import { cleanUpLater } from '../../support/cleanup.ts';
import { fillComposedFolder } from '../../support/composedFolder.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { confirmedReader } from '../../support/newsletter.ts';

const checks = '/letter/2026-W47/checks';
const repository = join(import.meta.dirname, '..', '..', '..');

let browser: Browser;
let desk: TestDesk;
let folder: string;
let blog: string;
let asked: string[] = [];
/** Answers all who wait at the blog. */
let answerAll: () => void = () => undefined;

beforeAll(async () => {
  const picture = await readFile(join(repository, 'posts', 'images', 'fenster.jpg'));
  const mayAnswer = new Promise<void>((resolve) => (answerAll = resolve));
  blog = await startServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (request.url === '/bild.jpg' && request.method === 'GET') return void response.end(picture);
    void mayAnswer.then(() => response.writeHead(request.url === '/gone' ? 404 : 200).end());
  });
  folder = await temporaryFolder();
  await fillComposedFolder(folder, [confirmedReader(1)], 1);
  const settings = join(folder, 'newsletter.yaml');
  const yaml = await readFile(settings, 'utf8');
  await writeFile(
    settings,
    yaml.replace(/^sources:.*\n/m, `sources:\n  - feed: ${blog}/feed\n    allowPrivate: true\n`),
  );
  await write(`ich schreibe Ihnen von [hier](${blog}/gone).\n\n![Ein Fenster](${blog}/bild.jpg)`);
  await writeFile(join(folder, '.env'), 'SMTP_URL=smtp://127.0.0.1:1\n');
  desk = await openTestDesk(folder);
  browser = await sharedBrowser();
});

async function write(words: string): Promise<void> {
  const file = join(folder, 'issues', '2026-W47', 'issue.md');
  const draft = await readFile(file, 'utf8');
  await writeFile(file, draft.replace(/\n---\n[^]*$/, `\n---\n\n${words}\n`));
}

async function opened(
  path: string,
  url = desk.url,
): Promise<{ readonly page: Page; readonly foreign: string[] }> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && new URL(request.url()).origin !== new URL(url).origin)
      foreign.push(request.url());
  });
  await page.goto(url + path);
  return { page, foreign };
}

test('what is known shows at once; what others answer joins it without a reload', async () => {
  const { page } = await opened(checks);
  const sum = page.locator('.checks-sum');
  expect(await sum.textContent()).toContain('werden gerade gefragt');
  expect(await page.locator('#checks').textContent()).toContain('Hier steht „Sie“');
  expect(await page.locator('#checks').textContent()).not.toContain('führt ins Leere');
  answerAll();
  await page.locator('.box.fault', { hasText: 'Ein Link führt ins Leere' }).waitFor();
  expect(await sum.textContent()).not.toContain('gefragt');
  expect(await page.locator('.box.fault a').first().getAttribute('href')).toMatch(
    /\/letter\/2026-W47\/words$/,
  );
  expect(desk.failures).toEqual([]);
});

test.each([
  [390, 'light', 'de'],
  [1280, 'dark', 'en'],
] as const)(
  'the checks are easy to read and to hear at %i pixels, %s, %s (R48)',
  async (width, colorScheme, language) => {
    const page = await (
      await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
    ).newPage();
    await page.goto(desk.url.replace(/de$/, language) + checks);
    await page.locator('#checks-ok summary').click();
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  },
);

test('an edit on disk changes the checks, and the button asks again who was not there', async () => {
  const { page } = await opened(checks);
  await page.locator('.box.fault', { hasText: 'Ein Link führt ins Leere' }).waitFor();
  asked = [];
  await page.locator('main form button').click();
  await expect.poll(() => asked.filter((one) => one === 'HEAD /gone').length).toBe(1);
  await page.locator('body[data-connected=yes]').waitFor();
  await page.locator('.box.fault').waitFor();
  await write(`ich schreibe dir von [hier](${blog}/there).`);
  await page.locator('.box.fault').waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('#checks').textContent()).not.toContain('Hier steht „Sie“');
});

test('the letter’s pictures come by way of the desk, and the browser asks nobody else (R56)', async () => {
  await write(`ein Fenster:\n\n![Ein Fenster](${blog}/bild.jpg)`);
  const { page, foreign } = await opened('/letter/2026-W47/frame?width=phone');
  const source = await page.locator('img[alt="Ein Fenster"]').getAttribute('src');
  expect(source).toMatch(/\/letter\/2026-W47\/picture\/[\w-]{16}$/);
  await expect
    .poll(() => page.evaluate('document.querySelector("img[alt^=Ein]").naturalWidth'))
    .toBeGreaterThan(100);
  expect(foreign).toEqual([]);
  const path = new URL(source ?? '', page.url()).pathname.split('/de')[1] ?? '';
  const answer = await desk.get(path);
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  for (const other of [
    path.replace(/.$/, 'x'),
    path.replace(/[^/]+$/, encodeURIComponent(`${blog}/bild.jpg`)),
  ])
    expect((await desk.get(other)).status).toBe(404);
});

test('offline, nobody is asked for links or pictures', async () => {
  asked = [];
  const server = await startDesk({ folder, port: 0, onFailure: () => undefined, isOffline: true });
  cleanUpLater(() => server.close());
  const { page } = await opened(checks, `${server.url}de`);
  expect(await page.locator('#checks').textContent()).toContain('--offline fragt niemanden');
  expect(await page.locator('main form').count()).toBe(0);
  const source = (await (await fetch(`${server.url}de/letter/2026-W47/frame`)).text()).match(
    /src="([^"]*picture[^"]*)"/,
  )?.[1];
  expect((await fetch(new URL(source ?? '', server.url))).status).toBe(404);
  expect(asked).toEqual([]);
});

test('a week without a draft says so, and a broken one is a finding', async () => {
  expect(await (await desk.get('/letter/2026-W48/checks')).text()).toContain('/letter/2026-W48/compose"');
  const past = await (await desk.get('/letter/2026-W30/checks')).text();
  expect(past).toContain('Die Woche 2026-W30 ist vorbei');
  expect(past).not.toContain('/compose"');
  const file = join(folder, 'issues', '2026-W47', 'issue.md');
  await writeFile(file, (await readFile(file, 'utf8')).replace('subject:', 'subjekt:'));
  const answer = await desk.get(checks);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('Das sollte vor dem Senden behoben sein');
});
