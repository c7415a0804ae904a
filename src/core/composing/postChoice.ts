import type { Config } from '../config.ts';
import type { Issue } from '../issue.ts';
import type { Post } from '../posts/post.ts';

/** What posts are chosen from. */
export interface PostChoice {
  readonly posts: readonly Post[];
  /** All issues but this one, the latest week first. */
  readonly past: readonly Issue[];
  /** The latest instant a post may have been published at: now, or the end of a past week. */
  readonly until: Date;
}

/** A post that declares another language is not for this newsletter's readers. */
export function speaks(post: Post, locale: Config['locale']): boolean {
  return post.language === null || post.language === locale;
}
