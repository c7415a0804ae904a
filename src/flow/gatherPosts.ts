import { mergePosts } from '../core/composing/postKeys.ts';
import type { DraftFindings } from '../core/composing/draftNotes.ts';
import { NewsletterError, type Text } from '../core/errors.ts';
import { errorOfFaults } from '../core/fault.ts';
import type { PostSource } from '../core/ports.ts';
import type { Post, PostFault } from '../core/posts/post.ts';
import { futureFaults } from '../core/posts/postFaults.ts';

/** Where posts are gathered from, and how. */
export interface GatherOrder {
  readonly sources: readonly PostSource[];
  readonly now: Date;
  /** Whether `now` was set for this run; posts after it are then simply not there yet. */
  readonly isReplay: boolean;
  readonly faultyPosts: 'refuse' | 'skip';
  /** On whose calendar a title belongs to a day. */
  readonly timeZone: string;
}

/** The posts of all sources, each once, and what was wrong with others. */
export interface GatheredPosts extends Omit<DraftFindings, 'waiting' | 'neverSent' | 'lostPromises'> {
  readonly posts: readonly Post[];
  /** What sources that could not be asked said of it; their posts are from an earlier time. */
  readonly staleSources: readonly Text[];
}

/** Asks all sources at once. Throws `feed.*`, `folder.*`, or `post.faulty` where faulty posts are refused. */
export async function gatherPosts(order: GatherOrder): Promise<GatheredPosts> {
  const { sources, now, isReplay } = order;
  const lists = await Promise.all(sources.map((source) => source.list()));
  const posts = mergePosts(
    lists.map((list) => list.posts),
    order.timeZone,
  );
  const unplanned = lists.flatMap((list) => (list.mayPlanAhead === true ? [] : list.posts));
  const leftOut = [
    ...lists.flatMap((list) => list.faults),
    ...(isReplay ? [] : futureFaults(unplanned, now)),
  ];
  if (leftOut.length > 0 && order.faultyPosts === 'refuse') throw faultyPosts(leftOut);
  const emptySources = sources
    .filter((_, index) => lists[index]?.posts.length === 0 && lists[index].faults.length === 0)
    .map((source) => source.name);
  return {
    posts,
    leftOut,
    emptySources,
    sourceNotes: lists.flatMap(({ notes = [] }) => notes),
    staleSources: lists.flatMap(({ copyOf, notes = [] }) => (copyOf === undefined ? [] : notes)),
  };
}

function faultyPosts(faults: readonly PostFault[]): NewsletterError {
  return errorOfFaults(
    'post.faulty',
    {
      de: 'Kein Entwurf geschrieben, denn an diesen Beiträgen stimmt etwas nicht (mit issue.faultyPosts: skip bleiben solche Beiträge einfach weg):',
      en: 'No draft written, because something is wrong with these posts (issue.faultyPosts: skip leaves such posts out instead):',
    },
    faults,
  );
}

/** A week without new posts is none when its blog could not be asked (R60). */
export function notQuietButDown(staleSources: readonly Text[]): NewsletterError {
  return new NewsletterError(
    'feed.unreachable',
    {
      de: `${staleSources.map(({ de }) => de).join(' ')} Darin ist nichts Neues, also wurde kein Entwurf geschrieben.`,
      en: `${staleSources.map(({ en }) => en).join(' ')} There is nothing new in it, so no draft was written.`,
    },
    {
      hint: {
        de: 'Noch einmal zusammenstellen, sobald das Blog wieder antwortet; der Zeitplan versucht es von selbst.',
        en: 'Compose again once the blog answers; the clock tries again by itself.',
      },
    },
  );
}
