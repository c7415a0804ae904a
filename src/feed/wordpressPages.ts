import { NewsletterError } from '../core/errors.ts';
import { wordpressFields, type WordpressPost } from '../core/posts/wordpressPosts.ts';
import type { AskPosts, PostAnswer, PostQuery } from './wordpressApi.ts';

/** How much of a blog is read in one run. */
export interface ReadingLimits {
  readonly pages: number;
  readonly bytes: number;
  readonly ms: number;
}

const usualLimits: ReadingLimits = { pages: 200, bytes: 200_000_000, ms: 300_000 };

/** Long posts, or a host that forbids large pages, take the smaller one. */
const pageSizes = [100, 20] as const;

/** What came of reading page after page. */
export interface PagesRead<T> {
  readonly read: readonly T[];
  readonly total: number | undefined;
  /** Whether nothing is missing at the end: no limit was reached, no page failed. */
  readonly isWhole: boolean;
}

/** The limits of one run, counted down. */
export interface Budget {
  readonly isSpent: () => boolean;
  readonly spend: (bytes: number) => void;
}

/** A budget that starts now. */
export function budgetOf(limits: Partial<ReadingLimits> = {}): Budget {
  const { pages, bytes, ms } = { ...usualLimits, ...limits };
  const start = performance.now();
  let spentPages = 0;
  let spentBytes = 0;
  return {
    isSpent: () => spentPages >= pages || spentBytes >= bytes || performance.now() - start >= ms,
    spend: (more) => {
      spentPages += 1;
      spentBytes += more;
    },
  };
}

/**
 * The posts that fit a query, page after page, each made into what is kept of it at once. Undefined where the blog refuses the
 * query; throws `feed.*` where not even the first page can be read.
 */
export async function readPages<T>(
  ask: AskPosts,
  query: PostQuery,
  budget: Budget,
  keep: (post: WordpressPost) => T,
): Promise<PagesRead<T> | undefined> {
  for (const size of pageSizes) {
    const isLast = size === pageSizes.at(-1);
    try {
      const pages = await readPagesOf(size, ask, query, budget, keep);
      if (pages) return pages;
    } catch (error) {
      if (isLast || !(error instanceof NewsletterError) || error.code !== 'feed.tooLarge') throw error;
    }
  }
  return undefined;
}

async function readPagesOf<T>(
  size: number,
  ask: AskPosts,
  query: PostQuery,
  budget: Budget,
  keep: (post: WordpressPost) => T,
): Promise<PagesRead<T> | undefined> {
  const read: T[] = [];
  let total: number | undefined;
  for (let page = 1; ; page += 1) {
    if (page > 1 && budget.isSpent()) return { read, total, isWhole: false };
    const asked = { ...query, per_page: `${size}`, page: `${page}` };
    const answer = page === 1 ? await ask(asked) : await askOn(ask, asked);
    if (answer === undefined) return { read, total, isWhole: false };
    // Behind the last page WordPress refuses to go on.
    if (!answer.ok) return page === 1 ? undefined : { read, total, isWhole: isBehindEnd(answer) };
    budget.spend(answer.bytes);
    total = answer.total ?? total;
    read.push(...answer.posts.map(keep));
    const isEnd = answer.pages === undefined ? answer.posts.length < size : page >= answer.pages;
    if (isEnd || answer.posts.length === 0) return { read, total, isWhole: true };
  }
}

/** Undefined for a page that fails behind others: those are not lost for it. */
async function askOn(ask: AskPosts, query: PostQuery): Promise<PostAnswer | undefined> {
  try {
    return await ask(query);
  } catch (error) {
    if (error instanceof NewsletterError && error.code !== 'feed.tooLarge') return undefined;
    throw error;
  }
}

function isBehindEnd(answer: Extract<PostAnswer, { readonly ok: false }>): boolean {
  return answer.code === 'rest_post_invalid_page_number';
}

/** What is asked of every post that is read. */
export const wholePosts: PostQuery = {
  orderby: 'date',
  order: 'desc',
  _fields: wordpressFields,
  _embed: 'wp:featuredmedia,wp:term',
};
