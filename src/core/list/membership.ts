import type { Address } from '../address.ts';
import type { Language } from '../errors.ts';
import type { Secrets } from '../secret.ts';
import { keyOf, type Decide, type Decision, type ListEdit, type ListView } from './listBook.ts';
import { forgetEdits } from './forgetting.ts';
import {
  bareConsent,
  bareSubscriber,
  type Consent,
  type PastConsent,
  type Rhythm,
  type Subscriber,
} from './subscriber.ts';
import { findSuppression, isOwnWish } from './suppression.ts';

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
