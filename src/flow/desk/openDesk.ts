import type { Config } from '../../core/config.ts';
import type { Text } from '../../core/errors.ts';
import type { Message } from '../../core/message.ts';
import type {
  Archive,
  Clock,
  Diaries,
  Drafts,
  LetterReports,
  LetterShelf,
  PostSource,
  SendingTimes,
  SentIssues,
  SettingsFile,
  Subscribers,
  Transport,
} from '../../core/ports.ts';
import type { PromptFile } from '../../core/composing/promptFile.ts';
import type { TemplateFiles } from '../../core/render/templates.ts';
import type { Secrets } from '../../core/secret.ts';
import type { TemplateShelf } from '../../core/templateShelf.ts';

/** A newsletter folder as it is at this moment, with all that its author's desk works on. */
export interface OpenDesk {
  readonly config: Config;
  readonly issues: Drafts & SentIssues & SendingTimes;
  readonly settings: SettingsFile;
  /** The program's templates and the author's own. */
  readonly templateShelf: () => Promise<TemplateShelf>;
  readonly diaries: Diaries;
  readonly subscribers: Subscribers;
  readonly reports: LetterReports;
  readonly archive: Archive;
  readonly shelf: LetterShelf;
  readonly sources: readonly PostSource[];
  /** Throws `prompts.invalid`. */
  readonly prompts: () => Promise<PromptFile>;
  /** Throws `template.*`. */
  readonly templates: () => Promise<TemplateFiles>;
  /** Throws `secret.missing`; reading and changing a draft needs none. */
  readonly secrets: () => Promise<Secrets>;
  /** Throws `smtp.*`, `dkim.invalid`, `config.incomplete`. */
  readonly mailServer: () => Promise<DeskMailServer>;
  /** A message as the bytes that would leave, without a signature. */
  readonly mimeOf: (message: Message) => Promise<Uint8Array>;
  /** Whether the clock of this folder runs, here or on another machine. */
  readonly isClockRunning: () => Promise<boolean>;
  readonly clock: Clock;
  /** A call of the program on this folder, to copy into a terminal: `wochenbrief start --dir ../brief`. */
  readonly commandCall: (words: readonly string[]) => string;
}

/** The way letters leave, as far as the desk needs it. */
export interface DeskMailServer {
  readonly transport: Transport;
  /** What the author should know; none of it keeps letters from leaving. */
  readonly notes: readonly Text[];
}
