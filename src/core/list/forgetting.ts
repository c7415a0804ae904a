import type { Secrets } from '../secret.ts';
import { byHandVersion } from './consentWording.ts';
import { keyOf, type Decide, type ListEdit, type ListView } from './listBook.ts';
import type { PastConsent, RestrictedProof, Subscriber } from './subscriber.ts';
import { findSuppression, isOwnWish, newSuppression } from './suppression.ts';

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
    if (subscriber === undefined) return { edits: [], value: false };
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
  const { reason: why, since } = isKept ? known : { reason, since: at };
  const suppression = { ...newSuppression(key, why, since, secrets), proof };
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
