import type { Address } from '../address.ts';
import type { Language } from '../errors.ts';
import type { Decide, Decision, ListEdit, ListView } from './listBook.ts';
import { keyOf } from './listBook.ts';
import { byHandVersion } from './consentWording.ts';
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
  const { id, at, address, name, language } = request;
  const consent = consentOf(request);
  if (known === undefined) {
    const person = { ...bareSubscriber, id, address: address.address, name, language };
    return { ...person, status: 'pending', consent, askedAt: at };
  }
  const asked = { ...known, askedAt: at };
  if (known.status === 'confirmed') return asked;
  if (known.status === 'unsubscribed') {
    // Her name and wishes are hers: whoever enters her address now may be somebody else.
    const past = withPast(known);
    return { ...asked, status: 'pending', consent, unsubscribedAt: null, mailRefused: null, past };
  }
  return renewed(asked, request);
}

/**
 * A second request while the first waits. It prolongs nothing and brings its reminder forward at most (`dueMails`), so
 * that nobody can keep a stranger's address busy; two different names mean that one is not hers.
 */
function renewed(known: Subscriber, request: SignUp): Subscriber {
  const { consent, lastMailAt, past } = known;
  const isHerOwn = consent.origin !== null && request.origin === null;
  const isPatient = lastMailAt !== null && msSince(lastMailAt, request.at) < mailPauseMs;
  return {
    ...known,
    name: past.length > 0 || known.name === request.name ? known.name : null,
    consent: isHerOwn ? consentOf(request) : consent,
    mailRefused: isPatient ? known.mailRefused : null,
  };
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

/** A confirmation link: whose it is, and when what it confirms was asked for, in seconds since 1970. */
export interface ConfirmationLink {
  readonly id: string;
  readonly issuedAt: number | null;
}

/** Whether a link belongs to the request that waits, and not to one that was confirmed long ago. */
export function isLinkOf({ consent }: Subscriber, { issuedAt }: Pick<ConfirmationLink, 'issuedAt'>): boolean {
  return issuedAt === Math.floor(Date.parse(consent.requestedAt) / 1000);
}

/** The button of the confirmation page (R49, R51). */
export function confirm(link: ConfirmationLink, at: string, secrets: Secrets): Decide<Confirmed> {
  return (list) => {
    const subscriber = list.byId(link.id);
    if (subscriber === undefined) return nothing('unknown');
    if (subscriber.status === 'confirmed') return nothing('alreadyConfirmed');
    if (subscriber.status === 'unsubscribed' || !isLinkOf(subscriber, link)) return nothing('used');
    const suppression = findSuppression(list, keyOf(subscriber), secrets);
    if (suppression && !isOwnWish(suppression.reason)) return nothing('used');
    const past = [...(suppression?.proof?.consents ?? []), ...subscriber.past];
    const wishes = subscriber.past.length > 0 ? ({ rhythm: 'weekly', pausedUntil: null } as const) : {};
    const confirmed: Subscriber = {
      ...subscriber,
      // Who comes back after she had left begins anew.
      ...wishes,
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
export function unsubscribe(id: string, at: string, secrets: Secrets): Decide<Unsubscribed> {
  return (list) => {
    const subscriber = list.byId(id);
    if (subscriber === undefined) return nothing('unknown');
    if (subscriber.status === 'unsubscribed') return nothing('alreadyUnsubscribed');
    if (subscriber.status === 'pending')
      return { edits: takenBack(list, subscriber, at, secrets), value: 'unsubscribed' };
    const left: Subscriber = { ...subscriber, status: 'unsubscribed', unsubscribedAt: at };
    return { edits: [{ put: left }], value: 'unsubscribed' };
  };
}

/**
 * The edits that end a sign-up nobody confirmed. Whom the author brought along is remembered by a hash, so that the next
 * import does not ask her again; her own sign-up on the form still does.
 */
export function takenBack(
  list: Pick<ListView, 'suppression'>,
  subscriber: Subscriber,
  at: string,
  secrets: Secrets,
): readonly ListEdit[] {
  const isBroughtAlong = subscriber.consent.origin !== null && subscriber.past.length === 0;
  return isBroughtAlong
    ? forgetEdits(list, subscriber, { reason: 'unsubscribed', at, proofYears: 0 }, secrets)
    : [withdrawn(subscriber)];
}

/** A sign-up that nobody confirmed, taken back: the person is again what she was before it, mostly nobody (R63). */
export function withdrawn(subscriber: Subscriber): ListEdit {
  const before = asBefore(subscriber);
  return before ? { put: before } : { remove: subscriber.id };
}

/** Somebody who had left, as she was before her address was entered once more; undefined for somebody new. */
function asBefore(subscriber: Subscriber): Subscriber | undefined {
  const before = subscriber.past.at(-1);
  if (before === undefined) return undefined;
  const { unsubscribedAt, ...consent } = before;
  const past = subscriber.past.slice(0, -1);
  return { ...subscriber, status: 'unsubscribed', consent, unsubscribedAt, past, mailRefused: null };
}

/** Whether the goodbye can still be taken back on its page, also where somebody entered the address again meanwhile. */
export function mayUndo(subscriber: Subscriber, at: string): boolean {
  return departed(subscriber, at) !== undefined;
}

/** Somebody who left within the last day. */
function departed(subscriber: Subscriber, at: string): Subscriber | undefined {
  const left = subscriber.status === 'pending' ? asBefore(subscriber) : subscriber;
  const unsubscribedAt = left?.unsubscribedAt ?? null;
  return unsubscribedAt !== null && msSince(unsubscribedAt, at) < undoMs ? left : undefined;
}

/** What taking a goodbye back came to. */
export type Resumed = 'resumed' | 'notLeft' | 'tooLate' | 'unknown';

/** Takes back a goodbye of today, for the one who slipped. */
export function resume(id: string, at: string, secrets: Secrets): Decide<Resumed> {
  return (list) => {
    const subscriber = list.byId(id);
    if (subscriber === undefined) return nothing('unknown');
    if (subscriber.status === 'confirmed') return nothing('notLeft');
    const left = departed(subscriber, at);
    if (left === undefined || findSuppression(list, keyOf(left), secrets)) return nothing('tooLate');
    const consent = { ...left.consent, resumedAt: at };
    const back: Subscriber = { ...left, status: 'confirmed', unsubscribedAt: null, consent };
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

/**
 * A proof without a person: no IP address, nothing that the author wrote in words of his own, and of where she came from
 * neither her name, nor an address, nor the name of a file.
 */
function withoutPerson(consent: PastConsent, { name }: Subscriber): PastConsent {
  const bare = { ...consent, requestIp: null, confirmIp: null };
  if (consent.wordingVersion === byHandVersion) return { ...bare, wording: '…', origin: '…' };
  const [origin] = consent.origin?.split(',') ?? [];
  const nameless = origin?.replaceAll(/[^\s<>()"'„“,;:]+@[^\s<>()"'„“,;:]+/g, '…') ?? null;
  return { ...bare, origin: withoutName(nameless, name) };
}

function withoutName(text: string | null, name: string | null): string | null {
  const words = (name ?? '').split(/\s+/).filter((word) => word !== '');
  if (text === null || words.length === 0) return text;
  const escaped = words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)).join('|');
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped})(?![\\p{L}\\p{N}])`, 'giu'), '…');
}
