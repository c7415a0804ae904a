import { domainToUnicode } from 'node:url';
import type { Subscriber, SubscriberStatus } from './subscriber.ts';

/** What the list can be sorted by; `requested`, `confirmed` and `left` put the latest first. */
export const sortFields = ['address', 'name', 'requested', 'confirmed', 'left'] as const;

export type SortField = (typeof sortFields)[number];

/** Which people to show, and in which order. */
export interface ListQuery {
  readonly status: SubscriberStatus | null;
  /** Part of an address or a name, in any case. */
  readonly search: string | null;
  readonly sort: SortField;
  readonly isReverse: boolean;
}

/** A part of something long. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  /** At least 1: an empty list is one empty page. */
  readonly pages: number;
}

/** The people a query asks for; whoever has not what they are sorted by comes last, in either direction. */
export function queryList(subscribers: Iterable<Subscriber>, query: ListQuery): readonly Subscriber[] {
  const needle = query.search === null ? undefined : folded(query.search);
  const found: Subscriber[] = [];
  for (const subscriber of subscribers) {
    if (query.status !== null && subscriber.status !== query.status) continue;
    if (needle === undefined || holds(subscriber, needle)) found.push(subscriber);
  }
  return sorted(found, query);
}

function holds({ address, name }: Subscriber, needle: string): boolean {
  if (folded(address).includes(needle) || (name !== null && folded(name).includes(needle))) return true;
  return address.includes('xn--') && folded(readableAddress(address)).includes(needle);
}

/** An address with its domain as people write it: `post@bücher.example`. */
export function readableAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  return address.slice(0, at) + (domainToUnicode(address.slice(at)) || address.slice(at));
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function sorted(people: readonly Subscriber[], { sort, isReverse }: ListQuery): readonly Subscriber[] {
  const direction = isReverse ? -1 : 1;
  if (sort === 'address' || sort === 'name') {
    const collator = new Intl.Collator('de');
    return sortedBy(
      people,
      ({ address, name }) => (sort === 'address' ? readableAddress(address) : name),
      (a, b) => direction * collator.compare(a, b),
    );
  }
  return sortedBy(
    people,
    (person) => dateOf(person, sort),
    (a, b) => direction * (b - a),
  );
}

/** Sorts by a key that is worked out once for each; equals keep the order of the file. */
function sortedBy<K>(
  people: readonly Subscriber[],
  keyOf: (subscriber: Subscriber) => K | null,
  compare: (a: K, b: K) => number,
): readonly Subscriber[] {
  const rows: { readonly key: K; readonly person: Subscriber }[] = [];
  const keyless: Subscriber[] = [];
  for (const person of people) {
    const key = keyOf(person);
    if (key === null) keyless.push(person);
    else rows.push({ key, person });
  }
  rows.sort((a, b) => compare(a.key, b.key));
  return [...rows.map(({ person }) => person), ...keyless];
}

function dateOf(subscriber: Subscriber, field: 'requested' | 'confirmed' | 'left'): number | null {
  const instant = instantOfField(subscriber, field);
  return instant === null ? null : Date.parse(instant);
}

/** The instant the list is sorted by; without one, the instant the person came to stand where she stands. */
export function instantOfField(
  { status, consent, unsubscribedAt }: Subscriber,
  field: SortField,
): string | null {
  if (field === 'requested') return consent.requestedAt;
  if (field === 'confirmed') return consent.confirmedAt;
  if (field === 'left') return unsubscribedAt;
  if (status === 'pending') return consent.requestedAt;
  return status === 'confirmed' ? consent.confirmedAt : unsubscribedAt;
}

/** One page of many; pages count from 1, and one that is not there is empty. */
export function pageOf<T>(items: readonly T[], page: number, perPage: number): Page<T> {
  const start = (page - 1) * perPage;
  return {
    items: items.slice(start, start + perPage),
    total: items.length,
    page,
    pages: Math.max(1, Math.ceil(items.length / perPage)),
  };
}

/** How many people stand where. */
export function countStatuses(subscribers: Iterable<Subscriber>): Record<SubscriberStatus, number> {
  const counts = { pending: 0, confirmed: 0, unsubscribed: 0 };
  for (const { status } of subscribers) counts[status] += 1;
  return counts;
}
