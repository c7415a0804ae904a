import type { Issue } from '../issue.ts';
import { markOf } from '../mark.ts';

/** What the author changes at one go; two people may change different parts of one issue.md at once. */
export type IssuePart = 'subject' | 'preheader' | 'question' | 'posts' | 'olderPosts' | 'letter';

/**
 * A short mark of how a part stood when it was shown. A form carries it back, so that what was changed elsewhere meanwhile is
 * never overwritten unseen.
 */
export function markOfPart(issue: Issue, part: IssuePart): string {
  return markOf(JSON.stringify([part, issue[part]]));
}
