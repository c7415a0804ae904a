import type { SkipReason } from '../list/audience.ts';
import type { Roll } from './roll.ts';

/*
 * The ledger of one issue: what was frozen, what was tried, what the server answered. It is only ever appended to;
 * every status is derived from it by `ledgerFold` and stored nowhere else.
 *
 *   skipped*  audience*  frozen   written at once, before anything is tried (R2)
 *   run                           one process begins to send
 *   attempted → outcome           around the content of each message (R3, R4)
 *   withdrawn                     a reader who left between freeze and attempt (R11)
 *   expired                       a reader whom the server put off for longer than we try (R22)
 *   cancelled                     the author's word that everybody still open gets none
 *   resolved                      the author's word on an uncertain (R5) or rejected delivery
 */

/** What a server's answer means for one delivery. */
export type Outcome = 'accepted' | 'deferred' | 'rejected' | 'uncertain';

/** How far a transaction came before its answer. */
export type SmtpStage = 'mail' | 'rcpt' | 'data' | 'content' | 'final';

/** People not in the audience, by reason; in portions, so that no line grows with the list. */
export interface SkippedRecord {
  readonly type: 'skipped';
  readonly reason: SkipReason;
  readonly ids: readonly string[];
}
/** A portion of the audience, in sending order. */
export interface AudienceRecord {
  readonly type: 'audience';
  readonly ids: readonly string[];
}
/** Ends the freeze: the hashes (SHA-256, hex) of what is sent and of the draft it was made from. */
export interface FrozenRecord {
  readonly type: 'frozen';
  readonly at: string;
  readonly week: string;
  readonly content: string;
  readonly draft: string;
  readonly audience: number;
}
export interface RunRecord {
  readonly type: 'run';
  readonly at: string;
  readonly run: string;
}
export interface AttemptedRecord {
  readonly type: 'attempted';
  readonly at: string;
  readonly run: string;
  readonly id: string;
  readonly attempt: number;
  readonly messageId: string;
  /** The SMTP account it went through; missing in ledgers of version 0.1. */
  readonly account?: string;
}
export interface OutcomeRecord {
  readonly type: 'outcome';
  readonly at: string;
  readonly run: string;
  readonly id: string;
  readonly attempt: number;
  readonly outcome: Outcome;
  readonly stage: SmtpStage;
  readonly code: number | null;
  /** RFC 3463, `5.1.1`. */
  readonly enhanced: string | null;
  /** The server's words, without addresses. */
  readonly reply: string;
}
/** What of an answer many readers may have got alike. */
export type AnswerWords = Pick<OutcomeRecord, 'run' | 'outcome' | 'stage' | 'code' | 'enhanced' | 'reply'>;
export interface WithdrawnRecord {
  readonly type: 'withdrawn';
  readonly at: string;
  readonly id: string;
  readonly reason: SkipReason;
}
export interface ExpiredRecord {
  readonly type: 'expired';
  readonly at: string;
  readonly id: string;
}
export interface CancelledRecord {
  readonly type: 'cancelled';
  readonly at: string;
}
export interface ResolvedRecord {
  readonly type: 'resolved';
  readonly at: string;
  readonly id: string;
  readonly choice: 'resend' | 'leave';
}

export type LedgerRecord =
  | SkippedRecord
  | AudienceRecord
  | FrozenRecord
  | RunRecord
  | AttemptedRecord
  | OutcomeRecord
  | WithdrawnRecord
  | ExpiredRecord
  | CancelledRecord
  | ResolvedRecord;

/** What is known of every delivery, wherever it stands. */
export interface Tried {
  readonly attempts: number;
  /** The account that a content was, perhaps, handed to; no other may carry this letter to her any more. */
  readonly account: string | null;
  /** How often servers have put her off, and since when. */
  readonly deferrals: number;
  readonly since: string | null;
}

/** Where one delivery stands. */
export type DeliveryState = Tried &
  (
    | { readonly state: 'waiting' }
    /** Attempted without an outcome: in flight while its run lives, uncertain once it has died. */
    | { readonly state: 'inDoubt'; readonly at: string; readonly messageId: string }
    | { readonly state: 'answered'; readonly answer: OutcomeRecord }
    | { readonly state: 'withdrawn'; readonly reason: SkipReason }
    /** Deferred for longer than we try; the last answer tells why. */
    | { readonly state: 'expired'; readonly answer: OutcomeRecord }
    | { readonly state: 'cancelled' }
    /** Uncertain, and the author chose to let it be. */
    | { readonly state: 'left' }
  );

/** What a ledger adds up to. */
export interface LedgerState {
  readonly frozen: FrozenRecord | null;
  /** How many people were not in the audience, by reason. */
  readonly skipped: ReadonlyMap<SkipReason, number>;
  readonly deliveries: Deliveries;
}

/**
 * Every reader of the frozen audience, in sending order; numbered from 0. What a server said when it accepted is not kept:
 * such an answer has an empty reply.
 */
export interface Deliveries extends Iterable<[string, DeliveryState]> {
  readonly size: number;
  readonly roll: Roll;
  /** How many stand where. */
  readonly counts: Readonly<Record<keyof typeof noTotals, number>>;
  /** How many were never tried, and never decided about. */
  readonly untouched: number;
  /** How many were attempted without an outcome so far. */
  readonly inDoubt: number;
  get(id: string): DeliveryState | undefined;
  has(id: string): boolean;
  values(): Iterable<DeliveryState>;
  at(number: number): DeliveryState;
  isOpenAt(number: number): boolean;
  attemptsAt(number: number): number;
  accountAt(number: number): string | null;
  /** Shows every answer there is, with its instant in epoch milliseconds, and whether she was given up after it. */
  eachAnswer(see: (answer: AnswerWords, atMs: number, isExpired: boolean) => void): void;
  /** Those that were attempted without an outcome so far. */
  allInDoubt(): Iterable<[string, Extract<DeliveryState, { readonly state: 'inDoubt' }>]>;
  /** The same, where some deliveries stand elsewhere. */
  with(changes: Iterable<readonly [string, DeliveryState]>): Deliveries;
}

/** A record about one delivery. */
export type DeliveryRecord =
  | AttemptedRecord
  | OutcomeRecord
  | WithdrawnRecord
  | ExpiredRecord
  | ResolvedRecord;

/** Where one delivery stands after one more record. */
export function nextState(before: DeliveryState, record: DeliveryRecord): DeliveryState {
  const { attempts, account, deferrals, since } = before;
  const tried: Tried = { attempts, account, deferrals, since };
  switch (record.type) {
    case 'attempted': {
      const { at, messageId, attempt } = record;
      const handedTo = record.account ?? account;
      return { state: 'inDoubt', ...tried, attempts: attempt, account: handedTo, at, messageId };
    }
    case 'outcome': {
      const wasPutOff = record.outcome === 'deferred';
      return {
        state: 'answered',
        ...tried,
        attempts: record.attempt,
        deferrals: deferrals + (wasPutOff ? 1 : 0),
        since: since ?? (wasPutOff ? record.at : null),
        answer: record,
      };
    }
    case 'withdrawn':
      return { state: 'withdrawn', ...tried, reason: record.reason };
    case 'expired':
      return isDeferred(before) ? { state: 'expired', ...tried, answer: before.answer } : before;
    case 'resolved':
      if (record.choice === 'leave') return isUncertain(before) ? { state: 'left', ...tried } : before;
      // The author has seen where it went, and takes it upon herself; another account may be the remedy.
      return isUncertain(before) || isRefused(before)
        ? { state: 'waiting', attempts, account: null, deferrals: 0, since: null }
        : before;
  }
}

/** Where an open delivery stands once the author has called the letter off. */
export function cancelled({ attempts, account, deferrals, since }: DeliveryState): DeliveryState {
  return { state: 'cancelled', attempts, account, deferrals, since };
}

/** Whether anybody was tried, or the author has spoken; before, a freeze may be made anew (a login failed, say). */
export function hasBegun({ deliveries }: LedgerState): boolean {
  return deliveries.untouched < deliveries.size;
}

/** Whether nobody can know if the message arrived. Never sent again by itself (R5). */
export function isUncertain(delivery: DeliveryState): boolean {
  return (
    delivery.state === 'inDoubt' || (delivery.state === 'answered' && delivery.answer.outcome === 'uncertain')
  );
}

/** Whether the server refused for good, or for longer than we try. The author may try again once the reason is mended. */
export function isRefused(delivery: DeliveryState): boolean {
  return (
    delivery.state === 'expired' || (delivery.state === 'answered' && delivery.answer.outcome === 'rejected')
  );
}

/** Whether the server asked to come again later. */
export function isDeferred(
  delivery: DeliveryState,
): delivery is Extract<DeliveryState, { readonly state: 'answered' }> {
  return delivery.state === 'answered' && delivery.answer.outcome === 'deferred';
}

/** Whether she will be tried, now or later: never tried, deferred, or released by the author. */
export function isOpen(delivery: DeliveryState): boolean {
  return delivery.state === 'waiting' || isDeferred(delivery);
}

/** Whether anybody will still be tried, now or later. */
export function hasOpen({ deliveries: { counts } }: LedgerState): boolean {
  return counts.waiting + counts.deferred > 0;
}

/** Whether every reader of the audience has a final outcome (R10). */
export function isSettled(state: LedgerState): boolean {
  return !hasOpen(state) && state.deliveries.counts.uncertain === 0;
}

/** How many deliveries stand where; the numbers always add up to the frozen audience (R10). */
export interface Totals {
  readonly audience: number;
  readonly accepted: number;
  readonly deferred: number;
  readonly rejected: number;
  readonly expired: number;
  readonly uncertain: number;
  readonly left: number;
  readonly cancelled: number;
  readonly withdrawn: number;
  readonly waiting: number;
}

/** The totals of nobody. */
export const noTotals: Omit<Totals, 'audience'> = {
  accepted: 0,
  deferred: 0,
  rejected: 0,
  expired: 0,
  uncertain: 0,
  left: 0,
  cancelled: 0,
  withdrawn: 0,
  waiting: 0,
};

/** Counts the states of all deliveries. */
export function totalsOf({ deliveries }: LedgerState): Totals {
  return { audience: deliveries.size, ...deliveries.counts };
}

/** Which number a delivery counts towards. */
export function totalOf(delivery: DeliveryState): Exclude<keyof Totals, 'audience'> {
  if (delivery.state === 'inDoubt') return 'uncertain';
  return delivery.state === 'answered' ? delivery.answer.outcome : delivery.state;
}
