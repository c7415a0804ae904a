import { planOf } from '../core/clock/schedule.ts';
import type { NeverSent } from '../core/composing/draftNotes.ts';
import type { Config } from '../core/config.ts';
import type { Issue } from '../core/issue.ts';
import type { Diaries, Drafts, SendingTimes } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';
import { boundsOfWeek } from '../core/weekBounds.ts';

/** Where it stands what became of letters. */
export interface Sendings {
  readonly diaries: Pick<Diaries, 'read' | 'weeks'>;
  readonly issues: Pick<SendingTimes, 'sentSince'>;
}

/** The letters of all other weeks, by what became of them. */
export interface PastLetters {
  /** The latest first. */
  readonly past: readonly Issue[];
  /** Called off before anybody was tried. */
  readonly cancelled: readonly Issue[];
  /** Those whose week is over and that nobody got, which the author has not been told yet. */
  readonly neverSent: readonly NeverSent[];
}

interface PastOrder {
  readonly now: Date;
  readonly isReplay: boolean;
  readonly config: Pick<Config, 'schedule'>;
  readonly drafts: Pick<Drafts, 'readAll'>;
  readonly sendings?: Sendings;
}

/** All letters but that of one week. Throws `issue.invalid`, `ledger.damaged`. */
export async function pastLetters(week: WeekId, order: PastOrder): Promise<PastLetters> {
  const others = (await order.drafts.readAll()).filter((issue) => issue.week !== week);
  const first = others.at(-1);
  if (order.sendings === undefined || first === undefined)
    return { past: others, cancelled: [], neverSent: [] };
  const { issues } = order.sendings;
  const sent = new Set((await issues.sentSince(first.week)).map((one) => one.week));
  const cancelled = await cancelledWeeks(others, order.sendings);
  const past = others.filter((issue) => !cancelled.has(issue.week));
  // Each draft is told of by the next one, and so once.
  const before = others.find((issue) => issue.week < week);
  const isForgotten =
    before !== undefined &&
    !order.isReplay &&
    !sent.has(before.week) &&
    !cancelled.has(before.week) &&
    before.posts.length > 0 &&
    isOver(before.week, order);
  return {
    past,
    cancelled: others.filter((issue) => cancelled.has(issue.week)),
    neverSent: isForgotten ? [{ week: before.week, posts: before.posts.length }] : [],
  };
}

/** All letters that count as asked and featured: those that nobody called off before they left. The latest first. */
export async function countingLetters({
  diaries,
  issues,
}: Pick<Sendings, 'diaries'> & {
  readonly issues: Pick<Drafts, 'readAll'> & Sendings['issues'];
}): Promise<readonly Issue[]> {
  const letters = await issues.readAll();
  const cancelled = await cancelledWeeks(letters, { diaries, issues });
  return letters.filter(({ week }) => !cancelled.has(week));
}

/** The weeks whose letters were called off before anybody was tried; nothing in them was ever featured or asked. */
async function cancelledWeeks(
  letters: readonly Issue[],
  { diaries, issues }: Sendings,
): Promise<ReadonlySet<WeekId>> {
  const first = letters.at(-1);
  if (first === undefined) return new Set();
  const sent = new Set((await issues.sentSince(first.week)).map((one) => one.week));
  const noted = new Set(await diaries.weeks());
  const cancelled = new Set<WeekId>();
  for (const { week } of letters)
    if (!sent.has(week) && noted.has(week) && (await diaries.read(week)).isCancelled) cancelled.add(week);
  return cancelled;
}

/** Whether a week has ended, and with it the time in which its letter leaves by itself. */
function isOver(week: WeekId, { now, config: { schedule } }: Pick<PastOrder, 'now' | 'config'>): boolean {
  return boundsOfWeek(week, schedule.timeZone).end <= now && planOf(week, schedule).graceEnd <= now;
}
