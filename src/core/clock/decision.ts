import { hasBegun, isSettled } from '../sending/delivery.ts';
import type { Decider, DiaryRecord, DiaryState } from './diary.ts';
import { leavingOnceApproved, letterState, type LetterFacts, type LetterState } from './letterState.ts';
import type { DiaryEntry } from '../ports.ts';

/** What the author can say about a letter. */
export type Decision = 'approve' | 'hold' | 'pause' | 'resume' | 'cancel';

/** Why a decision cannot be taken any more, or not yet. */
export type DecisionRefusal =
  /** There is no draft yet. */
  | 'nothingComposed'
  /** Somebody was tried already; what goes on can be paused or cancelled. */
  | 'hasLeft'
  /** Nobody was tried yet; what waits can be held. */
  | 'notBegun'
  | 'notPaused'
  /** Everybody has a final outcome. */
  | 'finished'
  | 'cancelled'
  /** The clock never sends this week's letter: holidays, or a later letter was first. */
  | 'over';

/** What a decision came to. */
export type Decided =
  | { readonly outcome: 'approved'; readonly leavesAt: Date; readonly leavesNow: boolean }
  | { readonly outcome: 'held' | 'paused' | 'resumed' | 'cancelled' }
  /** It was so before, and nothing was written. */
  | { readonly outcome: 'alreadySo'; readonly state: LetterState }
  | { readonly outcome: 'refused'; readonly because: DecisionRefusal };

/** Takes a decision on a diary: the one record to write, and what the author is told. */
export function takeDecision(decision: Decision, by: Decider, facts: LetterFacts): DiaryEntry<Decided> {
  const state = letterState(facts);
  const refusal = refusalOf(decision, state, facts);
  if (refusal !== null) return unchanged({ outcome: 'refused', because: refusal });
  if (isSoAlready(decision, state, facts.diary)) return unchanged({ outcome: 'alreadySo', state });
  const at = facts.now.toISOString();
  return { records: [recordOf(decision, at, by)], answer: decided(decision, state, facts) };
}

function unchanged(answer: Decided): DiaryEntry<Decided> {
  return { records: [], answer };
}

function refusalOf(decision: Decision, state: LetterState, facts: LetterFacts): DecisionRefusal | null {
  const { diary, ledger } = facts;
  const isBegun = hasBegun(ledger);
  if (diary.isCancelled) return decision === 'cancel' ? null : 'cancelled';
  // A letter that stayed paused would never be reported, so it may go on even with nobody left.
  if (isBegun && isSettled(ledger) && !(decision === 'resume' && diary.paused)) return 'finished';
  switch (decision) {
    case 'approve':
    case 'hold':
      if (state.is === 'held' && state.hasBegun) return null;
      if (isBegun) return 'hasLeft';
      if (state.is === 'over') return 'over';
      return isNothingThere(facts) ? 'nothingComposed' : null;
    case 'pause':
      return isBegun ? null : 'notBegun';
    case 'resume':
      if (diary.paused || diary.wasResumed) return null;
      return isBegun ? 'notPaused' : 'notBegun';
    case 'cancel':
      return null;
  }
}

function isNothingThere({ diary, hasDraft }: LetterFacts): boolean {
  return diary.composed === null && !hasDraft;
}

function isSoAlready(decision: Decision, state: LetterState, diary: DiaryState): boolean {
  switch (decision) {
    case 'approve':
      return state.is === 'approved';
    case 'hold':
      return state.is === 'held' && diary.word?.is === 'held';
    case 'pause':
      return diary.paused !== null;
    case 'resume':
      return diary.paused === null;
    case 'cancel':
      return diary.isCancelled;
  }
}

function recordOf(decision: Decision, at: string, by: Decider): DiaryRecord {
  switch (decision) {
    case 'approve':
      return { type: 'approved', at, by };
    case 'hold':
      return { type: 'held', at, by, reason: 'author' };
    case 'pause':
      return { type: 'paused', at, by, reason: null };
    case 'resume':
      return { type: 'resumed', at, by };
    case 'cancel':
      return { type: 'cancelled', at, by };
  }
}

function decided(decision: Decision, state: LetterState, { plan, now }: LetterFacts): Decided {
  switch (decision) {
    case 'approve':
      return state.is === 'held' && state.hasBegun
        ? { outcome: 'approved', leavesAt: now, leavesNow: true }
        : { outcome: 'approved', ...leavingOnceApproved(plan, now) };
    case 'hold':
      return { outcome: 'held' };
    case 'pause':
      return { outcome: 'paused' };
    case 'resume':
      return { outcome: 'resumed' };
    case 'cancel':
      return { outcome: 'cancelled' };
  }
}
