import { isSettled, totalsOf } from '../core/sending/delivery.ts';
import { issuePaths } from '../files/issuesFolder.ts';
import type { LetterOrder } from '../flow/letter.ts';
import type { SendReport } from '../flow/send.ts';
import { isClockRunning } from './clockLock.ts';
import { momentIn } from './moments.ts';
import type { Output } from './output.ts';
import { commandCall, folderOf, type GlobalOptions } from './settings.ts';
import { deliveriesOf, sayDeliveries, sayTriedAgain, namedReaders } from './story.ts';

/** Tells what a run of `send` came to; `server` where it was this run that sent. Answers the exit code. */
export async function tellSent(
  report: SendReport,
  { week, subscribers, config }: LetterOrder,
  options: GlobalOptions,
  server: string | undefined,
  output: Output,
): Promise<number> {
  const { state, stopped, subject, due } = report;
  const totals = totalsOf(state);
  const paths = issuePaths(folderOf(options), week);
  // The list may have become unreadable meanwhile; what happened is told all the same.
  const people = await namedReaders(state, subscribers.passing).catch(() => new Map());
  if (due === 0 && totals.accepted === totals.audience) {
    output.say({
      de: `„${subject}“ (${week}) ist schon bei allen; niemand bekam ihn noch einmal.`,
      en: `"${subject}" (${week}) has already gone to everybody; nobody got it again.`,
    });
  } else if (due === 0) {
    output.say({
      de: `„${subject}“ (${week}): niemand ist gerade an der Reihe; niemand bekam ihn noch einmal.`,
      en: `"${subject}" (${week}): nobody is due right now; nobody got it again.`,
    });
    if (report.nextTryAt) {
      const next = momentIn(config.schedule.timeZone, report.nextTryAt.toISOString());
      output.say({
        de: `Nächster Versuch frühestens am ${next.de}.`,
        en: `Next try on ${next.en} at the earliest.`,
      });
    }
  } else {
    output.say({
      de: `„${subject}“ (${week})${server === undefined ? '' : ` über ${server}`}`,
      en: `"${subject}" (${week})${server === undefined ? '' : ` through ${server}`}`,
    });
  }
  sayDeliveries(state, people, week, options, output);
  if (totals.deferred > 0) sayTriedAgain(week, options, output);
  output.document({
    week,
    subject,
    due,
    totals,
    skipped: Object.fromEntries(state.skipped),
    deliveries: deliveriesOf(state, [
      'rejected',
      'expired',
      'deferred',
      'uncertain',
      'withdrawn',
      'cancelled',
    ]),
    settled: isSettled(state),
    nextTryAt: report.nextTryAt?.toISOString() ?? null,
    files: { draft: paths.draft, html: paths.html, text: paths.text, ledger: paths.ledger },
    ...(stopped ? { stopped: { code: stopped.code, message: stopped.message } } : {}),
  });
  if (stopped) {
    output.note({
      de: `Abgebrochen: ${stopped.text.de}\n${stopped.hint?.de ?? ''}`,
      en: `Stopped: ${stopped.text.en}\n${stopped.hint?.en ?? ''}`,
    });
    return 1;
  }
  if (totals.waiting > 0) {
    const goOn = commandCall(['send', week], options);
    output.note({
      de: `Angehalten; ${totals.waiting} ${totals.waiting === 1 ? 'wartet' : 'warten'} noch. Weiter geht es mit: ${goOn}`,
      en: `Stopped; ${totals.waiting} still ${totals.waiting === 1 ? 'waits' : 'wait'}. Go on with: ${goOn}`,
    });
    if (await isClockRunning(folderOf(options))) {
      const pause = commandCall(['pause', week], options);
      output.note({
        de: `Der Zeitplan, der hier läuft, macht in der nächsten Minute weiter. Soll er nicht: ${pause}`,
        en: `The clock that runs here goes on within a minute. If it is not to: ${pause}`,
      });
    }
    return 1;
  }
  return isSettled(state) ? 0 : 3;
}
