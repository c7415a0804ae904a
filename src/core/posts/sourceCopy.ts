import type { Post, PostFault } from './post.ts';

/** What a source said when it was last read, so that only what is new has to be read again. */
export interface SourceCopy {
  /** How it was read: program version and settings. What was read in another way is of no use. */
  readonly made: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What the server gave to ask whether anything has changed (RFC 9110 §13.1). */
  readonly etag?: string;
  readonly lastModified?: string;
  readonly entries: readonly CopiedEntry[];
}

/** One file, or one post of a feed. */
export interface CopiedEntry {
  /** The file's path in its folder, or the post's id. */
  readonly key: string;
  /** Changes with the file; empty for a feed's post. */
  readonly mark: string;
  readonly posts: readonly Post[];
  readonly faults: readonly PostFault[];
}
