import type { DiaryRecord, DiaryState } from '../core/clock/diary.ts';
import { dueSteps, type Standing, type Step } from '../core/clock/dueSteps.ts';
import { NewsletterError, reasonOf, type Text } from '../core/errors.ts';
import { sweep } from '../core/list/retention.ts';
import { requireReadable } from '../core/list/suppression.ts';
import type { Claim, Clock } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';
import { composeDraft } from './composeDraft.ts';
import { applyHygiene } from './hygiene.ts';
import { retryPauseMs } from '../core/sending/pace.ts';
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
/** A mail that is refused again and again is not tried more rarely than so. */
const longestRestMs = 30 * 60_000;

/** The clock's hands: wakes decide nothing, what is due follows from the files alone (R13). */
export function scheduler(order: SchedulerOrder): Scheduler {
  const { clock, signal } = order;
  const sending = new Map<WeekId, Promise<void>>();
  const tried = new Map<string, { readonly atMs: number; readonly failures: number }>();
  /** Mails to the author that a server took, and that are not noted yet; by their step. */
  const unnoted = new Map<string, string>();
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
    const { atMs, failures } = tried.get(keyOf(step)) ?? { atMs: -Infinity, failures: 0 };
    const restedMs = clock.now().getTime() - atMs;
    const longMs = failures === 0 ? restMs : Math.min(retryPauseMs(failures), longestRestMs);
    return restedMs >= 0 && restedMs < longMs;
  };

  const failed = (error: unknown, step: Step): void => {
    order.onFailure(error, step);
    // A refusal is not taken back by asking every minute; what cannot be reached may be back the next.
    const isRefusal = error instanceof NewsletterError && error.code === 'smtp.refused';
    const failures = isRefusal ? (tried.get(keyOf(step))?.failures ?? 0) + 1 : 0;
    tried.set(keyOf(step), { atMs: clock.now().getTime(), failures });
  };

  const take = async (step: Step, standing: Standing, newsroom: Newsroom): Promise<void> => {
    order.onStep(step);
    if (step.do === 'send') {
      const run = sendLetter(step, newsroom).finally(() => {
        sending.delete(step.week);
        tried.set(keyOf(step), { atMs: clock.now().getTime(), failures: 0 });
        // What follows a letter, its report above all, does not wait for the next wake.
        if (!signal.aborted) void wake();
      });
      sending.set(step.week, run);
      return;
    }
    try {
      if (step.do === 'compose') await composeDraft(step.week, step.isWanted, clock.now(), newsroom);
      else if (step.do === 'tell') await tell(step, standing, newsroom);
      else {
        // The author may have spoken since the diary was read; then her word stands.
        const isSame = ({ word }: DiaryState): boolean => word?.at === standing.diary.word?.at;
        await newsroom.diaries.note(step.week, (diary) => ({
          records: step.do === 'start' || isSame(diary) ? [recordOf(step)] : [],
          answer: undefined,
        }));
      }
    } catch (error) {
      failed(error, step);
      if (step.do === 'compose') await noteFailure(step, error, newsroom);
    }
  };

  /** A mail that could not be noted, on a full disk perhaps, is not sent once more: only noted. */
  const tell = async (
    step: Extract<Step, { do: 'tell' }>,
    standing: Standing,
    newsroom: Newsroom,
  ): Promise<void> => {
    const key = keyOf(step);
    const at = unnoted.get(key) ?? (await tellAuthor(step.mail, standing, newsroom, clock));
    unnoted.set(key, at);
    await newsroom.diaries.note(step.week, () => ({
      records: [{ type: 'told', at, mail: step.mail }],
      answer: undefined,
    }));
    unnoted.delete(key);
    tried.delete(key);
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
        mayBegin: () => isStillDue(step, newsroom),
        onProgress: () => undefined,
      });
      // The breaker has paused the letter and said why; that is no trouble that mends itself.
      if (report.stopped && report.stopped.code !== 'smtp.breaker' && !isNoTrouble(report.stopped))
        await noteFailure(step, report.stopped, newsroom);
      order.onSent(week, report);
    } catch (error) {
      if (!isNoTrouble(error)) await noteFailure(step, error, newsroom);
      failed(error, step);
      return;
    }
    await applyHygiene({ ...newsroom, now: clock.now() }).catch((error: unknown) =>
      order.onFailure(error, step),
    );
  };

  /** Asked once more when the first letter is about to leave: connecting takes time, and a machine may sleep meanwhile. */
  const isStillDue = async (step: Step, newsroom: Newsroom): Promise<boolean> => {
    const standings = await standingsReader(() => undefined)(newsroom, clock.now());
    const due = dueSteps(standings, newsroom.config.schedule, clock.now());
    return due.some((one) => one.do === 'send' && one.week === step.week);
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

/** Somebody else sends it, by hand perhaps, or the author has just stopped or held it. */
function isNoTrouble(error: unknown): boolean {
  return error instanceof NewsletterError && /^lock\.|^issue\.(paused|cancelled|held)$/.test(error.code);
}

function keyOf(step: Step): string {
  return `${step.do} ${step.week} ${step.do === 'tell' ? step.mail : ''}`;
}

function untranslated(text: string): Text {
  return { de: text, en: text };
}
