import type { Text } from '../errors.ts';
import type { Post } from '../posts/post.ts';

/** What became of one post of the sources when a letter was composed, and why. */
export interface Verdict {
  readonly post: Pick<Post, 'id' | 'url' | 'title' | 'publishedAt'>;
  /** In the letter as new, in it as an older one, for a later letter, or not for any. */
  readonly is: 'new' | 'older' | 'waiting' | 'out';
  readonly reason: Text;
}

/** The same, with the posts that the letter shows as older ones named so, with their reason in its language. */
export function withOlder(
  verdicts: readonly Verdict[],
  older: readonly { readonly id: string; readonly reason: string }[],
): readonly Verdict[] {
  const reasons = new Map(older.map(({ id, reason }) => [id, reason]));
  return verdicts.map((verdict) => {
    const reason = reasons.get(verdict.post.id);
    return reason === undefined || verdict.is !== 'out'
      ? verdict
      : { ...verdict, is: 'older', reason: { de: reason, en: reason } };
  });
}
