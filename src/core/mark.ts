import { createHash } from 'node:crypto';

/** A short mark of a text: the same for the same text, and for no other one anybody will meet. Fits into addresses and forms. */
export function markOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
