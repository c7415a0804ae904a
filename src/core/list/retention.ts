import { takenBack } from './membership.ts';
import { forgetEdits } from './forgetting.ts';
import type { Secrets } from '../secret.ts';
import type { Decide, ListEdit } from './listBook.ts';

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

const dayMs = 24 * 3_600_000;

/**
 * Lets go of what may not be kept any longer: sign-ups that nobody confirmed (R63), name and address of those who left,
 * and proofs past their day (R66).
 */
export function sweep(
  at: string,
  { forgetAfterDays, proofYears }: Retention,
  secrets: Secrets,
): Decide<Swept> {
  const isOlder = (instant: string, days: number): boolean =>
    Date.parse(at) - Date.parse(instant) >= days * dayMs;
  return (list) => {
    const expired: (readonly ListEdit[])[] = [];
    const forgotten: (readonly ListEdit[])[] = [];
    for (const subscriber of list.subscribers()) {
      const { status, consent, unsubscribedAt } = subscriber;
      if (status === 'pending' && isOlder(consent.requestedAt, confirmationDays))
        expired.push(takenBack(list, subscriber, at, secrets));
      if (status === 'unsubscribed' && unsubscribedAt !== null && isOlder(unsubscribedAt, forgetAfterDays))
        forgotten.push(forgetEdits(list, subscriber, { reason: 'unsubscribed', at, proofYears }, secrets));
    }
    const proofs: ListEdit[] = [];
    for (const suppression of list.suppressions())
      if (suppression.proof !== null && suppression.proof.until < at.slice(0, 10))
        proofs.push({ suppress: { ...suppression, proof: null } });
    return {
      edits: [...expired.flat(), ...forgotten.flat(), ...proofs],
      value: { expired: expired.length, forgotten: forgotten.length, proofsDeleted: proofs.length },
    };
  };
}
