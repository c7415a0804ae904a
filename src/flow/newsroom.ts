import type { Config } from '../core/config.ts';
import type { Diaries, LetterReports, PostSource, Subscribers, Transport } from '../core/ports.ts';
import type { AuthorMails } from '../core/render/authorMail.ts';
import type { PromptFile } from '../core/composing/promptFile.ts';
import type { LetterOrder } from './letter.ts';

/** A newsletter folder as it is at this moment, with all that the clock needs to work on it. */
export interface Newsroom extends Omit<LetterOrder, 'week' | 'subscribers'> {
  readonly config: Config;
  readonly subscribers: Subscribers;
  readonly diaries: Diaries;
  /** What was reported of letters after they had left. */
  readonly reports: Pick<LetterReports, 'read'>;
  readonly sources: readonly PostSource[];
  /** Read only when something is composed; throws `prompts.invalid`. */
  readonly prompts: () => Promise<PromptFile>;
  /** Throws `template.*`. */
  readonly authorMails: () => Promise<AuthorMails>;
  readonly transport: Transport;
}
