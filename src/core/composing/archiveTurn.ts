import type { Issue } from '../issue.ts';
import type { Post } from '../posts/post.ts';
import type { WeekId } from '../week.ts';

/**
 * Posts in the order in which the archive takes its turn: what no letter ever showed, then what was shown longest ago;
 * among equals each week has an order of its own, or the same few would always come first.
 */
export function inArchiveTurn(posts: readonly Post[], past: readonly Issue[], week: WeekId): readonly Post[] {
  const lastShown = new Map<string, WeekId>();
  for (const issue of past)
    for (const { id } of [...issue.posts, ...issue.olderPosts])
      if ((lastShown.get(id) ?? '') < issue.week) lastShown.set(id, issue.week);
  return posts
    .map((post) => ({ post, shown: lastShown.get(post.id) ?? '', lot: lotOf(`${week} ${post.id}`) }))
    .toSorted((a, b) => {
      if (a.shown !== b.shown) return a.shown < b.shown ? -1 : 1;
      return a.lot - b.lot || (a.post.id < b.post.id ? -1 : 1);
    })
    .map(({ post }) => post);
}

/** A number that looks drawn by lot and is always the same for a text (FNV-1a, mixed once more for short texts). */
function lotOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
