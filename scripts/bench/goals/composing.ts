import type { Bench } from '../bench.ts';
import { amount } from '../bench.ts';
import { finding, plain, type Finding } from '../finding.ts';
import { inProcessOfItsOwn } from '../processes.ts';

/** What `work/compose` is told. */
export interface ComposeWork {
  readonly posts: number;
  /** Weeks that are replayed. */
  readonly weeks: number;
}

/** What composing took, in milliseconds of the processor. */
export interface Composed {
  readonly posts: number;
  readonly themesMs: number;
  readonly indexMs: number;
  readonly firstRelatedMs: number;
  readonly relatedMs: number;
  readonly olderMs: number;
  /** A letter from a list that nothing is known of yet, and from one that has been read. */
  readonly coldMs: number;
  readonly warmMs: number;
  readonly replayMs: number;
  readonly postsMB: number;
  readonly peakMB: number;
}

/** P11: what a letter costs with a small and a large archive, and 500 weeks one after the other. */
export async function composing(bench: Bench): Promise<readonly Finding[]> {
  const weeks = amount(bench, 500);
  const compose = (posts: number): Promise<Composed> => inProcessOfItsOwn('compose', { posts, weeks });
  const small = await compose(amount(bench, 1000));
  const large = await compose(amount(bench, 10_000));
  const posts = plain(large.posts);
  const how = `once; ${plain(small.posts)} posts: `;
  const grown = large.posts / small.posts;
  return [
    finding(
      'P11',
      `compose with ${posts} posts`,
      large.coldMs / 1000,
      { atMost: 1 },
      {
        unit: 's',
        how: `${how}${plain(small.coldMs / 1000)} s`,
        figures: { small, large },
      },
    ),
    finding(
      'P11',
      `replay of ${weeks} weeks with ${posts} posts`,
      large.replayMs / 1000,
      { atMost: 10 },
      {
        unit: 's',
        how: `${how}${plain(small.replayMs / 1000)} s`,
        figures: {},
      },
    ),
    finding(
      'P11',
      `cost of ${plain(grown)} times the posts`,
      large.coldMs / small.coldMs,
      { atMost: 1.2 * grown },
      {
        how: 'linear but for a fifth',
        figures: {},
      },
    ),
  ];
}
