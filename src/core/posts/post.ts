import type { Text } from '../errors.ts';
import type { Theme } from './theme.ts';

/** A picture that belongs to a post: absolute http(s) address and its alternative text (may be empty). */
export interface Picture {
  readonly url: string;
  readonly alt: string;
}

/** One article of the blog, cleaned and ready to be featured. */
export interface Post {
  /** Stable identity: the feed's guid, else the address; for a file its path, `posts/2026-11-20-title.md`. */
  readonly id: string;
  /** Absolute http(s) address. */
  readonly url: string;
  /** Plain text, one line. */
  readonly title: string;
  /** Instant in UTC, ISO 8601 (`2026-11-20T08:00:00Z`). */
  readonly publishedAt: string;
  /** Plain text, cut by words. */
  readonly excerpt: string;
  readonly picture: Picture | null;
  readonly tags: readonly string[];
  /** Only where the post itself declares it, lower-case primary tag (`de`, `en`). */
  readonly language: string | null;
  /** What it speaks of, the heaviest first; at most 60. */
  readonly themes: readonly Theme[];
  /** How many words the whole text has, for the time it takes to read; 0 where only a teaser is known. */
  readonly words: number;
  /** Addresses it had before the blog moved (`movedFrom`), normalized. */
  readonly formerAddresses: readonly string[];
  /** Set where its address is that of other posts too, as a podcast's homepage, and so tells nothing of which one it is. */
  readonly sharesAddress?: true;
  /** When the blog takes it down again, where it says so (Hugo's `expiryDate`): an instant in UTC. */
  readonly expiresAt?: string;
  /** What its own front matter says of the newsletter. */
  readonly wish: 'pin' | 'exclude' | null;
}

/** Why a post of a source cannot be featured as it stands. */
export interface PostFault {
  /** Where: the file (`posts/x.md:3:7`), or the feed and the post in it. */
  readonly where: string;
  readonly what: Text;
  readonly hint: Text;
}

/** All that one source has: its usable posts and the faulty ones. */
export interface PostList {
  readonly posts: readonly Post[];
  readonly faults: readonly PostFault[];
  /** What the author should know of it: the blog was down and this is a copy, pages without a date were left out. */
  readonly notes?: readonly Text[];
  /** Whether posts with a date in the future are planned ones, as blog programs keep them, and no mistake. */
  readonly mayPlanAhead?: boolean;
  /** Set where the source could not be asked and this is what it said at that instant (ISO 8601, UTC). */
  readonly copyOf?: string;
}
