import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { additionsTo, composeIssue } from '../../../src/core/composing/composeIssue.ts';
import { formatIssue, readIssue } from '../../../src/core/issueFile.ts';
import type { Issue } from '../../../src/core/issue.ts';
import type { Post } from '../../../src/core/posts/post.ts';
import { isWeekId, parseWeek, type WeekId } from '../../../src/core/week.ts';
import { boundsOfWeek } from '../../../src/core/weekBounds.ts';
import { sampleConfig } from '../../support/sampleIssue.ts';
import { ingredients, post, prompt } from '../blog.ts';

const idsOf = (posts: readonly { readonly id: string }[]): readonly string[] => posts.map(({ id }) => id);
const hourMs = 3_600_000;
const tags = ['geduld', 'mut', 'arbeit', 'stille'];

/** The weeks from 2026-W40 on, over the turn of a year with 53 of them. */
const year: readonly WeekId[] = [2026, 2027]
  .flatMap((year) =>
    Array.from({ length: 53 }, (_, index) => `${year}-W${String(index + 1).padStart(2, '0')}`),
  )
  .filter(isWeekId)
  .filter((week) => week >= '2026-W40')
  .slice(0, 53);
const startMs = boundsOfWeek(parseWeek('2026-W40'), 'Europe/Berlin').start.getTime();

/** A blog with posts at random hours of the year, in some weeks many, and some a hand dated back or another language. */
const blog: fc.Arbitrary<readonly { readonly post: Post; readonly isLateMs: number }[]> = fc.array(
  fc
    .record({
      hour: fc.integer({ min: -2000, max: 8700 }),
      late: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 400 })),
      tags: fc.subarray(tags),
      language: fc.constantFrom(null, null, 'de', 'en'),
    })
    .map(({ hour, late, tags, language }) => ({
      post: post(`p${hour}`, new Date(startMs + hour * hourMs).toISOString(), { tags, language }),
      isLateMs: late * hourMs,
    })),
  { maxLength: 150 },
);

test('a year of letters features each new post exactly once and loses none', () => {
  fc.assert(
    fc.property(blog, fc.integer({ min: 1, max: 6 }), (blog, maxPosts) => {
      const config = sampleConfig({ issue: { maxPosts } });
      const entries = [...new Map(blog.map((entry) => [entry.post.id, entry])).values()];
      const past: Issue[] = [];
      let waiting: readonly Post[] = [];
      let until = new Date(0);
      for (const week of year) {
        until = new Date(boundsOfWeek(week, 'Europe/Berlin').end.getTime() - 62 * hourMs);
        const visible = entries.filter(
          ({ post, isLateMs }) => Date.parse(post.publishedAt) + isLateMs <= until.getTime(),
        );
        const composed = composeIssue(
          ingredients({ week, config, past, until, posts: visible.map(({ post }) => post) }),
        );
        const { issue } = composed;
        waiting = composed.waiting;
        expect(issue.posts.length).toBeLessThanOrEqual(maxPosts);
        const shown = [...idsOf(issue.posts), ...idsOf(issue.olderPosts)];
        expect(new Set(shown).size).toBe(shown.length);
        expect(idsOf(issue.olderPosts).filter((id) => idsOf(waiting).includes(id))).toEqual([]);
        // Through the file, as the next week sees it.
        past.unshift(readIssue(formatIssue(issue, 'Woche'), 'issue.md', week));
      }
      const featured = past.flatMap((issue) => idsOf(issue.posts));
      expect(new Set(featured).size).toBe(featured.length);
      const since = Date.parse(past.at(-1)?.since ?? '');
      const due = entries.filter(
        ({ post, isLateMs }) =>
          post.language !== 'en' &&
          Date.parse(post.publishedAt) >= since &&
          Date.parse(post.publishedAt) + isLateMs <= until.getTime(),
      );
      expect([...featured, ...idsOf(waiting)].toSorted()).toEqual(
        idsOf(due.map(({ post }) => post)).toSorted(),
      );
    }),
    { numRuns: 8 },
  );
});

test('a question is not asked again before all others had their turn', () => {
  const pool = fc.uniqueArray(fc.stringMatching(/^[A-Z][a-z]{3,9}\?$/), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(
      pool,
      fc.infiniteStream(fc.subarray(tags)),
      fc.infiniteStream(fc.subarray(tags)),
      (texts, own, themes) => {
        const prompts = texts.map((text) => prompt(text, { tags: own.next().value ?? [] }));
        const past: Issue[] = [];
        for (const [index, week] of year.entries()) {
          const until = new Date(startMs + (index * 7 + 4) * 24 * hourMs);
          const posts = [post(`p${index}`, until.toISOString(), { tags: themes.next().value ?? [] })];
          past.unshift(
            composeIssue(ingredients({ week, past, until, posts, prompts: { de: prompts, en: [] } })).issue,
          );
        }
        const asked = past.map((issue) => issue.question?.text ?? '').toReversed();
        expect(new Set(asked.slice(0, texts.length)).size).toBe(texts.length);
        for (const [index, text] of asked.entries()) {
          const before = asked.slice(0, index).lastIndexOf(text);
          if (before >= 0) expect(index - before).toBeGreaterThanOrEqual(texts.length);
        }
      },
    ),
    { numRuns: 8 },
  );
});

test('the same ingredients in another order give the same issue', () => {
  const prompts = ['Was trägt?', 'Wer wartet?', 'Was bleibt?'].map((text, index) =>
    prompt(text, { tags: tags.slice(index, index + 2) }),
  );
  const shuffled = blog.chain((entries) => {
    const posts = [...new Map(entries.map(({ post }) => [post.id, post])).values()];
    const whole = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
      fc.shuffledSubarray([...list], { minLength: list.length });
    return fc.record({ posts: fc.constant(posts), other: whole(posts), prompts: whole(prompts) });
  });
  fc.assert(
    fc.property(shuffled, ({ posts, other, prompts: otherPrompts }) => {
      const until = new Date(startMs + 30 * 24 * hourMs);
      const one = composeIssue(ingredients({ posts, until, prompts: { de: prompts, en: [] } }));
      const two = composeIssue(ingredients({ posts: other, until, prompts: { de: otherPrompts, en: [] } }));
      expect(two).toEqual(one);
    }),
  );
});

describe('too many posts for one week', () => {
  const posts = ['17', '18', '19'].map((day) => post(day, `2026-11-${day}T08:00:00Z`));
  const config = sampleConfig({ issue: { maxPosts: 2 } });
  const first = composeIssue(ingredients({ posts, config }));

  test('the oldest go first, the newest of them on top, and the others wait', () => {
    expect(idsOf(first.issue.posts)).toEqual(['posts/18.md', 'posts/17.md']);
    expect(idsOf(first.waiting)).toEqual(['posts/19.md']);
  });

  test('a post that was one too many for its week is taken the next week', () => {
    const next = composeIssue(
      ingredients({
        week: parseWeek('2026-W48'),
        until: new Date('2026-11-27T19:00:00Z'),
        posts,
        config,
        past: [first.issue],
      }),
    );
    expect(idsOf(next.issue.posts)).toEqual(['posts/19.md']);
    expect(next.issue.posts[0]?.reason).toBe('neu, noch in keinem Brief');
  });
});

test('a post the author struck stays out of the following weeks too', () => {
  const posts = [post('weg', '2026-11-18T08:00:00Z'), post('da', '2026-11-19T08:00:00Z')];
  const { issue } = composeIssue(ingredients({ posts }));
  const past = [{ ...issue, posts: issue.posts.filter(({ id }) => id !== 'posts/weg.md') }];
  const next = composeIssue(
    ingredients({ week: parseWeek('2026-W48'), until: new Date('2026-11-27T19:00:00Z'), posts, past }),
  );
  expect(idsOf(next.issue.posts)).toEqual([]);
});

test('a week without posts still has its question and older posts', () => {
  const old = post('alt', '2025-11-18T08:00:00Z');
  const { issue } = composeIssue(ingredients({ posts: [old] }));
  expect(issue.posts).toEqual([]);
  expect(idsOf(issue.olderPosts)).toEqual(['posts/alt.md']);
  expect(issue.subject).toBe('Was trägt?');
  expect(issue.preheader).toContain('alt');
});

describe('a second run', () => {
  const one = post('eins', '2026-11-17T08:00:00Z');
  const two = post('zwei', '2026-11-20T08:00:00Z');
  const draft = composeIssue(ingredients({ posts: [one] })).issue;

  test('adds what is new since, behind what the author has', () => {
    const { issue } = additionsTo(draft, ingredients({ posts: [one, two] }));
    expect(idsOf(issue.posts)).toEqual(['posts/eins.md', 'posts/zwei.md']);
    expect(issue.offered).toEqual(
      ['eins', 'zwei'].flatMap((name) => [`posts/${name}.md`, `https://blog.example.org/${name}/`]),
    );
    expect({ ...issue, posts: [], offered: [] }).toEqual({ ...draft, posts: [], offered: [] });
  });

  test('with nothing new changes nothing, however often it runs', () => {
    expect(additionsTo(draft, ingredients({ posts: [one] }))).toMatchObject({ issue: draft, waiting: [] });
  });

  test('leaves out what the author took out', () => {
    const shorter = { ...draft, posts: [] };
    expect(additionsTo(shorter, ingredients({ posts: [one] })).issue).toEqual(shorter);
  });

  test('adds only as far as there is room, and says what waits', () => {
    const config = sampleConfig({ issue: { maxPosts: 1 } });
    const { issue, waiting } = additionsTo(draft, ingredients({ posts: [one, two], config }));
    expect(issue.posts).toEqual(draft.posts);
    expect(idsOf(waiting)).toEqual(['posts/zwei.md']);
  });

  test('days after the very first draft still knows where that one began', () => {
    const late = post('nachgereicht', '2026-11-14T08:00:00Z');
    const sunday = new Date('2026-11-22T19:00:00Z');
    const { issue } = additionsTo(draft, ingredients({ posts: [one, late], until: sunday }));
    expect(idsOf(issue.posts)).toEqual(['posts/eins.md', 'posts/nachgereicht.md']);
  });
});
