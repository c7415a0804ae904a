import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Issue } from '../../../src/core/issue.ts';
import { readIssue } from '../../../src/core/issueFile.ts';
import { composedCopies } from '../../support/composedCopies.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';

let folder: string;
let desk: TestDesk;
const copies = composedCopies();
beforeAll(async () => {
  folder = await copies.copy();
  desk = await openTestDesk(folder);
});
beforeEach(() => copies.restoreLetters(folder));

const file = (): string => join(folder, 'issues', desk.week, 'issue.md');
const issue = async (): Promise<Issue> => readIssue(await readFile(file(), 'utf8'), 'issue.md', desk.week);
const page = (tab: string): string => `/letter/${desk.week}/${tab}`;
const textOf = async (path: string): Promise<string> => (await desk.get(path)).text();

/** The fields of the first form of a page that has such a field, as they were served. */
async function formWith(tab: string, mark: string): Promise<Record<string, string>> {
  const html = await textOf(page(tab));
  const form = html.split('<form').find((one) => one.includes(mark)) ?? '';
  return fieldsIn(form.split('</form>')[0] ?? '');
}

function fieldsIn(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input[^>]*?name="([^"]*)"[^>]*?value="([^"]*)"/gs);
  return Object.fromEntries(Array.from(inputs, ([, name = '', value = '']) => [name, value]));
}

const wordsForm = async (): Promise<Record<string, string>> => {
  const { subject, preheader, letter } = await issue();
  return { ...(await formWith('words', 'seen-letter')), subject, preheader, letter };
};

/** As sending leaves a draft behind. */
async function freezeAsItIs(): Promise<void> {
  await writeFile(join(folder, 'issues', desk.week, 'issue.html'), '<p>gesendet</p>');
}

async function givePicture(): Promise<void> {
  const text = await readFile(file(), 'utf8');
  const picture =
    '    picture:\n      # von Hand\n      url: https://blog.example.org/a.png\n      alt: Alt\n';
  const [head = '', ...posts] = text.split(/(?<=^posts:\n)/m);
  await writeFile(
    file(),
    head +
      posts
        .join('')
        .replace(/^(?: {4}picture:.*\n(?: {6}.*\n)*)/m, '')
        .replace(/^( {4}excerpt)/m, `${picture}$1`),
  );
}

describe('the words', () => {
  test('are written into issue.md, and nothing else changes', async () => {
    const before = await issue();
    const answer = await desk.post(page('words'), {
      ...(await wordsForm()),
      letter: 'Neu.\r\n\r\nHerzlich\r\n',
    });
    expect(answer.status).toBe(303);
    expect(await issue()).toEqual({ ...before, letter: 'Neu.\n\nHerzlich\n' });
  });

  test('changed elsewhere meanwhile stand beside what was typed, and nothing is lost (409)', async () => {
    const form = await wordsForm();
    await writeFile(
      file(),
      (await readFile(file(), 'utf8')).replace(/^subject: .*$/m, 'subject: Von anderswo'),
    );
    const answer = await desk.post(page('words'), { ...form, subject: 'Von hier', letter: 'Getippt.' });
    expect(answer.status).toBe(409);
    const html = await answer.text();
    for (const words of ['Von anderswo', 'Von hier', 'Getippt.']) expect(html).toContain(words);
    expect(await issue()).toMatchObject({ subject: 'Von anderswo' });
    // Keeping the other version saves the rest.
    const kept = { ...form, subject: 'Von hier', letter: 'Getippt.', theirs: 'subject' };
    expect((await desk.post(page('words'), kept)).status).toBe(303);
    expect(await issue()).toMatchObject({ subject: 'Von anderswo', letter: 'Getippt.\n' });
  });

  test('that nobody touched follow the file, also after a conflict in another field', async () => {
    const form = await wordsForm();
    const there = (await readFile(file(), 'utf8'))
      .replace(/^subject: .*$/m, 'subject: Von anderswo')
      .replace(/^preheader: .*$/m, 'preheader: Auch von anderswo');
    await writeFile(file(), there);
    const answer = await desk.post(page('words'), { ...form, subject: 'Von hier' });
    expect(answer.status).toBe(409);
    const again = fieldsIn(await answer.text());
    expect(again).toMatchObject({ subject: 'Von hier', preheader: 'Auch von anderswo' });
    expect((await desk.post(page('words'), { ...again, letter: form['letter'] ?? '' })).status).toBe(303);
    expect(await issue()).toMatchObject({ subject: 'Von hier', preheader: 'Auch von anderswo' });
  });

  test('that were typed keep the mark of what their author had seen, where saving failed for another reason', async () => {
    const form = await wordsForm();
    await writeFile(
      file(),
      (await readFile(file(), 'utf8')).replace(/^preheader: .*$/m, 'preheader: Von anderswo'),
    );
    const answer = await desk.post(page('words'), { ...form, subject: ' ', preheader: 'Von hier' });
    expect(answer.status).toBe(422);
    const again = { ...fieldsIn(await answer.text()), subject: 'Da', letter: form['letter'] ?? '' };
    expect((await desk.post(page('words'), again)).status).toBe(409);
    expect(await issue()).toMatchObject({ preheader: 'Von anderswo' });
  });

  test('without a subject are kept in the page and not saved', async () => {
    const answer = await desk.post(page('words'), {
      ...(await wordsForm()),
      subject: ' ',
      letter: 'Getippt.',
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Getippt.');
  });

  test('of a letter that has begun to leave stay, and what was typed is still there', async () => {
    const form = await wordsForm();
    const before = await readFile(file());
    await writeFile(join(folder, 'issues', desk.week, 'issue.html'), '<p>gesendet</p>');
    const answer = await desk.post(page('words'), { ...form, letter: 'Zu spät.' });
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(html).toContain('Zu spät.');
    expect(html).toContain('nicht mehr ändern');
    expect(await readFile(file())).toEqual(before);
    expect(await textOf(page('words'))).not.toContain('id="save"');
  });

  test.each(['words', 'question', 'posts'])(
    'and all else of a letter that has left are read, not changed, with the way to the letter as sent: %s',
    async (tab) => {
      await freezeAsItIs();
      const html = await textOf(page(tab));
      const main = html.split('<main')[1] ?? '';
      expect(main).toContain('Dieser Brief ist hinaus oder unterwegs');
      expect(main).toContain(`/de/letter/${desk.week}"`);
      expect(main).not.toMatch(/<(?:input|textarea|button|form)/);
      if (tab === 'words') expect(main).toContain((await issue()).subject);
      expect(main).not.toContain('/words/shown');
    },
  );

  test('of a preview line over several lines stand on one, and stay as written until they are changed', async () => {
    const text = (await readFile(file(), 'utf8')).replace(
      /^preheader: .*$/m,
      'preheader: |   # von Hand\n  Erste Zeile,\n  zweite Zeile',
    );
    await writeFile(file(), text);
    const form = await formWith('words', 'seen-letter');
    expect(form['preheader']).toBe('Erste Zeile, zweite Zeile');
    const { letter } = await issue();
    expect((await desk.post(page('words'), { ...form, letter: `${letter}!` })).status).toBe(303);
    expect(await readFile(file(), 'utf8')).toContain(
      'preheader: |   # von Hand\n  Erste Zeile,\n  zweite Zeile\n',
    );
    const again = { ...(await formWith('words', 'seen-letter')), letter, preheader: 'Eine Zeile' };
    expect((await desk.post(page('words'), again)).status).toBe(303);
    expect(await readFile(file(), 'utf8')).toContain('\npreheader: Eine Zeile # von Hand\n');
  });

  test('are shown as typed, without being saved', async () => {
    const before = await readFile(file());
    const answer = await desk.post(`${page('words')}/shown`, {
      ...(await wordsForm()),
      letter: 'Ganz *neu*.',
    });
    expect(await answer.text()).toContain('Ganz <em>neu</em>.');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(await readFile(file())).toEqual(before);
  });

  test('that are far too long are not saved, the page says so, and keeps what was typed (422)', async () => {
    const before = await readFile(file());
    const subject = 'Betreff '.repeat(50_000);
    const answer = await desk.post(page('words'), { ...(await wordsForm()), subject, letter: 'Getippt.' });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    for (const words of ['Der Betreff hat 400.000 Zeichen; höchstens 300', `value="${subject}"`, 'Getippt.'])
      expect(html).toContain(words);
    expect(await readFile(file())).toEqual(before);
    const shown = await desk.post(`${page('words')}/shown`, { subject: 'x', letter: 'y '.repeat(150_000) });
    expect(await shown.text()).toBe(
      'Der Text des Briefs hat 300.000 Zeichen; höchstens 200.000 sind möglich.',
    );
  });

  test('too long for any letter are refused in plain words', async () => {
    const answer = await desk.post(page('words'), { ...(await wordsForm()), letter: 'x'.repeat(1_100_000) });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Zurück-Knopf');
  });
});

describe('the question', () => {
  const seen = async (): Promise<string> => (await formWith('question', 'value="pick"'))['seen'] ?? '';

  test('is another one, and the one before is not proposed again', async () => {
    const before = (await issue()).question?.text ?? '';
    const answer = await desk.post(page('question'), { does: 'another', shown: before });
    expect(answer.status).toBe(303);
    const after = await issue();
    expect(after.question?.text).not.toBe(before);
    expect(after.subject).toBe(after.question?.text);
    const best = (await textOf(page('question'))).split('id="best-list"')[1]?.split('</ul>')[0] ?? '';
    expect(best).not.toContain(before);
  });

  test('that was declined stands below the proposals with a way back, once, and not while it is asked', async () => {
    const declined = async (): Promise<string> =>
      (await textOf(page('question'))).split('class="choices declined"')[1]?.split('</ul>')[0] ?? '';
    expect(await declined()).toBe('');
    const first = (await issue()).question?.text ?? '';
    await desk.post(page('question'), { does: 'another', shown: first });
    const second = (await issue()).question?.text ?? '';
    expect(await declined()).toMatch(new RegExp(`value="${first.replace('?', '\\?')}"`));
    expect(await declined()).toContain('für diese Woche abgewählt');
    await desk.post(page('question'), { does: 'pick', text: first, seen: await seen() });
    expect((await issue()).question?.text).toBe(first);
    const left = await declined();
    expect(left).not.toContain(first);
    expect(left.split(`value="${second}"`)).toHaveLength(2);
  });

  test('that is empty changes nothing, and the page says which field was meant (422)', async () => {
    const before = await issue();
    const answer = await desk.post(page('question'), { does: 'own', text: '  ', seen: await seen() });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Das Feld für die eigene Frage war leer');
    expect(await issue()).toEqual(before);
  });

  test('is the author’s own, with the reason that she wrote it; or none', async () => {
    await desk.post(page('question'), { does: 'own', text: ' Was  trägt dich? ', seen: await seen() });
    expect((await issue()).question).toEqual({ text: 'Was trägt dich?', reason: 'von dir geschrieben' });
    await desk.post(page('question'), { does: 'remove', seen: await seen() });
    expect((await issue()).question).toBeNull();
    expect((await desk.post(page('question'), { does: 'another', shown: '' })).status).toBe(409);
  });

  test('of a letter that has left without one is not said to be chosen below', async () => {
    await desk.post(page('question'), { does: 'remove', seen: await seen() });
    await freezeAsItIs();
    const html = await textOf(page('question'));
    expect(html).toContain('Dieser Brief stellt keine Frage.');
    expect(html).not.toContain('Unten lässt sich');
  });

  test('that is far too long is not asked, and stays in the field (422)', async () => {
    const text = `${'lang '.repeat(200)}?`;
    const answer = await desk.post(page('question'), { does: 'own', text, seen: await seen() });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain('Die Frage hat 1.001 Zeichen; höchstens 500');
    expect(html).toContain(text);
  });

  test('is found among all, with when it was asked last', async () => {
    const html = await textOf(`${page('question')}?q=nachbar`);
    const found = html.split('id="found-list"')[1] ?? '';
    expect(found.match(/<li>/g)?.length ?? 0).toBeGreaterThan(0);
    expect(found.match(/<li>/g)?.length ?? 0).toBeLessThan(20);
    expect(found).toContain('noch nicht gestellt');
  });

  test('that somebody else has just changed is not replaced unseen, and one’s own words stay in the field', async () => {
    const stale = await seen();
    await desk.post(page('question'), { does: 'own', text: 'Zuerst?', seen: stale });
    const answer = await desk.post(page('question'), { does: 'own', text: 'Danach?', seen: stale });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Danach?');
    expect((await issue()).question?.text).toBe('Zuerst?');
  });
});

describe('the posts', () => {
  const seen = async (list: string): Promise<string> =>
    (await formWith('posts', `value="${list}"`))['seen'] ?? '';

  test('that are taken out stay out, and can be taken back with a reason', async () => {
    const [first, second] = (await issue()).posts;
    await desk.post(page('posts'), { does: 'drop', list: 'posts', at: '0', seen: await seen('posts') });
    const after = await issue();
    expect(after.posts).toEqual([second]);
    expect(after.offered).toContain(first?.id);
    expect(await textOf(page('posts'))).toContain('du hast ihn in 2026-W47 gestrichen');
    const post = `${first?.id}\n${first?.url}`;
    expect((await desk.post(page('posts'), { does: 'takeIn', list: 'posts', post })).status).toBe(303);
    expect((await issue()).posts.map(({ reason }) => reason)).toEqual([
      second?.reason,
      'von dir dazugenommen',
    ]);
  });

  test('in a list that was changed elsewhere are not moved, and a typed excerpt stays (409)', async () => {
    const stale = await seen('posts');
    await desk.post(page('posts'), { does: 'down', list: 'posts', at: '0', seen: stale });
    const moved = await issue();
    const again = await desk.post(page('posts'), { does: 'drop', list: 'posts', at: '0', seen: stale });
    expect(again.status).toBe(409);
    const url = moved.posts[0]?.url ?? '';
    const excerpt = {
      does: 'excerpt',
      list: 'posts',
      at: '1',
      url,
      excerpt: 'Selbst geschrieben.',
      seen: stale,
    };
    const answer = await desk.post(page('posts'), excerpt);
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(html).toContain('Selbst geschrieben.');
    expect(html).toContain('Diese Fassung behalten');
    const kept = await desk.post(page('posts'), { ...excerpt, theirs: 'yes' });
    expect(kept.headers.get('location')).toMatch(/\?done=theirs&list=posts$/);
    expect(await textOf(`${page('posts')}?done=theirs&list=posts`)).toContain('im Entwurf bleibt');
    expect(await issue()).toEqual(moved);
  });

  test('that are gone, or have left, leave what was typed about them on the page', async () => {
    const stale = await seen('posts');
    const [post] = (await issue()).posts;
    const typed = { excerpt: 'Selbst geschrieben.', alt: '' };
    const form = { does: 'excerpt', list: 'posts', at: '0', url: post?.url ?? '', seen: stale, ...typed };
    await desk.post(page('posts'), { does: 'drop', list: 'posts', at: '0', seen: stale });
    const gone = await (await desk.post(page('posts'), form)).text();
    expect(gone).toContain('Für diesen Anriss ist kein Platz mehr');
    expect(gone).toContain('Selbst geschrieben.');
    await freezeAsItIs();
    expect(await (await desk.post(page('posts'), form)).text()).toContain('Selbst geschrieben.');
  });

  test('take no excerpt that is far too long, and it stays in the field (422)', async () => {
    const [post] = (await issue()).posts;
    const excerpt = 'x'.repeat(100_000);
    const fields = { does: 'excerpt', list: 'posts', at: '0', url: post?.url ?? '', excerpt };
    const answer = await desk.post(page('posts'), { ...fields, seen: await seen('posts') });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain('Der Anriss hat 100.000 Zeichen; höchstens 5.000');
    expect(html).toContain(excerpt);
  });

  test('have a field for what their picture shows, and it is written beside the excerpt', async () => {
    await givePicture();
    const html = await textOf(page('posts'));
    expect(html).toMatch(/<input[^>]*name="alt"[^>]*value="Alt"/);
    const [before] = (await issue()).posts;
    const form = { does: 'excerpt', list: 'posts', at: '0', seen: await seen('posts') };
    const words = { excerpt: before?.excerpt ?? '', alt: ' Ein  Apfelbaum ' };
    expect((await desk.post(page('posts'), { ...form, ...words })).status).toBe(303);
    const [after] = (await issue()).posts;
    expect(after).toEqual({
      ...before,
      picture: { url: 'https://blog.example.org/a.png', alt: 'Ein Apfelbaum' },
    });
    expect(await readFile(file(), 'utf8')).toContain('# von Hand');
  });

  test('of a hostile blog are words on the page, in the draft and in the letter (R57)', async () => {
    const title = '<script>alert(1)</script> {{secret}} <mj-raw> javascript:alert(1)';
    await writeFile(
      join(folder, 'posts', '2026-11-19-boese.md'),
      `---\ntitle: ${JSON.stringify(title)}\ndate: 2026-11-19\n---\n\nEin <img src=x onerror=alert(1)> Text.\n`,
    );
    await desk.post(page('posts'), { does: 'read' });
    const html = await textOf(page('posts'));
    expect(html).not.toContain('<script>alert');
    const name = /name="post"\s+value="([^"]*boese[^"]*)"/.exec(html)?.[1] ?? '';
    expect((await desk.post(page('posts'), { does: 'takeIn', list: 'posts', post: name })).status).toBe(303);
    const taken = (await issue()).posts.at(-1);
    expect(taken?.title).toContain('<mj-raw>');
    const letter = await textOf(`${page('words')}/shown`);
    expect(letter).not.toContain('<script>alert');
    expect(letter).not.toContain('onerror=');
  });

  test('are fifty to a page in a blog of hundreds, and found by a word', async () => {
    await mkdir(join(folder, 'posts'), { recursive: true });
    await Promise.all(
      Array.from({ length: 201 }, (_, number) =>
        writeFile(
          join(folder, 'posts', `2020-01-01-alt-${number}.md`),
          `---\ntitle: Alter Beitrag ${number}\ndate: 2020-01-01\n---\n\nEin kurzer Text.\n`,
        ),
      ),
    );
    await desk.post(page('posts'), { does: 'read' });
    const html = await textOf(page('posts'));
    expect(html.match(/name="post"/g)).toHaveLength(50);
    const found = await textOf(`${page('posts')}?q=beitrag+123`);
    expect(found.match(/name="post"/g)).toHaveLength(1);
    expect(await textOf(`${page('posts')}?page=5`)).toContain('Seite 5 von 5');
  });
});

test('forty posts each have their place and their buttons', async () => {
  const before = await issue();
  const [post] = before.posts;
  const entries = Array.from(
    { length: 40 },
    (_, number) =>
      `  - title: Beitrag ${number}\n    url: https://blog.example.org/${number}/\n    date: 2026-11-20\n`,
  );
  const text = await readFile(file(), 'utf8');
  await writeFile(file(), text.replace(/^posts:\n[\s\S]*?(?=^olderPosts:)/m, `posts:\n${entries.join('')}`));
  expect(post).toBeDefined();
  const html = await textOf(page('posts'));
  expect(html.match(/id="up-posts-/g)).toHaveLength(40);
  const fields = {
    does: 'top',
    list: 'posts',
    at: '39',
    seen: (await formWith('posts', 'value="posts"'))['seen'] ?? '',
  };
  expect((await desk.post(page('posts'), fields)).status).toBe(303);
  expect((await issue()).posts[0]?.title).toBe('Beitrag 39');
});
