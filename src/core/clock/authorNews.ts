import type { Config } from '../config.ts';
import type { Totals } from '../sending/delivery.ts';
import type { HoldReason } from './diary.ts';
import type { Text } from '../errors.ts';
import type { Issue } from '../issue.ts';
import type { WeekId } from '../week.ts';

/** A reason servers gave, and how many readers it concerns; without addresses. */
export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

/** What became of a letter, for its author. */
export interface LetterFigures {
  readonly subject: string;
  readonly totals: Totals;
  /** Refused for good, and put off for longer than we try; the most frequent first. */
  readonly refusals: readonly ReasonCount[];
  readonly deferrals: readonly ReasonCount[];
  /** When the next of the deferred is tried; null when none is left. */
  readonly nextTryAt: Date | null;
  /** Confirmed, and gone, since the letter before. */
  readonly newReaders: number;
  readonly goodbyes: number;
  /** Addresses that will not be mailed any more, because they do not exist (R28). */
  readonly suppressed: number;
  /** Whether more than one in a hundred does not exist; providers then take the list for a bad one (R32). */
  readonly isBounceShareHigh: boolean;
}

/** What a mail to the author tells. Instants are planned ones, where the letter has not left. */
export type AuthorNews = { readonly week: WeekId } & (
  | {
      readonly kind: 'draft' | 'reminder';
      readonly issue: Issue;
      readonly sendAt: Date;
      readonly approval: Config['schedule']['approval'];
      /** How many get it, as the list stands now. */
      readonly readers: number;
      /** Anything the author should know before it leaves: posts left out, a source without posts. */
      readonly notes: readonly Text[];
    }
  | {
      readonly kind: 'held';
      readonly issue: Issue | null;
      readonly sendAt: Date;
      readonly reason: HoldReason;
    }
  | { readonly kind: 'quiet'; readonly mayStillLeave: boolean; readonly sendAt: Date }
  | {
      readonly kind: 'trouble';
      readonly what: 'compose' | 'send';
      readonly reason: Text;
      readonly since: Date;
    }
  | { readonly kind: 'paused'; readonly reason: Text; readonly figures: LetterFigures }
  | { readonly kind: 'report' | 'final'; readonly figures: LetterFigures }
);
