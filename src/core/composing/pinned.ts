import type { Config } from '../config.ts';
import type { Post } from '../posts/post.ts';
import { normalizedAddress } from '../posts/postAddress.ts';

type Wished = Pick<Post, 'id' | 'url' | 'tags' | 'wish'> & Partial<Pick<Post, 'formerAddresses'>>;

/** Whether the author wants a post in the next letter, by `issue.pinned` or by its own front matter. */
export function isPinned(post: Wished, config: Pick<Config, 'issue'>): boolean {
  return post.wish === 'pin' || isNamed(post, config.issue.pinned);
}

/** Whether the author wants a post in no letter, by `issue.excluded` or by its own front matter. */
export function isExcluded(post: Wished, config: Pick<Config, 'issue'>): boolean {
  return post.wish === 'exclude' || isNamed(post, config.issue.excluded);
}

/** Whether one of the names is a post's: its address in any form, its id (a file's path), or `tag:` and one of its tags. */
function isNamed(post: Wished, names: readonly string[]): boolean {
  if (names.length === 0) return false;
  const tags = new Set(post.tags.map(folded));
  const addresses = new Set([normalizedAddress(post.url), ...(post.formerAddresses ?? [])]);
  return names.some((name) => {
    const tag = /^tag:\s*(.+)$/iu.exec(name.trim())?.[1];
    if (tag !== undefined) return tags.has(folded(tag));
    return name.trim() === post.id || addresses.has(normalizedAddress(name.trim()));
  });
}

function folded(tag: string): string {
  return tag.normalize('NFKC').toLowerCase().trim().replace(/^#/, '');
}
