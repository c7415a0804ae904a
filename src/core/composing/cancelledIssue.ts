import type { Issue } from '../issue.ts';
import { normalizedAddress } from '../posts/postAddress.ts';
import { offeredKeys } from './settled.ts';

/**
 * What a letter still settles that was cancelled before anybody got it: nothing was featured, but what its author struck stays
 * struck, what it promised stays promised, and the newsletter's history begins where it began.
 */
export function asCancelled(issue: Issue): Issue {
  const shown = new Set(issue.posts.flatMap((post) => offeredKeys(post).flatMap(bothForms)));
  const struck = issue.offered.filter((key) => !bothForms(key).some((form) => shown.has(form)));
  return { ...issue, posts: [], offered: struck };
}

function bothForms(key: string): readonly string[] {
  return [key, normalizedAddress(key)];
}
