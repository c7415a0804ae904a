import type { ArchivedLetter } from './archive.ts';
import type { LedgerRecord, SmtpStage } from './sending/delivery.ts';
import type { DiaryRecord, DiaryState } from './clock/diary.ts';
import type { SentFigures } from './desk/sentFigures.ts';
import type { Issue } from './issue.ts';
import type { LetterReport } from './mailbox/letterReports.ts';
import type { SentWeek } from './monthly.ts';
import type { Parcel } from './parcel.ts';
import type { PostList } from './posts/post.ts';
import type { SourceCopy } from './posts/sourceCopy.ts';
import type { Decide, DecideInflux, ListView } from './list/listBook.ts';
import type { ListVersion } from './list/listVersion.ts';
import type { Subscriber, SubscriberList } from './list/subscriber.ts';
import type { Suppressed } from './list/suppression.ts';
import type { Roll } from './sending/roll.ts';
import type { Soon } from './soon.ts';
import type { WeekId } from './week.ts';

/** One place posts come from. `list` throws `feed.*` or `folder.*`; it never answers "no posts" for a failure. */
export interface PostSource {
  /** How messages name it: the feed's address or the folder. */
  readonly name: string;
  list(): Promise<PostList>;
}

/** What sources said last. To lose it costs time, and the posts that a feed has dropped since. */
export interface SourceCopies {
  /** Undefined where there is none, or none that can be read. */
  read(source: string): Promise<SourceCopy | undefined>;
  /** Never fails: what cannot be kept is read again. */
  save(source: string, copy: SourceCopy): Promise<void>;
}

/** The list of people. Every method throws `list.*`. */
export interface Subscribers {
  /** The list as it is now; cheap to call again. */
  read(): Promise<SubscriberList>;
  /** The same, with ways to find somebody; valid until the list changes. */
  view(): Promise<ListView>;
  /**
   * Decides on the list as it is and resolves once the edits are on disk (R33). Several that wait are written at once,
   * one process at a time (R37); a list that cannot be read is left untouched (R36).
   */
  change<T>(decide: Decide<T>): Promise<T>;
  /** The same for more newcomers than fit in memory; all of them come onto the list, or nothing changes. */
  bringIn<T>(decide: DecideInflux<T>): Promise<T>;
  /** The same list for a run, without any of it in memory. */
  readonly passing: PassingList;
}

/** The list for a run: let past line by line, never held as a whole (P5). */
export interface PassingList {
  /**
   * Takes steps on the list as it is now. They are taken once more, from the first on, where somebody edits the very file
   * meanwhile; one that takes its place is not looked at. Throws `list.*`.
   */
  look<T>(steps: (list: ListVersion) => Promise<T>): Promise<T>;
  /** Finds the readers of a roll in the list as it is at each moment (R11). */
  finder(roll: Roll): ReaderFinder;
  /** Whether no removal was cut short that the next change would bring to its end (R66). */
  isTidy(): Promise<boolean>;
}

/** Finds readers by their numbers; cheapest in the list's order. */
export interface ReaderFinder {
  /** Looks whether the list has changed, at the cost of one `stat` for all who ask in the same turn of the event loop. As long as it stays the same, so does what was found. */
  revision(): number;
  /** What it was at the last look. */
  readonly lastRevision: number;
  /** Of the version somebody was found in last. */
  readonly suppressed: Suppressed;
  /** The reader as the list had her at the last look, or has her since; undefined where she is gone. Throws `list.*`. */
  find(number: number): Soon<Subscriber | undefined>;
  close(): void;
}

/** The list for those who let it pass. */
export type ListPasser = Pick<Subscribers, 'passing'>;

/**
 * The right to send one issue (R17). Who falls silent for a minute loses it to whoever asks next; what the former holder
 * appends to the ledger after that is refused, so that nothing more leaves through it (R18).
 */
export interface Claim {
  release(): Promise<void>;
  /** False once another process has taken it over. */
  isOurs(): Promise<boolean>;
}

/** The ledger of one issue, open for writing by one process; records stand in it in the order of the calls. */
export interface Ledger {
  /**
   * Resolves once the record is on disk and the claim was still ours after that (R3, R18); rejects with `lock.lost` where
   * it was not. Records of several callers may share one write, one fdatasync and one look at the claim.
   */
  append(record: LedgerRecord): Promise<void>;
  /**
   * Takes a record that nobody waits for: it shares the write of the next that somebody does, or is written soon after.
   * `onWritten` is called once it could be acknowledged. Where it could not, the next `append` rejects, or else `close`.
   */
  note(record: LedgerRecord, onWritten?: () => void): void;
  /** Resolves once all that was noted is on disk; rejects where it cannot be. */
  settle(): Promise<void>;
  /** The same, and closes it. */
  close(): Promise<void>;
}

/** Carries messages: SMTP, or a folder of .eml files. */
export interface Transport {
  /** How messages name it: `mail.example.org:465`, without credentials. */
  readonly name: string;
  /** Whether no letter can leave this machine: every account is on it. */
  readonly isLoopback: boolean;
  /**
   * Connects, greets, encrypts and logs in; throws `smtp.*`. Of several accounts the first that works, unless one is
   * named: then that or none.
   */
  open(account?: string): Promise<Connection>;
}

/** One connection of a transport; carries one message at a time. */
export interface Connection {
  /** Which account of the transport it belongs to, by the same name as in `Transport.open`. */
  readonly account: string;
  /** False once the server or the network has ended it. */
  readonly isUsable: boolean;
  /**
   * Carries one message. `beforeContent` is awaited right before the first byte of content is handed over; when it
   * rejects, nothing is handed over and `send` rejects with the same error. Every other end is a value.
   *
   * `next` is asked at once, and only where the server allows it to be told the next envelope along with this content
   * (RFC 2920); what it answers after the content has left counts no more. Whoever gave a message that way gives the same
   * one to the next `send`, with a `beforeContent` of its own, or closes the connection.
   */
  send(
    parcel: Parcel,
    beforeContent: () => Promise<void>,
    next?: () => Soon<Parcel | undefined>,
  ): Promise<Answer>;
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
  /** Made while they are written, so that nobody holds a million readers. */
  readonly records: Iterable<LedgerRecord> | AsyncIterable<LedgerRecord>;
}

/** The frozen issues and their ledgers. */
export interface SentIssues {
  /** Keeps every other process from sending the same issue; throws `lock.held`. */
  lock(week: WeekId): Promise<Claim>;
  /** Whether a process is sending it right now. */
  isClaimed(week: WeekId): Promise<boolean>;
  freeze(week: WeekId, freeze: Freeze): Promise<void>;
  /** The frozen letter as JSON, if there is one. */
  readLetter(week: WeekId): Promise<string | undefined>;
  /** Hands on each record of the ledger in turn, for it is long; throws `ledger.damaged`, perhaps after some. */
  readLedger(week: WeekId, see: (record: LedgerRecord) => void): Promise<void>;
  /** Opens it for writing; what stands in it is handed on first. */
  openLedger(week: WeekId, claim: Claim, see?: (record: LedgerRecord) => void): Promise<Ledger>;
}

/** What clock and author did with each issue; written by several processes. */
export interface Diaries {
  read(week: WeekId): Promise<DiaryState>;
  /**
   * Decides on the diary as it is, and resolves once the records are on disk. Nobody else decides meanwhile. Throws
   * `ledger.damaged`, `lock.held`, `file.unwritable`.
   */
  note<T>(week: WeekId, decide: (diary: DiaryState) => DiaryEntry<T>): Promise<T>;
  /** The weeks that have one, the latest first. */
  weeks(): Promise<readonly WeekId[]>;
}

/** Records to write, and what the caller gets to know. */
export interface DiaryEntry<T> {
  readonly records: readonly DiaryRecord[];
  readonly answer: T;
}

/** When letters were sent; cheap, whatever their ledgers weigh. */
export interface SendingTimes {
  /**
   * All weeks from one on whose sending has begun, whatever their order. A ledger that is lost or damaged counts as sent
   * at the end of its week: it must not keep another week's letter at home.
   */
  sentSince(from: WeekId): Promise<readonly SentWeek[]>;
  /** The draft of a week as it was sent, whatever became of issue.md since. */
  sentDraft(week: WeekId): Promise<string | undefined>;
}

/** The letters that were sent, as the web shows them. */
export interface Archive {
  /** The latest first. */
  list(): Promise<readonly ArchivedLetter[]>;
  /** What readers got, without any personal part; undefined for a letter that was never sent. */
  read(week: WeekId): Promise<{ readonly letter: ArchivedLetter; readonly html: string } | undefined>;
}

/** newsletter.yaml as text. */
export interface SettingsFile {
  /** Throws `config.missing`. */
  read(): Promise<string>;
  /** Throws `config.changed` where it is not `before` any more, `lock.held`, `file.unwritable`. */
  write(text: string, before: string): Promise<void>;
}

/** All letters there are, and what became of those that were sent; cheap to ask again, whatever their ledgers weigh. */
export interface LetterShelf {
  /** The weeks of which anything is written, the latest first. */
  weeks(): Promise<readonly WeekId[]>;
  /** Undefined where sending has not begun. Throws `ledger.damaged`. */
  figures(week: WeekId): Promise<SentFigures | undefined>;
  /** A letter as it was frozen, without any personal part; undefined where none was. */
  frozen(week: WeekId): Promise<{ readonly html: string; readonly text: string } | undefined>;
}

/** A mail as it lies in a mailbox. */
export interface StoredMail {
  /** Names it there: its file, or its number. */
  readonly name: string;
  readonly arrivedAt: Date;
  /** Not more than its first megabyte. */
  readonly bytes: Uint8Array;
}

/** A mailbox that reports and answers come to. It is only read: nothing in it is moved, marked or deleted (R29). */
export interface Mailbox {
  /** How messages name it, without credentials. */
  readonly name: string;
  /**
   * The next mails after a position, which only this mailbox understands; without one, those that came since `notBefore`.
   * Undefined once there are none left. Throws `mailbox.*`.
   */
  next(position: string | undefined, notBefore: Date): Promise<MailBatch | undefined>;
  close(): Promise<void>;
}

/** Some mails, and where the next begin. */
export interface MailBatch {
  readonly mails: readonly StoredMail[];
  readonly position: string;
}

/** How far mailboxes have been read. What is lost of it costs time only: to read a mail twice changes nothing. */
export interface MailboxPositions {
  read(mailbox: string): Promise<string | undefined>;
  save(mailbox: string, position: string): Promise<void>;
}

/** What was reported of letters after they had left. */
export interface LetterReports {
  /** Throws `ledger.damaged`. */
  read(week: WeekId): Promise<readonly LetterReport[]>;
  /** Keeps those that are new; answers them once they are on disk. */
  add(week: WeekId, reports: readonly LetterReport[]): Promise<readonly LetterReport[]>;
}
