import { deliveryTo, type PersonDelivery } from '../core/list/personalData.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import type { WeekId } from '../core/week.ts';
import { ledgersOf } from '../files/traces.ts';
import type { Output } from './output.ts';

/** What the ledgers of all weeks know about a person. */
export interface LettersTo {
  readonly deliveries: readonly PersonDelivery[];
  /** Weeks whose ledger is damaged, so that nobody can tell. */
  readonly unreadable: readonly WeekId[];
}

/** Looks a person up in every ledger; somebody forgotten cannot be found there. */
export async function lettersTo(
  subscriber: Subscriber | undefined,
  folder: string,
  output: Output,
): Promise<LettersTo> {
  const deliveries: PersonDelivery[] = [];
  const unreadable: WeekId[] = [];
  if (subscriber === undefined) return { deliveries, unreadable };
  for await (const { week, records } of ledgersOf(folder)) {
    const delivery = records && deliveryTo(subscriber.id, week, records);
    if (delivery) deliveries.push(delivery);
    if (records === undefined) unreadable.push(week);
  }
  if (unreadable.length > 0) {
    output.note({
      de: `Diese Versandbücher sind beschädigt und fehlen hier: ${unreadable.join(', ')}`,
      en: `These ledgers are damaged and are missing here: ${unreadable.join(', ')}`,
    });
  }
  return { deliveries, unreadable };
}
