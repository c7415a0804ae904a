import type { Decider, DiaryState } from './diary.ts';
import { NewsletterError, type Text } from '../errors.ts';
import type { WeekId } from '../week.ts';

/** Throws `issue.cancelled` or `issue.paused` where the author, or the breaker, has stopped the letter (R12). */
export function requireNotHalted(diary: DiaryState, week: WeekId): void {
  if (diary.isCancelled) throw cancelled(week);
  if (diary.paused) throw paused(diary.paused, week);
}

const deciders: Readonly<Record<Decider, Text>> = {
  command: { de: 'mit wochenbrief pause', en: 'with wochenbrief pause' },
  link: { de: 'über den Link in deiner Mail', en: 'by the link in your mail' },
  clock: { de: 'vom Zeitplan', en: 'by the schedule' },
  breaker: { de: 'von Wochenbrief selbst', en: 'by Wochenbrief itself' },
};

function paused({ by, reason }: NonNullable<DiaryState['paused']>, week: WeekId): NewsletterError {
  const who = deciders[by];
  return new NewsletterError(
    'issue.paused',
    {
      de: `Der Versand von ${week} ist angehalten, ${who.de}${reason ? `: ${reason.de}` : '.'}`,
      en: `Sending ${week} is paused, ${who.en}${reason ? `: ${reason.en}` : '.'}`,
    },
    {
      hint: {
        de: `Nichts wurde gesendet. Weiter geht es mit: wochenbrief resume ${week}`,
        en: `Nothing was sent. Go on with: wochenbrief resume ${week}`,
      },
    },
  );
}

function cancelled(week: WeekId): NewsletterError {
  return new NewsletterError(
    'issue.cancelled',
    {
      de: `Der Brief ${week} ist abgesagt. Nichts wurde gesendet.`,
      en: `The letter ${week} is cancelled. Nothing was sent.`,
    },
    {
      hint: {
        de: `Wer ihn schon hat, steht hier: wochenbrief status ${week}. Der nächste Brief geht wie gewohnt.`,
        en: `Who has it already is told by: wochenbrief status ${week}. The next letter leaves as usual.`,
      },
    },
  );
}

/** A letter that the clock was about to begin when the author held it, or its hour had passed for too long. */
export function heldIssue(week: WeekId): NewsletterError {
  return new NewsletterError(
    'issue.held',
    {
      de: `Der Brief ${week} wird zurückgehalten, oder seine Zeit ist vorbei. Nichts wurde gesendet.`,
      en: `The letter ${week} is held, or its time is over. Nothing was sent.`,
    },
    {
      hint: {
        de: `Er geht hinaus mit: wochenbrief approve ${week}`,
        en: `It leaves with: wochenbrief approve ${week}`,
      },
    },
  );
}
