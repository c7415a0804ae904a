import type { DiaryState } from '../core/clock/diary.ts';
import type { Clock, Diaries } from '../core/ports.ts';
import type { Soon } from '../core/soon.ts';
import type { WeekId } from '../core/week.ts';

/** The diary of the letter that is being sent: the author may pause or cancel it at any time (R12). */
export interface DiaryWatch {
  /** As it was at most a second ago. */
  look(): Soon<DiaryState>;
  /** As it is now. */
  lookAgain(): Promise<DiaryState>;
  /** Waits while the letter is paused; false when it was cancelled, or the person stops. */
  mayGoOn(onPause: () => void): Promise<boolean>;
  /** Sleeps, but wakes up when the letter is paused or cancelled, or the person stops. */
  sleep(ms: number): Promise<void>;
}

/** What watching a diary needs. */
export interface WatchOrder {
  readonly diaries: Diaries;
  readonly week: WeekId;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const freshMs = 1000;
/** In a long sleep the author's word may take a little. */
const dozeMs = 10_000;

/** Whether the author lets letters leave. */
export function isFree({ paused, isCancelled }: DiaryState): boolean {
  return paused === null && !isCancelled;
}

/** Looks into a diary often, and reads it at most once a second. */
export function diaryWatch({ diaries, week, clock, signal }: WatchOrder): DiaryWatch {
  let seen: { readonly at: number; readonly diary: Soon<DiaryState> } | undefined;
  const nowMs = (): number => clock.now().getTime();
  const lookAgain = async (): Promise<DiaryState> => {
    const reading = { at: nowMs(), diary: diaries.read(week) };
    seen = reading;
    const diary = await reading.diary;
    if (seen === reading) seen = { at: reading.at, diary };
    return diary;
  };
  const look = (): Soon<DiaryState> => {
    const age = seen === undefined ? Infinity : nowMs() - seen.at;
    // A clock that was set back must not keep the author waiting.
    return seen === undefined || age >= freshMs || age < 0 ? lookAgain() : seen.diary;
  };
  return {
    look,
    lookAgain,
    async mayGoOn(onPause) {
      for (let isFirst = true; !signal.aborted; isFirst = false) {
        const { paused, isCancelled } = isFirst ? await look() : await lookAgain();
        if (isCancelled) return false;
        if (!paused) return true;
        if (isFirst) onPause();
        await clock.sleep(freshMs, signal);
      }
      return false;
    },
    async sleep(ms) {
      const until = nowMs() + ms;
      const step = ms > 6 * dozeMs ? dozeMs : freshMs;
      // Both are counted: a machine that sleeps meanwhile must not sleep on, and a clock that is set back not for longer.
      for (let left = ms; left > 0 && nowMs() < until && !signal.aborted; left -= step) {
        await clock.sleep(Math.min(step, left), signal);
        const { paused, isCancelled } = await look();
        if (paused || isCancelled) return;
      }
    },
  };
}
