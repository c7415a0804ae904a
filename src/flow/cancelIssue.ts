import { hasBegun, hasOpen, type LedgerState } from '../core/sending/delivery.ts';
import { ledgerFold } from '../core/sending/ledgerFold.ts';
import type { Decider } from '../core/clock/diary.ts';
import { NewsletterError } from '../core/errors.ts';
import type { Claim, Clock, Diaries, SentIssues } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';
import { ledgerState } from './ledgerState.ts';

/** What cancelling an issue needs. */
export interface CancelOrder {
  readonly week: WeekId;
  readonly issues: SentIssues;
  readonly diaries: Diaries;
  readonly clock: Clock;
  readonly by: Decider;
}

/** What cancelling came to. */
export interface Cancelled {
  /** Where the deliveries stand; while somebody sends, those in flight are still to come. */
  readonly state: LedgerState;
  /** Whether a run is under way that will see the author's word within seconds, and end. */
  readonly isSending: boolean;
}

/**
 * Cancels an issue for everybody who has not got it yet. Throws `issue.tooLate` where there is nobody left to keep it from,
 * and `ledger.damaged`.
 */
export async function cancelIssue(order: CancelOrder): Promise<Cancelled> {
  const { week, issues, diaries, clock, by } = order;
  const before = await ledgerState(order);
  if (hasBegun(before) && !hasOpen(before)) throw tooLate(week);
  const at = clock.now().toISOString();
  // First the word, then the ledger: a run that begins in between sees it.
  await diaries.note(week, ({ isCancelled }) => ({
    records: isCancelled ? [] : [{ type: 'cancelled', at, by }],
    answer: undefined,
  }));
  const claim = await claimUnlessSending(issues, week);
  if (claim === undefined) return { state: before, isSending: true };
  try {
    return { state: await cancelRest(order, claim), isSending: false };
  } finally {
    await claim.release();
  }
}

/** Writes into the ledger that everybody still open gets none; nothing where nobody is. */
export async function cancelRest(
  { week, issues, clock }: Pick<CancelOrder, 'week' | 'issues' | 'clock'>,
  claim: Claim,
): Promise<LedgerState> {
  const state = await ledgerState({ week, issues });
  if (!hasOpen(state)) return state;
  const fold = ledgerFold();
  const ledger = await issues.openLedger(week, claim, fold.see);
  try {
    const word = { type: 'cancelled', at: clock.now().toISOString() } as const;
    await ledger.append(word);
    fold.see(word);
    return fold.state;
  } finally {
    await ledger.close();
  }
}

async function claimUnlessSending(issues: SentIssues, week: WeekId): Promise<Claim | undefined> {
  try {
    return await issues.lock(week);
  } catch (error) {
    if (error instanceof NewsletterError && error.code === 'lock.held') return undefined;
    throw error;
  }
}

function tooLate(week: WeekId): NewsletterError {
  return new NewsletterError('issue.tooLate', {
    de: `Der Brief ${week} lässt sich nicht mehr absagen: Es wartet niemand mehr auf ihn.`,
    en: `The letter ${week} can no longer be cancelled: nobody waits for it any more.`,
  });
}
