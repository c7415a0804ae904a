import { hasBegun } from '../../core/sending/delivery.ts';
import { NewsletterError, type Text } from '../../core/errors.ts';
import { nextTryAt } from '../../core/sending/retry.ts';
import type { WeekId } from '../../core/week.ts';
import type { Rest } from '../../flow/deliver.ts';
import type { LetterOrder } from '../../flow/letter.ts';
import { ledgerState } from '../../flow/ledgerState.ts';
import { systemClock } from '../clock.ts';
import { exit } from '../failures.ts';
import { deliveriesInFlight } from '../inFlight.ts';
import { momentIn } from '../moments.ts';
import type { Output } from '../output.ts';
import { progressReporter } from '../progress.ts';
import { tellSent } from '../sendStory.ts';
import type { GlobalOptions } from '../settings.ts';
import { stopOnSignals } from '../stopSignals.ts';
import { totalsBeside } from '../story.ts';

const lookEveryMs = 1000;

/** Looks on while another process sends, from the ledger alone, and tells what it came to. */
export async function follow(order: LetterOrder, options: GlobalOptions, output: Output): Promise<number> {
  const { week, issues } = order;
  output.note({
    de: `Ein anderer Lauf sendet ${week} gerade; hier siehst du ihm zu. Strg + C beendet nur das Zusehen.`,
    en: `Another run is sending ${week} right now; you are looking on. Ctrl-C only ends the looking.`,
  });
  const stop = stopOnSignals(output, noMoreLooking);
  const progress = progressReporter(output);
  let state = await ledgerState(order);
  try {
    while (!stop.signal.aborted && (await issues.isClaimed(week))) {
      if (hasBegun(state)) progress.onLook(state);
      await systemClock.sleep(lookEveryMs, stop.signal);
      state = await ledgerState(order);
    }
  } finally {
    progress.end();
    stop.forget();
  }
  // Who stops looking is told nothing of letters that are in flight: they are not uncertain, and nothing was stopped.
  if (stop.signal.aborted && (await issues.isClaimed(week))) {
    output.document({ week, sendingNow: true, totals: totalsBeside(state, await inFlightOf(order)) });
    return exit.done;
  }
  if (state.frozen === null) throw nothingCame(week);
  const subject = await subjectOf(order);
  const report = { subject, state, stopped: undefined, nextTryAt: nextTryAt(state, systemClock.now()) };
  return tellSent({ ...report, due: state.deliveries.size }, order, options, undefined, output);
}

async function inFlightOf(order: LetterOrder): Promise<ReadonlySet<string>> {
  return (await deliveriesInFlight(order)) ?? new Set();
}

async function subjectOf({ week, issues }: LetterOrder): Promise<string> {
  const draft = await issues.sentDraft(week);
  if (draft === undefined) return week;
  const { readIssue } = await import('../../core/issueFile.ts');
  return readIssue(draft, issues.nameOf(week), week).subject;
}

function nothingCame(week: WeekId): NewsletterError {
  return new NewsletterError('issue.missing', {
    de: `Der andere Lauf hat ${week} nicht gesendet.`,
    en: `The other run did not send ${week}.`,
  });
}

const noMoreLooking: Text = {
  de: 'Zusehen beendet; der andere Lauf sendet weiter.',
  en: 'No longer looking on; the other run goes on sending.',
};

/** Why nothing happens for a while. */
export function restWords({ why, until }: Rest, timeZone: string): Text {
  const words = restReasons[why];
  if (until === null) return words;
  const moment = momentIn(timeZone, until.toISOString());
  return { de: `${words.de}; weiter am ${moment.de}`, en: `${words.en}; goes on on ${moment.en}` };
}

const restReasons: Readonly<Record<Rest['why'], Text>> = {
  slowDown: { de: 'Der Server bittet um Geduld', en: 'The server asks for patience' },
  pace: { de: 'Das Tempo ist erreicht (delivery)', en: 'The pace is reached (delivery)' },
  paused: { de: 'Angehalten', en: 'Paused' },
  retry: {
    de: 'Alle sind versucht; die Aufgeschobenen kommen später dran',
    en: 'All were tried; the deferred ones are tried later',
  },
};
