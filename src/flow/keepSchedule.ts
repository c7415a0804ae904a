import type { DiaryRecord } from '../core/clock/diary.ts';
import { dueSteps, type Standing, type Step } from '../core/clock/dueSteps.ts';
import { NewsletterError, reasonOf, type Text } from '../core/errors.ts';
import { sweep } from '../core/list/retention.ts';
import { requireReadable } from '../core/list/suppression.ts';
import type { Claim, Clock } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';
import { composeDraft } from './composeDraft.ts';
import { applyHygiene } from './hygiene.ts';
import type { Newsroom } from './newsroom.ts';
import { send, type SendReport } from './send.ts';
import { standingOf, standingsReader } from './standings.ts';
import { tellAuthor } from './tellAuthor.ts';

/** What the clock of a newsletter needs. */
export interface SchedulerOrder {
  /** The newsletter as it is on disk: its settings may be edited while the clock runs. Throws whatever is wrong with it. */
  readonly open: () => Promise<Newsroom>;
  /** One clock at a time; throws `lock.held` while another one runs. */
  readonly lock: () => Promise<Claim>;
  readonly clock: Clock;
  /** Fires when the person wants to stop: letters in flight are finished, nothing new begins (R12). */
  readonly signal: AbortSignal;
  /** Names a run in the ledger. */
  readonly newRun: () => string;
  readonly onStep: (step: Step) => void;
  readonly onSent: (week: WeekId, report: SendReport) => void;
  /** A failure that is tried again by itself; expected ones are a `NewsletterError`. */
  readonly onFailure: (error: unknown, step: Step | undefined) => void;
  /** Another clock runs, or none any more. */
  readonly onStandby: (isStandby: boolean) => void;
}

/** Does what is due whenever it is woken. */
export interface Scheduler {
  /** Does everything that is due now, except that a letter's sending goes on beside it. Never rejects. */
  tick(): Promise<void>;
  /** Resolves once no letter is being sent and nothing is under way; gives the lock back. */
  close(): Promise<void>;
}

/** Steps in one tick at most; each changes what is due next, so that there is an end anyway. */
const stepsAtOnce = 50;
/** What failed is not tried again before; nor is a letter that waits for its pace or a server. */
const restMs = 60_000;

/** The clock's hands: wakes decide nothing, what is due follows from the files alone (R13). */
export function scheduler(order: SchedulerOrder): Scheduler {
  const { clock, signal } = order;
  const sending = new Map<WeekId, Promise<void>>();
  const triedAtMs = new Map<string, number>();
  const readStandings = standingsReader((error) => order.onFailure(error, undefined));
  let held: Claim | undefined;
  let isStandby = false;
  let running: Promise<void> | undefined;
  let isWokenAgain = false;

  const hasTurn = async (): Promise<boolean> => {
    if (held && (await held.isOurs())) return true;
    held = undefined;
    try {
      held = await order.lock();
    } catch (error) {
      if (!(error instanceof NewsletterError) || error.code !== 'lock.held') throw error;
    }
    if (isStandby !== (held === undefined)) order.onStandby(held === undefined);
    isStandby = held === undefined;
    return held !== undefined;
  };

  const isResting = (step: Step): boolean => {
    if (step.do === 'send' && sending.has(step.week)) return true;
    const restedMs = clock.now().getTime() - (triedAtMs.get(keyOf(step)) ?? -Infinity);
    return restedMs >= 0 && restedMs < restMs;
  };

  const failed = (error: unknown, step: Step): void => {
    order.onFailure(error, step);
    triedAtMs.set(keyOf(step), clock.now().getTime());
  };

  const take = async (step: Step, standing: Standing, newsroom: Newsroom): Promise<void> => {
    order.onStep(step);
    if (step.do === 'send') {
      const run = sendLetter(step, newsroom).finally(() => {
        sending.delete(step.week);
        triedAtMs.set(keyOf(step), clock.now().getTime());
        // What follows a letter, its report above all, does not wait for the next wake.
        if (!signal.aborted) void wake();
      });
      sending.set(step.week, run);
      return;
    }
    try {
      if (step.do === 'compose') await composeDraft(step.week, step.isWanted, clock.now(), newsroom);
      else if (step.do === 'tell') await tellAuthor(step.mail, standing, newsroom, clock);
      else await newsroom.diaries.note(step.week, () => ({ records: [recordOf(step)], answer: undefined }));
    } catch (error) {
      failed(error, step);
      if (step.do === 'compose') await noteFailure(step, error, newsroom);
    }
  };

  const recordOf = (step: Extract<Step, { do: 'start' | 'hold' }>): DiaryRecord => {
    const at = clock.now().toISOString();
    return step.do === 'start'
      ? { type: 'started', at }
      : { type: 'held', at, by: 'clock', reason: step.reason };
  };

  /** Writes into the diary what was tried in vain: from there follow the pauses between tries, and the mail about it. */
  const noteFailure = async (
    step: Extract<Step, { do: 'compose' | 'send' }>,
    error: unknown,
    { diaries }: Newsroom,
  ): Promise<void> => {
    const { code, text } =
      error instanceof NewsletterError ? error : { code: 'unexpected', text: untranslated(reasonOf(error)) };
    const at = clock.now().toISOString();
    const record: DiaryRecord = { type: 'failed', at, what: step.do, code, reason: text };
    await diaries
      .note(step.week, () => ({ records: [record], answer: undefined }))
      .catch((failure: unknown) => failed(failure, step));
  };

  const sendLetter = async (step: Extract<Step, { do: 'send' }>, newsroom: Newsroom): Promise<void> => {
    const { week } = step;
    try {
      await letGo(newsroom, clock.now());
      const report = await send({
        ...newsroom,
        week,
        run: order.newRun(),
        clock,
        signal,
        onProgress: () => undefined,
      });
      order.onSent(week, report);
      // The breaker has paused the letter and said why; that is no trouble that mends itself.
      if (report.stopped && report.stopped.code !== 'smtp.breaker')
        await noteFailure(step, report.stopped, newsroom);
    } catch (error) {
      failed(error, step);
      if (!isNoTrouble(error)) await noteFailure(step, error, newsroom);
      return;
    }
    await applyHygiene({ ...newsroom, now: clock.now() }).catch((error: unknown) =>
      order.onFailure(error, step),
    );
  };

  const work = async (): Promise<void> => {
    if (signal.aborted || !(await hasTurn())) return;
    const newsroom = await order.open();
    for (let count = 0; count < stepsAtOnce; count++) {
      const standings = await readStandings(newsroom, clock.now());
      const step = dueSteps(standings, newsroom.config.schedule, clock.now()).find((one) => !isResting(one));
      // Whoever was stopped meanwhile finds that another clock has taken over.
      if (!step || signal.aborted || !(await hasTurn())) return;
      await take(step, standingOf(step.week, standings), newsroom);
    }
  };

  const wake = (): Promise<void> => {
    isWokenAgain = running !== undefined;
    running ??= workUntilDone();
    return running;
  };

  /** Who is woken while at work may have looked away already, and looks once more. */
  const workUntilDone = async (): Promise<void> => {
    do {
      isWokenAgain = false;
      await work().catch((error: unknown) => order.onFailure(error, undefined));
    } while (isWokenAgain);
    running = undefined;
  };

  return {
    tick: wake,
    async close() {
      while (running !== undefined || sending.size > 0) await Promise.all([running, ...sending.values()]);
      await held?.release();
    },
  };
}

/** Lets go of whom the list may not keep (R63, R66), before anybody is written to. */
async function letGo({ subscribers, config, secrets }: Newsroom, now: Date): Promise<void> {
  await subscribers.change((list) => {
    requireReadable(list.suppressions(), secrets);
    return sweep(now.toISOString(), config.readers, secrets)(list);
  });
}

/** Somebody else sends it, by hand perhaps, or the author has just stopped it. */
function isNoTrouble(error: unknown): boolean {
  return error instanceof NewsletterError && /^lock\.|^issue\.(paused|cancelled)$/.test(error.code);
}

function keyOf(step: Step): string {
  return `${step.do} ${step.week} ${step.do === 'tell' ? step.mail : ''}`;
}

function untranslated(text: string): Text {
  return { de: text, en: text };
}
