import type { Issue } from '../issue.ts';
import type { Post } from '../posts/post.ts';
import { normalizedAddress } from '../posts/postAddress.ts';
import { addressKeys, type Keyed } from './postKeys.ts';

/** How many waiting posts a draft remembers. */
const rememberedPosts = 50;
/** What was promised longer ago has had its turn, or stands in a later letter's list again. */
const rememberedIssues = 8;

/**
 * What a draft remembers of the posts that wait: their addresses, or their ids where they share one. `missing` are names that
 * it remembers already and that no source has right now.
 */
export function promiseOf(waiting: readonly Post[], missing: readonly string[] = []): Pick<Issue, 'waiting'> {
  const names = waiting.map(({ id, url, sharesAddress = false }) => (sharesAddress ? id : url));
  const remembered = [...names, ...missing].slice(0, rememberedPosts);
  return remembered.length > 0 ? { waiting: remembered } : {};
}

/** Answers whether one of the last letters promised a post for later. */
export function promisedBy(past: readonly Pick<Issue, 'week' | 'waiting'>[]): (post: Post) => boolean {
  const promising = past.filter(({ waiting = [] }) => waiting.length > 0);
  if (promising.length === 0) return () => false;
  const latest = promising.toSorted((a, b) => (a.week < b.week ? 1 : -1)).slice(0, rememberedIssues);
  const names = latest.flatMap(({ waiting = [] }) => waiting);
  const keys = new Set(names.flatMap(keysOfName));
  return (post) => addressKeys(post).some((key) => keys.has(key));
}

/**
 * Posts that the letter before this week promised and that no source has any more, and no letter either, by their
 * addresses. Each is named once: the next letter has a list of its own.
 */
export function lostPromises(
  week: Issue['week'],
  past: readonly Pick<Issue, 'week' | 'posts' | 'waiting'>[],
  posts: readonly Post[],
): readonly string[] {
  const { waiting = [] } = past.find((issue) => issue.week < week) ?? {};
  return namesWithout([...posts, ...past.flatMap((issue) => issue.posts)], waiting);
}

/** The names that none of these posts has. */
export function namesWithout(posts: readonly Keyed[], names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const present = new Set(posts.flatMap(addressKeys));
  return names.filter((name) => !keysOfName(name).some((key) => present.has(key)));
}

function keysOfName(name: string): readonly string[] {
  return [name.trim(), normalizedAddress(name)];
}
