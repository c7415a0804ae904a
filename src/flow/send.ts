import {
  foldLedger,
  hasBegun,
  hasOpen,
  type LedgerRecord,
  type LedgerState,
} from '../core/sending/delivery.ts';
import { requireNotHalted } from '../core/clock/haltedIssue.ts';
import { requireReadable } from '../core/list/suppression.ts';
import type { Claim, Clock, Diaries, SentIssues, Transport } from '../core/ports.ts';
import { dueDeliveries, expiredDeliveries, nextTryAt } from '../core/sending/retry.ts';
import type { WeekId } from '../core/week.ts';
import { cancelRest } from './cancelIssue.ts';
import { deliver, type Delivered, type Rest } from './deliver.ts';
import { requireDraft } from './draft.ts';
import { readFrozen } from './freeze.ts';
import type { LetterOrder, ReadersLetter } from './letter.ts';

/** What `send` is given. */
export interface SendOrder extends LetterOrder {
  /** Names this run in the ledger. */
  readonly run: string;
  readonly diaries: Diaries;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether to stay until nobody is left to try, however long servers ask to wait (R22). */
  readonly waits?: boolean;
  /**
   * Asked right before the first letter of an issue leaves; a no keeps it at home. For the clock, which may have been held up
   * since the letter was due.
   */
  readonly mayBegin?: () => Promise<boolean>;
  /** Looks at the letter before it is frozen; what it throws keeps the letter at home. */
  readonly beforeFreeze?: (made: ReadersLetter, draft: string) => void;
  /** Told once before anything is handed over, then after each record. */
  readonly onProgress: (state: LedgerState, record: LedgerRecord | undefined) => void;
  /** Told when the run does nothing for a while, and why. */
  readonly onRest?: (rest: Rest) => void;
}

/** What a run of `send` came to. */
export interface SendReport extends Delivered {
  readonly subject: string;
  /** How many were due when this run began. */
  readonly due: number;
}

/**
 * Sends the week's issue, or goes on with it: nobody gets it twice, nobody is forgotten. Throws `issue.paused` or
 * `issue.cancelled` where the author has halted it.
 */
export async function send(order: SendOrder): Promise<SendReport> {
  const { week, issues } = order;
  await requireDraft(order);
  const claim = await issues.lock(week);
  try {
    const draft = await requireDraft(order);
    // Also when a begun send goes on: who was suppressed meanwhile must be recognised.
    requireReadable((await order.subscribers.read()).suppressions, order.secrets);
    const state = await ledgerState(order);
    await heedDiary(order, state, claim);
    // Frozen but untouched, as after a failed login, the letter is made anew: nobody has the old one.
    if (!hasBegun(state)) {
      const { freezeDraft } = await import('./freezeDraft.ts');
      await freezeDraft(order, draft);
    }
    return await deliverFrozen(order, draft, claim);
  } finally {
    await claim.release();
  }
}

async function heedDiary(order: SendOrder, state: LedgerState, claim: Claim): Promise<void> {
  const diary = await order.diaries.read(order.week);
  // A run that was killed right after the author's word has not written it down.
  if (diary.isCancelled) await cancelRest(order, claim);
  if (diary.isCancelled || !hasBegun(state) || hasOpen(state)) requireNotHalted(diary, order.week);
}

async function deliverFrozen(order: SendOrder, draft: string, claim: Claim): Promise<SendReport> {
  const { week, issues, waits = false } = order;
  const { letter, state } = await readFrozen(week, draft, issues);
  const { subject } = letter;
  const now = order.clock.now();
  const due = dueDeliveries(state, now).length;
  order.onProgress(state, undefined);
  const isIdle = due === 0 && expiredDeliveries(state, now).length === 0;
  if (isIdle && !(waits && hasOpen(state)))
    return { subject, state, due, stopped: undefined, nextTryAt: nextTryAt(state, now) };
  const ledger = await issues.openLedger(week, claim);
  const onRecord = (record: LedgerRecord): void => order.onProgress(state, record);
  try {
    const limits = order.config.delivery;
    return { subject, due, ...(await deliver({ ...order, letter, ledger, limits, onRecord })) };
  } finally {
    await ledger.close();
  }
}

/** What the ledger of the week's issue adds up to. */
export async function ledgerState({
  week,
  issues,
}: {
  readonly week: WeekId;
  readonly issues: Pick<SentIssues, 'readFrozen'>;
}): Promise<LedgerState> {
  return foldLedger((await issues.readFrozen(week)).records);
}
