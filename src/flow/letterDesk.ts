import type { Config } from '../core/config.ts';
import type { DiaryState } from '../core/clock/diary.ts';
import { letterState, type LetterFacts, type LetterState } from '../core/clock/letterState.ts';
import type { Diaries } from '../core/ports.ts';
import { planOf, type Plan } from '../core/clock/schedule.ts';
import { weekOf, weeksBefore, type WeekId } from '../core/week.ts';
import { gatherFacts, type DecideOrder } from './decide.ts';

/** What looking at letters needs. */
export interface DeskOrder {
  readonly config: Pick<Config, 'schedule'>;
  readonly issues: DecideOrder['issues'];
  readonly diaries: Diaries;
}

/** A week's letter: where it stands, and why. */
export interface LetterOnDesk {
  readonly week: WeekId;
  readonly state: LetterState;
  readonly diary: DiaryState;
  readonly plan: Plan;
  readonly ledger: LetterFacts['ledger'];
  readonly hasDraft: boolean;
}

/** Looks at a week's letter; throws `ledger.damaged`. */
export async function letterOnDesk(order: DeskOrder, week: WeekId, now: Date): Promise<LetterOnDesk> {
  const factsOf = await gatherFacts({ ...order, week, clock: { now: () => now } });
  const facts = factsOf(await order.diaries.read(week));
  const { diary, plan, ledger, hasDraft } = facts;
  return { week, state: letterState(facts), diary, plan, ledger, hasDraft };
}

/** When a letter leaves as things stand, or once its author approves; null where nothing is planned. */
export function leavesAtOf({ state, plan }: LetterOnDesk): Date | null {
  if (state.is === 'planned' || state.is === 'approved') return state.leavesAt;
  return state.is === 'nothing' ? plan.sendAt : null;
}

/** How many weeks back a letter can still wait for its author. */
const weeksBack = 3;
/** How many weeks ahead the next letter is looked for; nobody takes longer holidays. */
const weeksAhead = 110;

/** The letters of the last weeks, the latest first. */
export async function recentLetters(order: DeskOrder, now: Date): Promise<readonly LetterOnDesk[]> {
  const current = weekOf(now, order.config.schedule.timeZone);
  const weeks = Array.from({ length: weeksBack + 1 }, (_, index) => weeksBefore(current, index));
  return Promise.all(weeks.map((week) => letterOnDesk(order, week, now)));
}

/** The next letter that leaves by itself, or once its author approves. */
export async function comingLetter(order: DeskOrder, now: Date): Promise<LetterOnDesk | undefined> {
  const { schedule } = order.config;
  const first = weeksBefore(weekOf(now, schedule.timeZone), 1);
  for (let ahead = 0; ahead < weeksAhead; ahead++) {
    const week = weeksBefore(first, -ahead);
    const { isPaused, sendAt } = planOf(week, schedule);
    if (isPaused) continue;
    const letter = await letterOnDesk(order, week, now);
    if (letter.state.is === 'planned' || letter.state.is === 'approved') return letter;
    if (letter.state.is === 'nothing' && sendAt > now) return letter;
  }
  return undefined;
}
