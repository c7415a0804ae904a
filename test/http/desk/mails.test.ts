import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { pagesIn } from '../../../src/flow/desk/samplesView.ts';
import { newsSamples } from '../../../src/core/desk/sampleNews.ts';
import { sampleGroups } from '../../../src/http/desk/mails/sampleCatalogue.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { textOfHtml } from '../../support/letterParts.ts';
import { fillNewsletterFolder } from '../../support/newsletter.ts';
import { sampleIssue } from '../../support/sampleIssue.ts';

let desk: TestDesk;
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await fillNewsletterFolder(folder, [], (yaml) => yaml);
  desk = await openTestDesk(folder);
});

const samples = Object.entries(sampleGroups).flatMap(([group, { values }]) =>
  Object.keys(values).map((name) => ({ group, name, sample: `${group}/${name}` })),
);
const frameOf = async (fields: Readonly<Record<string, string>>): Promise<string> =>
  (await desk.get(`/mails/frame?${String(new URLSearchParams(fields))}`)).text();
const inert = (): string => `${new URL(desk.url).pathname}/mails/inert`;

test('every mail and every page there is can be chosen', () => {
  const chosen = (...groups: readonly string[]): readonly string[] =>
    samples.filter(({ group }) => groups.includes(group)).map(({ name }) => name);
  expect(chosen('list')).toEqual(['confirm', 'confirm-imported', 'reminder', 'notice']);
  expect(chosen('news').toSorted()).toEqual(Object.keys(newsSamples(sampleIssue())).toSorted());
  const pages = Object.keys(sampleGroups).filter((group) => group !== 'list' && group !== 'news');
  expect(chosen(...pages).toSorted()).toEqual(Object.keys(pagesIn('de')).toSorted());
});

test('each of them shows, and no link in it leads anywhere', async () => {
  for (const { sample } of samples) {
    const answer = await desk.get(`/mails/frame?sample=${sample}`);
    expect(answer.status, sample).toBe(200);
    expect(answer.headers.get('content-type'), sample).toContain('text/html');
    expect(answer.headers.get('content-security-policy'), sample).toMatch(/form-action 'none'.*sandbox/);
    const html = await answer.text();
    const links = Array.from(html.matchAll(/<a\b[^>]*\shref="([^"]*)"/g), ([, url]) => url);
    expect(new Set(links), sample).toEqual(new Set(links.length === 0 ? [] : [inert()]));
    expect(html, sample).not.toContain('<link rel="stylesheet"');
  }
  expect(desk.failures).toEqual([]);
});

describe('a chosen sample', () => {
  test('is in the chosen language and palette', async () => {
    const english = await frameOf({ sample: 'list/confirm', language: 'en', mode: 'dark' });
    expect(textOfHtml(english)).toContain('Confirm');
    expect(english).toContain('@media all');
    const page = await frameOf({ sample: 'signUp/home', language: 'en' });
    expect(page).toContain('<html lang="en"');
    expect(page).toContain('@media not all');
  });

  test('shows as text, and as the bytes of the mail', async () => {
    expect(await frameOf({ sample: 'list/reminder', show: 'text' })).not.toContain('<html');
    const source = await frameOf({ sample: 'news/report', show: 'source' });
    expect(source).toContain('Auto-Submitted: auto-generated');
    expect(source).toMatch(/^Subject: Gesendet/m);
  });

  test('can be any but those there are; anything else is the first', async () => {
    for (const sample of ['', 'news/confirm', 'list/__proto__', '../../etc/passwd'])
      expect(await frameOf({ sample })).toBe(await frameOf({ sample: 'list/confirm' }));
  });

  test('that cannot be rendered says what is wrong in which line, in the page and in its frame', async () => {
    const path = join(folder, 'templates', 'confirm.mjml');
    const whole = await readFile(path, 'utf8');
    await writeFile(path, `${whole}\n{{kennwort}}\n`);
    const page = await (await desk.get('/mails')).text();
    expect(textOfHtml(page)).toContain('confirm.mjml');
    expect(textOfHtml(page)).toContain('kennwort');
    expect(page).not.toContain('<iframe');
    expect(await frameOf({ sample: 'list/confirm' })).toContain('kennwort');
    // Pages are made from other templates.
    expect(await (await desk.get('/mails?sample=archive/archive')).text()).toContain('<iframe');
    await writeFile(path, whole);
  });
});
