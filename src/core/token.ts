import { timingSafeEqual } from 'node:crypto';
import { NewsletterError } from './errors.ts';
import { hmacOf } from './hmac.ts';
import { isWeekId, type WeekId } from './week.ts';

/** What a signed link lets its holder do. */
export type TokenPurpose = 'confirm' | 'unsubscribe';

/** What a verified token says. */
export interface TokenClaim {
  readonly purpose: TokenPurpose;
  readonly subscriberId: string;
  /** Seconds since 1970; null for links that never expire. */
  readonly issuedAt: number | null;
}

/** What a link in a mail to the author lets its holder do with one week's issue: read its draft, or decide about it. */
export type IssuePurpose = 'read' | 'decide';

/** 22 base64url letters carry 132 bit of the HMAC-SHA256 (R51 asks for 128). */
const signatureLength = 22;
const purposeLetters: Readonly<Record<TokenPurpose, string>> = { confirm: 'c', unsubscribe: 'u' };
const issueLetters: Readonly<Record<IssuePurpose, string>> = { read: 'r', decide: 'd' };
const shape = /^([cu])\.([a-z0-9]{8,40})\.([0-9a-z]*)\.([A-Za-z0-9_-]{22})$/;
const issueShape = /^([rd])\.(\d{4})w(\d{2})\.\.([A-Za-z0-9_-]{22})$/;

/** Signs a claim with the newest secret: four dotted parts, safe in a URL. */
export function signToken(claim: TokenClaim, secret: string): string {
  const issued = claim.issuedAt === null ? '' : claim.issuedAt.toString(36);
  const body = `${purposeLetters[claim.purpose]}.${claim.subscriberId}.${issued}`;
  return `${body}.${signatureOf(body, secret)}`;
}

/**
 * Reads a token for one purpose; any of the secrets may have signed it, so that a rotated key keeps old links alive (R50).
 * Throws `token.invalid` for anything malformed, forged or of another purpose, `token.expired` past `maxAgeSeconds`.
 */
export function verifyToken(
  token: string,
  purpose: TokenPurpose,
  secrets: readonly string[],
  age?: { readonly maxAgeSeconds: number; readonly now: Date },
): TokenClaim {
  const [, letter = '', subscriberId = '', issued = '', signature = ''] = shape.exec(token) ?? [];
  const body = `${letter}.${subscriberId}.${issued}`;
  const isSigned = secrets.some((secret) => isSame(signature, signatureOf(body, secret)));
  if (!isSigned || letter !== purposeLetters[purpose]) throw invalidToken();
  const issuedAt = issued === '' ? null : parseInt(issued, 36);
  if (age && (issuedAt === null || age.now.getTime() / 1000 - issuedAt > age.maxAgeSeconds))
    throw expiredToken();
  return { purpose, subscriberId, issuedAt };
}

/** What stands in the address of the author's desk, so that only whoever has the address has the desk. */
export function deskKey(secret: string): string {
  return signatureOf('desk', secret).slice(0, 16);
}

/** The token of a reader's own pages, to leave and to change what she gets; it never expires (R50). */
export function readerToken(subscriberId: string, secret: string): string {
  return signToken({ purpose: 'unsubscribe', subscriberId, issuedAt: null }, secret);
}

/** The signed unsubscribe link of one reader. */
export function unsubscribeUrl(baseUrl: string, subscriberId: string, secret: string): string {
  return readerUrls(baseUrl, readerToken(subscriberId, secret)).unsubscribeUrl;
}

/** The signed link to what a reader gets: name, language, rhythm, pause, and to be forgotten. */
export function preferencesUrl(baseUrl: string, subscriberId: string, secret: string): string {
  return readerUrls(baseUrl, readerToken(subscriberId, secret)).preferencesUrl;
}

/** Both links of the reader whose token it is. */
export function readerUrls(
  baseUrl: string,
  token: string,
): { readonly unsubscribeUrl: string; readonly preferencesUrl: string } {
  const base = baseUrl.replace(/\/+$/, '');
  return { unsubscribeUrl: `${base}/unsubscribe/${token}`, preferencesUrl: `${base}/preferences/${token}` };
}

/** The signed link that confirms one request; `requestedAt` ties it to this one. */
export function confirmUrl(baseUrl: string, subscriberId: string, requestedAt: Date, secret: string): string {
  const issuedAt = Math.floor(requestedAt.getTime() / 1000);
  const token = signToken({ purpose: 'confirm', subscriberId, issuedAt }, secret);
  return `${baseUrl.replace(/\/+$/, '')}/confirm/${token}`;
}

/** The token of one week's issue; what may still be decided depends on where the issue stands, not on the token's age. */
export function issueToken(purpose: IssuePurpose, week: WeekId, secret: string): string {
  const body = `${issueLetters[purpose]}.${week.replace('-', '').toLowerCase()}.`;
  return `${body}.${signatureOf(body, secret)}`;
}

/** The week of a token for one purpose: whoever may read a draft may not decide about it. Throws `token.invalid`. */
export function verifyIssueToken(token: string, purpose: IssuePurpose, secrets: readonly string[]): WeekId {
  const [, letter = '', year = '', number = '', signature = ''] = issueShape.exec(token) ?? [];
  const body = `${letter}.${year}w${number}.`;
  const isSigned = secrets.some((secret) => isSame(signature, signatureOf(body, secret)));
  const week = `${year}-W${number}`;
  if (!isSigned || letter !== issueLetters[purpose] || !isWeekId(week)) throw invalidToken();
  return week;
}

/** The link to read a week's draft. */
export function draftUrl(baseUrl: string, week: WeekId, secret: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/draft/${issueToken('read', week, secret)}`;
}

/** The link to a page that decides about a week's issue; the page's button does it (R49). */
export function decideUrl(baseUrl: string, week: WeekId, secret: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/decide/${issueToken('decide', week, secret)}`;
}

function signatureOf(body: string, secret: string): string {
  return hmacOf(secret, `token:${body}`, 'base64url').slice(0, signatureLength);
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function invalidToken(): NewsletterError {
  return new NewsletterError('token.invalid', {
    de: 'Dieser Link ist nicht gültig.',
    en: 'This link is not valid.',
  });
}

function expiredToken(): NewsletterError {
  return new NewsletterError('token.expired', {
    de: 'Dieser Link ist abgelaufen.',
    en: 'This link has expired.',
  });
}
