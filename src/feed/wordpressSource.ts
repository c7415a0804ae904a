import type { Text } from '../core/errors.ts';
import { emptyFeedNote, newestOf } from '../core/posts/copiedPosts.ts';
import type { CopiedEntry, SourceCopy } from '../core/posts/sourceCopy.ts';
import { catalogueAfter, isComplete, lastChange, partlyReadNote } from '../core/posts/wordpressCatalogue.ts';
import {
  isLongAgo,
  oldFaultsNote,
  withOwnIds,
  wordpressEntry,
  type WordpressPost,
} from '../core/posts/wordpressPosts.ts';
import type { PostSource } from '../core/ports.ts';
import { feedError, tryAgain, withoutCredentials } from './feedErrors.ts';
import type { FetchOptions } from './fetchBounded.ts';
import { confirmed, listWithCopy, type CopyOptions, type Reading } from './lastCopy.ts';
import { digestOf, originOf, type ReadingSettings } from './readingSettings.ts';
import { wordpressApi, type AskPosts } from './wordpressApi.ts';
import { budgetOf, readPages, wholePosts, type Budget, type ReadingLimits } from './wordpressPages.ts';

/** How a WordPress blog is read; everything has a default. */
export interface WordpressSourceOptions
  extends
    Partial<Omit<FetchOptions, 'as' | 'accept' | 'headers' | 'alsoAnswers'>>,
    CopyOptions,
    ReadingSettings {
  readonly limits?: Partial<ReadingLimits>;
}

/**
 * All posts of a WordPress blog, through its REST API. With `copies` only what has changed is read again. Its `list` throws
 * `feed.*` and never takes a failure for "no posts"; where the blog cannot be read, the copy stands in.
 */
export function wordpressSource(address: string, options: WordpressSourceOptions = {}): PostSource {
  return {
    name: withoutCredentials(address),
    list: () =>
      listWithCopy(`wordpress ${address}`, options, (copy) => readWordpress(address, options, copy)),
  };
}

/** One run of reading: what it asks, how much it may, and what it makes of a post. */
interface Run {
  readonly ask: AskPosts;
  readonly budget: Budget;
  readonly keep: (post: WordpressPost) => CopiedEntry;
}

async function readWordpress(
  address: string,
  options: WordpressSourceOptions,
  copy: SourceCopy | undefined,
): Promise<Reading> {
  const { timeZone, language, movedFrom } = options;
  const now = options.now?.() ?? new Date();
  const fetchOptions = { userAgent: 'Wochenbrief (weekly newsletter)', ...options };
  const made = digestOf([fetchOptions.userAgent, timeZone, language, movedFrom]);
  let oldFaults = 0;
  const run: Run = {
    ask: wordpressApi(address, fetchOptions),
    budget: budgetOf(options.limits),
    keep: (post) => {
      const entry = wordpressEntry(post, address, originOf(options));
      if (entry.faults.length === 0 || !isLongAgo(post, now)) return entry;
      oldFaults += 1;
      return { ...entry, faults: [] };
    },
  };
  const known = copy?.entries ?? [];
  const updated = copy?.made === made ? await updatedEntries(known, run) : undefined;
  if (updated === known && copy) return { copy: confirmed(copy, now), notes: [] };
  const { entries, notes } = updated
    ? { entries: updated, notes: [] }
    : await allEntries(address, known, run);
  if (copy && entries.length === 0 && known.length > 0)
    return { copy, notes: [emptyFeedNote(withoutCredentials(address), known.length)] };
  return {
    copy: { made, at: now.toISOString(), entries: withOwnIds(newestOf(entries)) },
    notes: [...notes, ...(oldFaults > 0 ? [oldFaultsNote(oldFaults)] : [])],
  };
}

/** How many of the newest posts are looked at for changes each time. */
const newestAtMost = 100;

/**
 * What is known, brought up to date by what has changed: among the newest posts, and by date of change among the older ones.
 * Both are needed, since a planned post appears without being changed. Undefined where that does not add up to what the blog
 * has, as when an old post was deleted; the same entries where nothing has changed.
 */
async function updatedEntries(
  known: readonly CopiedEntry[],
  { ask, budget, keep }: Run,
): Promise<readonly CopiedEntry[] | undefined> {
  budget.takePage();
  const newest = await ask({
    orderby: 'date',
    order: 'desc',
    per_page: `${newestAtMost}`,
    _fields: 'id,date_gmt,modified_gmt',
  });
  if (!newest.ok || newest.total === undefined) return undefined;
  budget.spend(newest.bytes);
  const marks = new Map(known.map(({ key, mark }) => [key, mark]));
  const changed = newest.posts.filter(({ id, modified_gmt: mark }) => marks.get(`${id}`) !== (mark ?? ''));
  const include = changed.map(({ id }) => `${id}`).join(',');
  const since = lastChange(known);
  const hasOlder = newest.total > newest.posts.length;
  const queries = [
    ...(include === '' ? [] : [{ include }]),
    ...(hasOlder && since !== undefined ? [{ modified_after: since }] : []),
  ];
  const read: CopiedEntry[] = [];
  for (const query of queries) {
    const pages = await readPages(ask, { ...wholePosts, ...query }, budget, keep);
    if (pages?.isWhole !== true) return undefined;
    read.push(...pages.read);
  }
  const entries = catalogueAfter(known, read, newest.posts, hasOlder);
  return isComplete(entries, newest.total) ? entries : undefined;
}

/** Everything the blog has; where reading it had to end early, what is known stands in for the rest. */
async function allEntries(
  address: string,
  known: readonly CopiedEntry[],
  { ask, budget, keep }: Run,
): Promise<{ readonly entries: readonly CopiedEntry[]; readonly notes: readonly Text[] }> {
  const pages = await readPages(ask, wholePosts, budget, (post) => ({ post, entry: keep(post) }));
  if (!pages) throw refusedQuestion(address);
  const read = pages.read.map(({ entry }) => entry);
  if (pages.isWhole) return { entries: catalogueAfter([], read, [], false), notes: [] };
  const entries = catalogueAfter(
    known,
    read,
    pages.read.map(({ post }) => post),
    true,
  );
  return { entries, notes: [partlyReadNote(withoutCredentials(address), read.length, pages.total)] };
}

function refusedQuestion(address: string): Error {
  const reason = {
    de: 'die REST-Schnittstelle von WordPress weist die Frage nach Beiträgen ab (Status 400).',
    en: 'the REST API of WordPress refuses the question for posts (status 400).',
  };
  return feedError('feed.unreadable', { address, as: 'wordpress' }, reason, tryAgain);
}
