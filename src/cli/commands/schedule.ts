import { NewsletterError, reasonOf, type Text } from '../../core/errors.ts';
import type { AuthorMailKind } from '../../core/clock/diary.ts';
import type { Step } from '../../core/clock/dueSteps.ts';
import { totalsOf } from '../../core/sending/delivery.ts';
import { lookDocument, lookOnce, openClock, runClock, sayNext, type ClockLook } from '../clockRun.ts';
import { exit } from '../failures.ts';
import { errorText, type Output } from '../output.ts';
import type { GlobalOptions } from '../settings.ts';
import { stopOnSignals } from '../stopSignals.ts';

/** `wochenbrief schedule`: composes, reminds and sends at their hours, until Ctrl-C; with --once only what is due now. */
export async function scheduleCommand(
  options: GlobalOptions & { readonly once?: boolean },
  output: Output,
): Promise<number> {
  const opened = await openClock(options, output);
  for (const note of opened.newsroom.notes) output.note(note);
  const stop = stopOnSignals(output);
  try {
    if (options.once) {
      const look = await lookOnce(opened, stop.signal);
      sayLook(look, output);
      const next = await sayNext(opened, options, output);
      output.document({ ...lookDocument(look), next });
      return look.failures.length > 0 || look.sent.some(({ report }) => report.stopped)
        ? exit.failed
        : exit.done;
    }
    const { title } = opened.newsroom.config;
    output.say({ de: `Der Zeitplan von „${title}“ läuft.`, en: `The clock of "${title}" is running.` });
    const next = await sayNext(opened, options, output);
    output.say({ de: 'Anhalten mit Strg + C.', en: 'Stop with Ctrl-C.' });
    output.document({ next });
    await runClock(opened, stop.signal, output);
    return exit.done;
  } finally {
    stop.forget();
  }
}

function sayLook({ isStandby, steps, sent, mailbox, failures }: ClockLook, output: Output): void {
  if (isStandby) {
    output.say({
      de: 'Ein anderer Zeitplan läuft schon und tut, was fällig ist.',
      en: 'Another clock is running already and does what is due.',
    });
    return;
  }
  const hasFailed = new Set(failures.map(({ step }) => step));
  const done = steps.filter((step) => step.do !== 'send' && step.do !== 'start' && !hasFailed.has(step));
  for (const step of done) output.say(stepWords(step));
  for (const { week, report } of sent) {
    const { accepted, audience } = totalsOf(report.state);
    output.say({
      de: `${week}: gesendet; ${accepted} von ${audience} angenommen.`,
      en: `${week}: sent; ${accepted} of ${audience} accepted.`,
    });
    if (report.stopped) output.note(errorText(report.stopped, output.language));
  }
  if (mailbox && mailbox.mails > 0)
    output.say({
      de: `Neue Mails im Postfach gelesen: ${mailbox.mails}`,
      en: `New mails read in the mailbox: ${mailbox.mails}`,
    });
  for (const { error, step } of failures) {
    if (step) output.note(failedWords(step));
    output.note(error instanceof NewsletterError ? errorText(error, output.language) : reasonOf(error));
  }
  if (done.length + sent.length + failures.length === 0)
    output.say({ de: 'Jetzt ist nichts fällig.', en: 'Nothing is due now.' });
}

/** A step that was done. */
function stepWords(step: Step): Text {
  const { week } = step;
  switch (step.do) {
    case 'compose':
      return { de: `${week}: Entwurf zusammengestellt.`, en: `${week}: draft composed.` };
    case 'tell':
      return {
        de: `${week}: Mail an dich (${mailNames[step.mail].de}).`,
        en: `${week}: mail to you (${mailNames[step.mail].en}).`,
      };
    case 'hold':
      return { de: `${week}: zurückgehalten.`, en: `${week}: held.` };
    case 'send':
      return { de: `${week}: Versand.`, en: `${week}: sending.` };
    case 'start':
      return { de: 'Der Zeitplan läuft zum ersten Mal.', en: 'The clock runs for the first time.' };
  }
}

/** A step that was tried in vain; the reason follows. */
function failedWords(step: Step): Text {
  const { week } = step;
  switch (step.do) {
    case 'compose':
      return {
        de: `${week}: Der Entwurf ließ sich nicht zusammenstellen:`,
        en: `${week}: the draft could not be composed:`,
      };
    case 'tell':
      return {
        de: `${week}: Die Mail an dich (${mailNames[step.mail].de}) ging nicht hinaus:`,
        en: `${week}: the mail to you (${mailNames[step.mail].en}) did not leave:`,
      };
    case 'send':
      return { de: `${week}: Der Brief ging nicht hinaus:`, en: `${week}: the letter did not leave:` };
    case 'hold':
    case 'start':
      return {
        de: `${week}: Das Tagebuch ließ sich nicht schreiben:`,
        en: `${week}: the diary could not be written:`,
      };
  }
}

const mailNames: Readonly<Record<AuthorMailKind, Text>> = {
  draft: { de: 'Entwurf', en: 'draft' },
  reminder: { de: 'Erinnerung an die Freigabe', en: 'reminder to approve' },
  held: { de: 'zurückgehaltener Brief', en: 'letter held' },
  quiet: { de: 'stille Woche', en: 'quiet week' },
  trouble: { de: 'was nicht gelingt', en: 'what keeps failing' },
  paused: { de: 'angehaltener Versand', en: 'sending paused' },
  report: { de: 'Bericht', en: 'report' },
  final: { de: 'Abschlussbericht', en: 'final report' },
};
