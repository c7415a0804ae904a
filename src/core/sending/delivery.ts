import type { SkipReason } from '../list/audience.ts';

/*
 * The ledger of one issue: what was frozen, what was tried, what the server answered. It is only ever appended to;
 * every status is derived from it by `foldLedger` and stored nowhere else.
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
interface Tried {
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
  readonly skipped: ReadonlyMap<SkipReason, readonly string[]>;
  /** Every reader of the frozen audience, in sending order. */
  readonly deliveries: ReadonlyMap<string, DeliveryState>;
}

/** The state of an issue's deliveries, from its ledger alone. */
export function foldLedger(records: Iterable<LedgerRecord>): LedgerState {
  let frozen: FrozenRecord | null = null;
  const skipped = new Map<SkipReason, string[]>();
  const deliveries = new Map<string, DeliveryState>();
  for (const record of records) {
    switch (record.type) {
      case 'skipped':
        skipped.set(record.reason, [...(skipped.get(record.reason) ?? []), ...record.ids]);
        break;
      case 'audience':
        for (const id of record.ids) {
          // A reader named twice is still one reader, and what is known of her stays known.
          if (!deliveries.has(id)) deliveries.set(id, { state: 'waiting', ...untried });
        }
        break;
      case 'frozen':
        frozen = record;
        break;
      case 'run':
        break;
      case 'cancelled':
        for (const [id, delivery] of deliveries)
          if (isOpen(delivery)) deliveries.set(id, cancelled(delivery));
        break;
      default: {
        const before = deliveries.get(record.id);
        if (before) deliveries.set(record.id, nextState(before, record));
      }
    }
  }
  return { frozen, skipped, deliveries };
}

const untried: Tried = { attempts: 0, account: null, deferrals: 0, since: null };

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
export function hasBegun(state: LedgerState): boolean {
  return [...state.deliveries.values()].some(
    (delivery) => delivery.state !== 'waiting' || delivery.attempts > 0,
  );
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
export function hasOpen(state: LedgerState): boolean {
  return [...state.deliveries.values()].some(isOpen);
}

/** Whether every reader of the audience has a final outcome (R10). */
export function isSettled(state: LedgerState): boolean {
  return [...state.deliveries.values()].every((delivery) => !isOpen(delivery) && !isUncertain(delivery));
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
export function totalsOf(state: LedgerState): Totals {
  const totals = { ...noTotals };
  for (const delivery of state.deliveries.values()) totals[totalOf(delivery)] += 1;
  return { audience: state.deliveries.size, ...totals };
}

/** Which number a delivery counts towards. */
export function totalOf(delivery: DeliveryState): Exclude<keyof Totals, 'audience'> {
  if (delivery.state === 'inDoubt') return 'uncertain';
  return delivery.state === 'answered' ? delivery.answer.outcome : delivery.state;
}
