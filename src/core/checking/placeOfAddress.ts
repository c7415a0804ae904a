import type { CheckPlace } from '../check.ts';
import type { Config } from '../config.ts';
import type { Issue } from '../issue.ts';
import { parseUrl } from '../webAddress.ts';

/** Where an address of a letter comes from, and can be changed. */
export function placeOfAddress(
  address: string,
  { issue, config }: { readonly issue: Issue; readonly config: Config },
): CheckPlace {
  const isSame = (other: string | undefined): boolean =>
    other !== undefined && (other === address || parseUrl(other)?.href === address);
  const isOf = (posts: Issue['posts']): boolean =>
    posts.some(({ url, picture }) => isSame(url) || isSame(picture?.url));
  if (isOf(issue.posts)) return 'posts';
  if (isOf(issue.olderPosts)) return 'olderPosts';
  if (isSame(config.look.logo)) return 'settings';
  const written = [address, parseUrl(address)?.host ?? address];
  return written.some((text) => issue.letter.includes(text)) ? 'letter' : 'templates';
}

/** An address short enough for a sentence. */
export function shownAddress(address: string): string {
  return address.length > 90 ? `${address.slice(0, 89)}…` : address;
}
