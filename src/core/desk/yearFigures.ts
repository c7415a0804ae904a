import type { Config } from '../config.ts';
import type { DiaryState } from '../clock/diary.ts';
import { letterState } from '../clock/letterState.ts';
import { planOf } from '../clock/schedule.ts';
import type { Text } from '../errors.ts';
import type { Issue } from '../issue.ts';
import { foldLedger } from '../sending/ledgerFold.ts';
import type { WeekId } from '../week.ts';
import type { Memberships } from './memberships.ts';
import type { SentFigures } from './sentFigures.ts';

/** Where a letter stands, as short as a list of fifty can say it. */
export type YearState =
  | 'sent'
  | 'sending'
  /** Begun and not ended, and nobody is at it: some wait for another try, or the author's word. */
  | 'interrupted'
  | 'cancelled'
  | 'held'
  | 'approved'
  | 'draft'
  | 'quiet'
  /** Never left, and never will. */
  | 'over'
  /** Its files cannot be read; then nobody can tell. */
  | 'damaged';

/** What is written of a week. */
export interface WeekRecords {
  readonly week: WeekId;
  /** The draft; as it was sent, where it was. Null where there is none, or none that can be read. */
  readonly issue: Issue | null;
  readonly hasDraft: boolean;
  /** Null where it cannot be read. */
  readonly diary: DiaryState | null;
  /** Undefined where sending has not begun; `uncounted` while a long ledger is being added up; `damaged` where it cannot be. */
  readonly figures: SentFigures | 'uncounted' | 'damaged' | undefined;
  readonly isClaimed: boolean;
  /** Why something of it cannot be read. */
  readonly fault: Text | null;
}

/** One letter in the list of a year. */
export interface YearLetter {
  readonly week: WeekId;
  readonly state: YearState;
  readonly issue: Issue | null;
  readonly figures: SentFigures | 'uncounted' | null;
  /** Readers who left in the seven days after it; null where that cannot be known (any more). */
  readonly goodbyes: number | null;
  readonly fault: Text | null;
}

const weekMs = 7 * 24 * 3_600_000;

/** What is asked about the letters of a year. */
export interface YearOrder {
  /** The latest first. */
  readonly weeks: readonly WeekRecords[];
  /** Null where the list cannot be read. */
  readonly memberships: Pick<Memberships, 'goodbyesMs' | 'completeSinceMs'> | null;
  readonly schedule: Config['schedule'];
  readonly now: Date;
}

/** The letters of a year, the latest first; weeks of which there is nothing to tell are left out. */
export function yearLetters({ weeks, memberships, schedule, now }: YearOrder): readonly YearLetter[] {
  const [latestSent] = weeks.filter(({ figures }) => figures !== undefined).map(({ week }) => week);
  return weeks.flatMap((records): readonly YearLetter[] => {
    const isOvertaken = latestSent !== undefined && records.week < latestSent;
    const state = stateOf(records, { isOvertaken, schedule, now });
    if (state === null) return [];
    const { week, issue, fault } = records;
    const figures = records.figures === 'damaged' ? null : (records.figures ?? null);
    return [{ week, state, issue, figures, goodbyes: goodbyesAfter(figures, memberships), fault }];
  });
}

/** Null where nothing was ever composed. */
function stateOf(
  { week, hasDraft, diary, figures, isClaimed }: WeekRecords,
  around: { readonly isOvertaken: boolean; readonly schedule: Config['schedule']; readonly now: Date },
): YearState | null {
  if (figures === 'damaged' || diary === null) return 'damaged';
  const whileClaimed = diary.paused === null ? 'sending' : 'interrupted';
  if (figures === 'uncounted') return isClaimed ? whileClaimed : 'sent';
  if (figures) {
    if (isClaimed && figures.inFlight > 0) return whileClaimed;
    if (!figures.isOpen) return figures.totals.cancelled > 0 ? 'cancelled' : 'sent';
    return isClaimed ? whileClaimed : 'interrupted';
  }
  const { schedule, now, isOvertaken } = around;
  const plan = planOf(week, schedule);
  const ledger = foldLedger([]);
  const { is } = letterState({
    diary,
    ledger,
    plan,
    schedule,
    hasDraft,
    isOvertaken,
    now,
    clockStartedAt: null,
  });
  switch (is) {
    case 'over':
      return pastStateOf(diary, hasDraft);
    case 'nothing':
      return null;
    case 'planned':
      return 'draft';
    case 'finished':
    case 'paused':
      return 'sent';
    default:
      return is;
  }
}

/** How a week ended in which nothing left. */
function pastStateOf({ composed, word }: DiaryState, hasDraft: boolean): YearState | null {
  if (word?.is === 'held') return 'held';
  if (composed !== null && composed.outcome !== 'drafted') return 'quiet';
  return hasDraft ? 'over' : null;
}

function goodbyesAfter(
  figures: SentFigures | 'uncounted' | null,
  memberships: YearOrder['memberships'],
): number | null {
  if (memberships === null || figures === null || figures === 'uncounted') return null;
  const sentMs = Date.parse(figures.sentAt);
  if (Number.isNaN(sentMs) || sentMs < memberships.completeSinceMs) return null;
  return memberships.goodbyesMs.filter((ms) => ms >= sentMs && ms < sentMs + weekMs).length;
}
