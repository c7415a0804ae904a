import type { Config } from './config.ts';
import type { FeaturedPost, Issue } from './issue.ts';
import type { Post } from './post.ts';
import { normalizedAddress } from './postAddress.ts';

const hourMs = 3_600_000;
const firstWindowMs = 7 * 24 * hourMs;
const recentMs = 28 * 24 * hourMs;
/** Readers have just seen these; nobody wants to read again what came a month ago. */
const freshIssues = 4;
/** How many letters an older post rests after it was shown again. */
const restIssues = 26;

/** What posts are chosen from. */
export interface PostChoice {
  readonly posts: readonly Post[];
  /** All issues but this one, the latest week first. */
  readonly past: readonly Issue[];
  /** The latest instant a post may have been published at: now, or the end of a past week. */
  readonly until: Date;
}

/** Several sources as one list: each post once, the first source wins; newest first. */
export function mergePosts(lists: readonly (readonly Post[])[]): readonly Post[] {
  const known = new Set<string>();
  const merged: Post[] = [];
  for (const post of lists.flat()) {
    const keys = [post.id, normalizedAddress(post.url)];
    if (!keys.some((key) => known.has(key))) merged.push(post);
    keys.forEach((key) => known.add(key));
  }
  return merged.toSorted(newestFirst);
}

/** The start of the very first letter's window; everything before it is back catalogue, never news. At most 7 days, by whole hours. */
export function windowStart(choice: Pick<PostChoice, 'past' | 'until'>): string {
  const starts = choice.past.map((issue) => issue.since).toSorted((a, b) => Date.parse(a) - Date.parse(b));
  const earliest = Math.ceil((choice.until.getTime() - firstWindowMs) / hourMs) * hourMs;
  return starts[0] ?? new Date(earliest).toISOString();
}

/**
 * The posts no other issue has featured, in the order they appeared. What is on disk decides, not a window of dates: a
 * post that was late, or one too many for its week, is still there the next time. One that the author struck stays out.
 */
export function newPosts(
  choice: PostChoice,
  locale: Config['locale'],
  since = windowStart(choice),
): readonly Post[] {
  const start = Date.parse(since);
  const settled = new Set([
    ...postKeys(choice.past.flatMap((issue) => issue.posts)),
    ...choice.past.flatMap((issue) => issue.offered),
  ]);
  return choice.posts
    .filter((post) => timeOf(post) >= start && timeOf(post) <= choice.until.getTime())
    .filter((post) => !keysOf(post).some((key) => settled.has(key)))
    .filter((post) => speaks(post, locale))
    .toSorted((a, b) => newestFirst(b, a));
}

/** Older posts worth returning to, with the reason: those that share a theme with the week's posts come first. */
export function olderPosts(
  choice: PostChoice,
  theme: readonly Post[],
  waiting: readonly Post[],
  config: Pick<Config, 'locale' | 'issue'>,
): readonly { readonly post: Post; readonly sharedTags: readonly string[] }[] {
  const resting = postKeys([
    ...theme,
    ...waiting,
    ...choice.past.slice(0, freshIssues).flatMap((issue) => issue.posts),
    ...choice.past.slice(0, restIssues).flatMap((issue) => issue.olderPosts),
  ]);
  // What appeared this month is no rediscovery; it comes only where a young blog has nothing else.
  const isRecent = (post: Post): boolean => timeOf(post) > choice.until.getTime() - recentMs;
  const themeTags = new Set(theme.flatMap((post) => post.tags.map((tag) => tag.toLowerCase())));
  return choice.posts
    .filter((post) => timeOf(post) <= choice.until.getTime() && speaks(post, config.locale))
    .filter((post) => !keysOf(post).some((key) => resting.has(key)))
    .map((post) => ({ post, sharedTags: post.tags.filter((tag) => themeTags.has(tag.toLowerCase())) }))
    .toSorted(
      (a, b) =>
        Number(isRecent(a.post)) - Number(isRecent(b.post)) ||
        b.sharedTags.length - a.sharedTags.length ||
        newestFirst(a.post, b.post),
    )
    .slice(0, config.issue.olderPosts);
}

/** A post as it goes into an issue. */
export function featured(post: Post, reason: string): FeaturedPost {
  const { title, url, publishedAt, excerpt, picture, id } = post;
  return { title, url, date: publishedAt, excerpt, picture, reason, id };
}

function keysOf(post: Pick<Post, 'id' | 'url'>): readonly string[] {
  return [post.id, normalizedAddress(post.url)];
}

function postKeys(posts: readonly Pick<Post, 'id' | 'url'>[]): ReadonlySet<string> {
  return new Set(posts.flatMap(keysOf));
}

/** A post that declares another language is not for this newsletter's readers. */
function speaks(post: Post, locale: Config['locale']): boolean {
  return post.language === null || post.language === locale;
}

function newestFirst(a: Post, b: Post): number {
  return timeOf(b) - timeOf(a) || (a.id < b.id ? -1 : 1);
}

function timeOf(post: Post): number {
  return Date.parse(post.publishedAt);
}
