import { NewsletterError, type Text } from '../core/errors.ts';
import { listOfCopy, listOfEntries } from '../core/posts/copiedPosts.ts';
import type { PostList } from '../core/posts/post.ts';
import type { SourceCopy } from '../core/posts/sourceCopy.ts';
import type { SourceCopies } from '../core/ports.ts';

/** Where copies of what a source said are kept; without it each reading starts anew. */
export interface CopyOptions {
  readonly copies?: SourceCopies | undefined;
  readonly now?: () => Date;
  /** For the hour that a note about a copy names. */
  readonly timeZone?: string;
}

/** What a source said: the copy to keep of it, and what the author should know. */
export interface Reading {
  readonly copy: SourceCopy;
  readonly notes: readonly Text[];
}

/**
 * What a source says now; where it cannot be read, what it said last, with a note. Throws the error of `read` where there is
 * no copy, or where the settings are wrong: that is for the author to mend, not to overlook.
 */
export async function listWithCopy(
  source: string,
  { copies, timeZone = 'UTC' }: CopyOptions,
  read: (copy: SourceCopy | undefined) => Promise<Reading>,
): Promise<PostList> {
  const copy = await copies?.read(source);
  try {
    const reading = await read(copy);
    if (reading.copy !== copy) await copies?.save(source, reading.copy);
    const { notes } = reading;
    return { ...listOfEntries(reading.copy.entries), ...(notes.length > 0 ? { notes } : {}) };
  } catch (error) {
    const hasPosts = copy?.entries.some(({ posts }) => posts.length > 0) === true;
    if (!hasPosts || !(error instanceof NewsletterError) || !isPassing(error)) throw error;
    return listOfCopy(copy, error, timeZone);
  }
}

/** Whether another day may bring what failed today. */
function isPassing({ code }: NewsletterError): boolean {
  return code.startsWith('feed.') && code !== 'feed.refused';
}

const dayMs = 24 * 3_600_000;

/** A copy that was found to be up to date; a fresh date is worth writing it again once a day. */
export function confirmed(copy: SourceCopy, now: Date): SourceCopy {
  return now.getTime() - Date.parse(copy.at) < dayMs ? copy : { ...copy, at: now.toISOString() };
}
