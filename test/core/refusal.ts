import { NewsletterError } from '../../src/core/errors.ts';

/** The error an action is refused with; anything but a NewsletterError is a fault of the program itself. */
export function refusal(action: () => unknown): NewsletterError {
  try {
    action();
  } catch (error) {
    if (error instanceof NewsletterError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
