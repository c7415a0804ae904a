import type { Config } from '../config.ts';
import type { Post } from '../posts/post.ts';
import { newestFirst } from './postKeys.ts';
import { inSeriesOrder } from './series.ts';

/** The order in which new posts get their turn: the author's pinned ones, then who waits longest; no part before an earlier one. */
export function turnOrder(posts: readonly Post[], pinned: ReadonlySet<Post>): readonly Post[] {
  const waitingLongest = posts.toSorted((a, b) => newestFirst(b, a));
  return [
    ...inSeriesOrder(waitingLongest.filter((post) => pinned.has(post))),
    ...inSeriesOrder(waitingLongest.filter((post) => !pinned.has(post))),
  ];
}

/** The order in which a letter shows its new posts; parts of a series ascend, so that they can be read one after the other. */
export function letterOrder(
  posts: readonly Post[],
  pinned: ReadonlySet<Post>,
  order: Config['issue']['order'],
): readonly Post[] {
  const byDate = posts.toSorted(newestFirst);
  const lead = order === 'lead' ? leadOf(byDate, pinned) : undefined;
  return inSeriesOrder(lead ? [lead, ...byDate.filter((post) => post !== lead)] : byDate);
}

/** The pinned post, else the longest, else the newest. */
function leadOf(newestOnTop: readonly Post[], pinned: ReadonlySet<Post>): Post | undefined {
  return newestOnTop.find((post) => pinned.has(post)) ?? newestOnTop.toSorted((a, b) => b.words - a.words)[0];
}
