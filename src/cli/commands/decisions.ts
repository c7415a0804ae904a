import type { Decided, Decision, DecisionRefusal } from '../../core/clock/decision.ts';
import { hasBegun, hasOpen, totalsOf } from '../../core/sending/delivery.ts';
import { NewsletterError, type Text } from '../../core/errors.ts';
import { weekOf, type WeekId } from '../../core/week.ts';
import { cancelIssue } from '../../flow/cancelIssue.ts';
import { decide } from '../../flow/decide.ts';
import { systemClock } from '../clock.ts';
import { exit } from '../failures.ts';
import { letterOnDesk, recentLetters, type DeskOrder, type LetterOnDesk } from '../../flow/letterDesk.ts';
import { appointment, clockWords, letterWords } from '../letterWords.ts';
import { isClockRunning } from '../clockLock.ts';
import { openDesk, weekFor } from '../context.ts';
import type { Output } from '../output.ts';
import { commandCall, type GlobalOptions } from '../settings.ts';

type Run<Options = object> = (
  options: GlobalOptions & Options,
  output: Output,
  named?: string,
) => Promise<number>;

/** `wochenbrief approve`: the letter may leave, at its hour or, once that is past, at once. */
export const approve: Run = (options, output, named) => decideBy('approve', options, output, named);
/** `wochenbrief hold`: the letter does not leave by itself. */
export const hold: Run = (options, output, named) => decideBy('hold', options, output, named);
/** `wochenbrief pause`: a letter that is leaving waits. */
export const pause: Run = (options, output, named) => decideBy('pause', options, output, named);
/** `wochenbrief resume`: a paused letter goes on. */
export const resume: Run = (options, output, named) => decideBy('resume', options, output, named);

/** `wochenbrief cancel`: whoever has not got the letter yet gets none; asks first, since it cannot be undone. */
export const cancel: Run<{ readonly yes?: boolean }> = async (options, output, named) => {
  const { folder, desk } = await openDesk(options, output);
  const letter = await letterMeant('cancel', desk, named);
  const { week, ledger } = letter;
  if (letter.diary.isCancelled) {
    output.say(
      letterWords(letter, desk.config.schedule.timeZone, options) ?? refusals.cancelled(week, String),
    );
    output.document({ week, decision: 'cancel', outcome: 'alreadySo' });
    return exit.done;
  }
  // Nothing is there to call off, and a record for a week that was misspelled would only be in the way.
  if (!letter.hasDraft && letter.diary.composed === null && !hasBegun(ledger)) {
    output.say(refusals.nothingComposed(week, () => commandCall(['compose', '--week', week], options)));
    output.document({ week, decision: 'cancel', outcome: 'refused', because: 'nothingComposed' });
    return exit.failed;
  }
  if (hasBegun(ledger) && !hasOpen(ledger)) {
    output.say(refusals.finished(week, (command) => commandCall([command, week], options)));
    output.document({ week, decision: 'cancel', outcome: 'refused', because: 'finished' });
    return exit.failed;
  }
  const isSure = options.yes === true || (await isSureToCancel(week, options, output));
  if (!isSure) {
    output.note({ de: 'Nichts geändert.', en: 'Nothing was changed.' });
    return exit.failed;
  }
  const { state, isSending } = await cancelIssue({ ...desk, week, clock: systemClock, by: 'command' });
  const totals = totalsOf(state);
  if (!hasBegun(ledger)) {
    output.say({
      de: `${week}: abgesagt. Diese Woche geht kein Brief hinaus; der nächste geht wie gewohnt.`,
      en: `${week}: cancelled. No letter leaves this week; the next one leaves as usual.`,
    });
  } else if (isSending) {
    output.say({
      de: `${week}: abgesagt. Der laufende Versand beendet in wenigen Sekunden, was unterwegs ist. Wer ihn schon hat, zeigt: ${commandCall(['status', week], options)}`,
      en: `${week}: cancelled. The run under way ends within seconds, after what is in flight. Who has it already is told by: ${commandCall(['status', week], options)}`,
    });
  } else {
    output.say({
      de: `${week}: abgesagt. ${totals.accepted} ${totals.accepted === 1 ? 'hat' : 'haben'} ihn schon, ${totals.cancelled} ${totals.cancelled === 1 ? 'bekommt' : 'bekommen'} ihn nicht.`,
      en: `${week}: cancelled. ${totals.accepted} ${totals.accepted === 1 ? 'has' : 'have'} it already, ${totals.cancelled} ${totals.cancelled === 1 ? 'does' : 'do'} not get it.`,
    });
  }
  output.document({
    week,
    decision: 'cancel',
    outcome: 'cancelled',
    sending: isSending,
    totals,
    clock: await isClockRunning(folder),
  });
  return exit.done;
};

async function decideBy(
  decision: Exclude<Decision, 'cancel'>,
  options: GlobalOptions,
  output: Output,
  named: string | undefined,
): Promise<number> {
  const { folder, desk } = await openDesk(options, output);
  const { timeZone } = desk.config.schedule;
  const { week } = await letterMeant(decision, desk, named);
  const decided = await decide({ ...desk, week, clock: systemClock }, decision, 'command');
  const isRunning = await isClockRunning(folder);
  const letter = await letterOnDesk(desk, week, systemClock.now());
  output.say(wordsOf(decided, letter, { timeZone, isClockRunning: isRunning }, options));
  const goesOn = decided.outcome === 'approved' || decided.outcome === 'resumed';
  if (goesOn) output.say(clockWords(isRunning, week, options));
  output.document({
    week,
    decision,
    outcome: decided.outcome,
    leavesAt: decided.outcome === 'approved' ? decided.leavesAt.toISOString() : null,
    because: decided.outcome === 'refused' ? decided.because : null,
    state: letter.state.is,
    clock: isRunning,
  });
  return decided.outcome === 'refused' ? exit.failed : exit.done;
}

/** The states in which a letter waits for a decision. */
const fitting: Readonly<Record<Decision, readonly LetterOnDesk['state']['is'][]>> = {
  approve: ['planned', 'held', 'quiet', 'approved'],
  hold: ['planned', 'approved', 'quiet', 'held'],
  pause: ['sending', 'paused'],
  resume: ['paused'],
  cancel: ['sending', 'paused', 'planned', 'approved', 'held', 'quiet'],
};

/** The letter that is named, or the latest that a decision fits; a letter may leave a week after its own. */
async function letterMeant(
  decision: Decision,
  desk: DeskOrder,
  named: string | undefined,
): Promise<LetterOnDesk> {
  const now = systemClock.now();
  const { timeZone } = desk.config.schedule;
  if (named !== undefined) return letterOnDesk(desk, weekFor(named, now, timeZone), now);
  const fits = (await recentLetters(desk, now)).find(({ state }) => fitting[decision].includes(state.is));
  return fits ?? letterOnDesk(desk, weekOf(now, timeZone), now);
}

function wordsOf(
  decided: Decided,
  letter: LetterOnDesk,
  { timeZone, isClockRunning: isRunning }: { readonly timeZone: string; readonly isClockRunning: boolean },
  options: GlobalOptions,
): Text {
  const { week } = letter;
  const call = (command: string): string =>
    commandCall(command === 'compose' ? [command, '--week', week] : [command, week], options);
  switch (decided.outcome) {
    case 'approved': {
      if (decided.leavesNow)
        return isRunning
          ? {
              de: `${week}: freigegeben. Er geht hinaus, sobald der Zeitplan aufwacht, in spätestens einer Minute.`,
              en: `${week}: approved. It leaves when the clock wakes next, within a minute.`,
            }
          : {
              de: `${week}: freigegeben. Er geht hinaus, sobald der Zeitplan aufwacht.`,
              en: `${week}: approved. It leaves when the clock wakes next.`,
            };
      const leavesAt = appointment(decided.leavesAt, timeZone);
      return {
        de: `${week}: freigegeben. Er geht hinaus am ${leavesAt.de}. Doch zurückhalten: ${call('hold')}`,
        en: `${week}: approved. It leaves on ${leavesAt.en}. Hold it after all: ${call('hold')}`,
      };
    }
    case 'held':
      return {
        de: `${week}: zurückgehalten. Er geht nicht von selbst hinaus. Freigeben: ${call('approve')}`,
        en: `${week}: held. It does not leave by itself. Approve it: ${call('approve')}`,
      };
    case 'paused':
      return {
        de: `${week}: angehalten. Was unterwegs ist, wird noch fertig; weiter geht es mit: ${call('resume')} (oder gar nicht mehr: ${call('cancel')})`,
        en: `${week}: paused. What is in flight is finished; go on with: ${call('resume')} (or never: ${call('cancel')})`,
      };
    case 'resumed':
      return { de: `${week}: Es geht weiter.`, en: `${week}: it goes on.` };
    case 'cancelled':
      return { de: `${week}: abgesagt.`, en: `${week}: cancelled.` };
    case 'alreadySo':
      return (
        letterWords(letter, timeZone, options) ?? {
          de: `${week}: Das war schon so.`,
          en: `${week}: it was so already.`,
        }
      );
    case 'refused':
      if (letter.state.is === 'paused' && decided.because === 'hasLeft') return isPausedAlready(week, call);
      if (decided.because === 'notBegun' && !letter.hasDraft) return refusals.nothingComposed(week, call);
      return refusals[decided.because](week, call);
  }
}

/** For one that is paused, approving and holding come too late, and pausing was done. */
function isPausedAlready(week: WeekId, call: (command: string) => string): Text {
  return {
    de: `${week}: Der Brief ist schon zum Teil hinaus und angehalten. Weiter geht es mit: ${call('resume')} · für alle Übrigen absagen: ${call('cancel')}`,
    en: `${week}: the letter has left in part and is paused. Go on with: ${call('resume')} · cancel it for the rest: ${call('cancel')}`,
  };
}

const refusals: Readonly<Record<DecisionRefusal, (week: WeekId, call: (command: string) => string) => Text>> =
  {
    nothingComposed: (week, call) => ({
      de: `${week}: Es gibt noch keinen Entwurf. Er entsteht zu seiner Zeit im Zeitplan, oder jetzt mit: ${call('compose')}`,
      en: `${week}: there is no draft yet. The clock composes it at its hour, or now: ${call('compose')}`,
    }),
    hasLeft: (week, call) => ({
      de: `${week}: Der Brief ist schon unterwegs. Anhalten: ${call('pause')} · für alle Übrigen absagen: ${call('cancel')}`,
      en: `${week}: the letter is leaving already. Pause it: ${call('pause')} · cancel it for the rest: ${call('cancel')}`,
    }),
    notBegun: (week, call) => ({
      de: `${week}: Noch ist nichts unterwegs. Zurückhalten: ${call('hold')}`,
      en: `${week}: nothing has left yet. Hold it: ${call('hold')}`,
    }),
    notPaused: (week) => ({
      de: `${week}: Der Versand ist nicht angehalten.`,
      en: `${week}: sending is not paused.`,
    }),
    finished: (week, call) => ({
      de: `${week}: Alle haben ihren Brief oder eine endgültige Antwort. Ansehen: ${call('status')}`,
      en: `${week}: everybody has the letter or a final answer. See: ${call('status')}`,
    }),
    cancelled: (week) => ({
      de: `${week}: Der Brief ist abgesagt; das lässt sich nicht zurücknehmen.`,
      en: `${week}: the letter is cancelled; that cannot be undone.`,
    }),
    over: (week, call) => ({
      de: `${week}: Der Zeitplan sendet diesen Brief nicht mehr: Es sind Ferien, oder ein späterer Brief war zuerst. Von Hand geht es mit: ${call('send')}`,
      en: `${week}: the clock does not send this letter any more: it is holidays, or a later letter was first. By hand: ${call('send')}`,
    }),
  };

async function isSureToCancel(week: WeekId, options: GlobalOptions, output: Output): Promise<boolean> {
  if (!process.stdin.isTTY || options.json) {
    throw new NewsletterError(
      'usage.wrong',
      {
        de: 'Ohne Terminal kann niemand zustimmen; abgesagt wurde nichts.',
        en: 'Without a terminal nobody can agree; nothing was cancelled.',
      },
      { hint: { de: 'Mit --yes geschieht es ohne Nachfrage.', en: 'With --yes it is done without asking.' } },
    );
  }
  const { askToCancel } = await import('../questions.ts');
  return askToCancel(week, output.language);
}
