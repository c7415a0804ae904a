import type { Move } from '../../../core/desk/postEdits.ts';
import type { FeaturedPost } from '../../../core/issue.ts';
import type { Saying } from '../../../core/saying.ts';

/** The lists of posts that a letter has, in its order. */
export const postLists = ['posts', 'olderPosts'] as const;

/** One of them. */
export type PostList = (typeof postLists)[number];

/** A post at its place in its list. */
export interface PlacedPost {
  readonly list: PostList;
  readonly post: FeaturedPost;
  /** Counted from 0. */
  readonly at: number;
  /** How many posts its list has. */
  readonly count: number;
}

/** What they are called. */
export const postListNames: Readonly<Record<PostList, Saying>> = {
  posts: { de: 'Neue Beiträge', en: 'New posts' },
  olderPosts: { de: 'Zum Wiederlesen', en: 'To read again' },
};

/** The list that a form or an address names; the new posts for anything else. */
export function postListNamed(name: string | null): PostList {
  return name === 'olderPosts' ? 'olderPosts' : 'posts';
}

/** The move that a form or an address names. */
export function moveNamed(name: string | null): Move | undefined {
  return moves.find((move) => move === name);
}

const moves = ['up', 'down', 'top'] as const satisfies readonly Move[];
