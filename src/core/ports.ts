import type { LedgerRecord, SmtpStage } from './delivery.ts';
import type { Issue } from './issue.ts';
import type { Message } from './message.ts';
import type { PostList } from './post.ts';
import type { SubscriberList } from './subscriber.ts';
import type { WeekId } from './week.ts';

/** One place posts come from. `list` throws `feed.*` or `folder.*`; it never answers "no posts" for a failure. */
export interface PostSource {
  /** How messages name it: the feed's address or the folder. */
  readonly name: string;
  list(): Promise<PostList>;
}

/** The list of people as it is now. `read` is cheap to call again and throws `list.*`. */
export interface Subscribers {
  read(): Promise<SubscriberList>;
}

/** The ledger of one issue, open for writing by one process. */
export interface Ledger {
  /** What stood in it when it was opened. */
  readonly records: readonly LedgerRecord[];
  /** Resolves once the record is on disk (R3). Records of several callers may share one write and one fdatasync. */
  append(record: LedgerRecord): Promise<void>;
  close(): Promise<void>;
}

/** Carries messages: SMTP, or a folder of .eml files. */
export interface Transport {
  /** How messages name it: `mail.example.org:465`, without credentials. */
  readonly name: string;
  /** Connects, greets, encrypts and logs in; throws `smtp.*`. */
  open(): Promise<Connection>;
}

/** One connection of a transport; carries one message at a time. */
export interface Connection {
  /** False once the server or the network has ended it. */
  readonly isUsable: boolean;
  /**
   * Carries one message. `beforeContent` is awaited right before the first byte of content is handed over; when it
   * rejects, nothing is handed over and `send` rejects with the same error. Every other end is a value.
   */
  send(message: Message, beforeContent: () => Promise<void>): Promise<Answer>;
  close(): void;
}

/** How one transaction ended. */
export interface Answer {
  readonly stage: SmtpStage;
  /** Reply code of the server; null when the connection broke, timed out, or the message was never tried. */
  readonly code: number | null;
  readonly reply: string;
  /** Whether the final dot may have been handed over. */
  readonly isContentEnded: boolean;
}

/** Time, so that tests and replays have their own. */
export interface Clock {
  now(): Date;
  /** Waits; ends early, without an error, when the signal fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The drafts of all weeks. */
export interface Drafts {
  /** How messages name a week's draft. */
  nameOf(week: WeekId): string;
  read(week: WeekId): Promise<string | undefined>;
  /**
   * Replaces what was read before (nothing, for a new draft). Throws `issue.changed` where somebody wrote meanwhile,
   * `issue.frozen` where sending has begun, `lock.held` while it goes on.
   */
  write(week: WeekId, text: string, before: string | undefined): Promise<void>;
  /** All issues, the latest first; throws `issue.invalid`. */
  readAll(): Promise<readonly Issue[]>;
}

/** What is written when an issue is frozen; the ledger makes it count. */
export interface Freeze {
  /** The letter as JSON; its SHA-256 stands in the ledger. */
  readonly letter: string;
  /** issue.md as it was. */
  readonly draft: string;
  /** What the archive shows: the letter without any personal part. */
  readonly html: string;
  readonly text: string;
  readonly records: readonly LedgerRecord[];
}

/** The frozen issues and their ledgers. */
export interface SentIssues {
  /** Keeps every other process from sending the same issue; throws `lock.held`. */
  lock(week: WeekId): Promise<{ release(): Promise<void> }>;
  freeze(week: WeekId, freeze: Freeze): Promise<void>;
  /** The frozen letter as JSON, if there is one, and its ledger; throws `ledger.damaged`. */
  readFrozen(
    week: WeekId,
  ): Promise<{ readonly letter: string | undefined; readonly records: readonly LedgerRecord[] }>;
  openLedger(week: WeekId): Promise<Ledger>;
}
