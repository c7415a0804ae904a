import type { Picture } from './post.ts';

/** Words of a feed: plain text, or HTML whose relative addresses start at `base`. */
export interface FeedText {
  readonly value: string;
  readonly kind: 'text' | 'html';
  readonly base?: string | undefined;
}

/** A picture a feed names beside a post. */
export interface FeedPicture extends Picture {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** One post as a feed tells it, whatever the format; nothing is cleaned or checked yet. */
export interface FeedEntry {
  readonly title: FeedText | undefined;
  /** Addresses that may be the post's, the likeliest first. */
  readonly links: readonly string[];
  readonly guid: string | undefined;
  /** Dates as written, the most telling first. */
  readonly dates: readonly string[];
  readonly summary: FeedText | undefined;
  readonly content: FeedText | undefined;
  readonly pictures: readonly FeedPicture[];
  readonly tags: readonly string[];
  readonly language: string | undefined;
  /** `xml:base` of the post, relative to the feed's. */
  readonly base: string | undefined;
}

/** A feed of any format (RSS, Atom, RDF, JSON Feed) in one form. */
export interface FeedDocument {
  /** `xml:base` of the whole feed. */
  readonly base: string | undefined;
  /** The blog's own address, where links begin when there is no base. */
  readonly home?: string | undefined;
  readonly entries: readonly FeedEntry[];
  /** How many posts stand behind these, in a feed that names more than any blog writes. */
  readonly unread?: number;
}
