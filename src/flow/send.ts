import {
  hasBegun,
  hasOpen,
  type FrozenRecord,
  type LedgerRecord,
  type LedgerState,
} from '../core/sending/delivery.ts';
import { requireNotHalted } from '../core/clock/haltedIssue.ts';
import { requireRecognised } from '../core/list/suppression.ts';
import type { Claim, Clock, Diaries, Transport } from '../core/ports.ts';
import { dueNumbers, expiredDeliveries, hasDue, nextTryAt } from '../core/sending/retry.ts';
import { cancelRest } from './cancelIssue.ts';
import { deliver, type Delivered, type Rest } from './deliver.ts';
import { requireDraft } from './draft.ts';
import { readFrozen, requireWholeFreeze } from './freeze.ts';
import { ledgerState } from './ledgerState.ts';
import type { LetterOrder, ReadersLetter } from './letter.ts';
import { ledgerBefore } from './runLedger.ts';

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
  /** Told once before anything is handed over, then after each record; the state goes on with each. */
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
    await order.subscribers.passing.look(async ({ suppressed }) =>
      requireRecognised(suppressed, order.secrets),
    );
    const outlook = await outlookOf(order, claim);
    // Frozen but untouched, as after a failed login, the letter is made anew: nobody has the old one.
    const toSend = outlook.isBegun ? outlook : await freezeNow(order, draft, claim);
    return await deliverFrozen(order, draft, toSend, claim);
  } finally {
    await claim.release();
  }
}

/** Freezes the letter, whose readers are all due then; its ledger is read when it is opened. Throws as `outlookOf` does. */
async function freezeNow(order: SendOrder, draft: string, claim: Claim): Promise<Frozen> {
  const { freezeDraft } = await import('./freezeDraft.ts');
  const frozen = await freezeDraft(order, draft);
  await requireGoing(order, claim, true);
  return { frozen, idle: undefined };
}

/** What a run sends. */
interface Frozen {
  readonly frozen: FrozenRecord | null;
  /** What the ledger adds up to, where nobody is due. */
  readonly idle: LedgerState | undefined;
}

/** How a letter stands before a run; no more of a long ledger than that, for it is read again when it is opened. */
interface Outlook extends Frozen {
  readonly isBegun: boolean;
}

/** Throws `issue.paused` or `issue.cancelled` where the author has halted it. */
async function outlookOf(order: SendOrder, claim: Claim): Promise<Outlook> {
  const state = await ledgerState(order);
  requireWholeFreeze(order.week, state);
  const { frozen } = state;
  const isBegun = hasBegun(state);
  await requireGoing(order, claim, !isBegun || hasOpen(state));
  const now = order.clock.now();
  const isDue = hasDue(state, now) || expiredDeliveries(state, now).length > 0;
  return { isBegun, frozen, idle: isDue || (order.waits && hasOpen(state)) ? undefined : state };
}

/** Throws `issue.cancelled`, and where anybody waits `issue.paused`, if the author has halted the letter. */
async function requireGoing(order: SendOrder, claim: Claim, isWaitedFor: boolean): Promise<void> {
  const diary = await order.diaries.read(order.week);
  // A run that was killed right after the author's word has not written it down.
  if (diary.isCancelled) await cancelRest(order, claim);
  if (diary.isCancelled || isWaitedFor) requireNotHalted(diary, order.week);
}

async function deliverFrozen(
  order: SendOrder,
  draft: string,
  { frozen, idle }: Frozen,
  claim: Claim,
): Promise<SendReport> {
  const { week, issues } = order;
  const letter = await readFrozen(week, draft, frozen, issues);
  const { subject } = letter;
  if (idle) {
    order.onProgress(idle, undefined);
    const next = nextTryAt(idle, order.clock.now());
    return { subject, state: idle, due: 0, stopped: undefined, nextTryAt: next };
  }
  const limits = order.config.delivery;
  const before = ledgerBefore(limits);
  const ledger = await issues.openLedger(week, claim, before.see);
  const { state } = before.fold;
  order.onProgress(state, undefined);
  const due = dueNumbers(state, order.clock.now()).length;
  const onRecord = (record: LedgerRecord): void => order.onProgress(state, record);
  try {
    return { subject, due, ...(await deliver({ ...order, letter, ledger, before, limits, onRecord })) };
  } finally {
    await ledger.close();
  }
}
