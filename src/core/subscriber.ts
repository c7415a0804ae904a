/** Where a person stands: asked to come, confirmed it, or left. */
export type SubscriberStatus = 'pending' | 'confirmed' | 'unsubscribed';

/** Proof of a subscription (Art. 7(1) DSGVO): what was asked with which words, when, and when it was confirmed. */
export interface Consent {
  /** The words next to the form's button, and their version. */
  readonly wording: string;
  readonly wordingVersion: string;
  /** Where the form stood. */
  readonly form: string | null;
  /** Instants in UTC, ISO 8601. */
  readonly requestedAt: string;
  readonly mailedAt: string | null;
  readonly confirmedAt: string | null;
}

/** A person on the list. */
export interface Subscriber {
  /** Random; the only way ledgers and links name a person. */
  readonly id: string;
  readonly address: string;
  readonly name: string | null;
  readonly status: SubscriberStatus;
  readonly consent: Consent;
  readonly unsubscribedAt: string | null;
}

/** The whole list: people, and addresses never to mail. */
export interface SubscriberList {
  /** Counts writes, so that no writer overwrites another's change unseen. */
  readonly revision: number;
  readonly subscribers: readonly Subscriber[];
  readonly suppressions: readonly Suppression[];
}

/** An address never to mail, kept as a keyed hash so that the address itself can be forgotten. */
export interface Suppression {
  readonly hash: string;
  readonly reason: 'hard-bounce' | 'soft-bounces' | 'complaint' | 'erased' | 'manual';
  readonly since: string;
}
