import { NewsletterError, type Language, type Text } from '../core/errors.ts';
import { entryWithArticle, missingArticles } from '../core/posts/articles.ts';
import { withFullText } from '../core/posts/fullText.ts';
import type { Post } from '../core/posts/post.ts';
import type { CopiedEntry } from '../core/posts/sourceCopy.ts';
import { decodeFeed } from './decode.ts';
import { feedError, tryAgain } from './feedErrors.ts';
import { fetchBounded, type FetchOptions } from './fetchBounded.ts';

/** A blog that failed so often in a row is left in peace. */
const failuresAtMost = 3;
const totalMs = 60_000;

/** Entries with the articles behind teasers, fetched one after the other; what fails stays a teaser, and a note says so. */
export async function withArticles(
  entries: readonly CopiedEntry[],
  options: FetchOptions,
  language: Language,
): Promise<{ readonly entries: readonly CopiedEntry[]; readonly notes: readonly Text[] }> {
  const fetched = new Map<string, CopiedEntry>();
  const failures: NewsletterError[] = [];
  let inRow = 0;
  const start = performance.now();
  for (const teaser of missingArticles(entries)) {
    if (inRow >= failuresAtMost || performance.now() - start > totalMs) break;
    const post = await articleOf(teaser, options, language);
    inRow = post instanceof NewsletterError ? inRow + 1 : 0;
    if (post instanceof NewsletterError) failures.push(post);
    fetched.set(teaser.id, entryWithArticle(teaser, post instanceof NewsletterError ? null : post));
  }
  return {
    entries: fetched.size === 0 ? entries : entries.map((entry) => fetched.get(entry.key) ?? entry),
    notes: noteOf(failures),
  };
}

async function articleOf(
  teaser: Post,
  options: FetchOptions,
  language: Language,
): Promise<Post | NewsletterError> {
  try {
    const { bytes, contentType = '' } = await fetchBounded(teaser.url, {
      ...options,
      as: 'article',
      accept: 'text/html, application/xhtml+xml;q=0.9',
    });
    if (!/^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType)) throw noPage(teaser.url);
    return withFullText(teaser, decodeFeed(bytes, typeOf(bytes, contentType)), { language });
  } catch (error) {
    if (error instanceof NewsletterError) return error;
    throw error;
  }
}

/** A page may name its encoding itself where the server does not. */
function typeOf(bytes: Uint8Array, contentType: string): string {
  if (/;\s*charset\s*=/i.test(contentType)) return contentType;
  const start = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  const named = /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w-]{1,40})/i.exec(start)?.[1];
  // A name that could be read byte by byte was not written in UTF-16, whatever it claims.
  return named === undefined || /^utf-?16/i.test(named) ? contentType : `${contentType}; charset=${named}`;
}

function noPage(address: string): NewsletterError {
  const reason = { de: 'dort liegt keine Webseite.', en: 'it is no web page.' };
  return feedError('feed.unreadable', { address, as: 'article' }, reason, tryAgain);
}

function noteOf(failures: readonly NewsletterError[]): readonly Text[] {
  const [first, ...others] = failures;
  if (!first) return [];
  const more = others.length;
  return [
    {
      de: `Ein Artikel ließ sich nicht holen, der Auszug des Feeds bleibt. ${first.text.de}${more > 0 ? ` (und ${more} weitere)` : ''}`,
      en: `An article could not be fetched, the feed’s excerpt stays. ${first.text.en}${more > 0 ? ` (and ${more} more)` : ''}`,
    },
  ];
}
