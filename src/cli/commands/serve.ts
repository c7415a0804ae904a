import type { Text } from '../../core/errors.ts';
import type { Output } from '../output.ts';
import { openPages, startPages, type PagesOptions } from '../pages.ts';
import { stopOnSignals } from '../stopSignals.ts';

/** `wochenbrief serve`: the public pages, and the mails that the list asks for, until Ctrl-C. */
export async function serve(options: PagesOptions, output: Output): Promise<number> {
  const opened = await openPages(options, output);
  const stop = stopOnSignals(output, stopping);
  try {
    const pages = await startPages(opened, options, stop.signal, output);
    output.say({ de: 'Anhalten mit Strg + C.', en: 'Stop with Ctrl-C.' });
    output.document(pages.place);
    await pages.ended;
  } finally {
    stop.forget();
  }
  return 0;
}

const stopping: Text = {
  de: 'Halte an, sobald die begonnenen Anfragen und Mails fertig sind …',
  en: 'Stopping as soon as the requests and mails in flight are done …',
};
