import type { Text } from '../core/errors.ts';
import { feedPosts } from '../core/feedPosts.ts';
import { findFeedLink } from '../core/html.ts';
import type { PostSource } from '../core/ports.ts';
import { decodeFeed } from './decode.ts';
import { feedError } from './feedErrors.ts';
import { fetchBounded } from './fetchBounded.ts';
import type { FetchOptions } from './fetchBounded.ts';
import { parseFeed } from './parseFeed.ts';
import type { ParseLimits } from './parseFeed.ts';

/** How a feed is read; everything has a default. */
export interface FeedSourceOptions extends Partial<FetchOptions> {
  /** For dates in the feed that name no zone. */
  readonly timeZone?: string;
  readonly parseLimits?: ParseLimits;
}

/** The posts of an RSS, Atom, RDF or JSON feed. Its `list` throws `feed.*` and never takes a failure for "no posts". */
export function feedSource(address: string, options: FeedSourceOptions = {}): PostSource {
  return {
    name: address,
    list: async () => {
      const { timeZone, parseLimits, ...fetchOptions } = options;
      const fetched = await fetchBounded(address, {
        userAgent: 'Wochenbrief (weekly newsletter)',
        ...fetchOptions,
      });
      const text = decodeFeed(fetched.bytes, fetched.contentType);
      const reading = await parseFeed(text, parseLimits);
      if (!reading.ok) {
        const saysPage = /\bhtml\b/i.test(fetched.contentType ?? '');
        throw reading.kind === 'page' || (reading.kind === 'unknown' && saysPage)
          ? pageError(address, findFeedLink(text, fetched.finalAddress))
          : feedError('feed.unreadable', address, reading.reason, unreadableHint);
      }
      return feedPosts(reading.feed, {
        address,
        finalAddress: fetched.finalAddress,
        ...(timeZone === undefined ? {} : { timeZone }),
      });
    },
  };
}

function pageError(address: string, feedLink: string | null): Error {
  const hint: Text =
    feedLink === null
      ? {
          de: 'Trage in newsletter.yaml die Adresse des Feeds ein; bei WordPress endet sie meist auf /feed/.',
          en: 'Enter the address of the feed in newsletter.yaml; with WordPress it mostly ends in /feed/.',
        }
      : {
          de: `Die Seite nennt ihren Feed: Trage ${feedLink} in newsletter.yaml ein.`,
          en: `The page names its feed: enter ${feedLink} in newsletter.yaml.`,
        };
  const reason = { de: 'dort liegt eine Webseite, kein Feed.', en: 'it is a web page, not a feed.' };
  return feedError('feed.unreadable', address, reason, hint);
}

const unreadableHint: Text = {
  de: 'Prüfe den Feed mit https://validator.w3.org/feed/ und die Adresse unter „sources“ in newsletter.yaml.',
  en: 'Check the feed with https://validator.w3.org/feed/ and the address below "sources" in newsletter.yaml.',
};
