import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { earlierPostForms, isMonthsFirst, monthlyIssue, weeksSinceMonthly } from '../../src/core/monthly.ts';
import type { SentWeek } from '../../src/core/monthly.ts';
import { monthOfWeek, parseWeek, weeksBefore, type WeekId } from '../../src/core/week.ts';
import { sampleIssue } from '../support/sampleIssue.ts';

/** Letters sent one after the other, each on the Friday of its week unless named otherwise. */
const sentOn = (...weeks: readonly (string | readonly [week: string, day: string])[]): readonly SentWeek[] =>
  weeks.map((one, index) =>
    typeof one === 'string'
      ? { week: parseWeek(one), at: `2026-01-01T00:00:${String(index).padStart(2, '0')}Z` }
      : { week: parseWeek(one[0]), at: one[1] },
  );
const week = parseWeek;

describe('the month’s letter', () => {
  test('is the first that is sent in the month of the week’s Thursday, whichever week that is', () => {
    expect(isMonthsFirst(week('2026-W45'), [])).toBe(true);
    expect(isMonthsFirst(week('2026-W47'), sentOn('2026-W43', '2026-W44'))).toBe(true);
    expect(isMonthsFirst(week('2026-W47'), sentOn('2026-W45'))).toBe(false);
    // 30 November is the Monday of a week whose Thursday is 3 December.
    expect(isMonthsFirst(week('2026-W49'), sentOn('2026-W48'))).toBe(true);
  });

  test('holds all weeks since the last one, also over a month without any letter', () => {
    const sent = sentOn('2026-W36', '2026-W37', '2026-W38', '2026-W45');
    expect(weeksSinceMonthly(week('2026-W45'), sent)).toEqual(['2026-W38', '2026-W37']);
    expect(weeksSinceMonthly(week('2026-W49'), sent)).toEqual([]);
  });

  test('takes an old week that was sent late with the next', () => {
    const sent = sentOn('2026-W41', '2026-W45', ['2026-W42', '2026-11-20T00:00:00Z'], '2026-W46');
    expect(weeksSinceMonthly(week('2026-W49'), sent)).toEqual(['2026-W42', '2026-W46']);
  });

  test('whatever weeks are left out and in whatever order letters leave: each week’s posts are in exactly one', () => {
    const first = week('2026-W02');
    const order = fc.shuffledSubarray(
      Array.from({ length: 30 }, (_, index) => index),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(order, (indexes) => {
        const weeks = indexes.map((index) => weeksBefore(first, -index));
        const sent: SentWeek[] = [];
        const monthly = new Map<WeekId, readonly WeekId[]>();
        for (const [index, one] of weeks.entries()) {
          if (isMonthsFirst(one, sent)) monthly.set(one, [one, ...weeksSinceMonthly(one, sent)]);
          sent.push({ week: one, at: new Date(index * 1000).toISOString() });
        }
        const inLetters = [...monthly.values()].flat();
        expect(new Set(inLetters).size).toBe(inLetters.length);
        const last = weeks.findLastIndex((one) => monthly.has(one));
        expect(inLetters.toSorted()).toEqual(weeks.slice(0, last + 1).toSorted());
        const months = [...monthly.keys()].map(monthOfWeek);
        expect(months.toSorted()).toEqual([...new Set(weeks.map(monthOfWeek))].toSorted());
      }),
      { numRuns: 40 },
    );
  });
});

describe('its posts', () => {
  const issue = sampleIssue();
  const [post] = issue.posts;
  if (!post) throw new Error('the sample issue has no post');
  const earlier = ['a', 'b', 'a', post.id].map((id) => ({ ...post, id, title: id }));

  test('are the week’s and then the earlier ones, each once; what is new is not offered again as old', () => {
    const { posts, olderPosts, subject, question } = monthlyIssue(
      {
        ...issue,
        olderPosts: [
          { ...post, id: 'b' },
          { ...post, id: 'c' },
        ],
      },
      earlier,
    );
    expect(posts.map(({ id }) => id)).toEqual([...issue.posts.map(({ id }) => id), 'a', 'b']);
    expect(olderPosts.map(({ id }) => id)).toEqual(['c']);
    expect({ subject, question }).toEqual({ subject: issue.subject, question: issue.question });
  });

  test('shrink to their titles and addresses where a letter would be too large', () => {
    const last = earlierPostForms.at(-1)?.(post);
    expect(last).toMatchObject({ title: post.title, url: post.url, picture: null, excerpt: '' });
  });
});
