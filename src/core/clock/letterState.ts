import { hasBegun, isSettled, type LedgerState } from '../sending/delivery.ts';
import type { DiaryState, HoldReason } from './diary.ts';
import { isMeant, lookMs } from './dueSteps.ts';
import type { Text } from '../errors.ts';
import { plansAround, type Plan } from './schedule.ts';
import type { Config } from '../config.ts';

/** All that says where a week's letter stands. */
export interface LetterFacts {
  readonly diary: DiaryState;
  readonly ledger: LedgerState;
  readonly plan: Plan;
  readonly schedule: Config['schedule'];
  /** Whether there is an issue.md, composed by the clock or by hand. */
  readonly hasDraft: boolean;
  /** Whether the letter of a later week has begun to leave; then this one never does. */
  readonly isOvertaken: boolean;
  /** Since when the clock is known to run here; null before its first start. */
  readonly clockStartedAt: Date | null;
  readonly now: Date;
}

/** Where a week's letter stands, as its author would say it. */
export type LetterState =
  /** Nothing was composed yet; `isDue`: its hour has come. */
  | { readonly is: 'nothing'; readonly isDue: boolean }
  /** Composed in a week without new posts: no letter, unless the author wants one. */
  | { readonly is: 'quiet' }
  /** Leaves by itself, or (`needsApproval`) once the author approves: at `leavesAt`, which then is as if she did it now. */
  | {
      readonly is: 'planned';
      readonly leavesAt: Date;
      readonly leavesNow: boolean;
      readonly needsApproval: boolean;
    }
  | { readonly is: 'approved'; readonly leavesAt: Date; readonly leavesNow: boolean }
  /** `hasBegun`: it was interrupted for so long that the author is to say whether it goes on. */
  | { readonly is: 'held'; readonly reason: HoldReason; readonly hasBegun: boolean }
  | { readonly is: 'sending' }
  | { readonly is: 'paused'; readonly reason: Text | null }
  | { readonly is: 'finished' }
  | { readonly is: 'cancelled' }
  /** Never left, and never will: holidays, or a later letter was first. */
  | { readonly is: 'over' };

/** Derives where a letter stands; nothing of it is stored. */
export function letterState(facts: LetterFacts): LetterState {
  const { diary, ledger, plan, schedule, now } = facts;
  const { word, composed } = diary;
  if (diary.isCancelled) return { is: 'cancelled' };
  if (hasBegun(ledger)) {
    if (isSettled(ledger)) return { is: 'finished' };
    if (diary.paused) return { is: 'paused', reason: diary.paused.reason };
    return word?.is === 'held' && word.reason === 'late'
      ? { is: 'held', reason: 'late', hasBegun: true }
      : { is: 'sending' };
  }
  if (facts.isOvertaken || plan.isPaused || isForgotten(plan, schedule, now)) return { is: 'over' };
  if (word?.is === 'approved') return { is: 'approved', ...leavingOnceApproved(plan, now) };
  if (word?.is === 'held') return { is: 'held', reason: word.reason, hasBegun: false };
  if (composed !== null && composed.outcome !== 'drafted') return { is: 'quiet' };
  if (!facts.hasDraft) return { is: 'nothing', isDue: plan.composeAt <= now };
  return plannedState(facts);
}

/** When an approved letter leaves: at its hour, or at once because that has passed. */
export function leavingOnceApproved(
  { sendAt }: Plan,
  now: Date,
): { readonly leavesAt: Date; readonly leavesNow: boolean } {
  return sendAt > now ? { leavesAt: sendAt, leavesNow: false } : { leavesAt: now, leavesNow: true };
}

/** When a letter that nobody has spoken about leaves: at its hour, but not before its author could look at it. */
export function earliestLeaving({ composed }: DiaryState, { sendAt }: Plan): Date {
  const composedMs = composed === null ? -Infinity : Date.parse(composed.at);
  return new Date(Math.max(sendAt.getTime(), composedMs + lookMs));
}

function plannedState({ diary, plan, schedule, clockStartedAt, now }: LetterFacts): LetterState {
  if (!isMeant(plan, diary, clockStartedAt ?? now))
    return { is: 'planned', ...leavingOnceApproved(plan, now), needsApproval: true };
  const earliest = earliestLeaving(diary, plan);
  const needsApproval = schedule.approval === 'ask';
  // What the clock is about to note; it may have slept for days.
  if (needsApproval && now >= earliest) return { is: 'held', reason: 'unanswered', hasBegun: false };
  if (!needsApproval && now > plan.graceEnd) return { is: 'held', reason: 'late', hasBegun: false };
  return needsApproval
    ? { is: 'planned', ...leavingOnceApproved(plan, now), needsApproval }
    : { is: 'planned', leavesAt: earliest, leavesNow: earliest <= now, needsApproval };
}

/** Whether the clock does not look back so far any more. */
function isForgotten({ week }: Plan, schedule: Config['schedule'], now: Date): boolean {
  const [earliest] = plansAround(now, schedule);
  return earliest !== undefined && week < earliest.week;
}
