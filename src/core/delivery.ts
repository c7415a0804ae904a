import type { SkipReason } from './list/audience.ts';

/*
 * The ledger of one issue: what was frozen, what was tried, what the server answered. It is only ever appended to;
 * every status is derived from it by `foldLedger` and stored nowhere else.
 *
 *   skipped*  audience*  frozen   written at once, before anything is tried (R2)
 *   run                           one process begins to send
 *   attempted → outcome           around the content of each message (R3, R4)
 *   withdrawn                     a reader who left between freeze and attempt (R11)
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
  | ResolvedRecord;

/** Where one delivery stands. */
export type DeliveryState =
  | { readonly state: 'waiting'; readonly attempts: number }
  /** Attempted without an outcome: in flight while its run lives, uncertain once it has died. */
  | { readonly state: 'inDoubt'; readonly attempts: number; readonly at: string; readonly messageId: string }
  | { readonly state: 'answered'; readonly attempts: number; readonly answer: OutcomeRecord }
  | { readonly state: 'withdrawn'; readonly attempts: number; readonly reason: SkipReason }
  /** Uncertain, and the author chose to let it be. */
  | { readonly state: 'left'; readonly attempts: number };

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
          if (!deliveries.has(id)) deliveries.set(id, { state: 'waiting', attempts: 0 });
        }
        break;
      case 'frozen':
        frozen = record;
        break;
      case 'run':
        break;
      default: {
        const before = deliveries.get(record.id);
        if (before) deliveries.set(record.id, nextState(before, record));
      }
    }
  }
  return { frozen, skipped, deliveries };
}

function nextState(
  before: DeliveryState,
  record: AttemptedRecord | OutcomeRecord | WithdrawnRecord | ResolvedRecord,
): DeliveryState {
  switch (record.type) {
    case 'attempted':
      return { state: 'inDoubt', attempts: record.attempt, at: record.at, messageId: record.messageId };
    case 'outcome':
      return { state: 'answered', attempts: record.attempt, answer: record };
    case 'withdrawn':
      return { state: 'withdrawn', attempts: before.attempts, reason: record.reason };
    case 'resolved':
      if (!isUncertain(before) && !(record.choice === 'resend' && isRejected(before))) return before;
      return record.choice === 'resend'
        ? { state: 'waiting', attempts: before.attempts }
        : { state: 'left', attempts: before.attempts };
  }
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

/** Whether the server refused for good. The author may try again once what made it refuse is mended. */
export function isRejected(delivery: DeliveryState): boolean {
  return delivery.state === 'answered' && delivery.answer.outcome === 'rejected';
}

/** The readers to try now: never tried, deferred, or released by the author. */
export function dueDeliveries(state: LedgerState): readonly string[] {
  return [...state.deliveries].filter(([, delivery]) => isDue(delivery)).map(([id]) => id);
}

function isDue(delivery: DeliveryState): boolean {
  return (
    delivery.state === 'waiting' || (delivery.state === 'answered' && delivery.answer.outcome === 'deferred')
  );
}

/** How many deliveries stand where; the numbers always add up to the frozen audience (R10). */
export interface Totals {
  readonly audience: number;
  readonly accepted: number;
  readonly deferred: number;
  readonly rejected: number;
  readonly uncertain: number;
  readonly left: number;
  readonly withdrawn: number;
  readonly waiting: number;
}

/** Counts the states of all deliveries. */
export function totalsOf(state: LedgerState): Totals {
  const totals = { accepted: 0, deferred: 0, rejected: 0, uncertain: 0, left: 0, withdrawn: 0, waiting: 0 };
  for (const delivery of state.deliveries.values()) {
    if (delivery.state === 'inDoubt') totals.uncertain += 1;
    else if (delivery.state === 'answered') totals[delivery.answer.outcome] += 1;
    else totals[delivery.state] += 1;
  }
  return { audience: state.deliveries.size, ...totals };
}
