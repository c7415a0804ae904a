import type { FeaturedPost, Issue } from '../issue.ts';
import { beginningKey } from '../posts/beginning.ts';
import type { Post } from '../posts/post.ts';
import { normalizedAddress } from '../posts/postAddress.ts';
import { carriedOn } from './carriedOn.ts';
import { addressKeys, looseKeys } from './postKeys.ts';
import { areTwoAtOneAddress, haveSameContent } from './samePost.ts';

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

/** Answers for any of these posts, by its place among them, which issue settled it; null where none did. Of several issues the first one counts. */
export function settledBy(
  issues: readonly SettlingIssue[],
  posts: readonly Post[],
  timeZone: string,
): (place: number) => Settlement | null {
  const read = postsByKeys(posts, timeZone).settled(issues);
  return (place) => {
    const { featured, likely, struck } = read();
    return featured[place] ?? likely[place] ?? struck[place] ?? null;
  };
}

/** By the places of posts; featured counts more than struck, and by its name more than by its content. */
interface Settlements {
  readonly featured: (Settlement | undefined)[];
  readonly likely: (Settlement | undefined)[];
  readonly struck: (Settlement | undefined)[];
}

function settlements(
  posts: readonly Post[],
  timeZone: string,
): (issues: readonly SettlingIssue[]) => () => Settlements {
  const none = (): (Settlement | undefined)[] => Array.from({ length: posts.length });
  return carriedOn(
    () => ({ featured: none(), likely: none(), struck: none() }),
    (settled, issue: SettlingIssue) => {
      const { asFeatured, asStruck, featured, likely, struck } = settledPostsOf(issue, posts, timeZone);
      for (const place of struck) settled.struck[place] = asStruck;
      for (const place of likely) settled.likely[place] = asFeatured;
      for (const place of featured) settled.featured[place] = asFeatured;
    },
  );
}

/** Which posts of the sources an issue settled, by their places among those. */
interface SettledPosts {
  readonly posts: readonly Post[];
  readonly timeZone: string;
  readonly asFeatured: Settlement;
  readonly asStruck: Settlement;
  readonly featured: readonly number[];
  /**
   * Found by title, day and text, for featured posts that the sources no longer have under their own names. Where they do, a
   * second post of that title and day is another one.
   */
  readonly likely: readonly number[];
  readonly struck: readonly number[];
}

const settledPosts = new WeakMap<SettlingIssue, SettledPosts>();

/** Kept, because a replay looks back at each letter in all the weeks after it. */
function settledPostsOf(issue: SettlingIssue, posts: readonly Post[], timeZone: string): SettledPosts {
  const kept = settledPosts.get(issue);
  if (kept?.posts === posts && kept.timeZone === timeZone) return kept;
  const sources = postsByKeys(posts, timeZone);
  const find = (keys: readonly string[]): readonly Post[] =>
    keys.flatMap((key) => sources.byAddress.get(key) ?? []);
  const named = issue.posts.map((post) => ({
    post,
    found: find(addressKeys(post)).filter((one) => !areTwoAtOneAddress(post, one, timeZone)),
  }));
  const featured = new Set(named.flatMap(({ found }) => found));
  // The address of a featured post may be that of the next one as well.
  const shown = new Set(issue.posts.flatMap(offeredKeys));
  const struck = issue.offered.filter((key) => !shown.has(key));
  const offered = find(struck.flatMap((id) => [id, normalizedAddress(id)]));
  const likely = named.flatMap(({ post, found }) => (found.length === 0 ? sources.likely(post) : []));
  const placesOf = (some: readonly Post[]): readonly number[] =>
    some.flatMap((post) => sources.places.get(post) ?? []);
  const found: SettledPosts = {
    posts,
    timeZone,
    asFeatured: { was: 'featured', week: issue.week },
    asStruck: { was: 'struck', week: issue.week },
    featured: placesOf([...featured]),
    likely: placesOf(likely),
    struck: placesOf(offered.filter((post) => !featured.has(post))),
  };
  settledPosts.set(issue, found);
  return found;
}

type ByKey = ReadonlyMap<string, readonly Post[]>;

interface PostsByKeys {
  readonly timeZone: string;
  readonly settled: ReturnType<typeof settlements>;
  readonly places: ReadonlyMap<Post, number>;
  readonly byAddress: ByKey;
  /** Those that a post may have become that is gone under its own names. */
  readonly likely: (gone: FeaturedPost) => readonly Post[];
}

const known = new WeakMap<readonly Post[], PostsByKeys>();

/** Kept, because all issues ask the same posts. */
function postsByKeys(posts: readonly Post[], timeZone: string): PostsByKeys {
  const kept = known.get(posts);
  if (kept?.timeZone === timeZone) return kept;
  // Only a blog that has moved is asked for them.
  let byLooseKey: ByKey | undefined;
  let byBeginning: ByKey | undefined;
  const made: PostsByKeys = {
    timeZone,
    settled: settlements(posts, timeZone),
    places: new Map(posts.map((post, place) => [post, place])),
    byAddress: grouped(posts, addressKeys),
    likely: (gone) => {
      byLooseKey ??= grouped(posts, (post) => looseKeys(post, timeZone));
      byBeginning ??= grouped(posts, beginningKeys);
      const [loose, beginnings] = [byLooseKey, byBeginning];
      return [
        ...looseKeys(gone, timeZone).flatMap((key) => loose.get(key) ?? []),
        ...beginningKeys(gone)
          .flatMap((key) => beginnings.get(key) ?? [])
          .filter((post) => haveSameContent(gone, post, timeZone)),
      ];
    },
  };
  known.set(posts, made);
  return made;
}

function beginningKeys({ excerpt }: Pick<Post, 'excerpt'>): readonly string[] {
  const key = beginningKey(excerpt);
  return key === undefined ? [] : [key];
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
