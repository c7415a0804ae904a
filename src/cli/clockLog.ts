import { totalsOf } from '../core/sending/delivery.ts';
import { NewsletterError, reasonOf } from '../core/errors.ts';
import type { WeekId } from '../core/week.ts';
import type { SchedulerOrder } from '../flow/keepSchedule.ts';
import type { SendReport } from '../flow/send.ts';

/** What the clock tells while it runs. */
type ClockEvents = Pick<SchedulerOrder, 'onStep' | 'onSent' | 'onFailure' | 'onStandby'>;

/** What stays the same is told once an hour; the clock meets it every minute. */
const repeatMs = 3_600_000;

/** Logs what the clock does; without addresses. */
export function clockLog(log: (line: object) => void, nowMs: () => number): ClockEvents {
  const toldAtMs = new Map<string, number>();
  const logOnce = (line: object): void => {
    const key = JSON.stringify(line);
    const sinceMs = nowMs() - (toldAtMs.get(key) ?? -Infinity);
    if (sinceMs >= 0 && sinceMs < repeatMs) return;
    toldAtMs.set(key, nowMs());
    log(line);
  };
  return {
    onStep: (step) => logOnce({ step }),
    onSent: (week, report) => logOnce({ sent: sentLine(week, report) }),
    onFailure: (error, step) => logOnce({ failure: { ...failureLine(error), ...(step ? { step } : {}) } }),
    onStandby: (isStandby) => log({ standby: isStandby }),
  };
}

/** What became of a letter, in numbers. */
export function sentLine(week: WeekId, { due, state, stopped, nextTryAt }: SendReport): object {
  return {
    week,
    due,
    totals: totalsOf(state),
    nextTryAt: nextTryAt?.toISOString() ?? null,
    ...(stopped ? { stopped: failureLine(stopped) } : {}),
  };
}

/** A failure as logs and --json name it. */
export function failureLine(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly stack?: string | undefined;
} {
  if (error instanceof NewsletterError) return { code: error.code, message: error.message };
  return {
    code: 'unexpected',
    message: reasonOf(error),
    ...(error instanceof Error ? { stack: error.stack } : {}),
  };
}
