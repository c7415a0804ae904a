import type { Post } from '../posts/post.ts';
import { normalizedAddress } from '../posts/postAddress.ts';

/** A post of a source, or one that stands in an issue, as far as it tells who it is. */
export type Keyed = Pick<Post, 'id' | 'url'> &
  Partial<Pick<Post, 'title' | 'publishedAt' | 'formerAddresses' | 'sharesAddress'>> & {
    readonly date?: string;
  };

/**
 * Several sources as one list: each post once, the first source wins; newest first. Within one source the same title on the
 * same day may be two notes; in another source it is the same post.
 */
export function mergePosts(lists: readonly (readonly Post[])[], timeZone = 'UTC'): readonly Post[] {
  const known = new Set<string>();
  const knownDays = new Set<string>();
  const merged: Post[] = [];
  for (const [place, list] of lists.entries()) {
    const added = list.filter((post) => {
      const keys = addressKeys(post);
      const isKnown =
        keys.some((key) => known.has(key)) ||
        (place > 0 && dayKeys(post, timeZone).some((key) => knownDays.has(key)));
      keys.forEach((key) => known.add(key));
      return !isKnown;
    });
    // Days take most of the time; a blog of one source needs none.
    if (place < lists.length - 1)
      for (const key of list.flatMap((post) => dayKeys(post, timeZone))) knownDays.add(key);
    merged.push(...added);
  }
  return merged.toSorted(newestFirst);
}

/** What makes two posts the same: one of these in common is enough (R60). */
export function keysOf(post: Keyed, timeZone = 'UTC'): readonly string[] {
  return [...addressKeys(post), ...dayKeys(post, timeZone)];
}

/** The keys of all these posts. */
export function keysOfAll(posts: readonly Keyed[], timeZone = 'UTC'): ReadonlySet<string> {
  return new Set(posts.flatMap((post) => keysOf(post, timeZone)));
}

const addressKeysOf = new WeakMap<Keyed, readonly string[]>();

/** Id and addresses. Kept, because a replay asks thousands of posts in hundreds of weeks. */
export function addressKeys(post: Keyed): readonly string[] {
  const kept = addressKeysOf.get(post);
  if (kept) return kept;
  const { url, formerAddresses = [], sharesAddress = false } = post;
  const keys = [
    ...new Set([...idKeys(post), ...(sharesAddress ? [] : [normalizedAddress(url), ...formerAddresses])]),
  ];
  addressKeysOf.set(post, keys);
  return keys;
}

/** An id that no other blog would use: an address or another URI, the path of a file, or too long to be a mere number. */
const tellingId = /^[a-z][a-z0-9+.-]*:|\/|^\S{20,}$/i;

/** A bare `17` is the id of many posts, in another source or after a move; it counts only along with title or day. */
function idKeys(post: Keyed): readonly string[] {
  const { id, sharesAddress = false } = post;
  if (!tellingId.test(id))
    return [`${id}|${foldedTitle(post.title ?? '')}`, ...dayOf(post).map((day) => `${id}|${day}`)];
  return isWebAddress(id) && !sharesAddress ? [id, normalizedAddress(id)] : [id];
}

/** The day of a post in UTC; none where it has no date. */
function dayOf({ publishedAt, date }: Keyed): readonly string[] {
  const instant = Date.parse(publishedAt ?? date ?? '');
  return Number.isNaN(instant) ? [] : [dayIn('UTC', instant)];
}

const dayKeysOf = new WeakMap<Keyed, readonly [timeZone: string, keys: readonly string[]]>();

/** The title on its day, in UTC and where the newsletter is at home: all that is left of a post when a whole blog moves. */
export function dayKeys(post: Keyed, timeZone = 'UTC'): readonly string[] {
  const kept = dayKeysOf.get(post);
  if (kept?.[0] === timeZone) return kept[1];
  const instant = Date.parse(post.publishedAt ?? post.date ?? '');
  const title = foldedTitle(post.title ?? '');
  const keys =
    title === '' || Number.isNaN(instant)
      ? []
      : [...new Set([dayIn('UTC', instant), dayIn(timeZone, instant)])].map((day) => `${title}|${day}`);
  dayKeysOf.set(post, [timeZone, keys]);
  return keys;
}

/** A title without what editors and programs change of it: case, quotation marks, dashes, dots and spaces. */
export function foldedTitle(title: string): string {
  const letters = title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  // A title of signs alone is itself.
  return letters === '' ? title.trim() : letters;
}

/** By date, the latest first; posts of one instant always in the same order. */
export function newestFirst(a: Post, b: Post): number {
  return timeOf(b) - timeOf(a) || (a.id < b.id ? -1 : 1);
}

/** When a post appeared, in epoch milliseconds. */
export function timeOf(post: Pick<Post, 'publishedAt'>): number {
  return Date.parse(post.publishedAt);
}

function isWebAddress(id: string): boolean {
  return /^https?:\/\//i.test(id);
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-20` on the calendar of a time zone. */
function dayIn(timeZone: string, instant: number): string {
  if (timeZone === 'UTC') return new Date(instant).toISOString().slice(0, 10);
  // Swedish writes dates as ISO 8601 does.
  const format = dayFormats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone });
  dayFormats.set(timeZone, format);
  return format.format(instant);
}
