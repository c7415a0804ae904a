import type { Post } from '../posts/post.ts';
import { newestOnTop, timeOf } from './postKeys.ts';

interface Timeline {
  readonly posts: readonly Post[];
  readonly times: readonly number[];
}

const known = new WeakMap<readonly Post[], Timeline>();

/** Whatever order the sources gave them in, the newest first: same ingredients, same answer. */
export function inOneOrder(posts: readonly Post[]): readonly Post[] {
  return timelineOf(posts).posts;
}

/** Those that had appeared by an instant, the newest first. */
export function appearedBy(posts: readonly Post[], until: Date): readonly Post[] {
  const { posts: ordered, times } = timelineOf(posts);
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) > until.getTime()) low = middle + 1;
    else high = middle;
  }
  return ordered.slice(low);
}

/** Kept, because a replay asks the same list in hundreds of weeks. */
function timelineOf(posts: readonly Post[]): Timeline {
  const kept = known.get(posts);
  if (kept) return kept;
  const ordered = newestOnTop(posts);
  const timeline = { posts: ordered, times: ordered.map(timeOf) };
  known.set(posts, timeline);
  return timeline;
}
