import { hasBegun, type LedgerState } from '../core/sending/delivery.ts';
import { foldLedger } from '../core/sending/ledgerFold.ts';
import { foldDiary } from '../core/clock/diary.ts';
import type { Standing } from '../core/clock/dueSteps.ts';
import { NewsletterError } from '../core/errors.ts';
import { nextTryAt } from '../core/sending/retry.ts';
import { weekOf, weeksBefore, type WeekId } from '../core/week.ts';
import { ledgerState } from './ledgerState.ts';
import type { Newsroom } from './newsroom.ts';

/** How many weeks back issues are looked at. */
const weeksBack = 12;
/** Ledgers are long; one in which nobody is left to try changes only by the author's word. */
const doneRestMs = 30 * 60_000;

/** Reads every recent issue as diaries and ledgers have it; one that is damaged keeps no other at home. */
export function standingsReader(
  onDamage: (error: NewsletterError) => void,
): (newsroom: Newsroom, now: Date) => Promise<readonly Standing[]> {
  const done = new Map<WeekId, { readonly ledger: LedgerState; readonly readMs: number }>();

  const ledgerOf = async (week: WeekId, { issues }: Newsroom, now: Date): Promise<LedgerState> => {
    const known = done.get(week);
    if (known && Math.abs(now.getTime() - known.readMs) < doneRestMs) return known.ledger;
    const ledger = await ledgerState({ week, issues });
    const isDone = hasBegun(ledger) && nextTryAt(ledger, now) === null && !hasInFlight(ledger);
    if (isDone) done.set(week, { ledger, readMs: now.getTime() });
    else done.delete(week);
    return ledger;
  };

  const undamaged = async <T>(reading: Promise<T>): Promise<T | undefined> =>
    reading.catch((error: unknown) => {
      if (!(error instanceof NewsletterError) || error.code !== 'ledger.damaged') throw error;
      onDamage(error);
      return undefined;
    });

  return async (newsroom, now) => {
    const { diaries, issues, config } = newsroom;
    const since = weeksBefore(weekOf(now, config.schedule.timeZone), weeksBack);
    const withDiary = await diaries.weeks();
    const sent = (await issues.sentSince(since)).map(({ week }) => week);
    const recent = new Set([...withDiary, ...sent].filter((week) => week >= since));
    // The first of all diaries tells since when the clock runs.
    const weeks = new Set([...recent, ...withDiary.slice(-1)]);
    return Promise.all(
      [...weeks].toSorted().map(async (week): Promise<Standing> => {
        const diary = await undamaged(diaries.read(week));
        const ledger = recent.has(week) ? await undamaged(ledgerOf(week, newsroom, now)) : emptyLedger;
        if (diary !== undefined && ledger !== undefined) {
          const isBeingSent = hasInFlight(ledger) && (await newsroom.issues.isClaimed(week));
          return { week, diary, ledger, isBeingSent };
        }
        return { week, diary: diary ?? foldDiary([]), ledger: emptyLedger, isDamaged: true };
      }),
    );
  };
}

/** Whether a letter was handed over and not answered: it is in flight, or its run has died. */
function hasInFlight({ deliveries }: LedgerState): boolean {
  return deliveries.inDoubt > 0;
}

/** One week's issue among them; blank where nothing is written of it yet. */
export function standingOf(week: WeekId, standings: readonly Standing[]): Standing {
  return standings.find((one) => one.week === week) ?? { week, diary: foldDiary([]), ledger: emptyLedger };
}

const emptyLedger = foldLedger([]);
