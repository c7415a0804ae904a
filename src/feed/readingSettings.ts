import { createHash } from 'node:crypto';
import type { Language } from '../core/errors.ts';
import type { FeedOrigin } from '../core/posts/feedEntry.ts';

/** The settings that what is read depends on. */
export interface ReadingSettings {
  /** For dates that name no zone. */
  readonly timeZone?: string;
  /** The newsletter's, for the themes of posts. */
  readonly language?: Language;
  /** Addresses the blog had before. */
  readonly movedFrom?: readonly string[];
}

/** The same for core, which takes a setting that is missing for one that is not there. */
export function originOf({
  timeZone,
  language,
  movedFrom,
}: ReadingSettings): Omit<FeedOrigin, 'address' | 'finalAddress'> {
  return {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(language === undefined ? {} : { language }),
    ...(movedFrom === undefined ? {} : { movedFrom }),
  };
}

/** A short name for how something was read, without telling it. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
