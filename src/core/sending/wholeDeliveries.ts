import type { DeliveryState } from './delivery.ts';

/**
 * The few deliveries that are kept as they are, side by side; whose they are says where each stands. No Map: one whose entries
 * come and go is made anew again and again, and what an old one held outlives many collections (P5).
 */
export interface WholeDeliveries {
  /** Each with whose it is, in no particular order. */
  readonly all: readonly WholeDelivery[];
  /** Answers where it stands now. */
  add(number: number, delivery: DeliveryState): number;
  /** What stands there; throws where it is somebody else's. */
  at(place: number, number: number): DeliveryState;
  /** Takes one out; another one may take its place, which is then answered. */
  remove(place: number): WholeDelivery | undefined;
  copy(): WholeDeliveries;
}

/** A delivery and the number of whose it is. */
export interface WholeDelivery {
  readonly number: number;
  readonly delivery: DeliveryState;
}

/** Those that are given. */
export function wholeDeliveries(given: readonly WholeDelivery[] = []): WholeDeliveries {
  const all = [...given];
  return {
    all,
    add: (number, delivery) => all.push({ number, delivery }) - 1,
    at(place, number) {
      const found = all[place];
      if (found?.number !== number) throw new RangeError(`there is no reader ${number}`);
      return found.delivery;
    },
    remove(place) {
      const last = all.pop();
      if (last === undefined || place === all.length) return undefined;
      all[place] = last;
      return last;
    },
    copy: () => wholeDeliveries(all),
  };
}
