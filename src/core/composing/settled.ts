import type { Issue } from '../issue.ts';
import type { Post } from '../posts/post.ts';
import { normalizedAddress } from '../posts/postAddress.ts';
import { addressKeys, dayKeys } from './postKeys.ts';

/** What an issue did with a post, once and for all. */
export interface Settlement {
  readonly was: 'featured' | 'struck';
  readonly week: Issue['week'];
}

type SettlingIssue = Pick<Issue, 'week' | 'posts' | 'offered'>;

/** What an issue remembers of a post it offered: its id and its address, since blogs change either. */
export function offeredKeys({ id, url }: Pick<Post, 'id' | 'url'>): readonly string[] {
  return id === url ? [id] : [id, url];
}

/** Answers for any of these posts which issue settled it; null where none did. Of several issues the first one counts. */
export function settledBy(
  issues: readonly SettlingIssue[],
  posts: readonly Post[],
  timeZone: string,
): (post: Post) => Settlement | null {
  const settled = new Map<Post, Settlement>();
  const found = issues.toReversed().map((issue) => ({
    settledPosts: settledPostsOf(issue, posts, timeZone),
    featured: { was: 'featured', week: issue.week } as const,
    struck: { was: 'struck', week: issue.week } as const,
  }));
  // What is set later counts more: featured more than struck, by its name more than by its day.
  for (const { settledPosts, struck } of found)
    for (const post of settledPosts.struck) settled.set(post, struck);
  for (const { settledPosts, featured } of found)
    for (const post of settledPosts.ofDays) settled.set(post, featured);
  for (const { settledPosts, featured } of found)
    for (const post of settledPosts.featured) settled.set(post, featured);
  return (post) => settled.get(post) ?? null;
}

/** The posts of the sources that an issue settled. */
interface SettledPosts {
  readonly posts: readonly Post[];
  readonly timeZone: string;
  readonly featured: readonly Post[];
  /**
   * Found by title and day, for featured posts that the sources no longer have under their own names. Where they do, a
   * second post of that title and day is another one.
   */
  readonly ofDays: readonly Post[];
  readonly struck: readonly Post[];
}

const settledPosts = new WeakMap<SettlingIssue, SettledPosts>();

/** Kept, because a replay looks back at each letter in all the weeks after it. */
function settledPostsOf(issue: SettlingIssue, posts: readonly Post[], timeZone: string): SettledPosts {
  const kept = settledPosts.get(issue);
  if (kept?.posts === posts && kept.timeZone === timeZone) return kept;
  const sources = postsByKeys(posts, timeZone);
  const find = (keys: readonly string[]): readonly Post[] =>
    keys.flatMap((key) => sources.byAddress.get(key) ?? []);
  const gone = issue.posts.filter((post) => find(addressKeys(post)).length === 0);
  const featured = new Set(issue.posts.flatMap((post) => find(addressKeys(post))));
  const offered = find(issue.offered.flatMap((id) => [id, normalizedAddress(id)]));
  const found: SettledPosts = {
    posts,
    timeZone,
    featured: [...featured],
    ofDays: gone.flatMap((post) => dayKeys(post, timeZone).flatMap((key) => sources.byDay().get(key) ?? [])),
    struck: offered.filter((post) => !featured.has(post)),
  };
  settledPosts.set(issue, found);
  return found;
}

type ByKey = ReadonlyMap<string, readonly Post[]>;

interface PostsByKeys {
  readonly timeZone: string;
  readonly byAddress: ByKey;
  readonly byDay: () => ByKey;
}

const known = new WeakMap<readonly Post[], PostsByKeys>();

/** Kept, because all issues ask the same posts. */
function postsByKeys(posts: readonly Post[], timeZone: string): PostsByKeys {
  const kept = known.get(posts);
  if (kept?.timeZone === timeZone) return kept;
  let byDay: ByKey | undefined;
  const made: PostsByKeys = {
    timeZone,
    byAddress: grouped(posts, addressKeys),
    // Only a blog that has moved is asked for it.
    byDay: () => (byDay ??= grouped(posts, (post) => dayKeys(post, timeZone))),
  };
  known.set(posts, made);
  return made;
}

function grouped(posts: readonly Post[], keysOf: (post: Post) => readonly string[]): ByKey {
  const groups = new Map<string, Post[]>();
  for (const post of posts)
    for (const key of keysOf(post)) {
      const group = groups.get(key);
      if (group) group.push(post);
      else groups.set(key, [post]);
    }
  return groups;
}
