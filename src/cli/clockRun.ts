import { randomBytes } from 'node:crypto';
import type { MailboxReading } from '../flow/readMailbox.ts';
import type { SendReport } from '../flow/send.ts';
import { scheduler, type Scheduler, type SchedulerOrder } from '../flow/keepSchedule.ts';
import type { Step } from '../core/clock/dueSteps.ts';
import { NewsletterError, type Text } from '../core/errors.ts';
import type { WeekId } from '../core/week.ts';
import { wakeEveryMinute } from '../schedule/wakeEveryMinute.ts';
import { clockLog, failureLine, sentLine } from './clockLog.ts';
import { systemClock } from './clock.ts';
import { comingLetter, leavesAtOf } from '../flow/letterDesk.ts';
import { letterWords } from './letterWords.ts';
import { logTo } from './logLine.ts';
import { hourlyMailbox } from './hourlyMailbox.ts';
import { readMailboxOnce } from './mailboxes.ts';
import { lockClock } from './clockLock.ts';
import { newsroomOpener, requireWorkable, type OpenNewsroom } from './newsroom.ts';
import { errorText, type Output } from './output.ts';
import { folderOf, type GlobalOptions } from './settings.ts';

/** A folder opened for its clock, with everything right that must be. */
export interface OpenClock {
  readonly folder: string;
  readonly open: () => Promise<OpenNewsroom>;
  /** The folder as it was when the clock was opened. */
  readonly newsroom: OpenNewsroom;
}

/** Opens the clock of a folder; throws what would keep it from working, so that it fails at the start and not at night. */
export async function openClock(options: GlobalOptions, output: Output): Promise<OpenClock> {
  const folder = folderOf(options);
  const open = newsroomOpener(folder);
  const newsroom = await open();
  output.useLanguage(newsroom.config.locale);
  await requireWorkable(newsroom);
  return { folder, open, newsroom };
}

/** What the clock does next, said to people and as --json shows it; a damaged ledger must not keep the clock from running. */
export async function sayNext(
  { newsroom }: OpenClock,
  options: GlobalOptions,
  output: Output,
): Promise<object | null> {
  const letter = await comingLetter(newsroom, systemClock.now()).catch((error: unknown) => {
    if (!(error instanceof NewsletterError)) throw error;
    output.note(errorText(error, output.language));
    return undefined;
  });
  if (!letter) return null;
  const words = letterWords(letter, newsroom.config.schedule.timeZone, options);
  if (words) output.say({ de: `Als Nächstes ${words.de}`, en: `Next is ${words.en}` });
  const { week, plan, state } = letter;
  return {
    week,
    state: state.is,
    composeAt: plan.composeAt.toISOString(),
    sendAt: plan.sendAt.toISOString(),
    leavesAt: leavesAtOf(letter)?.toISOString() ?? null,
  };
}

/** Lets the clock run until the signal fires; then finishes what is in flight (R12). */
export async function runClock(opened: OpenClock, signal: AbortSignal, output: Output): Promise<void> {
  const nowMs = (): number => systemClock.now().getTime();
  const log = clockLog(logTo(output), nowMs);
  const events: Events = {
    ...log,
    onStandby(isStandby) {
      log.onStandby(isStandby);
      output.say(isStandby ? standingBy : takingOver);
    },
  };
  const clock = clockOf(opened, signal, events);
  const readMailbox = hourlyMailbox(opened.open, logTo(output), nowMs, { signal });
  let reading = Promise.resolve();
  try {
    await wakeEveryMinute({
      onWake: async () => {
        await clock.tick();
        reading = readMailbox();
      },
      onError: (error) => events.onFailure(error, undefined),
      signal,
    });
  } finally {
    await Promise.all([clock.close(), reading]);
  }
}

const standingBy: Text = {
  de: 'Ein anderer Zeitplan läuft schon für diesen Ordner und tut, was fällig ist. Dieser wartet und übernimmt, sobald der andere endet.',
  en: 'Another clock is running for this folder already and does what is due. This one waits, and takes over once the other ends.',
};
const takingOver: Text = {
  de: 'Der andere Zeitplan ist zu Ende; dieser hat übernommen.',
  en: 'The other clock has ended; this one has taken over.',
};

/** What a single look at the clock came to. */
export interface ClockLook {
  /** Whether another clock runs, which does what is due. */
  readonly isStandby: boolean;
  readonly steps: readonly Step[];
  readonly sent: readonly { readonly week: WeekId; readonly report: SendReport }[];
  /** What had come to the mailbox; undefined where there is none, or somebody else reads it. */
  readonly mailbox: MailboxReading | undefined;
  /** What failed, and the step that did; a look that failed before it came to one has none. */
  readonly failures: readonly { readonly error: unknown; readonly step: Step | undefined }[];
}

/** Does what is due now, reads the mailbox, stays until the letters it began are done with, and ends. */
export async function lookOnce(opened: OpenClock, signal: AbortSignal): Promise<ClockLook> {
  const steps: Step[] = [];
  const sent: { readonly week: WeekId; readonly report: SendReport }[] = [];
  const failures: ClockLook['failures'][number][] = [];
  let isStandby = false;
  const clock = clockOf(opened, signal, {
    onStep: (step) => steps.push(step),
    onSent: (week, report) => sent.push({ week, report }),
    onFailure: (error, step) => failures.push({ error, step }),
    onStandby: (is) => (isStandby = is),
  });
  await clock.tick();
  const reading = isStandby
    ? undefined
    : readMailboxOnce(opened.newsroom, { signal }).catch((error: unknown) => {
        if (!signal.aborted && !isHeld(error)) failures.push({ error, step: undefined });
        return undefined;
      });
  await clock.close();
  return { isStandby, steps, sent, mailbox: await reading, failures };
}

function isHeld(error: unknown): boolean {
  return error instanceof NewsletterError && error.code === 'lock.held';
}

/** A look as --json shows it. */
export function lookDocument({ isStandby, steps, sent, mailbox, failures }: ClockLook): object {
  return {
    standby: isStandby,
    steps,
    sent: sent.map(({ week, report }) => sentLine(week, report)),
    mailbox: mailbox ?? null,
    failures: failures.map(({ error }) => failureLine(error)),
  };
}

type Events = Pick<SchedulerOrder, 'onStep' | 'onSent' | 'onFailure' | 'onStandby'>;

function clockOf({ folder, open }: OpenClock, signal: AbortSignal, events: Events): Scheduler {
  return scheduler({
    open,
    lock: () => lockClock(folder),
    clock: systemClock,
    signal,
    newRun: () => randomBytes(6).toString('hex'),
    ...events,
  });
}
