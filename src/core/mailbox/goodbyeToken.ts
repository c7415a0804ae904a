import { NewsletterError } from '../errors.ts';
import type { Secrets } from '../secret.ts';
import { verifyToken } from '../token.ts';

const tokenPattern = /(?<![a-z0-9.])u\.[a-z0-9]{8,40}\.[0-9a-z]*\.[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])/g;

/** Whose unsubscribe token stands in a text; undefined where none does, or none that we signed. */
export function signedReader(text: string, secrets: Secrets): string | undefined {
  for (const [token] of text.slice(0, 4_000).matchAll(tokenPattern)) {
    const id = readerOf(token, secrets);
    if (id !== undefined) return id;
  }
  return undefined;
}

function readerOf(token: string, secrets: Secrets): string | undefined {
  try {
    return verifyToken(token, 'unsubscribe', secrets).subscriberId;
  } catch (error) {
    if (error instanceof NewsletterError) return undefined;
    throw error;
  }
}
