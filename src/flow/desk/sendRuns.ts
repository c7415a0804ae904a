import { changesSince, seenLetter, type SeenLetter } from '../../core/desk/seenLetter.ts';
import { NewsletterError, reasonOf, type Text } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import type { WeekId } from '../../core/week.ts';
import type { Rest } from '../deliver.ts';
import type { SendReport } from '../send.ts';
import { requireNotPausedElsewhere, sendNow } from '../sendNow.ts';
import type { OpenDesk } from './openDesk.ts';
import { runCount, type RunTotals } from './runCount.ts';

/** What stopped a run, for its author. */
export type RunFault = Pick<NewsletterError, 'text' | 'hint'>;

/** A run that was started at the desk. */
export interface SendRun {
  readonly startedAt: Date;
  /** Null until the letter is frozen, and where it came to nothing. */
  readonly totals: RunTotals | null;
  /** How many of them were settled before this run. */
  readonly doneBefore: number;
  /** A while in which it does nothing. */
  readonly rest: Rest | null;
  /** Null while it goes on. */
  readonly result: RunResult | null;
}

/** What a run came to. */
export interface RunResult {
  readonly endedAt: Date;
  /** When it can go on, where that is later; null when nobody is left to try. */
  readonly nextTryAt: Date | null;
  /** What kept it from the end. */
  readonly fault: RunFault | null;
}

/** What runs are made with. */
export interface SendRunsOrder {
  readonly newRun: () => string;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** Told when a run begins and ends, and about twice a second in between. */
  readonly tell: () => void;
  /** Told what nobody expected. */
  readonly onFailure: (error: unknown) => void;
}

/** The runs of this desk: of each week one at a time. */
export interface SendRuns {
  /** Starts a run, unless one is under way; of a letter that nobody has got yet, only as it was seen. */
  start(desk: OpenDesk, week: WeekId, seen: SeenLetter | null): void;
  /** The run under way, or the last one. */
  of(week: WeekId): SendRun | undefined;
  readonly isBusy: boolean;
  /** Resolves once the run of a week has ended, or after a moment. */
  waitAMoment(week: WeekId): Promise<void>;
  /** Finishes what is in flight; no run begins any more (R12). */
  stop(): Promise<void>;
}

/** So often open pages hear how a run goes on. */
const tellEveryMs = 500;
/** A short list is done by then, and a missing setting found. */
const momentMs = 600;

type Kept = { -readonly [Key in keyof SendRun]: SendRun[Key] } & { done: Promise<void> };

/** The runs of one desk; none yet. */
export function sendRuns(order: SendRunsOrder): SendRuns {
  const { clock, tell } = order;
  const runs = new Map<WeekId, Kept>();
  const stopping = new AbortController();
  const never = new AbortController().signal;
  let isTelling = false;
  const tellSoon = async (): Promise<void> => {
    if (isTelling) return;
    isTelling = true;
    await clock.sleep(tellEveryMs, never);
    isTelling = false;
    tell();
  };

  const carry = async (run: Kept, desk: OpenDesk, week: WeekId, seen: SeenLetter | null): Promise<void> => {
    try {
      const report = await sendFromDesk(desk, week, seen, {
        run: order.newRun(),
        signal: stopping.signal,
        onChange: (change) => {
          Object.assign(run, change);
          void tellSoon();
        },
      });
      end(run, report.nextTryAt, report.stopped ?? null);
    } catch (error) {
      if (!(error instanceof NewsletterError)) order.onFailure(error);
      end(run, null, error instanceof NewsletterError ? error : { text: unexpected(error), hint: undefined });
    }
  };
  const end = (run: Kept, next: Date | null, fault: RunFault | null): void => {
    run.rest = null;
    run.result = { endedAt: clock.now(), nextTryAt: next, fault };
    tell();
  };

  return {
    start(desk, week, seen) {
      const before = runs.get(week);
      if (stopping.signal.aborted || (before && before.result === null)) return;
      const run: Kept = {
        startedAt: clock.now(),
        totals: null,
        doneBefore: 0,
        rest: null,
        result: null,
        done: Promise.resolve(),
      };
      runs.set(week, run);
      run.done = carry(run, desk, week, seen);
      tell();
    },
    of: (week) => runs.get(week),
    get isBusy() {
      return [...runs.values()].some(({ result }) => result === null);
    },
    async waitAMoment(week) {
      const patience = new AbortController();
      await Promise.race([runs.get(week)?.done, clock.sleep(momentMs, patience.signal)]);
      patience.abort();
    },
    async stop() {
      stopping.abort();
      await Promise.all([...runs.values()].map(({ done }) => done));
    },
  };
}

interface Carrying {
  readonly run: string;
  readonly signal: AbortSignal;
  readonly onChange: (change: Partial<Pick<SendRun, 'totals' | 'doneBefore' | 'rest'>>) => void;
}

async function sendFromDesk(
  desk: OpenDesk,
  week: WeekId,
  seen: SeenLetter | null,
  { run, signal, onChange }: Carrying,
): Promise<SendReport> {
  const count = runCount();
  const secrets = await desk.secrets();
  const { transport } = await desk.mailServer();
  const order = { ...desk, week, secrets, transport, run, signal };
  try {
    return await sendNow({
      ...order,
      beforeFreeze(made, draft) {
        if (seen === null || changesSince(seen, seenLetter(draft, made)).length > 0) throw changed(week);
      },
      onProgress(state, record) {
        const totals = count.take(state, record);
        onChange(record ? { totals, rest: null } : { totals, doneBefore: doneOf(totals) });
      },
      onRest: (rest) => onChange({ rest }),
    });
  } catch (error) {
    await requireNotPausedElsewhere(error, order);
    throw error;
  }
}

/** How many have an answer that stands. */
export function doneOf({ audience, waiting, deferred, inFlight }: RunTotals): number {
  return audience - waiting - deferred - inFlight;
}

function changed(week: WeekId): NewsletterError {
  return new NewsletterError(
    'issue.changed',
    {
      de: `Der Brief ${week} hat sich im letzten Augenblick geändert. Nichts wurde gesendet.`,
      en: `The letter ${week} changed in the last moment. Nothing was sent.`,
    },
    {
      hint: {
        de: 'Noch einmal ansehen, dann senden.',
        en: 'Look at it once more, then send.',
      },
    },
  );
}

function unexpected(error: unknown): Text {
  const reason = reasonOf(error);
  return { de: `Unerwarteter Fehler: ${reason}`, en: `Unexpected error: ${reason}` };
}
