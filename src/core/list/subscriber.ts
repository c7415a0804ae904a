import type { Language } from '../errors.ts';

/** Where a person stands: asked to come, confirmed it, or left. */
export type SubscriberStatus = 'pending' | 'confirmed' | 'unsubscribed';

/** How often a person gets a letter: each week's, or once a month one with all the posts since the last. */
export type Rhythm = 'weekly' | 'monthly';

/** Proof of a subscription (Art. 7(1) DSGVO): what was asked with which words, when, and when it was confirmed. */
export interface Consent {
  /** The words next to the form's button, and their version. */
  readonly wording: string;
  readonly wordingVersion: string;
  /** Where the form stood. */
  readonly form: string | null;
  /** How the person came here, where it was not our form: `Mailchimp, audience.csv`, `paper list of 12 March`. */
  readonly origin: string | null;
  /** Instants in UTC, ISO 8601. */
  readonly requestedAt: string;
  /** When the mail server took the confirmation mail, and its one reminder. */
  readonly mailedAt: string | null;
  readonly remindedAt: string | null;
  readonly confirmedAt: string | null;
  /** When a person who had left by mistake took it back. */
  readonly resumedAt: string | null;
  /** Kept only where an import brings them as evidence. */
  readonly requestIp: string | null;
  readonly confirmIp: string | null;
}

/** An earlier subscription of somebody who left and came back: proof of it is kept. */
export interface PastConsent extends Consent {
  readonly unsubscribedAt: string;
}

/** A person on the list. */
export interface Subscriber {
  /** Random; the only way ledgers and links name a person. */
  readonly id: string;
  readonly address: string;
  readonly name: string | null;
  readonly status: SubscriberStatus;
  /** Of the pages, mails and the letter's frame; null for the newsletter's own. */
  readonly language: Language | null;
  readonly rhythm: Rhythm;
  /** No letter before this day (`2026-12-24`, in the newsletter's time zone). */
  readonly pausedUntil: string | null;
  readonly consent: Consent;
  readonly unsubscribedAt: string | null;
  /** When somebody last asked for this address on the form, whatever became of it. */
  readonly askedAt: string | null;
  /** When a confirmed person who asked again was last told that she is on the list. */
  readonly noticedAt: string | null;
  /** When the mail server last took or refused any mail about the list itself; the next waits a day (R53). */
  readonly lastMailAt: string | null;
  /** Why the mail server refused the confirmation mail for good; it is not tried again. */
  readonly mailRefused: string | null;
  readonly past: readonly PastConsent[];
}

/** The whole list: people, and addresses never to mail. */
export interface SubscriberList {
  /** Counts writes, so that no writer overwrites another's change unseen. */
  readonly revision: number;
  readonly subscribers: readonly Subscriber[];
  readonly suppressions: readonly Suppression[];
}

/** Why an address is not mailed. Only the person's own reasons (`erased`, `unsubscribed`) end when she asks and confirms. */
export type SuppressionReason =
  | 'hard-bounce'
  | 'soft-bounces'
  | 'complaint'
  | 'erased'
  | 'unsubscribed'
  | 'manual';

/** An address never to mail, kept as a keyed hash so that the address itself can be forgotten. */
export interface Suppression {
  readonly hash: string;
  /** Which secret made the hash (`secretMark`); null in files of older versions. */
  readonly key: string | null;
  readonly reason: SuppressionReason;
  readonly since: string;
  readonly askedAt: string | null;
  /** Restricted proof of subscriptions of somebody forgotten, without name or address (Art. 17(3) lit. e DSGVO). */
  readonly proof: RestrictedProof | null;
}

/** What is kept until claims are time-barred, findable only by whoever names the address. */
export interface RestrictedProof {
  readonly consents: readonly PastConsent[];
  /** The day it is deleted: `2029-12-31`. */
  readonly until: string;
}

/** What a consent of our own form has not (yet). */
export const bareConsent = {
  form: null,
  origin: null,
  mailedAt: null,
  remindedAt: null,
  confirmedAt: null,
  resumedAt: null,
  requestIp: null,
  confirmIp: null,
} as const satisfies Partial<Consent>;

/** A person about whom nothing special is known (yet). */
export const bareSubscriber = {
  name: null,
  language: null,
  rhythm: 'weekly',
  pausedUntil: null,
  unsubscribedAt: null,
  askedAt: null,
  noticedAt: null,
  lastMailAt: null,
  mailRefused: null,
  past: [],
} as const satisfies Partial<Subscriber>;

/** A suppression about which nothing special is known. */
export const bareSuppression = {
  key: null,
  askedAt: null,
  proof: null,
} as const satisfies Partial<Suppression>;
