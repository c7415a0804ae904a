import type { Config } from '../core/config.ts';
import { takeDecision, type Decided, type Decision } from '../core/clock/decision.ts';
import { hasBegun } from '../core/sending/delivery.ts';
import type { Decider, DiaryState } from '../core/clock/diary.ts';
import { clockStartedAt } from '../core/clock/dueSteps.ts';
import { NewsletterError } from '../core/errors.ts';
import type { LetterFacts } from '../core/clock/letterState.ts';
import type { Clock, Diaries, Drafts, SendingTimes, SentIssues } from '../core/ports.ts';
import { planOf } from '../core/clock/schedule.ts';
import type { WeekId } from '../core/week.ts';
import { ledgerState } from './ledgerState.ts';

/** The issue a decision is about, and where it stands written. */
export interface DecideOrder {
  readonly week: WeekId;
  readonly config: Pick<Config, 'schedule'>;
  readonly issues: Pick<Drafts, 'read'> & Pick<SentIssues, 'readLedger'> & Pick<SendingTimes, 'sentSince'>;
  readonly diaries: Diaries;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Takes the author's decision about a week's letter. Writes one record to its diary, or none where nothing changes; what
 * cannot be decided any more is a value. Throws `ledger.damaged`, `lock.held`, `file.unwritable`.
 */
export async function decide(order: DecideOrder, decision: Decision, by: Decider): Promise<Decided> {
  const factsOf = await gatherFacts(order);
  const { answer } = takeDecision(decision, by, factsOf(await order.diaries.read(order.week)));
  // Nothing is written of what cannot be, not even a folder.
  if (answer.outcome === 'refused') return answer;
  const decided = await order.diaries.note(order.week, (diary) => takeDecision(decision, by, factsOf(diary)));
  if (decided.outcome !== 'held') return decided;
  // Its sending may have begun between the look at the ledger and the word in the diary, which then comes too late.
  return hasBegun(await ledgerState(order)) ? { outcome: 'refused', because: 'hasLeft' } : decided;
}

/** Everything about a week's letter but its diary, which only counts as it is when somebody decides. */
export async function gatherFacts(order: DecideOrder): Promise<(diary: DiaryState) => LetterFacts> {
  const { week, config, issues, diaries, clock } = order;
  const { schedule } = config;
  const ledger = await ledgerState(order);
  const hasDraft = (await issues.read(week)) !== undefined;
  const isOvertaken = (await issues.sentSince(week)).some((other) => other.week > week);
  const plan = planOf(week, schedule);
  const now = clock.now();
  const startedAt = await firstStart(diaries, now);
  return (diary) => ({
    diary,
    ledger,
    plan,
    schedule,
    hasDraft,
    isOvertaken,
    clockStartedAt: startedAt ?? clockStartedAt([diary], now),
    now,
  });
}

/** When the clock was started here; the first of all diaries tells it. */
async function firstStart(diaries: Diaries, now: Date): Promise<Date | null> {
  for (const week of (await diaries.weeks()).toReversed()) {
    const diary = await readable(diaries.read(week));
    const startedAt = diary ? clockStartedAt([diary], now) : null;
    if (startedAt !== null) return startedAt;
  }
  return null;
}

/** Damage in one week's diary says nothing of another week's letter. */
async function readable(reading: Promise<DiaryState>): Promise<DiaryState | undefined> {
  return reading.catch((error: unknown) => {
    if (error instanceof NewsletterError && error.code === 'ledger.damaged') return undefined;
    throw error;
  });
}
