import fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeIssue } from '../../../src/core/composing/composeIssue.ts';
import { replayTotals, replayWeeks, type ReplayOrder } from '../../../src/core/composing/replay.ts';
import { readIssue } from '../../../src/core/issueFile.ts';
import { themesOf } from '../../../src/core/language/themes.ts';
import { parseWeek, weeksBefore } from '../../../src/core/week.ts';
import { sampleConfig } from '../../support/sampleIssue.ts';
import { post, prompt } from '../blog.ts';

const from = parseWeek('2026-W10');
const startMs = Date.parse('2026-03-02T00:00:00Z');
const hourMs = 3_600_000;
const questions = Array.from({ length: 12 }, (_, index) => prompt(`Frage ${'abcdefghijkl'[index]}?`));

const order = (changes: Partial<ReplayOrder> = {}): ReplayOrder => ({
  from,
  to: weeksBefore(from, -9),
  posts: [],
  prompts: { de: questions, en: [] },
  config: sampleConfig(),
  ...changes,
});
const postAfter = (hours: number, name: string) =>
  post(name, new Date(startMs + hours * hourMs).toISOString());

test('a replayed blog has each post new in one letter, whenever it appeared and however few have room', () => {
  const blog = fc.uniqueArray(fc.integer({ min: 0, max: 8 * 7 * 24 }), { maxLength: 30 });
  fc.assert(
    fc.property(blog, fc.integer({ min: 4, max: 8 }), (hours, maxPosts) => {
      const posts = hours.map((hour) => postAfter(hour, `beitrag-${hour}`));
      const config = sampleConfig({ issue: { maxPosts } });
      const totals = replayTotals([...replayWeeks(order({ posts, config }))], { posts, config });
      expect(totals.lost).toEqual([]);
      expect(totals.repeated).toEqual([]);
      expect(totals.featuredOnce + totals.waiting).toBe(posts.length);
    }),
    { numRuns: 15 },
  );
});

test('the same blog replays to the same drafts, byte for byte', () => {
  const posts = [postAfter(20, 'eins'), postAfter(300, 'zwei'), postAfter(301, 'drei')];
  const drafts = (): readonly (string | null)[] =>
    [...replayWeeks(order({ posts: [...posts].toReversed() }))].map(({ draft }) => draft);
  expect(drafts()).toEqual(drafts());
  expect(drafts()).toHaveLength(10);
});

test('what a replay keeps from week to week changes no letter: each is as if it were composed alone (P11)', () => {
  const texts = [
    'Vertrauen und Kunden',
    'Vertrauensfrage',
    'Garten im Regen',
    'Mut und Vertrauen',
    'Regentage',
  ];
  const posts = Array.from({ length: 25 }, (_, index) => {
    const text = texts[index % texts.length] ?? '';
    const title = `${text} Teil ${Math.floor(index / texts.length) + 1}`;
    const themes = themesOf({ title, tags: [], text: `${text} ${texts[(index * 3) % 5]}` }, 'de');
    return { ...postAfter(index * 70, `beitrag-${index}`), title, themes };
  });
  const prompts = {
    de: [...questions, prompt('Wem vertraust du?', { tags: ['Vertrauen'] }), prompt('Vertrauen Teil')],
    en: [],
  };
  const config = sampleConfig({ issue: { maxPosts: 2, restWeeks: 3 } });
  const weeks = [...replayWeeks(order({ posts, prompts, config }))];
  const past = weeks.flatMap(({ draft, week }) =>
    draft === null ? [] : [readIssue(draft, `issues/${week}/issue.md`, week)],
  );
  expect(past.flatMap(({ olderPosts }) => olderPosts)).not.toEqual([]);
  for (const [index, { week, composedAt, issue }] of weeks.entries()) {
    const alone = structuredClone({ posts, prompts, past: past.slice(0, index).toReversed() });
    expect(composeIssue({ ...alone, week, config, until: composedAt }).issue).toEqual(issue);
  }
});

test('a post that appears after the draft of its week is in the next one', () => {
  const saturday = postAfter(5 * 24 + 10, 'samstag');
  const weeks = [...replayWeeks(order({ posts: [saturday] }))];
  expect(weeks.map(({ issue }) => issue.posts.length).slice(0, 3)).toEqual([0, 1, 0]);
});

test('quiet weeks are counted, and make no letter where the settings want none', () => {
  const posts = [postAfter(20, 'eins')];
  const config = sampleConfig({ issue: { quietWeek: 'skip' } });
  const weeks = [...replayWeeks(order({ posts, config }))];
  expect(weeks.map(({ draft }) => draft !== null)).toEqual([true, ...Array.from({ length: 9 }, () => false)]);
  expect(replayTotals(weeks, { posts, config })).toMatchObject({ weeks: 10, letters: 1, quietWeeks: 9 });
});

test('the totals notice a post that comes twice, and one that never comes', () => {
  const posts = [postAfter(20, 'eins'), postAfter(21, 'zwei')];
  const weeks = [...replayWeeks(order({ posts }))];
  const [first, second] = weeks;
  if (!first || !second) throw new Error('too few weeks');
  const again = { ...second, issue: { ...second.issue, posts: first.issue.posts } };
  expect(replayTotals([first, again], { posts, config: sampleConfig() }).repeated.toSorted()).toEqual([
    'eins',
    'zwei',
  ]);
  const without = { ...first, issue: { ...first.issue, posts: first.issue.posts.slice(1) } };
  expect(replayTotals([without, second], { posts, config: sampleConfig() }).lost).toHaveLength(1);
});

test('the totals say how soon a question came again', () => {
  const prompts = { de: questions.slice(0, 4), en: [] };
  const posts = [postAfter(20, 'eins')];
  const weeks = [...replayWeeks(order({ posts, prompts }))];
  const { questions: asked } = replayTotals(weeks, { posts, config: sampleConfig() });
  expect(asked).toMatchObject({ asked: 10, different: 4 });
  expect(asked.shortestGap).toBeGreaterThanOrEqual(2);
});
