import { planOf } from '../clock/schedule.ts';
import type { Config } from '../config.ts';
import type { Issue } from '../issue.ts';
import { readIssue } from '../issueFile.ts';
import type { Post } from '../posts/post.ts';
import { normalizedAddress } from '../posts/postAddress.ts';
import { weeksBefore, type WeekId } from '../week.ts';
import { composeIssue } from './composeIssue.ts';
import { draftText } from './draftText.ts';
import { isExcluded } from './pinned.ts';
import { hasExpired, speaks } from './postChoice.ts';
import { keysOf, timeOf } from './postKeys.ts';
import type { PromptFile } from './promptFile.ts';

/** A stretch of a blog's past, and how its letters are composed. */
export interface ReplayOrder {
  readonly from: WeekId;
  readonly to: WeekId;
  /** All posts, each once. */
  readonly posts: readonly Post[];
  readonly prompts: PromptFile;
  readonly config: Config;
}

/** One week of a replay. */
export interface ReplayedWeek {
  readonly week: WeekId;
  /** When the draft was composed: what appeared later was not there yet. */
  readonly composedAt: Date;
  readonly issue: Issue;
  /** issue.md; null in a quiet week whose settings want no letter. */
  readonly draft: string | null;
  /** New posts that found no room. */
  readonly waiting: readonly Pick<Post, 'id' | 'title'>[];
}

/**
 * Composes week after week as if the program had run at its hours, each with the letters before it as its past. Every draft
 * goes through its file's text, as real ones do. Same order, same drafts.
 */
export function* replayWeeks(order: ReplayOrder): Generator<ReplayedWeek> {
  const { from, to, posts, prompts, config } = order;
  const past: Issue[] = [];
  for (let week = from; week <= to; week = weeksBefore(week, -1)) {
    const { composeAt } = planOf(week, config.schedule);
    const composition = composeIssue({ week, posts, prompts, config, past: [...past], until: composeAt });
    const { issue, waiting } = composition;
    const isLetter = issue.posts.length > 0 || config.issue.quietWeek === 'letter';
    const draft = isLetter ? draftText(composition, { ...noFindings, waiting }, config) : null;
    if (draft !== null) past.unshift(readIssue(draft, `issues/${week}/issue.md`, week));
    yield { week, composedAt: composeAt, issue, draft, waiting };
  }
}

const noFindings = { leftOut: [], emptySources: [], sourceNotes: [] };

/** What a replay adds up to; `lost` and `repeated` are to be empty. */
export interface ReplayTotals {
  readonly weeks: number;
  readonly letters: number;
  /** Weeks without a new post. */
  readonly quietWeeks: number;
  /** Posts that were new in exactly one letter. */
  readonly featuredOnce: number;
  readonly repeated: readonly string[];
  /** Posts that appeared within the replay and were in no letter, though none says why. */
  readonly lost: readonly string[];
  /** Posts that wait for room after the last week. */
  readonly waiting: number;
  /** From before the first letter, from after the last, in another language, or left out by the settings. */
  readonly notEligible: number;
  readonly olderShown: number;
  readonly questions: {
    readonly asked: number;
    readonly different: number;
    /** The smallest number of weeks between two letters with the same question; null where none came twice. */
    readonly shortestGap: number | null;
  };
}

/** Counts a replay from its posts and letters alone, by other means than composing went by. */
export function replayTotals(
  weeks: readonly ReplayedWeek[],
  { posts, config }: Pick<ReplayOrder, 'posts' | 'config'>,
): ReplayTotals {
  const letters = weeks.filter(({ draft }) => draft !== null).map(({ issue }) => issue);
  const featured = letters.flatMap((issue) => issue.posts);
  const times = countBy(featured.map(({ id }) => id));
  const timesOfAddress = countBy(featured.map(({ url }) => normalizedAddress(url)));
  const waiting = new Set(weeks.at(-1)?.waiting.map(({ id }) => id));
  const firstMs = Date.parse(letters.at(0)?.since ?? '');
  const lastMs = weeks.at(-1)?.composedAt.getTime() ?? Number.NaN;
  const featuredKeys = new Set(posts.filter(({ id }) => times.has(id)).flatMap((post) => keysOf(post)));
  const eligible = posts.filter(
    (post) =>
      timeOf(post) >= firstMs &&
      timeOf(post) <= lastMs &&
      speaks(post, config.locale) &&
      !isExcluded(post, config),
  );
  const lost = eligible.filter(
    (post) =>
      !waiting.has(post.id) &&
      !hasExpired(post, new Date(lastMs)) &&
      !keysOf(post).some((key) => featuredKeys.has(key)),
  );
  const repeated = featured.filter(
    ({ id, url }) => (times.get(id) ?? 0) > 1 || (timesOfAddress.get(normalizedAddress(url)) ?? 0) > 1,
  );
  const questions = letters.flatMap(({ question }) => (question ? [question.text] : []));
  return {
    weeks: weeks.length,
    letters: letters.length,
    quietWeeks: weeks.filter(({ issue }) => issue.posts.length === 0).length,
    featuredOnce: [...times.values()].filter((count) => count === 1).length,
    repeated: [...new Set(repeated.map(({ title }) => title))],
    lost: lost.map(({ title }) => title),
    waiting: waiting.size,
    notEligible: posts.length - eligible.length,
    olderShown: letters.reduce((sum, { olderPosts }) => sum + olderPosts.length, 0),
    questions: {
      asked: questions.length,
      different: new Set(questions).size,
      shortestGap: shortestGap(weeks),
    },
  };
}

function countBy(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function shortestGap(weeks: readonly ReplayedWeek[]): number | null {
  const last = new Map<string, number>();
  let shortest: number | null = null;
  for (const [index, { draft, issue }] of weeks.entries()) {
    if (draft === null || issue.question === null) continue;
    const before = last.get(issue.question.text);
    if (before !== undefined) shortest = Math.min(shortest ?? Infinity, index - before);
    last.set(issue.question.text, index);
  }
  return shortest;
}
