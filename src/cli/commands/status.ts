import { isSettled } from '../../core/sending/delivery.ts';
import { nextTryAt } from '../../core/sending/retry.ts';
import { isClockRunning } from '../clockLock.ts';
import { openWeek, type WeekContext } from '../context.ts';
import { diariesFolder } from '../../files/diaries.ts';
import { deliveriesInFlight } from '../inFlight.ts';
import {
  comingLetter,
  leavesAtOf,
  letterOnDesk,
  type DeskOrder,
  type LetterOnDesk,
} from '../../flow/letterDesk.ts';
import { clockWords, letterWords } from '../letterWords.ts';
import { momentIn } from '../moments.ts';
import { exit } from '../failures.ts';
import type { Output } from '../output.ts';
import { commandCall, instantOf, type GlobalOptions } from '../settings.ts';
import {
  deliveriesOf,
  sayDeliveries,
  sayInterrupted,
  sayTriedAgain,
  namedReaders,
  totalsBeside,
} from '../story.ts';
import { noteUnfinished } from '../unfinished.ts';

/** `wochenbrief status`: what went to how many, what is next and when, and why one reader did or did not get it. */
export async function status(
  options: GlobalOptions & { readonly subscriber?: string },
  output: Output,
  named?: string,
): Promise<number> {
  const context = await openWeek(options, output, named);
  const now = instantOf(options);
  if (options.subscriber !== undefined) {
    const { tellOfReader } = await import('./statusOfReader.ts');
    return tellOfReader(options.subscriber, context, { named, now }, output);
  }
  const { week, folder, config } = context;
  if (named === undefined) await noteUnfinished(context, options, output);
  const desk = { ...context, diaries: diariesFolder(folder) };
  const letter = await letterOnDesk(desk, week, now);
  const words = letterWords(letter, config.schedule.timeZone, options);
  const sending =
    letter.ledger.frozen === null
      ? sayUnsent(letter, named, options, output)
      : await saySending(letter, letter.ledger.frozen.at, context, { options, now }, output);
  if (words && (letter.state.is !== 'nothing' || letter.plan.sendAt > now)) output.say(words);
  const clock = await sayClock(letter, desk, context, { options, now }, output);
  output.document({ week, ...sending.document, ...standing(letter), ...clock });
  return needsAuthor(letter, sending.uncertain) ? exit.authorNeeded : exit.done;
}

interface Told {
  readonly isSent: boolean;
  readonly uncertain: number;
  readonly document: object;
}

interface Asked {
  readonly options: GlobalOptions;
  readonly now: Date;
}

function sayUnsent(
  { week, hasDraft }: LetterOnDesk,
  named: string | undefined,
  options: GlobalOptions,
  output: Output,
): Told {
  const compose = commandCall(['compose', ...(named === undefined ? [] : ['--week', named])], options);
  output.say(
    hasDraft
      ? {
          de: `${week}: Entwurf liegt bereit, gesendet wurde noch nichts.`,
          en: `${week}: the draft is ready, nothing has been sent yet.`,
        }
      : {
          de: `${week}: noch kein Entwurf. Nächster Schritt: ${compose}`,
          en: `${week}: no draft yet. Next step: ${compose}`,
        },
  );
  return { isSent: false, uncertain: 0, document: { draft: hasDraft, frozen: null } };
}

async function saySending(
  { ledger: state, state: standing }: LetterOnDesk,
  frozenAt: string,
  context: WeekContext,
  { options, now }: Asked,
  output: Output,
): Promise<Told> {
  const { week, config } = context;
  const { timeZone } = config.schedule;
  const inFlight = await deliveriesInFlight(context);
  const begun = momentIn(timeZone, frozenAt);
  const isPaused = standing.is === 'paused';
  const goesOn = isPaused
    ? { de: ', er ist angehalten', en: ', and is paused' }
    : inFlight
      ? { de: ', er läuft gerade', en: ', and is going on right now' }
      : { de: '', en: '' };
  output.say({
    de: `${week}: Versand begonnen am ${begun.de}${goesOn.de}`,
    en: `${week}: sending began on ${begun.en}${goesOn.en}`,
  });
  const people = await namedReaders(state, context.subscribers.passing, inFlight);
  sayDeliveries(state, people, week, options, output, inFlight);
  const totals = totalsBeside(state, inFlight ?? new Set());
  const isHalted = isPaused || standing.is === 'held';
  if (totals.waiting > 0 && !isHalted && inFlight === undefined) sayInterrupted(week, options, output);
  if (totals.deferred > 0 && !isPaused) sayTriedAgain(week, options, output);
  const next = isPaused ? null : nextTryAt(state, now);
  if (next && totals.deferred > 0 && totals.waiting === 0) {
    const moment = momentIn(timeZone, next.toISOString());
    output.say({
      de: `Nächster Versuch frühestens am ${moment.de}.`,
      en: `Next try on ${moment.en} at the earliest.`,
    });
  }
  return {
    isSent: true,
    uncertain: totals.uncertain,
    document: {
      draft: true,
      frozen: frozenAt,
      sendingNow: inFlight !== undefined,
      totals,
      skipped: Object.fromEntries(state.skipped),
      deliveries: deliveriesOf(state, shownStates, inFlight),
      settled: isSettled(state),
      nextTryAt: next?.toISOString() ?? null,
    },
  };
}

const shownStates = [
  'rejected',
  'expired',
  'deferred',
  'uncertain',
  'inFlight',
  'withdrawn',
  'cancelled',
  'waiting',
];

/** Whether a clock runs, what keeps failing, and which letter is next. */
async function sayClock(
  letter: LetterOnDesk,
  desk: DeskOrder,
  { folder, config }: WeekContext,
  { options, now }: Asked,
  output: Output,
): Promise<object> {
  const { failure } = letter.diary;
  const { timeZone } = config.schedule;
  if (failure && letter.state.is !== 'finished') {
    const since = momentIn(timeZone, failure.since);
    output.say({
      de: `Der Zeitplan versucht seit ${since.de} vergeblich zu ${failure.what === 'compose' ? 'schreiben' : 'senden'} (${failure.tries}-mal): ${failure.reason.de}`,
      en: `The clock has been trying in vain to ${failure.what === 'compose' ? 'compose' : 'send'} since ${since.en} (${failure.tries} times): ${failure.reason.en}`,
    });
  }
  const coming = await comingLetter(desk, now);
  const words = coming && coming.week !== letter.week ? letterWords(coming, timeZone, options) : undefined;
  if (words) output.say({ de: `Als Nächstes ${words.de}`, en: `Next is ${words.en}` });
  const isRunning = await isClockRunning(folder);
  output.say(clockWords(isRunning, coming?.week ?? letter.week, options));
  return {
    trouble: failure,
    clock: isRunning,
    next: coming
      ? {
          week: coming.week,
          state: coming.state.is,
          composeAt: coming.plan.composeAt.toISOString(),
          sendAt: coming.plan.sendAt.toISOString(),
          leavesAt: leavesAtOf(coming)?.toISOString() ?? null,
        }
      : null,
  };
}

/** Where the letter stands, as --json shows it. */
function standing(letter: LetterOnDesk): object {
  const { state, diary, plan } = letter;
  return {
    state,
    composeAt: plan.composeAt.toISOString(),
    sendAt: plan.sendAt.toISOString(),
    leavesAt: leavesAtOf(letter)?.toISOString() ?? null,
    composed: diary.composed,
    word: diary.word,
    paused: diary.paused,
    cancelled: diary.cancelled,
  };
}

function needsAuthor({ state }: LetterOnDesk, uncertain: number): boolean {
  if (uncertain > 0 || state.is === 'held' || state.is === 'paused' || state.is === 'quiet') return true;
  return state.is === 'planned' && state.needsApproval;
}
