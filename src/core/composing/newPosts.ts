import type { Config } from '../config.ts';
import type { Text } from '../errors.ts';
import type { Issue } from '../issue.ts';
import type { Post } from '../posts/post.ts';
import { asCancelled } from './cancelledIssue.ts';
import { carriedOn } from './carriedOn.ts';
import { isExcluded, isPinned } from './pinned.ts';
import { hasExpired, speaks, type PostChoice } from './postChoice.ts';
import { addressKeys, timeOf } from './postKeys.ts';
import { letterOrder, turnOrder } from './postOrder.ts';
import { promisedBy } from './promised.ts';
import { seriesOf } from './series.ts';
import { settledBy, type Settlement } from './settled.ts';
import { appearedBy, inOneOrder } from './timeline.ts';
import type { Verdict } from './verdict.ts';
import { verdictWords } from './verdictWords.ts';

const hourMs = 3_600_000;
const firstWindowMs = 7 * 24 * hourMs;

/** The week's new posts, and what became of every post of the sources. */
export interface NewPosts {
  /** In the order of the letter, `issue.maxPosts` at most. */
  readonly chosen: readonly Post[];
  /** Why one of them is new. */
  readonly whyNew: (post: Post) => Text;
  /** New ones that found no room, in the order in which they get their turn. */
  readonly waiting: readonly Post[];
  /** One for each post, the newest first; put into words only where somebody asks. */
  readonly verdicts: readonly Verdict[];
}

type Settings = Pick<Config, 'locale' | 'issue' | 'schedule'>;
type Draft = Pick<Issue, 'week' | 'posts' | 'offered' | 'since'>;

/** The start of the very first letter's window; everything before it is back catalogue, never news. 7 days, begun hours whole, so that weekly runs leave no gap. */
export function windowStart(choice: {
  readonly past: readonly Pick<Issue, 'since'>[];
  readonly cancelled?: readonly Pick<Issue, 'since'>[];
  readonly until: Date;
}): string {
  const earliest = Math.floor((choice.until.getTime() - firstWindowMs) / hourMs) * hourMs;
  const starts = startsOf([...choice.past, ...(choice.cancelled ?? [])])();
  const [first] = [...starts].toReversed().toSorted((a, b) => Date.parse(a) - Date.parse(b));
  return first ?? new Date(earliest).toISOString();
}

/** All issues but strange ones have the same; what the latest has stands last. */
const startsOf = carriedOn(
  () => new Set<string>(),
  (starts, { since }: Pick<Issue, 'since'>) => {
    starts.delete(since);
    starts.add(since);
  },
);

/**
 * The posts no other issue has featured. What is on disk decides, not a window of dates: a post that was late, or one too
 * many for its week, is still there the next time. One that the author struck stays out. Where a draft exists, only what it
 * has not offered yet is chosen, as far as it has room.
 */
export function newPosts(choice: PostChoice, config: Settings, draft: Draft | null = null): NewPosts {
  const cancelled = (choice.cancelled ?? []).map(asCancelled);
  const issues = [...(draft ? [draft] : []), ...choice.past, ...cancelled];
  // The very first draft set the start of the window; a later run must not move it.
  const start = Date.parse(windowStart({ past: issues, until: choice.until }));
  const ordered = inOneOrder(choice.posts);
  const settlementAt = settledBy(issues, ordered, config.schedule.timeZone);
  const appeared = appearedBy(choice.posts, choice.until);
  const notYet = ordered.length - appeared.length;
  const pinned = new Set(appeared.filter((post) => isPinned(post, config)));
  const isPromised = promisedBy(issues);
  // What was promised stays so, whatever date it was given since.
  const isTooOld = (post: Post): boolean => timeOf(post) < start && !pinned.has(post) && !isPromised(post);
  const taken = new Set<string>();
  const candidates = appeared.filter((post, place) => {
    if (settlementAt(notYet + place) || isTooOld(post) || obstacleOf(post, config, choice.until))
      return false;
    const keys = addressKeys(post);
    if (keys.some((key) => taken.has(key))) return false;
    keys.forEach((key) => taken.add(key));
    return true;
  });
  const turns = turnOrder(candidates, pinned);
  const room = Math.max(0, config.issue.maxPosts - (draft?.posts.length ?? 0));
  const chosen = letterOrder(turns.slice(0, room), pinned, config.issue.order);
  const waiting = turns.slice(room);
  const isChosen = new Set(chosen);
  const lastShown = shownAsOlder(chosen, choice.past);
  const whyNew = (post: Post): Text => {
    if (pinned.has(post)) return verdictWords.pinned;
    const shown = lastShown.get(post);
    return shown === undefined ? verdictWords.neverFeatured : verdictWords.newAfterOlder(shown);
  };
  const verdictOf = (post: Post, place: number, whyWaiting: ReadonlyMap<Post, Text>): Verdict => {
    const reason = whyWaiting.get(post);
    if (reason) return verdict(post, 'waiting', reason);
    if (isChosen.has(post)) return verdict(post, 'new', whyNew(post));
    const settlement = settlementAt(place);
    if (settlement) return settledVerdict(post, settlement, draft);
    const obstacle = obstacleOf(post, config, choice.until);
    return verdict(
      post,
      'out',
      obstacle ?? (isTooOld(post) ? verdictWords.backCatalogue : verdictWords.twice),
    );
  };
  return {
    chosen,
    whyNew,
    waiting,
    // A replay asks for none of them, in hundreds of weeks with thousands of posts each.
    get verdicts() {
      const whyWaiting = new Map(waitingReasons(waiting, config));
      return ordered.map((post, place) => verdictOf(post, place, whyWaiting));
    },
  };
}

/** For posts that letters had among their older ones, as when a date was changed since, the last such letter. */
function shownAsOlder(posts: readonly Post[], past: readonly Issue[]): ReadonlyMap<Post, Issue['week']> {
  const byKey = new Map(posts.flatMap((post) => addressKeys(post).map((key) => [key, post])));
  const { keys } = shownKeys(past)();
  const shown = new Map<Post, Showing>();
  for (const [key, post] of byKey) {
    const showing = keys.get(key);
    if (showing && showing.turn > (shown.get(post)?.turn ?? 0)) shown.set(post, showing);
  }
  return new Map(Array.from(shown, ([post, { week }]) => [post, week]));
}

/** A letter, and which one of all it was. */
interface Showing {
  readonly week: Issue['week'];
  readonly turn: number;
}

/** The last letter that had a key among its older posts; a replay looks back at all of them in each week. */
const shownKeys = carriedOn(
  () => ({ letters: 0, keys: new Map<string, Showing>() }),
  (shown, { week, olderPosts }: Issue) => {
    shown.letters += 1;
    for (const key of olderPosts.flatMap(addressKeys)) shown.keys.set(key, { week, turn: shown.letters });
  },
);

/** What keeps a post out of every letter for now, whatever the letters before held. */
function obstacleOf(post: Post, config: Settings, until: Date): Text | null {
  if (post.wish === 'exclude') return verdictWords.excludedByItself;
  if (isExcluded(post, config)) return verdictWords.excluded;
  if (!speaks(post, config.locale)) return verdictWords.otherLanguage(post.language ?? '');
  if (post.expiresAt !== undefined && hasExpired(post, until))
    return verdictWords.expired(post.expiresAt, config.schedule.timeZone);
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
