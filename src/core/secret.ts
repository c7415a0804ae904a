import { NewsletterError } from './errors.ts';

/** The secrets in use; the first signs and hashes, all verify. */
export type Secrets = readonly [string, ...string[]];

const minimumLength = 32;

/**
 * NEWSLETTER_SECRET as the list of secrets in use: the first signs, all verify, so that keys can be rotated.
 * Separated by commas; each at least 32 characters. Throws `secret.missing`.
 */
export function readSecrets(value: string | undefined): Secrets {
  const [first, ...others] = (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (first === undefined || [first, ...others].some((secret) => secret.length < minimumLength)) {
    throw new NewsletterError(
      'secret.missing',
      {
        de: `NEWSLETTER_SECRET fehlt oder ist kürzer als ${minimumLength} Zeichen. Damit werden die Abmeldelinks unterschrieben.`,
        en: `NEWSLETTER_SECRET is missing or shorter than ${minimumLength} characters. It signs the unsubscribe links.`,
      },
      {
        hint: {
          de: `Einmal eine anlegen und behalten:\n  node -e "console.log('NEWSLETTER_SECRET='+require('crypto').randomBytes(32).toString('base64url'))" >> .env`,
          en: `Make one once and keep it:\n  node -e "console.log('NEWSLETTER_SECRET='+require('crypto').randomBytes(32).toString('base64url'))" >> .env`,
        },
      },
    );
  }
  return [first, ...others];
}
