import { createHash } from 'node:crypto';
import type { Post } from './post.ts';
import { entryOfPost } from './copiedPosts.ts';
import type { CopiedEntry } from './sourceCopy.ts';

/** Articles of one source fetched in one run at most; the others have their turn the next time. */
const articlesAtMost = 20;

const inVain = 'in vain ';

/** Entries of a feed that was read again, with the articles that were fetched before where their teasers are the same. */
export function withKnownArticles(
  entries: readonly CopiedEntry[],
  known: readonly CopiedEntry[],
): readonly CopiedEntry[] {
  const marked = new Map(known.filter(({ mark }) => mark !== '').map((entry) => [entry.key, entry]));
  return entries.map((entry) => {
    const before = marked.get(entry.key);
    const [post] = entry.posts;
    return before && post && before.mark.endsWith(markOf(post)) ? before : entry;
  });
}

/** The posts whose articles are to be fetched now: teasers, the newest first, those that failed before behind the others. */
export function missingArticles(entries: readonly CopiedEntry[]): readonly Post[] {
  const teasers = entries.filter(
    ({ posts, mark }) => posts[0]?.words === 0 && (mark === '' || mark.startsWith(inVain)),
  );
  return [...teasers.filter(({ mark }) => mark === ''), ...teasers.filter(({ mark }) => mark !== '')]
    .flatMap(({ posts }) => posts)
    .slice(0, articlesAtMost);
}

/** The entry of a post whose article was fetched, or not, where it is still the teaser itself. */
export function entryWithArticle(teaser: Post, post: Post | null): CopiedEntry {
  return post === null
    ? entryOfPost(teaser, `${inVain}${markOf(teaser)}`)
    : entryOfPost(post, markOf(teaser));
}

/** Another teaser means another article. */
function markOf(teaser: Post): string {
  return createHash('sha256').update(JSON.stringify(teaser)).digest('hex').slice(0, 16);
}
