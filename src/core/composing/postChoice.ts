import type { Config } from '../config.ts';
import type { Issue } from '../issue.ts';
import type { Post } from '../posts/post.ts';

/** What posts are chosen from. */
export interface PostChoice {
  readonly posts: readonly Post[];
  /** All issues but this one and the cancelled ones, the latest week first. */
  readonly past: readonly Issue[];
  /** Letters that were cancelled before anybody got them: their posts are free, and only what was struck counts. */
  readonly cancelled?: readonly Issue[];
  /** The latest instant a post may have been published at: now, or the end of a past week. */
  readonly until: Date;
}

/** Whether the blog has taken a post down by an instant, so that its address leads nowhere. */
export function hasExpired({ expiresAt }: Pick<Post, 'expiresAt'>, at: Date): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= at.getTime();
}

/** A post that declares another language is not for this newsletter's readers. */
export function speaks(post: Post, locale: Config['locale']): boolean {
  return post.language === null || post.language === locale;
}
