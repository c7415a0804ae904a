import type { Language } from '../errors.ts';
import { byHandVersion, type ConsentWording } from './consentWording.ts';
import { bareConsent, bareSubscriber, type Subscriber, type Suppression } from './subscriber.ts';
import { signUp, withPast, type SignUp } from './membership.ts';
import type { Secrets } from '../secret.ts';
import type { Decide, ListEdit } from './listBook.ts';
import { findSuppression, isOwnWish } from './suppression.ts';

/** What proves that somebody agreed without our form, and when that was. */
export interface Evidence {
  /** `signature on the list of 12 March` */
  readonly what: string;
  readonly confirmedAt: string;
}

/** What stands in her proof for words that were not ours and that nobody wrote down here. */
export function unrecordedWording(evidence: string, language: Language): ConsentWording {
  const text =
    language === 'de'
      ? `Welche Worte galten, ist hier nicht festgehalten; Beleg: ${evidence}`
      : `Which words were agreed to is not recorded here; evidence: ${evidence}`;
  return { text, version: byHandVersion };
}

/** What entering somebody by hand came to. */
export type Added =
  | { readonly outcome: 'asked' | 'confirmed' | 'alreadyThere'; readonly subscriber: Subscriber }
  /** She bounced, complained, or was suppressed by hand. */
  | { readonly outcome: 'suppressed'; readonly suppression: Suppression }
  /** She left, or was forgotten, after what the evidence proves. */
  | { readonly outcome: 'leftLater'; readonly leftAt: string };

/**
 * The author enters somebody. Without evidence she is asked by mail, as after a sign-up on the form (R67); with evidence
 * she is confirmed at once, unless she has left since: the later word counts.
 */
export function addByHand(request: SignUp, evidence: Evidence | null, secrets: Secrets): Decide<Added> {
  return (list) => {
    const { key } = request.address;
    const suppression = findSuppression(list, key, secrets);
    if (suppression && !isOwnWish(suppression.reason))
      return { edits: [], value: { outcome: 'suppressed', suppression } };
    const known = list.byKey(key);
    const isThere = known?.status === 'confirmed' || (known?.status === 'pending' && evidence === null);
    if (known && isThere) return { edits: [], value: { outcome: 'alreadyThere', subscriber: known } };
    if (evidence === null) {
      const { edits } = signUp(request, secrets)(list);
      const put = edits.find((edit) => 'put' in edit);
      if (put === undefined) throw new Error('a sign-up that is not suppressed puts somebody on the list');
      return { edits, value: { outcome: 'asked', subscriber: put.put } };
    }
    const leftAt = latest([
      ...leavings(suppression),
      known?.unsubscribedAt,
      known?.past.at(-1)?.unsubscribedAt,
    ]);
    if (leftAt !== undefined && Date.parse(leftAt) >= Date.parse(evidence.confirmedAt))
      return { edits: [], value: { outcome: 'leftLater', leftAt } };
    const subscriber = confirmedBy(evidence, request, known, suppression);
    const release: readonly ListEdit[] = suppression ? [{ release: suppression.hash }] : [];
    return { edits: [{ put: subscriber }, ...release], value: { outcome: 'confirmed', subscriber } };
  };
}

function confirmedBy(
  { what, confirmedAt }: Evidence,
  { id, address, name, language, wording, wordingVersion }: SignUp,
  known: Subscriber | undefined,
  suppression: Suppression | undefined,
): Subscriber {
  return {
    ...bareSubscriber,
    id: known?.id ?? id,
    address: known?.address ?? address.address,
    name: name ?? known?.name ?? null,
    language: language ?? known?.language ?? null,
    status: 'confirmed',
    lastMailAt: known?.lastMailAt ?? null,
    consent: {
      ...bareConsent,
      wording,
      wordingVersion,
      origin: what,
      requestedAt: confirmedAt,
      confirmedAt,
    },
    past: [...(suppression?.proof?.consents ?? []), ...(known ? withPast(known) : [])],
  };
}

/** When she left; who left by unsubscribing was forgotten some weeks later, and that is no leaving. */
function leavings(suppression: Suppression | undefined): readonly (string | undefined)[] {
  const proven = suppression?.proof?.consents.map(({ unsubscribedAt }) => unsubscribedAt) ?? [];
  return suppression?.reason === 'unsubscribed' && proven.length > 0 ? proven : [suppression?.since];
}

function latest(instants: readonly (string | null | undefined)[]): string | undefined {
  return instants
    .filter((instant) => instant !== null && instant !== undefined)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}
