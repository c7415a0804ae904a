import type { Address } from '../address.ts';
import type { Language } from '../errors.ts';
import type { Decide, Decision, ListEdit, ListView } from './listBook.ts';
import { keyOf } from './listBook.ts';
import {
  bareConsent,
  bareSubscriber,
  type Consent,
  type PastConsent,
  type Rhythm,
  type RestrictedProof,
  type Subscriber,
  type Suppression,
  type SuppressionReason,
} from './subscriber.ts';
import { findSuppression, secretMark, suppressionHash } from './suppression.ts';

/** The secrets in use; the first signs and hashes. */
export type Secrets = readonly [string, ...string[]];

/** Somebody asks for an address to be put on the list. Instants are UTC, ISO 8601. */
export interface SignUp {
  /** Random, for the person should she be new. */
  readonly id: string;
  readonly address: Address;
  readonly name: string | null;
  readonly language: Language | null;
  readonly wording: string;
  readonly wordingVersion: string;
  readonly form: string | null;
  readonly origin: string | null;
  readonly at: string;
}

/** What a reader may change about what she gets. */
export interface Preferences {
  readonly name: string | null;
  readonly language: Language | null;
  readonly rhythm: Rhythm;
  readonly pausedUntil: string | null;
}

/** One address gets one confirmation mail in this time at most (R53). */
export const mailPauseMs = 24 * 3_600_000;

/** For how long the goodbye page offers to take it back. */
const undoMs = 24 * 3_600_000;

const nothing = <T>(value: T): Decision<T> => ({ edits: [], value });
const msSince = (instant: string, at: string): number => Date.parse(at) - Date.parse(instant);

/**
 * A sign-up. Whoever is already on the list, or suppressed, leaves just as much of a trace as somebody new, so that
 * nobody can tell them apart from outside (R52); what the mailbox gets follows from the list (`dueMails`).
 */
export function signUp(request: SignUp, secrets: Secrets): Decide<void> {
  return (list) => {
    const { address, at } = request;
    const suppression = findSuppression(list, address.key, secrets);
    if (suppression && !isOwnWish(suppression.reason))
      return { edits: [{ suppress: { ...suppression, askedAt: at } }], value: undefined };
    return { edits: [{ put: signedUp(list.byKey(address.key), request) }], value: undefined };
  };
}

function signedUp(known: Subscriber | undefined, request: SignUp): Subscriber {
  const { at, address, name, language } = request;
  const consent = consentOf(request);
  if (known === undefined) {
    const { id } = request;
    return {
      ...bareSubscriber,
      id,
      address: address.address,
      name,
      status: 'pending',
      language,
      consent,
      askedAt: at,
    };
  }
  const asked = { ...known, askedAt: at };
  if (known.status === 'confirmed') return asked;
  if (known.status === 'unsubscribed') {
    return {
      ...asked,
      status: 'pending',
      name: name ?? known.name,
      language,
      rhythm: 'weekly',
      pausedUntil: null,
      consent,
      unsubscribedAt: null,
      mailRefused: null,
      past: withPast(known),
    };
  }
  // While a confirmation mail is on its way or fresh, a second request changes nothing.
  const since = lastMailed(known.consent) ?? (known.mailRefused === null ? known.consent.requestedAt : null);
  const isFresh = since !== null && msSince(since, at) < mailPauseMs;
  return isFresh ? asked : { ...asked, name, language, consent, mailRefused: null };
}

/** When the person was last asked by mail to confirm. */
export function lastMailed({ mailedAt, remindedAt }: Consent): string | null {
  return remindedAt ?? mailedAt;
}

function consentOf({ wording, wordingVersion, form, origin, at }: SignUp): Consent {
  return { ...bareConsent, wording, wordingVersion, form, origin, requestedAt: at };
}

/** All earlier subscriptions of a person who has left, this one included. */
export function withPast(subscriber: Subscriber): readonly PastConsent[] {
  const { consent, past, unsubscribedAt } = subscriber;
  return unsubscribedAt === null ? past : [...past, { ...consent, unsubscribedAt }];
}

/** The person's own reasons end when she asks again and confirms; all others stay. */
export function isOwnWish(reason: SuppressionReason): boolean {
  return reason === 'erased' || reason === 'unsubscribed';
}

/** What a confirmation came to: `used` where somebody confirmed and left meanwhile, `unknown` for a sign-up that is gone. */
export type Confirmed = 'confirmed' | 'alreadyConfirmed' | 'used' | 'unknown';

/** The button of the confirmation page (R49, R51). */
export function confirm(id: string, at: string, secrets: Secrets): Decide<Confirmed> {
  return (list) => {
    const subscriber = list.byId(id);
    if (subscriber === undefined) return nothing('unknown');
    if (subscriber.status === 'confirmed') return nothing('alreadyConfirmed');
    if (subscriber.status === 'unsubscribed') return nothing('used');
    const suppression = findSuppression(list, keyOf(subscriber), secrets);
    if (suppression && !isOwnWish(suppression.reason)) return nothing('used');
    const past = [...(suppression?.proof?.consents ?? []), ...subscriber.past];
    const confirmed: Subscriber = {
      ...subscriber,
      status: 'confirmed',
      past,
      consent: { ...subscriber.consent, confirmedAt: at },
    };
    const release: ListEdit[] = suppression ? [{ release: suppression.hash }] : [];
    return { edits: [{ put: confirmed }, ...release], value: 'confirmed' };
  };
}

/** What unsubscribing came to; whoever is gone already is just as free of letters. */
export type Unsubscribed = 'unsubscribed' | 'alreadyUnsubscribed' | 'unknown';

/** Leaves the list, at once and for good (R65). */
export function unsubscribe(id: string, at: string): Decide<Unsubscribed> {
  return (list) => {
    const subscriber = list.byId(id);
    if (subscriber === undefined) return nothing('unknown');
    if (subscriber.status === 'unsubscribed') return nothing('alreadyUnsubscribed');
    if (subscriber.status === 'pending') return { edits: [withdrawn(subscriber)], value: 'unsubscribed' };
    const left: Subscriber = { ...subscriber, status: 'unsubscribed', unsubscribedAt: at };
    return { edits: [{ put: left }], value: 'unsubscribed' };
  };
}

/** A sign-up that nobody confirmed, taken back: the person is again what she was before it, mostly nobody (R63). */
export function withdrawn(subscriber: Subscriber): ListEdit {
  const before = subscriber.past.at(-1);
  if (before === undefined) return { remove: subscriber.id };
  const { unsubscribedAt, ...consent } = before;
  const past = subscriber.past.slice(0, -1);
  return {
    put: { ...subscriber, status: 'unsubscribed', consent, unsubscribedAt, past, mailRefused: null },
  };
}

/** Whether the goodbye can still be taken back on its page. */
export function mayUndo(subscriber: Subscriber, at: string): boolean {
  const { status, unsubscribedAt } = subscriber;
  return status === 'unsubscribed' && unsubscribedAt !== null && msSince(unsubscribedAt, at) < undoMs;
}

/** What taking a goodbye back came to. */
export type Resumed = 'resumed' | 'notLeft' | 'tooLate' | 'unknown';

/** Takes back a goodbye of today, for the one who slipped. */
export function resume(id: string, at: string, secrets: Secrets): Decide<Resumed> {
  return (list) => {
    const subscriber = list.byId(id);
    if (subscriber === undefined) return nothing('unknown');
    if (subscriber.status === 'confirmed') return nothing('notLeft');
    if (!mayUndo(subscriber, at) || findSuppression(list, keyOf(subscriber), secrets))
      return nothing('tooLate');
    const consent = { ...subscriber.consent, resumedAt: at };
    const back: Subscriber = { ...subscriber, status: 'confirmed', unsubscribedAt: null, consent };
    return { edits: [{ put: back }], value: 'resumed' };
  };
}

/** Changes what a confirmed reader gets; answers whether there was one. */
export function savePreferences(id: string, changes: Partial<Preferences>): Decide<boolean> {
  return (list) => {
    const subscriber = list.byId(id);
    if (subscriber?.status !== 'confirmed') return nothing(false);
    return { edits: [{ put: { ...subscriber, ...changes } }], value: true };
  };
}

/** What forgetting somebody needs to know. */
export interface Forgetting {
  readonly reason: 'erased' | 'unsubscribed';
  readonly at: string;
  /** Whole years, to their end, that the restricted proof is kept; 0 keeps none. */
  readonly proofYears: number;
}

/** Forgets a person (Art. 17 DSGVO): name and address go; a keyed hash stays, and for a time what proves the consent. */
export function forget(id: string, forgetting: Forgetting, secrets: Secrets): Decide<boolean> {
  return (list) => {
    const subscriber = list.byId(id);
    if (subscriber === undefined) return nothing(false);
    return { edits: forgetEdits(list, subscriber, forgetting, secrets), value: true };
  };
}

/** The edits that forget one person. */
export function forgetEdits(
  list: Pick<ListView, 'suppression'>,
  subscriber: Subscriber,
  { reason, at, proofYears }: Forgetting,
  secrets: Secrets,
): readonly ListEdit[] {
  const key = keyOf(subscriber);
  const known = findSuppression(list, key, secrets);
  const isKept = known !== undefined && !isOwnWish(known.reason);
  const proven = provenConsents(subscriber, at).map((consent) => withoutPerson(consent, subscriber));
  const consents = [...(known?.proof?.consents ?? []), ...proven];
  const proof: RestrictedProof | null =
    proofYears === 0 || consents.length === 0
      ? null
      : { consents, until: `${Number(at.slice(0, 4)) + proofYears}-12-31` };
  const suppression: Suppression = {
    hash: suppressionHash(key, secrets[0]),
    key: secretMark(secrets[0]),
    reason: isKept ? known.reason : reason,
    since: isKept ? known.since : at,
    askedAt: null,
    proof,
  };
  const former: ListEdit[] = known && known.hash !== suppression.hash ? [{ release: known.hash }] : [];
  return [{ remove: subscriber.id }, ...former, { suppress: suppression }];
}

/** What must stay provable: subscriptions that were confirmed and so were mailed. */
function provenConsents(subscriber: Subscriber, at: string): readonly PastConsent[] {
  const { consent, past, unsubscribedAt } = subscriber;
  return consent.confirmedAt === null
    ? past
    : [...past, { ...consent, unsubscribedAt: unsubscribedAt ?? at }];
}

/** A proof without a person: no IP address, and neither her name nor an address in what was written as its origin. */
function withoutPerson(consent: PastConsent, { name }: Subscriber): PastConsent {
  const origin = consent.origin?.replaceAll(/[^\s<>()"'„“,;:]+@[^\s<>()"'„“,;:]+/g, '…') ?? null;
  return { ...consent, origin: withoutName(origin, name), requestIp: null, confirmIp: null };
}

function withoutName(text: string | null, name: string | null): string | null {
  const words = (name ?? '').split(/\s+/).filter((word) => word !== '');
  if (text === null || words.length === 0) return text;
  const escaped = words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)).join('|');
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped})(?![\\p{L}\\p{N}])`, 'giu'), '…');
}
