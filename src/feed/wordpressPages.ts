import { NewsletterError } from '../core/errors.ts';
import { wordpressFields, type WordpressPost } from '../core/posts/wordpressPosts.ts';
import { unhurried } from './unhurried.ts';
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
  /** Takes one of the pages that may be asked for; false where none is left, nor time or bytes. */
  readonly takePage: () => boolean;
  readonly spend: (bytes: number) => void;
  readonly msLeft: () => number;
}

/** A budget that starts now. */
export function budgetOf(limits: Partial<ReadingLimits> = {}): Budget {
  const { pages, bytes, ms } = { ...usualLimits, ...limits };
  const start = performance.now();
  let takenPages = 0;
  let spentBytes = 0;
  const msLeft = (): number => ms - (performance.now() - start);
  return {
    takePage: () => {
      if (takenPages >= pages || spentBytes >= bytes || msLeft() <= 0) return false;
      takenPages += 1;
      return true;
    },
    spend: (more) => (spentBytes += more),
    msLeft,
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

/** A host should hardly feel that it is read. */
const pagesAtOnce = 2;

async function readPagesOf<T>(
  size: number,
  ask: AskPosts,
  query: PostQuery,
  budget: Budget,
  keep: (post: WordpressPost) => T,
): Promise<PagesRead<T> | undefined> {
  const read: T[] = [];
  const asked: Promise<Asked>[] = [];
  let total: number | undefined;
  let last = 1;
  let next = 1;
  const askAhead = (): void => {
    while (asked.length < pagesAtOnce && next <= last && (budget.takePage() || next === 1)) {
      asked.push(settled(ask({ ...query, per_page: `${size}`, page: `${next}` })));
      next += 1;
    }
  };
  try {
    for (let page = 1; ; page += 1) {
      askAhead();
      const result = await asked.shift();
      if (result === undefined) return { read, total, isWhole: false };
      if ('error' in result) {
        if (page === 1 || !isPageLost(result.error)) throw result.error;
        return { read, total, isWhole: false };
      }
      const { answer } = result;
      // Behind the last page WordPress refuses to go on.
      if (!answer.ok) return page === 1 ? undefined : { read, total, isWhole: isBehindEnd(answer) };
      budget.spend(answer.bytes);
      total = answer.total ?? total;
      last = answer.pages ?? (answer.posts.length < size ? page : page + 1);
      // The host works on the next pages while this one is made into posts.
      if (answer.posts.length > 0) askAhead();
      const kept = await unhurried(keepEach(answer.posts, keep), budget.msLeft());
      if (kept === undefined) return { read, total, isWhole: false };
      read.push(...kept);
      if (page >= last || answer.posts.length === 0) return { read, total, isWhole: true };
    }
  } finally {
    // Whoever asks again, as in smaller pages, does not ask beside these.
    await Promise.all(asked);
  }
}

/** What came of a question, however it ended, so that it may wait until its turn. */
type Asked = { readonly answer: PostAnswer } | { readonly error: unknown };

function settled(asking: Promise<PostAnswer>): Promise<Asked> {
  return asking.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
}

function* keepEach<T>(
  posts: readonly WordpressPost[],
  keep: (post: WordpressPost) => T,
): Generator<void, T[]> {
  const kept: T[] = [];
  for (const post of posts) {
    kept.push(keep(post));
    yield;
  }
  return kept;
}

/** A page that fails behind others: those are not lost for it. One that is too large may come in smaller ones. */
function isPageLost(error: unknown): boolean {
  return error instanceof NewsletterError && error.code !== 'feed.tooLarge';
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
