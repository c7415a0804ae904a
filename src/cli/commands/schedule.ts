import { NewsletterError, reasonOf, type Text } from '../../core/errors.ts';
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
    output.say({ de: 'Anhalten mit Ctrl-C.', en: 'Stop with Ctrl-C.' });
    output.document({ next });
    await runClock(opened, stop.signal, output);
    return exit.done;
  } finally {
    stop.forget();
  }
}

function sayLook({ isStandby, steps, sent, failures }: ClockLook, output: Output): void {
  if (isStandby) {
    output.say({
      de: 'Ein anderer Zeitplan läuft schon und tut, was fällig ist.',
      en: 'Another clock is running already and does what is due.',
    });
    return;
  }
  const done = steps.filter((step) => step.do !== 'send' && step.do !== 'start');
  for (const step of done) output.say(stepWords(step));
  for (const { week, report } of sent) {
    const { accepted, audience } = totalsOf(report.state);
    output.say({
      de: `${week}: gesendet; ${accepted} von ${audience} angenommen.`,
      en: `${week}: sent; ${accepted} of ${audience} accepted.`,
    });
    if (report.stopped) output.note(errorText(report.stopped, output.language));
  }
  for (const error of failures)
    output.note(error instanceof NewsletterError ? errorText(error, output.language) : reasonOf(error));
  if (done.length + sent.length + failures.length === 0)
    output.say({ de: 'Jetzt ist nichts fällig.', en: 'Nothing is due now.' });
}

/** A step as it was tried; whether it failed is told beside it. */
function stepWords(step: Step): Text {
  const { week } = step;
  switch (step.do) {
    case 'compose':
      return { de: `${week}: Entwurf zusammengestellt.`, en: `${week}: draft composed.` };
    case 'tell':
      return { de: `${week}: Mail an dich (${step.mail}).`, en: `${week}: mail to you (${step.mail}).` };
    case 'hold':
      return { de: `${week}: zurückgehalten.`, en: `${week}: held.` };
    case 'send':
      return { de: `${week}: Versand.`, en: `${week}: sending.` };
    case 'start':
      return { de: 'Der Zeitplan läuft zum ersten Mal.', en: 'The clock runs for the first time.' };
  }
}
