import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fillComposedFolder } from '../../support/composedFolder.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { confirmedReader } from '../../support/newsletter.ts';

let desk: TestDesk;
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await fillComposedFolder(folder, [confirmedReader(1)], 1);
  desk = await openTestDesk(folder);
});

test('a name that was made to point to this machine gets nothing (R56)', async () => {
  for (const host of ['evil.example', `evil.example:${new URL(desk.url).port}`, '127.0.0.1', 'localhost:1'])
    expect(await statusFor(desk.url, { host }), host).toBe(403);
  expect(await statusFor(desk.url, { host: new URL(desk.url).host })).toBe(303);
});

test('a form of another site is refused, whatever it asks for (R56)', async () => {
  const foreign = ['http://evil.example', 'null', `http://127.0.0.1:1`, `https://${new URL(desk.url).host}`];
  for (const origin of foreign) {
    const answer = await fetch(`${desk.url}/letter/${desk.week}`, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams({ subject: 'x' }),
    });
    expect(answer.status, origin).toBe(403);
  }
});

test('without the key of the printed address there is nothing, not even the name of the newsletter', async () => {
  for (const path of ['/', '/de/', '/wrong-key-00/de/', `/wrong-key-00/de/letter/${desk.week}`]) {
    const answer = await fetch(new URL(path, desk.url));
    expect(answer.status, path).toBe(404);
    expect(await answer.text()).not.toContain('Gedanken');
  }
});

test('every answer forbids the browser to fetch anything from elsewhere', async () => {
  const letter = `/letter/${desk.week}`;
  for (const path of [letter, `${letter}/frame`, `${letter}/frame?show=text`]) {
    const answer = await desk.get(path);
    expect(answer.status, path).toBe(200);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).not.toMatch(/https?:|\*/);
    expect(answer.headers.get('set-cookie'), path).toBeNull();
  }
});

test('what shows in frames says in plain words that newsletter.yaml is broken, and may be framed', async () => {
  const settings = join(folder, 'newsletter.yaml');
  const before = await readFile(settings, 'utf8');
  await writeFile(settings, before.replace(/^locale:.*$/m, 'locale: xx'));
  const letter = `/letter/${desk.week}`;
  for (const path of [`${letter}/frame`, `${letter}/words/shown`, '/looks/frame', '/mails/frame']) {
    const answer = await desk.get(path);
    expect(answer.headers.get('content-type'), path).toMatch(/^text\/plain/);
    expect(answer.headers.get('content-security-policy'), path).toContain("frame-ancestors 'self'");
    expect(await answer.text(), path).toContain('newsletter.yaml');
  }
  await writeFile(settings, before);
});

/** fetch would not send a Host of its own choosing. */
function statusFor(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
