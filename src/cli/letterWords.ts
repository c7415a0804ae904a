import type { Decider, HoldReason } from '../core/clock/diary.ts';
import type { Text } from '../core/errors.ts';
import { formatAppointment } from '../core/locale.ts';
import type { LetterOnDesk } from '../flow/letterDesk.ts';
import { commandCall, type GlobalOptions } from './settings.ts';

/** An instant of the schedule: `Sonntag, 22. November 2026, 07:00 Uhr (Europe/Berlin)`. */
export function appointment(at: Date, timeZone: string): Text {
  return {
    de: `${formatAppointment(at, 'de', timeZone)} (${timeZone})`,
    en: `${formatAppointment(at, 'en', timeZone)} (${timeZone})`,
  };
}

/** Where a letter stands and what happens next; for one that has begun, only what the author did with it. */
export function letterWords(
  letter: LetterOnDesk,
  timeZone: string,
  options: Pick<GlobalOptions, 'dir'>,
): Text | undefined {
  const { week, state, diary, plan } = letter;
  const at = (instant: Date): Text => appointment(instant, timeZone);
  const call = (command: string): string => commandCall([command, week], options);
  const sendAt = at(plan.sendAt);
  switch (state.is) {
    case 'nothing': {
      const draft = state.isDue ? soon : onDay(at(plan.composeAt));
      return {
        de: `${week}: Entwurf ${draft.de}, hinaus am ${sendAt.de}.`,
        en: `${week}: draft ${draft.en}, leaves on ${sendAt.en}.`,
      };
    }
    case 'quiet':
      return {
        de: `${week}: keine neuen Beiträge, also kein Brief. Soll doch einer hinaus: ${call('approve')}`,
        en: `${week}: no new posts, so no letter. If one is to leave all the same: ${call('approve')}`,
      };
    case 'planned': {
      const leaves = state.leavesNow ? soon : onDay(at(state.leavesAt));
      return state.needsApproval
        ? {
            de: `${week}: wartet auf deine Freigabe; dann geht er hinaus ${leaves.de}. Freigeben: ${call('approve')}`,
            en: `${week}: waits for your approval; then it leaves ${leaves.en}. Approve it: ${call('approve')}`,
          }
        : {
            de: `${week}: geht hinaus ${leaves.de}. Zurückhalten: ${call('hold')}`,
            en: `${week}: leaves ${leaves.en}. Hold it: ${call('hold')}`,
          };
    }
    case 'approved': {
      const since = sinceWhen(diary.word?.at, diary.word?.by, at);
      const leaves = state.leavesNow ? soon : onDay(at(state.leavesAt));
      return {
        de: `${week}: freigegeben${since.de}; geht hinaus ${leaves.de}.`,
        en: `${week}: approved${since.en}; leaves ${leaves.en}.`,
      };
    }
    case 'held': {
      const since = sinceWhen(diary.word?.at, diary.word?.by, at);
      const why = holdReasons[state.reason];
      return {
        de: `${week}: zurückgehalten${since.de}, ${why.de}. Er geht nicht von selbst hinaus. Freigeben: ${call('approve')}`,
        en: `${week}: held${since.en}, ${why.en}. It does not leave by itself. Approve it: ${call('approve')}`,
      };
    }
    case 'paused': {
      const since = sinceWhen(diary.paused?.at, diary.paused?.by, at);
      return {
        de: `${week}: angehalten${since.de}${state.reason ? `: ${state.reason.de}` : ''}. Weiter geht es mit: ${call('resume')}`,
        en: `${week}: paused${since.en}${state.reason ? `: ${state.reason.en}` : ''}. Go on with: ${call('resume')}`,
      };
    }
    case 'cancelled': {
      const since = sinceWhen(diary.cancelled?.at, diary.cancelled?.by, at);
      return {
        de: `${week}: abgesagt${since.de}. Der nächste Brief geht wie gewohnt.`,
        en: `${week}: cancelled${since.en}. The next letter leaves as usual.`,
      };
    }
    case 'over':
      return plan.isPaused
        ? {
            de: `${week}: kein Brief, denn es sind Ferien (schedule.pause).`,
            en: `${week}: no letter, because it is holidays (schedule.pause).`,
          }
        : {
            de: `${week}: geht nicht mehr von selbst hinaus; ein späterer Brief war zuerst, oder es ist zu lange her.`,
            en: `${week}: does not leave by itself any more; a later letter was first, or it is too long ago.`,
          };
    case 'sending':
    case 'finished':
      return undefined;
  }
}

/** Whether a clock runs here that makes it so. */
export function clockWords(isRunning: boolean, week: string, options: Pick<GlobalOptions, 'dir'>): Text {
  if (isRunning) return { de: 'Der Zeitplan läuft.', en: 'The clock is running.' };
  const start = commandCall(['start'], options);
  const send = commandCall(['send', week], options);
  return {
    de: `Hier läuft gerade kein Zeitplan: Starte ihn mit ${start}, oder sende mit ${send}. (Weckt ihn cron oder systemd mit schedule --once, ist das in Ordnung.)`,
    en: `No clock is running here: start it with ${start}, or send with ${send}. (If cron or systemd wakes it with schedule --once, that is all right.)`,
  };
}

function onDay(moment: Text): Text {
  return { de: `am ${moment.de}`, en: `on ${moment.en}` };
}

/** Within a minute, where a clock runs. */
const soon: Text = { de: 'beim nächsten Aufwachen des Zeitplans', en: 'when the clock wakes next' };

/** ` seit Freitag, …, per Befehl`; empty for what the clock is only about to note. */
function sinceWhen(at: string | undefined, by: Decider | undefined, words: (at: Date) => Text): Text {
  if (at === undefined || by === undefined) return { de: '', en: '' };
  const moment = words(new Date(at));
  const who = deciders[by];
  return { de: ` seit ${moment.de}, ${who.de}`, en: ` since ${moment.en}, ${who.en}` };
}

const deciders: Readonly<Record<Decider, Text>> = {
  command: { de: 'mit einem Befehl', en: 'by a command' },
  link: { de: 'über den Link in deiner Mail', en: 'by the link in your mail' },
  clock: { de: 'vom Zeitplan', en: 'by the clock' },
  breaker: { de: 'von Wochenbrief selbst', en: 'by Wochenbrief itself' },
};

const holdReasons: Readonly<Record<HoldReason, Text>> = {
  author: { de: 'weil du es so wolltest', en: 'because you wished so' },
  unanswered: { de: 'weil keine Freigabe kam', en: 'because no approval came' },
  late: { de: 'weil seine Zeit zu lange vorbei ist', en: 'because its time has been over for too long' },
};
