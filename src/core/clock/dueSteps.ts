import type { Config } from '../config.ts';
import { hasBegun, isSettled, totalsOf, type LedgerState } from '../sending/delivery.ts';
import type { AuthorMailKind, DiaryState, HoldReason } from './diary.ts';
import { retryPauseMs } from '../sending/pace.ts';
import { nextTryAt } from '../sending/retry.ts';
import { plansAround, type Plan } from './schedule.ts';
import type { WeekId } from '../week.ts';

/** What is known of one week's issue. */
export interface Standing {
  readonly week: WeekId;
  readonly diary: DiaryState;
  readonly ledger: LedgerState;
  /** Its diary or ledger cannot be trusted; what stands here of it is then empty. */
  readonly isDamaged?: boolean;
  /** Whether some process has letters of it in flight. */
  readonly isBeingSent?: boolean;
}

/** One thing for the clock to do now. */
export type Step =
  /** Note that the clock runs here for the first time. */
  | { readonly do: 'start'; readonly week: WeekId }
  /** `isWanted`: the author wants a letter although the week is quiet. */
  | { readonly do: 'compose'; readonly week: WeekId; readonly isWanted: boolean }
  | { readonly do: 'tell'; readonly week: WeekId; readonly mail: AuthorMailKind }
  | { readonly do: 'hold'; readonly week: WeekId; readonly reason: HoldReason }
  | { readonly do: 'send'; readonly week: WeekId };

type Schedule = Config['schedule'];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A draft that was composed late does not leave before its author could look at it. */
export const lookMs = hourMs;
/** So long before its hour the author is reminded to approve. */
const reminderMs = 12 * hourMs;
/** Trouble that lasts so long is told. */
const troubleMs = 15 * minuteMs;
/** What failed is tried again after the pauses of deferred letters, but at least so often. */
const longestRestMs = 30 * minuteMs;
/** A letter that was interrupted for longer is old news; the author says whether it goes on. */
const staleMs = 72 * hourMs;

/**
 * What is due at an instant, from settings, diaries, ledgers and the time alone (R13). The clock that wakes the program
 * decides nothing. Whatever it missed, doubled or set back: a letter whose sending has begun never begins again, no letter
 * begins once a later week's has, and none leaves of its own accord long after its hour (R14, R16).
 */
export function dueSteps(standings: readonly Standing[], schedule: Schedule, now: Date): readonly Step[] {
  const plans = plansAround(now, schedule);
  const startedAt = clockStartedAt(
    standings.map(({ diary }) => diary),
    now,
  );
  const current = plans.at(-1);
  if (startedAt === null) return current ? [{ do: 'start', week: current.week }] : [];

  const standingOf = ({ week }: Plan): Standing | undefined => standings.find((one) => one.week === week);
  const begun = standings.filter(({ ledger }) => hasBegun(ledger));
  const isOver = ({ week }: Plan): boolean =>
    standings.some((other) => other.week >= week && (other.isDamaged === true || hasBegun(other.ledger)));
  // Of several weeks that were missed altogether only the last is made up for.
  const latest = plans.findLast((plan) => plan.composeAt <= now && !plan.isPaused);
  const coming = plans.filter(
    (plan) => !isOver(plan) && !plan.isPaused && isMeant(plan, standingOf(plan)?.diary, startedAt),
  );
  const steps = coming.flatMap((plan) => {
    const standing = standingOf(plan);
    if (!standing || (standing.diary.composed === null && standing.diary.word === null))
      return plan === latest ? composeSteps(plan.week, standing, now) : [];
    return stepsBefore(standing, plan, schedule, now);
  });
  // Two letters that may leave now leave one after the other: none begins after a later one has.
  const firstSend = steps.findIndex((step) => step.do === 'send');
  return [
    ...begun.flatMap((standing) => stepsOfBegun(standing, now)),
    ...plans.flatMap((plan) => stepsOfDamaged(standingOf(plan), plan, now)),
    ...steps.filter((step, index) => step.do !== 'send' || index === firstSend),
  ];
}

/**
 * Since when the clock is known to run here, from all diaries, so that the loss of its first week's does not matter; null
 * before its first start.
 */
export function clockStartedAt(diaries: readonly DiaryState[], now: Date): Date | null {
  const signs = diaries.flatMap(({ startedAt, composed }) => [startedAt, composed?.at ?? null]);
  const instants = signs.flatMap((at) => (at === null ? [] : [Date.parse(at)]));
  // What was written in the future is from a clock that was wrong.
  const earliest = Math.min(...instants.filter((ms) => ms <= now.getTime()));
  return earliest === Infinity ? null : new Date(earliest);
}

/** Whether a letter may leave by itself: whoever starts the clock after the hour does not mean it, unless she says so. */
export function isMeant({ sendAt }: Plan, diary: DiaryState | undefined, startedAt: Date): boolean {
  return sendAt > startedAt || diary?.word?.is === 'approved';
}

/** A letter whose files cannot be trusted is tried at its hour all the same, so that what is wrong gets told. */
function stepsOfDamaged(standing: Standing | undefined, plan: Plan, now: Date): readonly Step[] {
  if (standing?.isDamaged !== true || plan.isPaused) return [];
  const lateMs = now.getTime() - plan.sendAt.getTime();
  return lateMs >= 0 && lateMs <= staleMs ? trying({ do: 'send', week: plan.week }, standing, now) : [];
}

function composeSteps(week: WeekId, standing: Standing | undefined, now: Date): readonly Step[] {
  if (!standing) return [{ do: 'compose', week, isWanted: false }];
  if (standing.diary.isCancelled) return [];
  return trying({ do: 'compose', week, isWanted: false }, standing, now);
}

/** What is due between the first word about an issue and the first letter. */
function stepsBefore(standing: Standing, plan: Plan, schedule: Schedule, now: Date): readonly Step[] {
  const { week, diary } = standing;
  const { composed, word } = diary;
  if (diary.isCancelled) return [];
  if (word?.is === 'held') return tell(standing, 'held', word.at);
  if (composed === null)
    return now >= plan.composeAt ? trying({ do: 'compose', week, isWanted: false }, standing, now) : [];
  if (composed.outcome !== 'drafted') {
    return word === null
      ? tell(standing, 'quiet', composed.at)
      : trying({ do: 'compose', week, isWanted: true }, standing, now);
  }
  const leaving = leaveOrWait(standing, composed.at, plan, schedule, now);
  const isHeldNow = leaving.some((step) => step.do === 'hold');
  return [...(isHeldNow ? [] : tell(standing, 'draft', composed.at)), ...leaving];
}

function leaveOrWait(
  standing: Standing,
  composedAt: string,
  plan: Plan,
  schedule: Schedule,
  now: Date,
): readonly Step[] {
  const { week, diary } = standing;
  const nowMs = now.getTime();
  const sendMs = plan.sendAt.getTime();
  const graceMs = plan.graceEnd.getTime() - sendMs;
  const seenMs = Date.parse(composedAt) + lookMs;
  if (diary.word === null && schedule.approval === 'ask') {
    if (nowMs >= Math.max(sendMs, seenMs)) return [{ do: 'hold', week, reason: 'unanswered' }];
    const remindAtMs = Math.max(sendMs - reminderMs, (Date.parse(composedAt) + sendMs) / 2);
    return nowMs >= remindAtMs && nowMs < sendMs ? tell(standing, 'reminder', composedAt) : [];
  }
  // A letter approved after its hour leaves at once; but an approval, too, may be found only days later.
  const readyMs = Math.max(sendMs, diary.word === null ? seenMs : Date.parse(diary.word.at));
  const lastMs = diary.word === null ? sendMs + graceMs : readyMs + graceMs;
  if (nowMs > lastMs) return [{ do: 'hold', week, reason: 'late' }];
  return nowMs >= readyMs ? trying({ do: 'send', week }, standing, now) : [];
}

/** What is due once somebody was tried. */
function stepsOfBegun(standing: Standing, now: Date): readonly Step[] {
  const { week, diary, ledger } = standing;
  const { paused, word } = diary;
  // A letter that the author sent by hand is told on her screen; the clock only brings it to those who were put off.
  const isByHand = diary.composed === null;
  if (paused !== null && !diary.isCancelled)
    return paused.by === 'breaker' && !isByHand ? tell(standing, 'paused', paused.at) : [];
  if (isSettled(ledger) || diary.isCancelled) return isByHand ? [] : reports(standing);
  if (word?.is === 'held' && word.reason === 'late') return isByHand ? [] : tell(standing, 'held', word.at);
  const at = nextTryAt(ledger, now);
  const isStale = at !== null && now.getTime() - lastWordMs(standing) > staleMs;
  if (isStale) return isByHand ? [] : [{ do: 'hold', week, reason: 'late' }];
  const going = at !== null && at <= now ? tryingOn(standing, now) : [];
  return [...going, ...(isByHand ? [] : reports(standing))];
}

/** When server or author last had a say in a begun letter, in epoch milliseconds. */
function lastWordMs({ diary: { word, resumedAt }, ledger }: Standing): number {
  return Math.max(
    lastActiveMs(ledger),
    word === null ? 0 : Date.parse(word.at),
    resumedAt === null ? 0 : Date.parse(resumedAt),
  );
}

/** Goes on with a begun letter; what failed before a server last answered is forgotten. */
function tryingOn(standing: Standing, now: Date): readonly Step[] {
  const { failure } = standing.diary;
  const isOver = failure !== null && Date.parse(failure.at) < lastActiveMs(standing.ledger);
  const step: Step = { do: 'send', week: standing.week };
  return isOver ? [step] : trying(step, standing, now);
}

/** The figures once everybody was tried, and once more when nobody is left to try again. */
function reports(standing: Standing): readonly Step[] {
  const { diary, ledger, isBeingSent = false } = standing;
  // What is in flight has no outcome yet, and would be told as uncertain.
  if (isBeingSent) return [];
  const { waiting, deferred } = totalsOf(ledger);
  if (waiting > 0 && !diary.isCancelled) return [];
  const reported = diary.told.get('report');
  if (reported === undefined) return tell(standing, 'report', '');
  const isNews = lastActiveMs(ledger) > Date.parse(reported);
  return deferred === 0 && isNews ? tell(standing, 'final', reported) : [];
}

/** Does it unless it has just failed; and tells the author once it has failed for a while. */
function trying(step: Step, standing: Standing, now: Date): readonly Step[] {
  const { failure } = standing.diary;
  if (failure === null) return [step];
  const restMs = Math.min(retryPauseMs(failure.tries), longestRestMs);
  const restedMs = now.getTime() - Date.parse(failure.at);
  // A failure from the future comes from a clock that was wrong.
  if (restedMs < 0 || restedMs >= restMs) return [step];
  const isLasting = now.getTime() - Date.parse(failure.since) >= troubleMs;
  return isLasting ? tell(standing, 'trouble', failure.since) : [];
}

/** A mail to the author, unless she had it since. */
function tell({ week, diary }: Standing, mail: AuthorMailKind, since: string): readonly Step[] {
  const told = diary.told.get(mail);
  return told === undefined || Date.parse(told) < Date.parse(since) ? [{ do: 'tell', week, mail }] : [];
}

/** When a ledger last heard from a server, or was begun; in epoch milliseconds. */
function lastActiveMs({ frozen, deliveries }: LedgerState): number {
  let latest = frozen === null ? 0 : Date.parse(frozen.at);
  deliveries.eachAnswer((_, atMs) => {
    latest = Math.max(latest, atMs);
  });
  for (const [, { at }] of deliveries.allInDoubt()) latest = Math.max(latest, Date.parse(at));
  return latest;
}
