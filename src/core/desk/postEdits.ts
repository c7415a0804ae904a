import { addressKeys } from '../composing/postKeys.ts';
import { offeredKeys } from '../composing/settled.ts';
import type { FeaturedPost, Issue } from '../issue.ts';
import { written } from '../issueFile.ts';
import type { YamlChange } from '../yaml/yamlChange.ts';

type Offered = Pick<Issue, 'offered'>;
type List = 'posts' | 'olderPosts';

/** Where a post goes in its list. */
export type Move = 'up' | 'down' | 'top';

/** The place a post has after a move, counted from 0; the same where it cannot go any further. */
export function placeAfter(move: Move, at: number, count: number): number {
  if (move === 'top') return 0;
  return Math.min(Math.max(at + (move === 'up' ? -1 : 1), 0), count - 1);
}

/** Gives a post another place; comments above it go with it. */
export function movePost(list: List, at: number, by: Move, count: number): readonly YamlChange[] {
  return [{ does: 'move', path: [list], from: at, to: placeAfter(by, at, count) }];
}

/** Takes a post out. It stays among the offered ones, so that composing again does not bring it back; what was remarked on it stays too. */
export function dropPost(issue: Offered, list: List, at: number, post: FeaturedPost): readonly YamlChange[] {
  return [{ does: 'drop', path: [list], at }, ...(list === 'posts' ? [offer(issue, post)] : [])];
}

/** Writes another excerpt, or other words for the picture of a post; null leaves them as they are. */
export function setPostWords(
  list: List,
  at: number,
  { excerpt, alt }: { readonly excerpt: string | null; readonly alt: string | null },
): readonly YamlChange[] {
  const changes: YamlChange[] = [];
  if (excerpt !== null)
    changes.push({ does: 'set', path: [list, at, 'excerpt'], to: excerpt, after: 'date' });
  if (alt !== null) changes.push({ does: 'set', path: [list, at, 'picture', 'alt'], to: alt, after: 'url' });
  return changes;
}

/** Puts a post at the end of a list. */
export function takeInPost(
  issue: Offered,
  list: List,
  post: FeaturedPost,
  isNews: boolean,
): readonly YamlChange[] {
  return [{ does: 'add', path: [list], items: [written(post)] }, ...(isNews ? [offer(issue, post)] : [])];
}

/** Whether an issue has a post already, in either list. */
export function hasPost(
  issue: { readonly posts: readonly FeaturedPost[]; readonly olderPosts: readonly FeaturedPost[] },
  post: Pick<FeaturedPost, 'id' | 'url'>,
): boolean {
  const keys = new Set(addressKeys(post));
  return [...issue.posts, ...issue.olderPosts].some((one) => addressKeys(one).some((key) => keys.has(key)));
}

function offer({ offered }: Offered, post: FeaturedPost): YamlChange {
  const items = offeredKeys(post).filter((key) => !offered.includes(key));
  return { does: 'add', path: ['offered'], items };
}
