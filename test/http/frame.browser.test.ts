import { once } from 'node:events';
import { createServer } from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { parseWeek } from '../../src/core/week.ts';
import { sharedBrowser } from '../support/browser.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { confirmedReader } from '../support/newsletter.ts';
import { readerPath, servedSite } from './serverSupport.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});

/** A blog on another origin with one page. */
async function blogWith(html: string): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="de"><title>Blog</title><body>${html}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUpLater(() => void server.close());
  const address = server.address();
  return `http://localhost:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

describe('a form on another site, in a real browser', () => {
  test('in a frame it can be filled in and sent, and the answer stays there', async () => {
    const site = await servedSite({ baseUrl: 'http://127.0.0.1' });
    const blog = await blogWith(
      `<iframe src="http://127.0.0.1:${site.port}/form" width="600" height="800"></iframe>`,
    );
    const page = await browser.newPage({ locale: 'de-DE' });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(blog);
    const frame = page.frameLocator('iframe');
    await frame.locator('input[name=address]').fill('frida@example.org');
    site.advance(4_000);
    await frame.locator('form button').click();
    await frame.getByText('Sieh in dein Postfach').waitFor();
    expect(complaints).toEqual([]);
    expect(page.url()).toBe(`${blog}/`);
    expect(await site.listBytes()).toContain('frida@example.org');
    await page.close();
  });

  test('pasted into the page it leads to one more look, and then onto the list', async () => {
    const site = await servedSite({ baseUrl: 'http://127.0.0.1' });
    const form = `<form method="post" action="http://127.0.0.1:${site.port}/subscribe"><input name="address"><input name="language" value="en"><button>Go</button></form>`;
    const page = await browser.newPage({ locale: 'de-DE' });
    await page.goto(await blogWith(form));
    await page.locator('input[name=address]').fill('paul@example.org');
    await page.getByRole('button', { name: 'Go' }).click();
    await page.getByText('paul@example.org').waitFor();
    site.advance(4_000);
    await page.getByRole('main').getByRole('button').click();
    await page.waitForURL('**/subscribed?lang=en');
    expect(await site.listBytes()).toContain('paul@example.org');
    await page.close();
  });

  test('no frame shows a reader’s own pages, nor the form where the settings name other sites', async () => {
    const site = await servedSite({ website: { embedOn: ['https://elsewhere.example'] } });
    const links = ['/form', `${readerPath('unsubscribe', confirmedReader(1))}?framed=1`];
    const frames = links.map((link) => `<iframe src="http://127.0.0.1:${site.port}${link}"></iframe>`);
    const page = await browser.newPage({ locale: 'de-DE' });
    await page.goto(await blogWith(frames.join('')), { waitUntil: 'load' });
    for (const frame of page.frames().slice(1)) expect(await frame.locator('form').count()).toBe(0);
    await page.close();
  });
});

describe('an archived letter, in a real browser', () => {
  test('has its styles, runs no script, and its links work', async () => {
    const week = parseWeek('2026-W46');
    const letter = { week, subject: 'Brief', sentAt: '2026-11-15T06:00:07.000Z' };
    const blog = await blogWith('<h1>Beitrag</h1>');
    const html = `<!doctype html><html lang="de"><title>Brief</title><body><p style="color:rgb(1, 2, 3)">Hallo</p><a href="${blog}">weiter</a><script>document.title = 'changed'</script></body></html>`;
    const site = await servedSite({
      archive: { list: async () => [letter], read: async () => ({ letter, html }) },
    });
    const page = await browser.newPage({ locale: 'de-DE' });
    await page.goto(`http://127.0.0.1:${site.port}/archive/2026-W46`);
    expect(await page.title()).toBe('Brief');
    expect(await page.evaluate("getComputedStyle(document.querySelector('p')).color")).toBe('rgb(1, 2, 3)');
    await page.getByRole('link').click();
    await page.getByRole('heading', { name: 'Beitrag' }).waitFor();
    await page.close();
  });
});
