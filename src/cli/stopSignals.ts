import type { Text } from '../core/errors.ts';
import type { Output } from './output.ts';

/** Ctrl-C, SIGTERM and a closed terminal finish what is in flight, then stop (R12); a second one ends at once. */
export function stopOnSignals(
  output: Output,
  words: Text | (() => Text) = lettersInFlight,
): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(1);
    output.note(typeof words === 'function' ? words() : words);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);
  return {
    signal: controller.signal,
    forget: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
      process.off('SIGHUP', onSignal);
    },
  };
}

/** What is said where letters are leaving. */
export const lettersInFlight: Text = {
  de: 'Halte an, sobald die begonnenen Briefe fertig sind …',
  en: 'Stopping as soon as the letters in flight are done …',
};
