import { createHmac } from 'node:crypto';
import type { Suppression } from './subscriber.ts';

/** The keyed hash a suppressed address is remembered by; `key` is `Address.key`. */
export function suppressionHash(key: string, secret: string): string {
  return createHmac('sha256', secret).update(`suppression:${key}`).digest('base64url');
}

/** Answers whether an address (its `Address.key`) is suppressed, under any of the secrets in use. */
export function suppressionCheck(
  suppressions: readonly Suppression[],
  secrets: readonly string[],
): (key: string) => boolean {
  const hashes = new Set(suppressions.map((suppression) => suppression.hash));
  return (key) => hashes.size > 0 && secrets.some((secret) => hashes.has(suppressionHash(key, secret)));
}
