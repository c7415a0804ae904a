import { parseAddress, type Address } from '../address.ts';
import { nearestName } from '../nearestName.ts';
import { keyOf, type ListView } from './listBook.ts';
import type { Subscriber, Suppression } from './subscriber.ts';
import { findSuppression } from './suppression.ts';

/** Who is meant by an address or an id, and what the list knows of her. */
export interface Person {
  /** Undefined where neither an address nor a known id was named. */
  readonly address: Address | undefined;
  readonly subscriber: Subscriber | undefined;
  readonly suppression: Suppression | undefined;
}

/** The person an author names by address or by id; people who were forgotten are found by their address only. */
export function personNamed(list: ListView, named: string, secrets: readonly string[]): Person {
  const known = list.byId(named.trim());
  const address = parseAddress(known?.address ?? named);
  if (address === undefined) return { address, subscriber: known, suppression: undefined };
  const suppression = findSuppression(list, address.key, secrets);
  return { address, subscriber: known ?? list.byKey(address.key), suppression };
}

/** The address on the list that a misspelled one most likely means. */
export function nearestAddress(list: ListView, { key }: Address): string | undefined {
  const keys: string[] = [];
  // Farther ones cannot be near, and on a long list there is no time to measure them all.
  for (const subscriber of list.subscribers()) {
    const other = keyOf(subscriber);
    if (Math.abs(other.length - key.length) <= farthest) keys.push(other);
  }
  return nearestName(key, keys, farthest);
}

/** How many letters two addresses may differ in to be taken for one. */
const farthest = 2;
