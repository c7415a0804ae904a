import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Archive } from '../../src/core/ports.ts';
import { parseWeek } from '../../src/core/week.ts';
import { confirmedReader } from '../support/newsletter.ts';
import { readerPath, servedSite } from './serverSupport.ts';

const week = parseWeek('2026-W46');
const letter = { week, subject: 'Vom <Zuhören>', sentAt: '2026-11-15T06:00:07.000Z' };
const html =
  '<!doctype html><html lang="de"><title>Vom Zuhören</title><body style="color:#333"><h1>Vom Zuhören</h1></body></html>';
const oneLetter: Archive = {
  list: async () => [letter],
  read: async (asked) => (asked === week ? { letter, html } : undefined),
};
const reader = readerPath('preferences', confirmedReader(1));

describe('security headers (R55)', () => {
  test('stand on every kind of answer; no cookie does on any', async () => {
    const site = await servedSite({ archive: oneLetter });
    const paths = [
      '/',
      '/form',
      '/subscribed',
      reader,
      '/archive',
      '/archive/2026-W46',
      '/archive/feed.xml',
      '/style.css',
      '/robots.txt',
      '/healthz',
      '/favicon.ico',
      '/nowhere',
    ];
    for (const path of paths) {
      const { headers } = await site.get(path);
      expect([path, headers['content-security-policy']?.toString().split(';')[0]]).toEqual([
        path,
        "default-src 'none'",
      ]);
      expect(headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000',
      });
      expect(headers).toHaveProperty('permissions-policy');
      expect(headers).not.toHaveProperty('set-cookie');
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('server');
    }
  });

  test('a page takes styles and pictures alone, and no frame shows it, whatever its address says', async () => {
    const site = await servedSite();
    for (const path of ['/', '/?framed=1', reader, `${reader}?framed=1`]) {
      const { headers } = await site.get(path);
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self' https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers['x-frame-options']).toBe('DENY');
    }
  });

  test('the form may stand in any frame where the settings name none', async () => {
    const site = await servedSite();
    expect((await site.get('/form')).headers['content-security-policy']).toMatch(/frame-ancestors \*$/);
  });

  test('without https there is no HSTS', async () => {
    const site = await servedSite({ baseUrl: 'http://localhost:8025' });
    expect((await site.get('/')).headers).not.toHaveProperty('strict-transport-security');
  });

  test('an archived letter is shown in a sandbox, with its own styles and no scripts', async () => {
    const site = await servedSite({ archive: oneLetter });
    const { headers, text } = await site.get('/archive/2026-W46');
    expect(text).toBe(html);
    expect(headers['content-security-policy']).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(headers['content-security-policy']).toMatch(/sandbox (?!.*allow-scripts)/);
  });
});

describe('caching', () => {
  test('pages behind links, and answers to buttons, are nobody’s to keep', async () => {
    const site = await servedSite();
    const replies = [
      await site.get('/'),
      await site.get(reader),
      await site.post(reader, { rhythm: 'monthly' }),
      await site.post(`${reader}x`),
    ];
    for (const { headers } of replies) expect(headers['cache-control']).toBe('no-store');
  });

  test('the archive is kept for a while and asked for by its tag or date', async () => {
    const site = await servedSite({ archive: oneLetter });
    for (const path of ['/archive', '/archive/2026-W46', '/archive/feed.xml', '/style.css']) {
      const { headers, status } = await site.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers['cache-control']).toMatch(/^public, max-age=600/);
      const again = await site.get(path, { 'if-none-match': `"x", W/${headers.etag}` });
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', headers.etag]);
      expect((await site.get(path, { 'if-none-match': '"x"' })).status).toBe(200);
      const modified = headers['last-modified'];
      if (modified === undefined) continue;
      expect(modified).toBe('Sun, 15 Nov 2026 06:00:07 GMT');
      expect((await site.get(path, { 'if-modified-since': modified })).status).toBe(304);
      expect((await site.get(path, { 'if-modified-since': 'Sat, 14 Nov 2026 06:00:07 GMT' })).status).toBe(
        200,
      );
      expect((await site.get(path, { 'if-modified-since': 'yesterday' })).status).toBe(200);
    }
  });

  test('the stylesheet that pages name with its version is kept for good', async () => {
    const site = await servedSite();
    const link = /href="(\/style\.css\?v=[^"]+)"/.exec((await site.get('/')).text)?.[1] ?? '';
    const style = await site.get(link);
    expect(style.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(style.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });
});

describe('the archive', () => {
  test('lists what was sent, in both languages, and as Atom', async () => {
    const site = await servedSite({ archive: oneLetter });
    const list = await site.get('/archive?lang=en');
    expect(list.text).toContain('Vom &lt;Zuhören&gt;');
    expect(list.text).toContain('/archive/2026-W46');
    const feed = await site.get('/archive/feed.xml');
    expect(feed.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
    expect(feed.text).toContain('Vom &lt;Zuhören&gt;');
    expect((await site.get('/')).text).toContain('/archive/2026-W46');
    expect((await site.get('/archive/2026-W45')).status).toBe(404);
  });

  test('is not there where the settings say so', async () => {
    const site = await servedSite({ archive: oneLetter, website: { archive: false } });
    for (const path of ['/archive', '/archive/2026-W46', '/archive/feed.xml'])
      expect((await site.get(path)).status).toBe(404);
    expect((await site.get('/')).text).not.toContain('2026-W46');
  });

  test('shows no draft', async () => {
    const site = await servedSite();
    const folder = join(site.folder, 'issues', '2026-W47');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'issue.md'), '---\nsubject: Noch geheim\n---\n');
    expect((await site.get('/archive/2026-W47')).status).toBe(404);
    expect((await site.get('/archive')).text).not.toContain('2026-W47');
  });
});

describe('small files', () => {
  test('search engines are kept off the pages behind links', async () => {
    const site = await servedSite({ baseUrl: 'https://example.org/brief' });
    const robots = await site.get('/brief/robots.txt');
    expect(robots.text).toBe(
      'User-agent: *\nDisallow: /brief/confirm/\nDisallow: /brief/unsubscribe/\nDisallow: /brief/preferences/\n',
    );
    expect((await site.get('/brief/favicon.ico')).status).toBe(204);
  });
});
