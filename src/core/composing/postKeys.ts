import { beginAlike } from '../posts/beginning.ts';
import { isMarkdownName } from '../posts/markdownFile.ts';
import type { Post } from '../posts/post.ts';
import { normalizedAddress } from '../posts/postAddress.ts';

/** A post of a source, or one that stands in an issue, as far as it tells who it is. */
export type Keyed = Pick<Post, 'id' | 'url'> &
  Partial<Pick<Post, 'title' | 'publishedAt' | 'excerpt' | 'formerAddresses' | 'sharesAddress'>> & {
    readonly date?: string;
  };

/**
 * Several sources as one list: each post once, the first source wins; newest first. Within one source the same title on the
 * same day may be two notes. In another source it is the same post, unless that is another blog and the texts differ.
 */
export function mergePosts(lists: readonly (readonly Post[])[], timeZone = 'UTC'): readonly Post[] {
  const known = new Set<string>();
  const ofDays = new Map<string, Post[]>();
  const merged: Post[] = [];
  for (const [place, list] of lists.entries()) {
    const hasTwin = (post: Post): boolean =>
      dayKeys(post, timeZone).some((key) =>
        ofDays
          .get(key)
          ?.some((other) => hostOf(other) === hostOf(post) || beginAlike(other.excerpt, post.excerpt)),
      );
    const added = list.filter((post) => {
      const keys = addressKeys(post);
      const isKnown = keys.some((key) => known.has(key)) || (place > 0 && hasTwin(post));
      keys.forEach((key) => known.add(key));
      return !isKnown;
    });
    // Days take most of the time; a blog of one source needs none.
    if (place < lists.length - 1)
      for (const post of list)
        for (const key of dayKeys(post, timeZone)) ofDays.set(key, [...(ofDays.get(key) ?? []), post]);
    merged.push(...added);
  }
  return newestOnTop(merged);
}

/** A list with the newest first; of thousands each date is read once, not at every comparison. */
export function newestOnTop(posts: readonly Post[]): readonly Post[] {
  return posts
    .map((post) => ({ post, time: timeOf(post) }))
    .toSorted((a, b) => b.time - a.time || (a.post.id < b.post.id ? -1 : 1))
    .map(({ post }) => post);
}

/** What makes two posts the same: one of these in common is enough (R60). */
export function keysOf(post: Keyed, timeZone = 'UTC'): readonly string[] {
  return [...addressKeys(post), ...dayKeys(post, timeZone)];
}

/** The keys of all these posts. */
export function keysOfAll(posts: readonly Keyed[], timeZone = 'UTC'): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const post of posts) {
    for (const key of addressKeys(post)) keys.add(key);
    for (const key of dayKeys(post, timeZone)) keys.add(key);
  }
  return keys;
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

/** An id that no other blog would use: an address or another URI, or too long and odd to be made by hand. */
const tellingId = /^[a-z][a-z0-9+.-]*:|^[^/\s]+\.[a-z]{2,}(?::\d+)?\/|^(?=\S*\d)[^\s/]{20,}$/i;

/** Whether an id names its post by itself; `17` and `/posts/welcome/` are ids in many blogs. A file is named by its path. */
function isTelling({ id, url }: Keyed): boolean {
  return tellingId.test(id) || isMarkdownName(id) || id === normalizedAddress(url);
}

/** A bare id is that of many posts, in another blog or after a move; it counts only there, and along with title or day. */
function idKeys(post: Keyed): readonly string[] {
  const { id, sharesAddress = false } = post;
  if (!isTelling(post)) return bareIdKeys(post).map((key) => `${hostOf(post)}|${key}`);
  return isWebAddress(id) && !sharesAddress ? [id, normalizedAddress(id)] : [id];
}

function bareIdKeys(post: Keyed): readonly string[] {
  const days = daysOf(post, 'UTC').map((day) => `${post.id}|${day}`);
  return [`${post.id}|${foldedTitle(post.title ?? '')}`, ...days];
}

/** Whether two posts have their id in common. */
export function shareId(one: Keyed, other: Keyed): boolean {
  if (one.id === other.id) return true;
  const keys = new Set(idKeys(one));
  return idKeys(other).some((key) => keys.has(key));
}

/** What a post may be found by once it is gone under its own names: its bare id with title or day, and its title on its day. */
export function looseKeys(post: Keyed, timeZone = 'UTC'): readonly string[] {
  return [...(isTelling(post) ? [] : bareIdKeys(post)), ...dayKeys(post, timeZone)];
}

/** The host of its address, in the form that is compared. */
function hostOf({ url }: Keyed): string {
  return normalizedAddress(url).replace(/[/?].*$/s, '');
}

/** The days of a post, in UTC and where the newsletter is at home; none where it has no date. */
export function daysOf({ publishedAt, date }: Keyed, timeZone: string): readonly string[] {
  const instant = Date.parse(publishedAt ?? date ?? '');
  return Number.isNaN(instant) ? [] : [...new Set([dayIn('UTC', instant), dayIn(timeZone, instant)])];
}

const dayKeysOf = new WeakMap<Keyed, readonly [timeZone: string, keys: readonly string[]]>();

/** The title on its day, in UTC and where the newsletter is at home: all that is left of a post when a whole blog moves. */
export function dayKeys(post: Keyed, timeZone = 'UTC'): readonly string[] {
  const kept = dayKeysOf.get(post);
  if (kept?.[0] === timeZone) return kept[1];
  const title = foldedTitle(post.title ?? '');
  const keys = title === '' ? [] : daysOf(post, timeZone).map((day) => `${title}|${day}`);
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
