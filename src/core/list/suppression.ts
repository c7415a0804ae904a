import { createHmac } from 'node:crypto';
import { NewsletterError } from '../errors.ts';
import type { ListView } from './listBook.ts';
import type { Secrets } from '../secret.ts';
import {
  bareSuppression,
  type RestrictedProof,
  type Suppression,
  type SuppressionReason,
} from './subscriber.ts';

/** The keyed hash a suppressed address is remembered by; `key` is `Address.key`. */
export function suppressionHash(key: string, secret: string): string {
  return createHmac('sha256', secret).update(`suppression:${key}`).digest('base64url');
}

/** Names a secret without telling it: suppressions say which one made their hash. */
export function secretMark(secret: string): string {
  return createHmac('sha256', secret).update('suppression key').digest('base64url').slice(0, 8);
}

/** An address (its `Address.key`) as one never to mail from now on. */
export function newSuppression(
  key: string,
  reason: SuppressionReason,
  since: string,
  [secret]: Secrets,
): Suppression {
  return { ...bareSuppression, hash: suppressionHash(key, secret), key: secretMark(secret), reason, since };
}

/** The person's own reasons end when she asks again and confirms; all others stay. */
export function isOwnWish(reason: SuppressionReason): boolean {
  return reason === 'erased' || reason === 'unsubscribed';
}

/** What of the suppressions decides who gets a letter: their hashes, and how many each secret made. */
export interface Suppressed {
  readonly hashes: ReadonlySet<string>;
  /** By `secretMark`; null for those of older versions. */
  readonly bySecret: ReadonlyMap<string | null, number>;
  /** The last day of the first proof that is kept with one of them; null where none is. */
  readonly firstProofUntil: string | null;
}

type SuppressionInShort = Pick<Suppression, 'hash' | 'key'> & {
  readonly proof: Pick<RestrictedProof, 'until'> | null;
};

/** What there is to know about suppressions, however many they are. */
export function suppressedBy(suppressions: Iterable<SuppressionInShort>): Suppressed {
  const hashes = new Set<string>();
  const bySecret = new Map<string | null, number>();
  let firstProofUntil: string | null = null;
  for (const { hash, key, proof } of suppressions) {
    if (proof && (firstProofUntil === null || proof.until < firstProofUntil)) firstProofUntil = proof.until;
    hashes.add(hash);
    bySecret.set(key, (bySecret.get(key) ?? 0) + 1);
  }
  return { hashes, bySecret, firstProofUntil };
}

/**
 * Refuses to go on where addresses are suppressed under a secret that is no longer in use: they could not be recognised
 * and would be mailed. Throws `secret.changed`.
 */
export function requireReadable(suppressions: Iterable<Suppression>, secrets: readonly string[]): void {
  requireRecognised(suppressedBy(suppressions), secrets);
}

/** The same of what is known about them. Throws `secret.changed`. */
export function requireRecognised({ bySecret }: Suppressed, secrets: readonly string[]): void {
  const known = new Set(secrets.map(secretMark));
  let unreadable = 0;
  for (const [key, count] of bySecret) if (key !== null && !known.has(key)) unreadable += count;
  if (unreadable === 0) return;
  throw new NewsletterError(
    'secret.changed',
    {
      de: `${unreadable} gesperrte Adressen sind mit einem anderen NEWSLETTER_SECRET verschlüsselt und ließen sich nicht wiedererkennen.`,
      en: `${unreadable} suppressed addresses are hashed with another NEWSLETTER_SECRET and could not be recognised.`,
    },
    {
      hint: {
        de: 'Das frühere hinter das neue schreiben, mit einem Komma: NEWSLETTER_SECRET=neues,früheres',
        en: 'Write the former one behind the new one, with a comma: NEWSLETTER_SECRET=new,former',
      },
    },
  );
}

/** The suppression of an address (its `Address.key`), whichever of the secrets made its hash. */
export function findSuppression(
  list: Pick<ListView, 'suppression'>,
  key: string,
  secrets: readonly string[],
): Suppression | undefined {
  return secrets
    .map((secret) => list.suppression(suppressionHash(key, secret)))
    .find((found) => found !== undefined);
}

/** Answers whether an address (its `Address.key`) is suppressed, under any of the secrets in use. */
export function suppressionCheck(
  suppressions: readonly Suppression[],
  secrets: readonly string[],
): (key: string) => boolean {
  return checkOf(suppressedBy(suppressions), secrets);
}

/** The same of what is known about them. */
export function checkOf({ hashes }: Suppressed, secrets: readonly string[]): (key: string) => boolean {
  return (key) => hashes.size > 0 && secrets.some((secret) => hashes.has(suppressionHash(key, secret)));
}
