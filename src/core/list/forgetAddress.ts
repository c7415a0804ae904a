import type { Address } from '../address.ts';
import type { Decide, ListEdit } from './listBook.ts';
import { forgetEdits, type Forgetting } from './forgetting.ts';
import type { Secrets } from '../secret.ts';
import type { Subscriber, Suppression } from './subscriber.ts';
import { findSuppression, newSuppression } from './suppression.ts';

/** What forgetting an address came to. */
export interface Forgotten {
  /** Who stood on the list until now. */
  readonly subscriber: Subscriber | undefined;
  /** What stays of the address; with its reason and, for a time, the restricted proof. */
  readonly suppression: Suppression;
  /** False where the address was forgotten or suppressed before, so that nothing had to change. */
  readonly isChanged: boolean;
}

/** Forgets whoever has an address (Art. 17 DSGVO). An address that nobody has is kept from ever coming onto the list. */
export function forgetAddress({ key }: Address, forgetting: Forgetting, secrets: Secrets): Decide<Forgotten> {
  return (list) => {
    const subscriber = list.byKey(key);
    const known = findSuppression(list, key, secrets);
    if (subscriber !== undefined) {
      const edits = forgetEdits(list, subscriber, forgetting, secrets);
      const suppression = suppressionIn(edits);
      return { edits, value: { subscriber, suppression, isChanged: true } };
    }
    if (known !== undefined)
      return { edits: [], value: { subscriber, suppression: known, isChanged: false } };
    const suppression = newSuppression(key, forgetting.reason, forgetting.at, secrets);
    return {
      edits: [{ suppress: suppression }],
      value: { subscriber, suppression, isChanged: true },
    };
  };
}

function suppressionIn(edits: readonly ListEdit[]): Suppression {
  const edit = edits.find((one) => 'suppress' in one);
  if (edit === undefined) throw new Error('forgetting somebody leaves a suppression');
  return edit.suppress;
}
