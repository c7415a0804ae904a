import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourcesOf } from '../../src/cli/sources.ts';
import type { Config } from '../../src/core/config.ts';
import { caughtError } from '../feed/caughtError.ts';
import { serve } from '../feed/feedServer.ts';
import { startWordpress } from '../feed/wordpressServer.ts';
import { temporaryFolder } from '../support/folder.ts';
import { sampleConfig } from '../support/sampleIssue.ts';

const withSources = (sources: Config['sources']): Config => ({ ...sampleConfig(), sources });
const open = { allowPrivate: true, movedFrom: [] };

test('feed, WordPress and folder are read, and what they said is kept in cache/', async () => {
  const root = await temporaryFolder();
  await mkdir(join(root, 'posts'));
  await writeFile(
    join(root, 'posts', '2026-11-18-salz.md'),
    '---\ntitle: Salz\ndate: 2026-11-18T08:00:00Z\nurl: https://blog.example.org/salz/\n---\n\nSalz.\n',
  );
  const feed = await serve(
    '<rss version="2.0"><channel><title>x</title><item><title>Brot</title><link>https://blog.example.org/brot/</link>' +
      '<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>',
  );
  const { address: wordpress } = await startWordpress({ posts: [{ id: 1, date: '2026-11-19T08:00:00' }] });
  const movedFrom = ['https://old.example.org'];
  const sources = sourcesOf(
    withSources([
      { feed, fullText: false, allowPrivate: true, movedFrom },
      { wordpress, ...open },
      { folder: 'posts', movedFrom },
    ]),
    root,
  );
  expect(sources.map(({ name }) => name)).toEqual([feed, wordpress, 'posts']);
  const first = await Promise.all(sources.map((source) => source.list()));
  expect(first.map(({ posts }) => posts.map(({ title }) => title))).toEqual([
    ['Brot'],
    ['Beitrag 1'],
    ['Salz'],
  ]);
  expect(first.map(({ posts }) => posts[0]?.formerAddresses)).toEqual([
    ['old.example.org/brot'],
    [],
    ['old.example.org/salz'],
  ]);
  expect(
    (await readdir(join(root, 'cache'))).map((name) => name.replace(/-[0-9a-f]{12}\.jsonl$/, '')),
  ).toEqual([expect.stringMatching(/^127-0-0-1-/), 'posts', expect.stringMatching(/^wordpress-127-0-0-1-/)]);
  const again = await Promise.all(sources.map((source) => source.list()));
  expect(again.map(({ posts }) => posts)).toEqual(first.map(({ posts }) => posts));
});

test('credentials of an address reach neither a message nor a file', async () => {
  const root = await temporaryFolder();
  const feed = (await serve('')).replace('//', '//anna:geheim@');
  for (const source of sourcesOf(
    withSources([
      { feed, fullText: true, ...open },
      { wordpress: feed, ...open },
    ]),
    root,
  )) {
    const error = await caughtError(source.list());
    expect(error.code).toBe('feed.refused');
    expect(JSON.stringify([error.text, error.hint])).not.toContain('geheim');
  }
  for (const name of await readdir(root, { recursive: true }))
    expect(await readFile(join(root, name), 'utf8')).not.toContain('geheim');
});
