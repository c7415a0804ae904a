import { NewsletterError } from '../../src/core/errors.ts';

/** The error a promise ends with; fails the test where it ends well or otherwise. */
export async function caughtError(promise: Promise<unknown>): Promise<NewsletterError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof NewsletterError) return error;
    throw error;
  }
  throw new Error('no error came');
}
