import type { Config } from '../config.ts';
import type { Text } from '../errors.ts';
import type { Issue } from '../issue.ts';
import type { Post } from '../posts/post.ts';
import { isExcluded, isPinned } from './pinned.ts';
import { speaks, type PostChoice } from './postChoice.ts';
import { addressKeys, newestFirst, timeOf } from './postKeys.ts';
import { letterOrder, turnOrder } from './postOrder.ts';
import { seriesOf } from './series.ts';
import { settledBy, type Settlement } from './settled.ts';
import type { Verdict } from './verdict.ts';
import { verdictWords } from './verdictWords.ts';

const hourMs = 3_600_000;
const firstWindowMs = 7 * 24 * hourMs;

/** The week's new posts, and what became of every post of the sources. */
export interface NewPosts {
  /** In the order of the letter, `issue.maxPosts` at most. */
  readonly chosen: readonly Post[];
  /** New ones that found no room, in the order in which they get their turn. */
  readonly waiting: readonly Post[];
  /** One for each post, the newest first. */
  readonly verdicts: readonly Verdict[];
}

type Settings = Pick<Config, 'locale' | 'issue' | 'schedule'>;
type Draft = Pick<Issue, 'week' | 'posts' | 'offered' | 'since'>;

/** The start of the very first letter's window; everything before it is back catalogue, never news. At most 7 days, by whole hours. */
export function windowStart(choice: {
  readonly past: readonly Pick<Issue, 'since'>[];
  readonly until: Date;
}): string {
  const starts = choice.past.map((issue) => issue.since).toSorted((a, b) => Date.parse(a) - Date.parse(b));
  const earliest = Math.ceil((choice.until.getTime() - firstWindowMs) / hourMs) * hourMs;
  return starts[0] ?? new Date(earliest).toISOString();
}

/**
 * The posts no other issue has featured. What is on disk decides, not a window of dates: a post that was late, or one too
 * many for its week, is still there the next time. One that the author struck stays out. Where a draft exists, only what it
 * has not offered yet is chosen, as far as it has room.
 */
export function newPosts(choice: PostChoice, config: Settings, draft: Draft | null = null): NewPosts {
  const issues = draft ? [draft, ...choice.past] : choice.past;
  // The very first draft set the start of the window; a later run must not move it.
  const start = Date.parse(windowStart({ past: issues, until: choice.until }));
  const settlementOf = settledBy(issues, choice.posts, config.schedule.timeZone);
  const taken = new Set<string>();
  const posts = inOneOrder(choice.posts);
  const pinned = new Set(posts.filter((post) => isPinned(post, config)));
  const verdicts = new Map<Post, Verdict>();
  const candidates = posts.filter((post) => {
    const settlement = settlementOf(post);
    const obstacle = settlement
      ? null
      : (obstacleOf(post, config, choice.until) ??
        (timeOf(post) < start && !pinned.has(post) ? verdictWords.backCatalogue : null) ??
        (addressKeys(post).some((key) => taken.has(key)) ? verdictWords.twice : null));
    if (settlement) verdicts.set(post, settledVerdict(post, settlement, draft));
    else if (obstacle) verdicts.set(post, verdict(post, 'out', obstacle));
    else addressKeys(post).forEach((key) => taken.add(key));
    return !settlement && !obstacle;
  });
  const turns = turnOrder(candidates, pinned);
  const room = Math.max(0, config.issue.maxPosts - (draft?.posts.length ?? 0));
  const chosen = letterOrder(turns.slice(0, room), pinned, config.issue.order);
  const waiting = turns.slice(room);
  for (const post of chosen)
    verdicts.set(
      post,
      verdict(post, 'new', pinned.has(post) ? verdictWords.pinned : verdictWords.neverFeatured),
    );
  for (const [post, reason] of waitingReasons(waiting, config))
    verdicts.set(post, verdict(post, 'waiting', reason));
  return { chosen, waiting, verdicts: posts.flatMap((post) => verdicts.get(post) ?? []) };
}

const ordered = new WeakMap<readonly Post[], readonly Post[]>();

/** Whatever order the sources gave them in: same ingredients, same answer. Kept, for the weeks of a replay. */
function inOneOrder(posts: readonly Post[]): readonly Post[] {
  const kept = ordered.get(posts) ?? posts.toSorted(newestFirst);
  ordered.set(posts, kept);
  return kept;
}

/** What keeps a post out of every letter for now, whatever the letters before held. */
function obstacleOf(post: Post, config: Settings, until: Date): Text | null {
  if (post.wish === 'exclude') return verdictWords.excludedByItself;
  if (isExcluded(post, config)) return verdictWords.excluded;
  if (!speaks(post, config.locale)) return verdictWords.otherLanguage(post.language ?? '');
  if (timeOf(post) > until.getTime()) return verdictWords.notYet(post.publishedAt, config.schedule.timeZone);
  return null;
}

function settledVerdict(post: Post, { was, week }: Settlement, draft: Draft | null): Verdict {
  if (was === 'struck') return verdict(post, 'out', verdictWords.struckIn(week));
  return week === draft?.week
    ? verdict(post, 'new', verdictWords.inDraft)
    : verdict(post, 'out', verdictWords.featuredIn(week));
}

/** Why each waits: for an earlier part of its series that waits itself, or for room. */
function waitingReasons(waiting: readonly Post[], config: Settings): readonly (readonly [Post, Text])[] {
  const lastParts = new Map<string, number>();
  return waiting.map((post) => {
    const place = seriesOf(post.title);
    const before = place ? lastParts.get(place.name) : undefined;
    if (place) lastParts.set(place.name, place.number);
    return [
      post,
      before === undefined ? verdictWords.noRoom(config.issue.maxPosts) : verdictWords.afterPart(before),
    ];
  });
}

function verdict({ id, url, title, publishedAt }: Post, is: Verdict['is'], reason: Text): Verdict {
  return { post: { id, url, title, publishedAt }, is, reason };
}
