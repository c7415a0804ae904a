import { takenBack } from './membership.ts';
import { forgetEdits } from './forgetting.ts';
import type { Secrets } from '../secret.ts';
import type { Decide, ListEdit } from './listBook.ts';
import type { ListVersion } from './listVersion.ts';
import type { Subscriber } from './subscriber.ts';

/** How long a sign-up waits for its confirmation, and how long its link is valid (R51, R63). */
export const confirmationDays = 14;

/** How long the settings let people be kept. */
export interface Retention {
  readonly forgetAfterDays: number;
  readonly proofYears: number;
}

/** What a look at the list's dates came to. */
export interface Swept {
  readonly expired: number;
  readonly forgotten: number;
  readonly proofsDeleted: number;
}

/** Whom the list may not keep any longer. */
export interface Lapse {
  /** A sign-up that nobody confirmed (R63). */
  readonly isExpired: (subscriber: Subscriber) => boolean;
  /** Somebody who left, whose name and address are to be forgotten (R66). */
  readonly isForgettable: (subscriber: Subscriber) => boolean;
  /** A proof past its last day. */
  readonly isProofOver: (until: string) => boolean;
}

/** Who that is at an instant. */
function lapseAt(at: string, { forgetAfterDays }: Pick<Retention, 'forgetAfterDays'>): Lapse {
  const isOlder = (instant: string, days: number): boolean =>
    Date.parse(at) - Date.parse(instant) >= days * dayMs;
  return {
    isExpired: ({ status, consent }) =>
      status === 'pending' && isOlder(consent.requestedAt, confirmationDays),
    isForgettable: ({ status, unsubscribedAt }) =>
      status === 'unsubscribed' && unsubscribedAt !== null && isOlder(unsubscribedAt, forgetAfterDays),
    isProofOver: (until) => until < at.slice(0, 10),
  };
}

/** Whether a sweep would let go of anybody, found out as the list passes. Throws `list.*`. */
export async function isSweepDue(list: ListVersion, at: string, retention: Retention): Promise<boolean> {
  const { isExpired, isForgettable, isProofOver } = lapseAt(at, retention);
  const { firstProofUntil } = list.suppressed;
  if (firstProofUntil !== null && isProofOver(firstProofUntil)) return true;
  for await (const people of list.people())
    if (people.some((person) => isExpired(person) || isForgettable(person))) return true;
  return false;
}

const dayMs = 24 * 3_600_000;

/**
 * Lets go of what may not be kept any longer: sign-ups that nobody confirmed (R63), name and address of those who left,
 * and proofs past their day (R66).
 */
export function sweep(at: string, retention: Retention, secrets: Secrets): Decide<Swept> {
  const { isExpired, isForgettable, isProofOver } = lapseAt(at, retention);
  const { proofYears } = retention;
  return (list) => {
    const expired: (readonly ListEdit[])[] = [];
    const forgotten: (readonly ListEdit[])[] = [];
    for (const subscriber of list.subscribers()) {
      if (isExpired(subscriber)) expired.push(takenBack(list, subscriber, at, secrets));
      if (isForgettable(subscriber))
        forgotten.push(forgetEdits(list, subscriber, { reason: 'unsubscribed', at, proofYears }, secrets));
    }
    const proofs: ListEdit[] = [];
    for (const suppression of list.suppressions())
      if (suppression.proof !== null && isProofOver(suppression.proof.until))
        proofs.push({ suppress: { ...suppression, proof: null } });
    return {
      edits: [...expired.flat(), ...forgotten.flat(), ...proofs],
      value: { expired: expired.length, forgotten: forgotten.length, proofsDeleted: proofs.length },
    };
  };
}
