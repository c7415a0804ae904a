import type { FeaturedPost, Issue } from './issue.ts';
import { monthOfWeek, type WeekId } from './week.ts';

/*
 * Who reads monthly gets one letter a month: the first that is sent in it, together with the posts of all letters sent
 * since the month's letter before. "Before" goes by when letters were sent, so that an old week sent late is in its turn.
 */

/** A letter whose sending has begun. */
export interface SentWeek {
  readonly week: WeekId;
  /** When the first reader was tried; UTC, ISO 8601. */
  readonly at: string;
}

/** Whether a week's letter, sent now, is also its month's: the first of those that count to the month. */
export function isMonthsFirst(week: WeekId, sent: readonly SentWeek[]): boolean {
  return others(week, sent).every((other) => monthOfWeek(other.week) !== monthOfWeek(week));
}

/** The weeks whose posts readers of the month's letter have not had yet, the latest sent first. */
export function weeksSinceMonthly(week: WeekId, sent: readonly SentWeek[]): readonly WeekId[] {
  const months = new Set<string>();
  let since: WeekId[] = [];
  for (const other of others(week, sent).toSorted(inSendingOrder)) {
    const month = monthOfWeek(other.week);
    since = months.has(month) ? [other.week, ...since] : [];
    months.add(month);
  }
  return since;
}

function inSendingOrder(one: SentWeek, other: SentWeek): number {
  return Date.parse(one.at) - Date.parse(other.at) || (one.week < other.week ? -1 : 1);
}

function others(week: WeekId, sent: readonly SentWeek[]): readonly SentWeek[] {
  return sent.filter((other) => other.week !== week);
}

/** The month's letter: the week's with the posts of earlier ones added, each post once. */
export function monthlyIssue(issue: Issue, earlier: readonly FeaturedPost[]): Issue {
  const added = earlierPosts(issue, earlier);
  const ids = new Set(added.map(({ id }) => id));
  return {
    ...issue,
    posts: [...issue.posts, ...added],
    olderPosts: issue.olderPosts.filter(({ id }) => !ids.has(id)),
  };
}

function earlierPosts({ posts }: Issue, earlier: readonly FeaturedPost[]): readonly FeaturedPost[] {
  const seen = new Set(posts.map(({ id }) => id));
  return earlier.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/**
 * Ways to show posts of earlier weeks, from all there is of them down to the title: however much a month brought, its
 * letter must not grow beyond what mail programs show.
 */
export const earlierPostForms: readonly ((post: FeaturedPost) => FeaturedPost)[] = [
  (post) => post,
  (post) => ({ ...post, picture: null }),
  (post) => ({ ...post, picture: null, excerpt: '' }),
];
