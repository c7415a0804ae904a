import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  mergePosts,
  newPosts,
  olderPosts,
  windowStart,
  type PostChoice,
} from '../../src/core/choosePosts.ts';
import type { Issue } from '../../src/core/issue.ts';
import type { Post } from '../../src/core/post.ts';
import { parseWeek } from '../../src/core/week.ts';
import { sampleConfig, sampleIssue } from '../support/sampleIssue.ts';
import { post } from './blog.ts';

const until = new Date('2026-11-20T19:00:00Z');
const idsOf = (posts: readonly Pick<Post, 'id'>[]): readonly string[] => posts.map(({ id }) => id);

/** An earlier letter that featured these posts. */
function pastIssue(
  week: string,
  posts: readonly Post[],
  changes: Partial<Issue> & { readonly older?: readonly Post[] } = {},
): Issue {
  const { older = [], ...rest } = changes;
  const asFeatured = (list: readonly Post[]): Issue['posts'] =>
    list.map(({ publishedAt, ...one }) => ({ ...one, date: publishedAt, reason: '' }));
  return sampleIssue({
    week: parseWeek(week),
    posts: asFeatured(posts),
    olderPosts: asFeatured(older),
    since: '2026-11-01T00:00:00Z',
    ...rest,
  });
}
const newOf = (choice: Partial<PostChoice>): readonly string[] =>
  idsOf(newPosts({ posts: [], past: [], until, ...choice }, 'de'));

describe('several sources', () => {
  test('make one list, newest first, in which the first source wins', () => {
    const feed = [post('a', '2026-11-18T08:00:00Z', { title: 'from the feed' })];
    const folder = [post('b', '2026-11-19T08:00:00Z'), post('a', '2026-11-18T08:00:00Z')];
    const merged = mergePosts([feed, folder]);
    expect(merged.map(({ title }) => title)).toEqual(['b', 'from the feed']);
  });

  test('have a post once that is known under two ids at one address (R60)', () => {
    const one = post('a', '2026-11-18T08:00:00Z', { id: 'urn:1', url: 'https://blog.example.org/a/' });
    const other = post('b', '2026-11-18T08:00:00Z', { url: 'http://www.blog.example.org/a?utm_source=x' });
    expect(idsOf(mergePosts([[one], [other]]))).toEqual(['urn:1']);
  });
});

describe('new posts', () => {
  test('of the very first letter are those of the last seven days', () => {
    const posts = [
      post('week-old', '2026-11-13T19:00:00Z'),
      post('too-old', '2026-11-13T18:59:59Z'),
      post('just-now', '2026-11-20T19:00:00Z'),
      post('too-late', '2026-11-20T19:00:01Z'),
    ];
    expect(newOf({ posts })).toEqual(['posts/week-old.md', 'posts/just-now.md']);
  });

  test('are those no other letter has featured, however old, back to the first letter', () => {
    const known = post('known', '2026-11-10T08:00:00Z');
    const late = post('came-late', '2026-11-03T08:00:00Z');
    const backCatalogue = post('before-all', '2026-10-31T23:59:59Z');
    expect(newOf({ posts: [known, late, backCatalogue], past: [pastIssue('2026-W46', [known])] })).toEqual([
      'posts/came-late.md',
    ]);
  });

  test('do not come back under a changed id, or at a changed address (R60)', () => {
    const known = post('known', '2026-11-18T08:00:00Z');
    const past = [pastIssue('2026-W46', [known])];
    expect(newOf({ posts: [{ ...known, id: 'urn:changed' }], past })).toEqual([]);
    expect(newOf({ posts: [{ ...known, url: 'https://blog.example.org/moved/' }], past })).toEqual([]);
  });

  test('in another language are for other readers', () => {
    const posts = [
      post('deutsch', '2026-11-18T08:00:00Z', { language: 'de' }),
      post('english', '2026-11-18T09:00:00Z', { language: 'en' }),
      post('either', '2026-11-18T10:00:00Z'),
    ];
    expect(newOf({ posts })).toEqual(['posts/deutsch.md', 'posts/either.md']);
  });

  test('appear in the order they were published', () => {
    const posts = ['19', '17', '18'].map((day) => post(day, `2026-11-${day}T08:00:00Z`));
    expect(newOf({ posts })).toEqual(['posts/17.md', 'posts/18.md', 'posts/19.md']);
  });
});

test('the first of all letters sets the start, in whatever time zone a hand wrote it', () => {
  // 01:00 in Berlin is midnight in UTC, so the second one is the earlier instant.
  const past = [
    pastIssue('2026-W46', [], { since: '2026-11-01T00:30:00Z' }),
    pastIssue('2026-W45', [], { since: '2026-11-01T01:00:00+01:00' }),
  ];
  expect(windowStart({ past, until })).toBe('2026-11-01T01:00:00+01:00');
});

describe('older posts', () => {
  const theme = [post('new', '2026-11-19T08:00:00Z', { tags: ['Geduld'] })];
  const old = (name: string, day: string, tags: readonly string[] = []): Post =>
    post(name, `2025-${day}T08:00:00Z`, { tags });
  const olderOf = (
    choice: Partial<PostChoice>,
    waiting: readonly Post[] = [],
    settings: Record<string, unknown> = {},
  ): readonly string[] =>
    olderPosts({ posts: [], past: [], until, ...choice }, theme, waiting, sampleConfig(settings)).map(
      ({ post }) => post.id,
    );

  test('that share a theme with the new ones come first, in whatever case the tag is written', () => {
    const posts = [
      ...theme,
      old('newer', '09-01'),
      old('fitting', '03-01', ['geduld']),
      old('older', '02-01'),
    ];
    expect(olderOf({ posts })).toEqual(['posts/fitting.md', 'posts/newer.md', 'posts/older.md']);
  });

  test('are at most as many as the settings say', () => {
    const posts = Array.from({ length: 9 }, (_, index) => old(`old-${index}`, `0${index + 1}-01`));
    expect(olderOf({ posts })).toHaveLength(3);
    expect(olderOf({ posts }, [], { issue: { olderPosts: 0 } })).toEqual([]);
  });

  test('are never new in the same letter, nor waiting for the next one', () => {
    const waiting = post('waiting', '2026-11-20T08:00:00Z');
    expect(olderOf({ posts: [...theme, waiting, old('old', '01-01')] }, [waiting])).toEqual(['posts/old.md']);
  });

  test('were not new in one of the last four letters', () => {
    const fresh = post('fresh', '2026-10-23T08:00:00Z');
    const letters = (count: number): readonly Issue[] => [
      ...Array.from({ length: count }, (_, index) => pastIssue(`2026-W${46 - index}`, [])),
      pastIssue('2026-W30', [fresh]),
    ];
    expect(olderOf({ posts: [fresh], past: letters(3) })).toEqual([]);
    expect(olderOf({ posts: [fresh], past: letters(4) })).toEqual(['posts/fresh.md']);
  });

  test('rest for 26 letters after they were shown again', () => {
    const shown = old('shown', '01-01');
    const letters = (count: number): readonly Issue[] => [
      ...Array.from({ length: count }, (_, index) => pastIssue(`2026-W${46 - index}`, [])),
      pastIssue('2026-W10', [], { older: [shown] }),
    ];
    expect(olderOf({ posts: [shown], past: letters(25) })).toEqual([]);
    expect(olderOf({ posts: [shown], past: letters(26) })).toEqual(['posts/shown.md']);
  });

  test('in another language, or from the future, are not shown', () => {
    const posts = [old('english', '01-01'), post('future', '2026-12-01T00:00:00Z')];
    expect(olderOf({ posts: posts.map((one) => ({ ...one, language: 'en' })) })).toEqual([]);
    expect(olderOf({ posts })).toEqual(['posts/english.md']);
  });
});

test('a post is never both new and older, whatever was in the letters before', () => {
  const blog = fc
    .array(fc.integer({ min: -40, max: 25 }), { maxLength: 20 })
    .map((days) =>
      days.map((day, index) => post(`p${index}`, new Date(Date.UTC(2026, 10, 1 + day, 8)).toISOString())),
    );
  fc.assert(
    fc.property(blog, fc.infiniteStream(fc.boolean()), (posts, coins) => {
      const toss = (): boolean => coins.next().value === true;
      const past = ['2026-W46', '2026-W45'].map((week) =>
        pastIssue(week, posts.filter(toss), { older: posts.filter(toss) }),
      );
      const choice = { posts, past, until };
      const fresh = newPosts(choice, 'de');
      const older = olderPosts(choice, fresh.slice(0, 2), fresh.slice(2), sampleConfig());
      const newIds = new Set(idsOf(fresh));
      expect(older.filter(({ post }) => newIds.has(post.id))).toEqual([]);
      const featured = past.flatMap((issue) => idsOf(issue.posts));
      expect(featured.filter((id) => newIds.has(id))).toEqual([]);
    }),
  );
});
