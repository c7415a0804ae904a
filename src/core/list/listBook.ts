import { parseAddress } from '../address.ts';
import type { Subscriber, SubscriberList, Suppression } from './subscriber.ts';

/** The list with ways to find somebody in it at once, however long it is. */
export interface ListView {
  readonly revision: number;
  byId(id: string): Subscriber | undefined;
  /** By `Address.key`. */
  byKey(key: string): Subscriber | undefined;
  suppression(hash: string): Suppression | undefined;
  subscribers(): Iterable<Subscriber>;
  suppressions(): Iterable<Suppression>;
}

/** One step of a change to the list. */
export type ListEdit =
  | { readonly put: Subscriber }
  | { readonly remove: string }
  | { readonly suppress: Suppression }
  | { readonly release: string };

/** What a decision about the list comes to: its edits, and an answer for whoever asked. */
export interface Decision<T> {
  readonly edits: readonly ListEdit[];
  readonly value: T;
}

/** Decides from the list as it is, and from nothing else; it may run more than once. */
export type Decide<T> = (list: ListView) => Decision<T>;

/**
 * People who come onto the list, perhaps more than fit in memory: they are asked for one after the other, once. What else
 * changes is known when all have come. No two of them, and nobody on the list, share an id or an address.
 */
export interface Influx<T> {
  readonly newcomers: Iterable<Subscriber>;
  decision(): Decision<T>;
}

/** Decides as `Decide` does; it may run more than once, too. */
export type DecideInflux<T> = (list: ListView) => Influx<T>;

/** A view of a list that does not change. */
export function viewOf(list: SubscriberList): ListView {
  const ids = new Map(list.subscribers.map((subscriber) => [subscriber.id, subscriber]));
  const keys = new Map(list.subscribers.map((subscriber) => [keyOf(subscriber), subscriber]));
  const hashes = new Map(list.suppressions.map((suppression) => [suppression.hash, suppression]));
  return {
    revision: list.revision,
    byId: (id) => ids.get(id),
    byKey: (key) => keys.get(key),
    suppression: (hash) => hashes.get(hash),
    subscribers: () => list.subscribers,
    suppressions: () => list.suppressions,
  };
}

/** What the spellings of a subscriber's address have in common (`Address.key`). */
export function keyOf(subscriber: Pick<Subscriber, 'address'>): string {
  return parseAddress(subscriber.address)?.key ?? subscriber.address;
}
