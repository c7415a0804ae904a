import type { PostList } from './post.ts';

/** One place posts come from. `list` throws `feed.*` or `folder.*`; it never answers "no posts" for a failure. */
export interface PostSource {
  /** How messages name it: the feed's address or the folder. */
  readonly name: string;
  list(): Promise<PostList>;
}
