import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readIssue } from '../../src/core/issueFile.ts';
import type { PostSource } from '../../src/core/ports.ts';
import type { PostList } from '../../src/core/posts/post.ts';
import { parseWeek } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
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

describe('a draft that nobody got', () => {
  const news = { posts: [post('erst', '2026-11-17T08:00:00Z')], faults: [] };
  const inWeek = (root: string, name: string, now: string): ComposeOrder => ({
    ...order(root, news),
    week: parseWeek(name),
    now: new Date(now),
    sendings: { diaries: diariesFolder(root), issues: issuesFolder(root) },
  });

  test('keeps its posts, and the next draft says so once', async () => {
    const root = await temporaryFolder();
    await compose(inWeek(root, '2026-W47', '2026-11-20T19:00:00Z'));
    const early = await compose(inWeek(root, '2026-W48', '2026-11-21T19:00:00Z'));
    expect(early).toMatchObject({ neverSent: [], issue: { posts: [] } });
    const { neverSent } = await compose(inWeek(root, '2026-W49', '2026-12-04T19:00:00Z'));
    // The one before holds no new post to lose.
    expect(neverSent).toEqual([]);

    const other = await temporaryFolder();
    await compose(inWeek(other, '2026-W47', '2026-11-20T19:00:00Z'));
    const next = await compose(inWeek(other, '2026-W48', '2026-11-27T19:00:00Z'));
    expect(next).toMatchObject({ neverSent: [{ week: '2026-W47', posts: 1 }], issue: { posts: [] } });
    expect(await issuesFolder(other).read(parseWeek('2026-W48'))).toContain(
      '# Der Brief 2026-W47 ging nie hinaus; sein Beitrag kommt nicht wieder. Absagen gibt ihn frei: wochenbrief cancel 2026-W47',
    );
    const later = await compose(inWeek(other, '2026-W49', '2026-12-04T19:00:00Z'));
    expect(later.neverSent).toEqual([]);
    const replayed = { ...inWeek(other, '2026-W48', '2026-11-27T19:00:00Z'), isReplay: true };
    expect((await compose(replayed)).neverSent ?? []).toEqual([]);
  });

  test('and was cancelled gives its posts and its question back', async () => {
    const root = await temporaryFolder();
    const prompts = { de: ['Was trägt?', 'Was fehlt?'].map((text) => prompt(text)), en: [] };
    const first = await compose({ ...inWeek(root, '2026-W47', '2026-11-20T19:00:00Z'), prompts });
    await diariesFolder(root).note(week, () => ({
      records: [{ type: 'cancelled', at: '2026-11-21T08:00:00Z', by: 'command' }],
      answer: undefined,
    }));
    const next = await compose({ ...inWeek(root, '2026-W48', '2026-11-27T19:00:00Z'), prompts });
    expect(next.issue.posts.map(({ title }) => title)).toEqual(['erst']);
    expect(next.issue.question?.text).toBe(first.issue.question?.text);
    expect(next.issue.since).toBe(first.issue.since);
    expect(next.neverSent).toEqual([]);
  });
});

test('a post that the draft before promised and that no source has any more is named', async () => {
  const root = await temporaryFolder();
  const config = sampleConfig({ issue: { maxPosts: 1 } });
  const posts = ['a', 'b', 'c'].map((name, index) => post(name, `2026-11-1${index + 6}T08:00:00Z`));
  const { issue } = await compose({ ...order(root, { posts, faults: [] }), config });
  expect(issue.waiting).toEqual(['https://blog.example.org/b/', 'https://blog.example.org/c/']);
  const next = {
    ...order(root, { posts: posts.slice(0, 2), faults: [] }),
    config,
    week: parseWeek('2026-W48'),
    now: new Date('2026-11-27T19:00:00Z'),
  };
  expect(await compose(next)).toMatchObject({ lostPromises: ['https://blog.example.org/c/'] });
  expect(await next.drafts.read(next.week)).toContain(
    '# Sollte in einen späteren Brief, aber keine Quelle hat ihn mehr: https://blog.example.org/c/',
  );
});

test('a second run brings the list of what waits up to date', async () => {
  const root = await temporaryFolder();
  const config = sampleConfig({ issue: { maxPosts: 2 } });
  const list = (...names: readonly string[]) => ({
    posts: names.map((name, index) => post(name, `2026-11-1${index + 4}T08:00:00Z`)),
    faults: [],
  });
  await compose({ ...order(root, list('a')), config });
  const { outcome } = await compose({ ...order(root, list('a', 'b', 'c')), config });
  expect(outcome).toBe('extended');
  const text = (await issuesFolder(root).read(week)) ?? '';
  expect(readIssue(text, 'issue.md', week).waiting).toEqual(['https://blog.example.org/c/']);
});

test('no draft is written for a year that nobody meant', async () => {
  const far = { ...order(await temporaryFolder(), { posts: [], faults: [] }), week: parseWeek('9999-W52') };
  await expect(compose(far)).rejects.toMatchObject({ code: 'usage.wrong' });
  await expect(compose({ ...far, week: parseWeek('2027-W47') })).resolves.toMatchObject({
    outcome: 'written',
  });
});
