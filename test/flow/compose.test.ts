import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readIssue } from '../../src/core/issueFile.ts';
import type { PostSource } from '../../src/core/ports.ts';
import type { PostList } from '../../src/core/posts/post.ts';
import { parseWeek } from '../../src/core/week.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { compose, type ComposeOrder } from '../../src/flow/compose.ts';
import { post, prompt } from '../core/blog.ts';
import { temporaryFolder } from '../support/folder.ts';
import { sampleConfig } from '../support/sampleIssue.ts';

const week = parseWeek('2026-W47');
const down = {
  de: 'Das Blog war nicht erreichbar; dies ist der Stand vom Mittwoch.',
  en: 'The blog could not be reached; this is its state of Wednesday.',
};
const stale = { copyOf: '2026-11-18T08:00:00Z', notes: [down] };

function source(list: PostList): PostSource {
  return { name: 'https://blog.example.org/feed/', list: () => Promise.resolve(list) };
}

function order(root: string, list: PostList): ComposeOrder {
  return {
    week,
    now: new Date('2026-11-20T19:00:00Z'),
    isReplay: false,
    config: sampleConfig(),
    prompts: { de: [prompt('Was trägt?')], en: [] },
    sources: [source(list)],
    drafts: issuesFolder(root),
  };
}

test('a draft from a copy says at its head that the blog was down (R60)', async () => {
  const root = await temporaryFolder();
  const posts = [post('neu', '2026-11-17T08:00:00Z')];
  const composed = await compose(order(root, { posts, faults: [], ...stale }));
  expect(composed).toMatchObject({ outcome: 'written', sourceNotes: [down] });
  const text = await readFile(join(root, 'issues', week, 'issue.md'), 'utf8');
  expect(text).toContain(`# ${down.de}`);
  expect(readIssue(text, 'issue.md', week).posts).toHaveLength(1);
});

test('a copy without news is no quiet week, whatever the settings want then (R60)', async () => {
  for (const quietWeek of ['letter', 'skip', 'ask'] as const) {
    const root = await temporaryFolder();
    const posts = [post('alt', '2026-10-01T08:00:00Z')];
    const one = {
      ...order(root, { posts, faults: [], ...stale }),
      config: sampleConfig({ issue: { quietWeek } }),
    };
    await expect(compose(one)).rejects.toMatchObject({ code: 'feed.unreachable' });
    expect(await one.drafts.read(week)).toBeUndefined();
  }
});

test('posts without room are named at the head of the draft, and wait', async () => {
  const root = await temporaryFolder();
  const posts = ['a', 'b', 'c'].map((name, index) => post(name, `2026-11-1${index + 6}T08:00:00Z`));
  const one = { ...order(root, { posts, faults: [] }), config: sampleConfig({ issue: { maxPosts: 2 } }) };
  const { waiting } = await compose(one);
  expect(waiting.map(({ title }) => title)).toEqual(['c']);
  expect(await one.drafts.read(week)).toContain('# Wartet auf den nächsten Brief (issue.maxPosts): „c“');
});

test('every post of the sources has a verdict', async () => {
  const posts = ['2026-11-17T08:00:00Z', '2026-10-01T08:00:00Z', '2026-12-01T08:00:00Z'].map((at, index) =>
    post(`p${index}`, at),
  );
  const one = { ...order(await temporaryFolder(), { posts, faults: [] }), isReplay: true };
  const { verdicts } = await compose(one);
  expect(verdicts.map(({ post: { title }, is }) => `${title} ${is}`).toSorted()).toEqual([
    'p0 new',
    'p1 older',
    'p2 out',
  ]);
  for (const { reason } of verdicts) expect(reason.de).not.toBe('');
});
