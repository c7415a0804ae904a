import type { Issue } from '../issue.ts';
import type { Post } from '../posts/post.ts';
import { normalizedAddress } from '../posts/postAddress.ts';
import { addressKeys, dayKeys } from './postKeys.ts';

/** What an issue did with a post, once and for all. */
export interface Settlement {
  readonly was: 'featured' | 'struck';
  readonly week: Issue['week'];
}

/** What an issue remembers of a post it offered: its id and its address, since blogs change either. */
export function offeredKeys({ id, url }: Pick<Post, 'id' | 'url'>): readonly string[] {
  return id === url ? [id] : [id, url];
}

/** Answers for any post of the sources which issue settled it; null where none did. */
export function settledBy(
  issues: readonly Pick<Issue, 'week' | 'posts' | 'offered'>[],
  posts: readonly Post[],
  timeZone: string,
): (post: Post) => Settlement | null {
  const featured = new Map<string, Issue['week']>();
  const offered = new Map<string, Issue['week']>();
  for (const { week, posts: shown, offered: ids } of issues) {
    for (const key of shown.flatMap(addressKeys)) if (!featured.has(key)) featured.set(key, week);
    for (const key of ids.flatMap((id) => [id, normalizedAddress(id)]))
      if (!offered.has(key)) offered.set(key, week);
  }
  const ofDays = featuredOnDays(issues, posts, timeZone);
  return (post) => {
    const keys = addressKeys(post);
    const shownIn =
      weekIn(featured, keys) ?? (ofDays.size === 0 ? undefined : weekIn(ofDays, dayKeys(post, timeZone)));
    if (shownIn !== undefined) return { was: 'featured', week: shownIn };
    const struckIn = weekIn(offered, keys);
    return struckIn === undefined ? null : { was: 'struck', week: struckIn };
  };
}

/**
 * Featured posts by title and day, as far as the sources no longer have them under their own names. Where they do, a second
 * post of that title and day is another one.
 */
function featuredOnDays(
  issues: readonly Pick<Issue, 'week' | 'posts'>[],
  posts: readonly Post[],
  timeZone: string,
): ReadonlyMap<string, Issue['week']> {
  const present = keysPresent(posts);
  const days = new Map<string, Issue['week']>();
  for (const { week, posts: shown } of issues) {
    const gone = shown.filter((post) => !addressKeys(post).some((key) => present.has(key)));
    for (const key of gone.flatMap((post) => dayKeys(post, timeZone)))
      if (!days.has(key)) days.set(key, week);
  }
  return days;
}

const presentIn = new WeakMap<readonly Post[], ReadonlySet<string>>();

/** Kept, because a replay asks the same posts week after week. */
function keysPresent(posts: readonly Post[]): ReadonlySet<string> {
  const kept = presentIn.get(posts) ?? new Set(posts.flatMap(addressKeys));
  presentIn.set(posts, kept);
  return kept;
}

function weekIn(
  weeks: ReadonlyMap<string, Issue['week']>,
  keys: readonly string[],
): Issue['week'] | undefined {
  for (const key of keys) {
    const week = weeks.get(key);
    if (week !== undefined) return week;
  }
  return undefined;
}
