import type { Text } from '../../core/errors.ts';
import { openClock, runClock, sayNext } from '../clockRun.ts';
import type { Output } from '../output.ts';
import { openPages, startPages, type PagesOptions } from '../pages.ts';
import { stopOnSignals } from '../stopSignals.ts';

/** `wochenbrief start`: the public pages and the clock in one process, until Ctrl-C. */
export async function start(options: PagesOptions, output: Output): Promise<number> {
  const pagesOpened = await openPages(options, output);
  const clockOpened = await openClock(options, output);
  const stop = stopOnSignals(output, stopping);
  // Where one of the two fails for good, the other is not left alone.
  const failure = new AbortController();
  const signal = AbortSignal.any([stop.signal, failure.signal]);
  const orEnd = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      failure.abort();
      throw error;
    }
  };
  try {
    const pages = await startPages(pagesOpened, options, signal, output);
    output.say({ de: 'Der Zeitplan läuft.', en: 'The clock is running.' });
    const works = [orEnd(pages.ended), orEnd(runClock(clockOpened, signal, output))];
    const next = await sayNext(clockOpened, options, output);
    output.say({ de: 'Anhalten mit Strg + C.', en: 'Stop with Ctrl-C.' });
    output.document({ ...pages.place, next });
    for (const end of await Promise.allSettled(works)) if (end.status === 'rejected') throw end.reason;
  } finally {
    stop.forget();
  }
  return 0;
}

const stopping: Text = {
  de: 'Halte an, sobald die begonnenen Anfragen, Mails und Briefe fertig sind …',
  en: 'Stopping as soon as the requests, mails and letters in flight are done …',
};
