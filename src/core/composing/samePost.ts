import { beginAlike } from '../posts/beginning.ts';
import { normalizedAddress } from '../posts/postAddress.ts';
import { daysOf, foldedTitle, shareId, type Keyed } from './postKeys.ts';
import { seriesOf } from './series.ts';

/**
 * Whether two posts of different names, of which one is gone, are one: two of title, day and beginning of the text agree. What
 * an author changed in her draft tells nothing, and what a blog's program changes is mostly one of the three.
 */
export function haveSameContent(one: Keyed, other: Keyed, timeZone = 'UTC'): boolean {
  const { title, day, text } = agreement(one, other, timeZone);
  if (Number(title) + Number(day) + Number(text) < 2) return false;
  return title || partOf(one) === partOf(other);
}

/**
 * Whether two posts at one address are two nevertheless, as where a feed of one entry always leads to the homepage: each has
 * an id that says more than its address, and neither that nor title, day or text agree.
 */
export function areTwoAtOneAddress(one: Keyed, other: Keyed, timeZone = 'UTC'): boolean {
  if (normalizedAddress(one.url) !== normalizedAddress(other.url) || shareId(one, other)) return false;
  if (!hasOwnId(one) || !hasOwnId(other)) return false;
  const { title, day, text } = agreement(one, other, timeZone);
  return !title && !day && !text;
}

interface Agreement {
  readonly title: boolean;
  readonly day: boolean;
  readonly text: boolean;
}

function agreement(one: Keyed, other: Keyed, timeZone: string): Agreement {
  const days = daysOf(one, timeZone);
  return {
    title: foldedTitle(one.title ?? '') === foldedTitle(other.title ?? ''),
    day: daysOf(other, timeZone).some((day) => days.includes(day)),
    text: beginAlike(one.excerpt ?? '', other.excerpt ?? ''),
  };
}

function hasOwnId({ id, url }: Keyed): boolean {
  return normalizedAddress(id) !== normalizedAddress(url);
}

/** Parts of a series may begin alike and appear on one day. */
function partOf({ title = '' }: Keyed): number | undefined {
  return seriesOf(title)?.number;
}
