import { readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { palettesOf } from '../../../src/core/render/color.ts';
import { fillComposedFolder } from '../../support/composedFolder.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { confirmedReader } from '../../support/newsletter.ts';

let folder: string;
let desk: TestDesk;
beforeAll(async () => {
  folder = await temporaryFolder();
  await fillComposedFolder(folder, [confirmedReader(1)], 1);
  await rm(join(folder, 'templates'), { recursive: true });
  desk = await openTestDesk(folder);
});

const settings = (): Promise<string> => readFile(join(folder, 'newsletter.yaml'), 'utf8');
const page = async (): Promise<string> => (await desk.get('/looks')).text();
const seenIn = (html: string): string => /name="seen" value="([^"]+)"/.exec(html)?.[1] ?? '';
const usual = {
  template: 'ruhig',
  font: '',
  color: '#8a4b2d',
  logo: '',
  pictures: 'yes',
  section1: 'letter',
  section2: 'question',
  section3: 'posts',
  section4: 'olderPosts',
};

test('the week’s letter stands in all three looks, with what is tried and not saved yet', async () => {
  const before = await settings();
  const [ruhig, magazin, brief] = await Promise.all(
    ['ruhig', 'magazin', 'brief'].map(async (template) => {
      const query = new URLSearchParams({ ...usual, template, color: '#112233' });
      return (await desk.get(`/looks/frame?${String(query)}`)).text();
    }),
  );
  expect(ruhig).toContain('Georgia');
  expect(magazin).toContain('class="card"');
  expect(brief).not.toContain('<img');
  for (const letter of [ruhig, magazin, brief]) expect(letter).toContain('#112233');
  expect(await settings()).toBe(before);
});

test('what becomes of the colour stands beside its field, light and dark, whatever else is wrong', async () => {
  expect(await page()).toMatch(/<img\s+class="color-sample"\s+src="[^"]*color=%238a4b2d"/);
  const sample = async (color: string): Promise<Response> =>
    desk.get(`/looks/color?${String(new URLSearchParams({ template: 'brief', color }))}`);
  const picture = await sample('#fff3b0');
  expect(picture.headers.get('content-type')).toBe('image/svg+xml');
  const { light, dark } = palettesOf('#fff3b0', 'brief');
  const svg = await picture.text();
  for (const shown of [light.paper, light.accent, dark.paper, dark.accent]) expect(svg).toContain(shown);
  expect(await (await sample('"/><script>')).text()).not.toContain('script');
});

test('a section that was chosen twice leaves the colour and typeface that are tried', async () => {
  const tried = { ...usual, color: '#112233', font: 'book', section2: 'letter' };
  const letter = await (await desk.get(`/looks/frame?${String(new URLSearchParams(tried))}`)).text();
  for (const words of ['#112233', 'Book Antiqua']) expect(letter).toContain(words);
});

test('what is chosen is written into newsletter.yaml, and nothing else changes', async () => {
  const before = await settings();
  const seen = seenIn(await page());
  const answer = await desk.post('/looks', { ...usual, template: 'magazin', section4: '', seen });
  expect([answer.status, answer.headers.get('location')]).toEqual([
    303,
    expect.stringMatching(/\/looks\?saved$/),
  ]);
  const after = await settings();
  expect(after).toBe(
    before.replace(
      'look: { template: ruhig, color: "#8a4b2d", pictures: true }',
      'look: { template: magazin, color: "#8a4b2d", pictures: true, sections: [letter, question, posts] }',
    ),
  );
  await writeFile(join(folder, 'newsletter.yaml'), before);
});

test('what was changed on disk meanwhile is shown, and never overwritten unseen', async () => {
  const before = await settings();
  const seen = seenIn(await page());
  const theirs = before.replace('#8a4b2d', '#2f6f6a');
  await writeFile(join(folder, 'newsletter.yaml'), theirs);
  const answer = await desk.post('/looks', { ...usual, color: '#112233', seen });
  const html = await answer.text();
  expect(answer.status).toBe(409);
  expect(html).toContain('#2f6f6a');
  expect(html).toContain('value="#112233"');
  expect(await settings()).toBe(theirs);
  const second = await desk.post('/looks', { ...usual, color: '#112233', seen: seenIn(html) });
  expect(second.status).toBe(303);
  expect(await settings()).toBe(before.replace('#8a4b2d', '#112233'));
  await writeFile(join(folder, 'newsletter.yaml'), before);
});

test.each([
  [{ color: 'red' }, '#8a4b2d'],
  [{ logo: 'javascript:alert(1)' }, 'https://'],
  [{ section2: 'letter' }, 'Jeder Teil'],
  [{ template: '<script>' }, 'Aussehen'],
])('%j is refused in words, and what was chosen stays in the form', async (wrong, words) => {
  const before = await settings();
  const answer = await desk.post('/looks', { ...usual, font: 'book', ...wrong, seen: seenIn(await page()) });
  const html = await answer.text();
  expect(answer.status).toBe(422);
  expect(html).toContain(words);
  expect(html).toMatch(/<option value="book" selected/);
  expect(html).not.toMatch(/<script>|href="javascript/);
  expect(await settings()).toBe(before);
});

test('templates of one’s own are listed with what is wrong with them, by line', async () => {
  expect(await page()).toContain('Alle Vorlagen kommen mit dem Programm');
  await mkdir(join(folder, 'templates', 'partials'), { recursive: true });
  const file = join(folder, 'templates', 'partials', 'post.mjml');
  await writeFile(file, '\n{{titl}}');
  const html = await page();
  expect(html).toContain('templates/partials/post.mjml');
  expect(html).toContain('partials/post.mjml, Zeile 2: „titl“ gibt es nicht – meintest du „title“?');
  const frame = await (await desk.get('/looks/frame?template=ruhig')).text();
  expect(frame).toContain('partials/post.mjml, Zeile 2');
  await rm(join(folder, 'templates'), { recursive: true });
  expect(desk.failures).toEqual([]);
});
