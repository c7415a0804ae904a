import { createHash } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serve, startServer } from '../feed/feedServer.ts';
import type { CliRun } from '../support/cli.ts';
import { confirmedReader, friday, secret, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';

type Edit = (text: string) => string;

const nowhere = sendingTo('smtp://127.0.0.1:1');

async function edit(folder: string, name: string, change: Edit): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, change(await readFile(path, 'utf8')));
}

/** The content of every file of a folder but the cache, which may know by now what the sources say. */
async function snapshot(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(folder, 'cache')));
  const hashes = files.map(async (path) => [
    path.slice(folder.length + 1),
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  ]);
  return Object.fromEntries(await Promise.all(hashes));
}

/** Runs a command that must fail with exit code 1 and change nothing. */
async function refused(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const before = await snapshot(folder);
  const result = await runHere([...args, '--dir', folder, '--now', friday], env);
  expect(result.code, result.stderr).toBe(1);
  expect(result.stderr).not.toContain('Unexpected error');
  expect(result.stdout).toBe('');
  expect(await snapshot(folder)).toEqual(before);
  return result;
}

/** A folder whose only source is the feed at an address. */
const feedFolder = (address: string): Promise<string> =>
  newsletterFolder([], (yaml) =>
    yaml.replace(/sources:[\s\S]*?(?=prompts:)/, `sources:\n  - feed: ${address}\n    allowPrivate: true\n`),
  );

const rss = (items: string): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title><link>https://blog.example.org</link>${items}</channel></rss>`;
const item = (fields: string): string => rss(`<item>${fields}</item>`);
const date = '<pubDate>Thu, 19 Nov 2026 09:00:00 +0000</pubDate>';
const link = '<link>https://blog.example.org/a/</link>';

describe('newsletter.yaml', () => {
  test('broken YAML is named with line and column', async () => {
    const folder = await newsletterFolder([], () => 'title: [Wochenbrief\nfrom: {');
    expect((await refused(folder, ['compose'])).stderr).toMatch(/newsletter\.yaml:\d+:\d+ .*Not valid YAML/);
  });

  test('all faults come at once, unknown settings with the nearest known one', async () => {
    const folder = await newsletterFolder([], (yaml) =>
      yaml
        .replace('locale: de', 'locale: fr')
        .replace('baseUrl:', 'baseUrll:')
        .replace('maxPosts: 5', 'maxPost: 5'),
    );
    const { stderr } = await refused(folder, ['compose']);
    expect(stderr).toContain('locale: only these are possible: de, en.');
    expect(stderr).toMatch(/newsletter\.yaml:\d+:1 {2}Unknown setting "baseUrll"\. Did you mean "baseUrl"\?/);
    expect(stderr).toContain('Unknown setting "maxPost". Did you mean "maxPosts"?');
  });

  test('a missing sender is named', async () => {
    const folder = await newsletterFolder([], (yaml) => yaml.replace(/^from:.*\n/m, ''));
    expect((await refused(folder, ['compose'])).stderr).toContain('"from" is missing.');
  });

  test('without an imprint nothing is sent (R64), but a draft can be composed and rehearsed', async () => {
    const folder = await newsletterFolder([confirmedReader(1)], (yaml) =>
      yaml.replace(/imprint: \|\n(?: {2}.*\n)+/, ''),
    );
    expect((await runHere(['compose', '--dir', folder, '--now', friday])).code).toBe(0);
    expect((await refused(folder, ['send'], nowhere)).stderr).toContain('The imprint is missing');
    const rehearsal = await runHere(['send', '--outbox', '--dir', folder, '--now', friday], {
      NEWSLETTER_SECRET: secret,
    });
    expect(rehearsal.code, rehearsal.stderr).toBe(0);
  });

  test('example domains do not leave this machine', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    await runHere(['compose', '--dir', folder, '--now', friday]);
    const { stderr } = await refused(folder, ['send'], sendingTo('smtps://mail.example.net:465'));
    expect(stderr).toContain('example.org is an example domain');
  });

  test('no folder of a newsletter at all says where to begin', async () => {
    const folder = await newsletterFolder([]);
    await rm(join(folder, 'newsletter.yaml'));
    expect((await refused(folder, ['compose'])).stderr).toContain('wochenbrief init');
  });
});

describe('secrets', () => {
  test('without SMTP_URL the message says how to set it, and names --outbox', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    await runHere(['compose', '--dir', folder, '--now', friday]);
    const { stderr } = await refused(folder, ['send'], { NEWSLETTER_SECRET: secret });
    expect(stderr).toContain('SMTP_URL is not set');
    expect(stderr).toContain('--outbox');
  });

  test('without NEWSLETTER_SECRET no link is made', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    await runHere(['compose', '--dir', folder, '--now', friday]);
    expect((await refused(folder, ['send'])).stderr).toContain('NEWSLETTER_SECRET');
  });

  test('a password in SMTP_URL never shows (R39)', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    await runHere(['compose', '--dir', folder, '--now', friday]);
    const result = await runHere(
      ['send', '--dir', folder, '--now', friday],
      sendingTo('smtp://anna:geheim-4711@127.0.0.1:1'),
    );
    expect(result.code).toBe(1);
    expect(result.stdout + result.stderr).not.toContain('geheim-4711');
  });
});

describe('feeds', () => {
  test('a feed that answers 404 is named, and is not "no posts" (R60)', async () => {
    const address = await startServer((_, response) => response.writeHead(404).end('gone'));
    expect((await refused(await feedFolder(`${address}/feed/`), ['compose'])).stderr).toMatch(
      new RegExp(`${address}/feed/.*404`),
    );
  });

  test('a web page is told from a feed, and its feed is proposed', async () => {
    const page =
      '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/feed/"></head></html>';
    const address = await serve(page, { 'content-type': 'text/html' });
    const { stderr } = await refused(await feedFolder(address), ['compose']);
    expect(stderr).toContain('web page');
    expect(stderr).toContain(`${address}/feed/`);
  });

  test('20 MB are not read to the end (R58)', async () => {
    const address = await serve(Buffer.alloc(20 * 1024 * 1024, 'x'), {
      'content-type': 'application/rss+xml',
    });
    expect((await refused(await feedFolder(address), ['compose'])).stderr).toContain('5 MB');
  });

  test('an empty answer is an error', async () => {
    const address = await serve('', { 'content-type': 'application/rss+xml' });
    expect((await refused(await feedFolder(address), ['compose'])).stderr).toContain(address);
  });

  test('a DOCTYPE bomb is refused before it is parsed (R59)', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${item('<title>&b;</title>')}`;
    const address = await serve(bomb, { 'content-type': 'application/rss+xml' });
    expect((await refused(await feedFolder(address), ['compose'])).stderr).toContain('DOCTYPE');
  });

  test('nobody answering is an error that names the feed', async () => {
    expect((await refused(await feedFolder('http://127.0.0.1:9/feed/'), ['compose'])).stderr).toContain(
      'http://127.0.0.1:9/feed/',
    );
  });

  test('an address in a private network is refused unless the settings allow it (R58)', async () => {
    const address = await serve(rss(''));
    const folder = await feedFolder(address);
    await edit(folder, 'newsletter.yaml', (yaml) =>
      yaml.replace('allowPrivate: true', 'allowPrivate: false'),
    );
    expect((await refused(folder, ['compose'])).stderr).toContain('allowPrivate');
  });
});

describe('posts', () => {
  test.each([
    ['without title and text', item(`${link}${date}<guid>1</guid>`), /title/i],
    ['without a link', item(`<title>A</title>${date}<guid isPermaLink="false">1</guid>`), /link/i],
    ['without a date', item(`<title>A</title>${link}<guid>1</guid>`), /date/i],
    [
      'from the future',
      item(`<title>A</title>${link}<pubDate>Thu, 19 Nov 2099 09:00:00 +0000</pubDate>`),
      /future/i,
    ],
    [
      'with the guid of another',
      rss(
        `<item><title>A</title>${link}${date}<guid isPermaLink="false">1</guid></item><item><title>B</title><link>https://blog.example.org/b/</link>${date}<guid isPermaLink="false">1</guid></item>`,
      ),
      /guid/i,
    ],
  ])('a post %s is named with its mend', async (_, feed, complaint) => {
    const folder = await feedFolder(await serve(feed, { 'content-type': 'application/rss+xml' }));
    const before = await snapshot(folder);
    // Not a replay: the posts of the future are those after this very day.
    const result = await runHere(['compose', '--dir', folder]);
    expect(result.code, result.stderr).toBe(1);
    expect(result.stderr).toMatch(complaint);
    expect(result.stderr).toContain('issue.faultyPosts');
    expect(await snapshot(folder)).toEqual(before);
  });

  test('issue.faultyPosts: skip leaves such a post out and says so', async () => {
    const feed = rss(
      `<item><title>Ganz</title>${link}${date}<guid>1</guid></item><item><title>Ohne Datum</title><link>https://blog.example.org/b/</link></item>`,
    );
    const folder = await feedFolder(await serve(feed, { 'content-type': 'application/rss+xml' }));
    await edit(folder, 'newsletter.yaml', (yaml) =>
      yaml.replace('quietWeek: letter', 'quietWeek: letter, faultyPosts: skip'),
    );
    const result = await runHere(['compose', '--dir', folder, '--now', friday]);
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).toContain('Ganz');
    expect(result.stderr).toMatch(/Left out: .*Ohne Datum/);
  });

  test('a Markdown post with broken front matter is named with its line', async () => {
    const folder = await newsletterFolder([]);
    await writeFile(
      join(folder, 'posts', '2026-11-19-kaputt.md'),
      '---\ntitle: "Kaputt\ndate: 2026-11-19\n---\nText\n',
    );
    expect((await refused(folder, ['compose'])).stderr).toMatch(/posts\/2026-11-19-kaputt\.md:\d+/);
  });
});

describe('issue.md', () => {
  const draft = 'issues/2026-W47/issue.md';
  async function composed(): Promise<string> {
    const folder = await newsletterFolder([confirmedReader(1)]);
    const result = await runHere(['compose', '--dir', folder, '--now', friday]);
    expect(result.code, result.stderr).toBe(0);
    return folder;
  }

  test('broken front matter is named with line and column, by compose and by send', async () => {
    const folder = await composed();
    await edit(folder, draft, (text) => text.replace('subject: ', 'subject: "'));
    for (const args of [['compose'], ['send']]) {
      expect((await refused(folder, args, nowhere)).stderr).toMatch(/issue\.md:\d+:\d+/);
    }
  });

  test('a post that lost its title is named with its line', async () => {
    const folder = await composed();
    await edit(folder, draft, (text) => text.replace(/^ {2}- title: .*\n {4}url/m, '  - url'));
    expect((await refused(folder, ['compose'])).stderr).toMatch(
      /issue\.md:\d+:\d+ {2}"posts\.0\.title" is missing/,
    );
  });

  test('a post whose file was removed is named', async () => {
    const folder = await composed();
    await rm(join(folder, 'posts', '2026-11-17-der-geliehene-hobel.md'));
    const { stderr } = await refused(folder, ['compose']);
    expect(stderr).toMatch(/issue\.md:\d+ .*posts\/2026-11-17-der-geliehene-hobel\.md.*no longer exists/);
  });

  test('a draft of another week does not pass for this one', async () => {
    const folder = await composed();
    await edit(folder, draft, (text) => text.replace('week: 2026-W47', 'week: 2026-W46'));
    expect((await refused(folder, ['send'], nowhere)).stderr).toContain('2026-W47');
  });

  test('no draft at all says how to get one', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    expect((await refused(folder, ['send'], nowhere)).stderr).toContain(
      'wochenbrief compose --week 2026-W47',
    );
  });
});

describe('subscribers.json (R36, R38)', () => {
  async function withList(change: Edit): Promise<CliRun> {
    const folder = await newsletterFolder([
      confirmedReader(1),
      confirmedReader(2, { address: 'post@bücher.example' }),
    ]);
    await runHere(['compose', '--dir', folder, '--now', friday]);
    await edit(folder, 'subscribers.json', change);
    return refused(folder, ['send'], nowhere);
  }

  test('a syntax error is named with line and column', async () => {
    expect(
      (await withList((text) => text.replace('"address":"reader1', '"address:"reader1'))).stderr,
    ).toMatch(/subscribers\.json:\d+:\d+/);
  });

  test('a comma too many is named too, though YAML would take it', async () => {
    expect((await withList((text) => text.replace('\n],', ',\n],'))).stderr).toMatch(
      /subscribers\.json:\d+:\d+/,
    );
  });

  test('the same address in another spelling names both lines', async () => {
    const { stderr } = await withList((text) =>
      text.replace('reader1@example.org', 'POST@xn--bcher-kva.example'),
    );
    expect(stderr).toMatch(/subscribers\.json:7:\d+ .*same address as in line 6/);
  });

  test('an invalid address is named with its line, and is not repeated', async () => {
    const { stderr } = await withList((text) =>
      text.replace('reader1@example.org', 'a@b.example, evil@x.example'),
    );
    expect(stderr).toMatch(/subscribers\.json:6:\d+ .*not a usable e-mail address/);
    expect(stderr).not.toContain('evil@x.example');
  });

  test('nobody is confirmed without the proof', async () => {
    const { stderr } = await withList((text) =>
      text.replace('"confirmedAt":"2026-03-12T08:20:00Z"', '"confirmedAt":null'),
    );
    expect(stderr).toContain('consent.confirmedAt');
  });
});

describe('text files', () => {
  test.each(['newsletter.yaml', 'subscribers.json', 'issues/2026-W47/issue.md', 'prompts.yaml'])(
    '%s that is not saved as UTF-8 is named with its line, so that no mangled umlaut reaches a reader',
    async (name) => {
      const people = [confirmedReader(1, { name: 'Jürgen' })];
      const folder = await newsletterFolder(people, (yaml) =>
        yaml.replace('title: Wochenbrief', 'title: Grüße'),
      );
      await runHere(['compose', '--dir', folder, '--now', friday]);
      const path = join(folder, name);
      await writeFile(path, Buffer.from(await readFile(path, 'utf8'), 'latin1'));
      const args = name === 'prompts.yaml' ? ['compose'] : ['send'];
      expect((await refused(folder, args, nowhere)).stderr).toMatch(/:\d+ is not saved as UTF-8/);
    },
  );

  test('a folder that cannot be written is named, without a stack trace', async () => {
    const folder = await newsletterFolder([]);
    await writeFile(join(folder, 'issues'), 'a file where a folder should be');
    expect((await refused(folder, ['compose'])).stderr).toContain('issues');
  });
});

describe('templates', () => {
  test('a misspelled field is named with file and line, and nothing is frozen', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    await runHere(['compose', '--dir', folder, '--now', friday]);
    await edit(folder, 'templates/issue.mjml', (text) => text.replace('{{subject}}', '{{subjekt}}'));
    const { stderr } = await refused(folder, ['send'], nowhere);
    expect(stderr).toMatch(/issue\.mjml.*3/);
    expect(stderr).toContain('subject');
  });

  test('a .mjmlconfig is refused, since MJML would execute what it lists', async () => {
    const folder = await newsletterFolder([confirmedReader(1)]);
    await runHere(['compose', '--dir', folder, '--now', friday]);
    await writeFile(join(folder, '.mjmlconfig'), '{"packages":["./evil.js"]}');
    expect((await refused(folder, ['send'], nowhere)).stderr).toContain('.mjmlconfig');
  });
});

describe('the command line', () => {
  test.each([
    [['compose', '--week', '2026-47'], 'not a week'],
    [['compose', '--week', '2025-W53'], 'not a week'],
    [['compose', '--now', 'gestern'], 'not an instant'],
    [['compse'], 'unknown command'],
    [['send', '--tset'], 'unknown option'],
  ])('%j is wrong use: exit code 2', async (args, words) => {
    const result = await runHere(args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(words);
  });

  test('--json prints one document, for failures too', async () => {
    const folder = await newsletterFolder([], () => 'title: x');
    const result = await runHere(['compose', '--json', '--dir', folder]);
    expect(result.code).toBe(1);
    expect(JSON.parse(result.stdout)).toMatchObject({ error: { code: 'config.invalid' } });
  });
});
