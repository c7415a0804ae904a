import type { Person } from './person.ts';
import type { PersonDelivery } from './personalData.ts';
import type { Consent, Subscriber, SubscriberStatus, Suppression } from './subscriber.ts';

/** One subscription and how it ended, if it did. */
export interface ProvenConsent extends Consent {
  readonly unsubscribedAt: string | null;
}

/** What can be proven about one person's subscriptions (R61, Art. 7(1) DSGVO). */
export interface Proof {
  readonly newsletter: string;
  readonly website: string;
  readonly address: string;
  /** How ledgers name the person; null once she is forgotten. */
  readonly id: string | null;
  readonly name: string | null;
  readonly status: SubscriberStatus | 'forgotten';
  /** The earliest first. */
  readonly consents: readonly ProvenConsent[];
  /** The day the restricted proof of a forgotten person is deleted. */
  readonly keptUntil: string | null;
  readonly suppressed: Pick<Suppression, 'reason' | 'since'> | null;
  /** Letters that the mail server took for this person. */
  readonly letters: readonly PersonDelivery[];
  readonly printedAt: string;
  /** Which program printed it, with its version. */
  readonly program: string;
}

/** What stands on every proof besides the person. */
export type ProofFrame = Pick<Proof, 'newsletter' | 'website' | 'printedAt' | 'program'>;

/** The proof of one person, or undefined where no subscription of hers is known. */
export function proofOf(
  { address, subscriber, suppression }: Person,
  deliveries: readonly PersonDelivery[],
  frame: ProofFrame,
): Proof | undefined {
  const restricted = suppression?.proof ?? null;
  const consents = [...(restricted?.consents ?? []), ...(subscriber ? allConsents(subscriber) : [])];
  if (consents.length === 0) return undefined;
  return {
    ...frame,
    address: subscriber?.address ?? address?.address ?? '',
    id: subscriber?.id ?? null,
    name: subscriber?.name ?? null,
    status: subscriber?.status ?? 'forgotten',
    consents: consents.toSorted((a, b) => Date.parse(a.requestedAt) - Date.parse(b.requestedAt)),
    keptUntil: restricted?.until ?? null,
    suppressed: suppression ? { reason: suppression.reason, since: suppression.since } : null,
    letters: deliveries.filter(({ state }) => state === 'accepted'),
  };
}

function allConsents({ past, consent, unsubscribedAt }: Subscriber): readonly ProvenConsent[] {
  return [...past, { ...consent, unsubscribedAt }];
}
