import { NewsletterError } from '../errors.ts';
import { keyOf, type ListEdit, type ListView } from './listBook.ts';
import type { Subscriber, Suppression } from './subscriber.ts';
import { subscriberSchema, suppressionSchema } from './subscriberSchema.ts';

/** Records that are new or different, by id or hash; undefined for one that goes. */
export type Changes<T> = ReadonlyMap<string, T | undefined>;

/** A list with edits on top that nobody else sees yet. */
export interface ListDraft {
  /** The list as it would be. */
  readonly view: ListView;
  readonly people: Changes<Subscriber>;
  readonly suppressions: Changes<Suppression>;
  /** Whether it would be another list. */
  readonly isChanged: boolean;
  /** Who would be on the list no longer. */
  removed(): readonly Subscriber[];
  /** All edits of one decision or, where it throws, none: a list that could not be read again is never written (R36). */
  apply(edits: readonly ListEdit[]): void;
}

/** Begins a draft; the list beneath must not change meanwhile. */
export function draftOf(base: ListView): ListDraft {
  const people = new Map<string, Subscriber | undefined>();
  const keys = new Map<string, Subscriber | undefined>();
  const suppressions = new Map<string, Suppression | undefined>();
  const byId = (id: string): Subscriber | undefined => (people.has(id) ? people.get(id) : base.byId(id));
  const byKey = (key: string): Subscriber | undefined => (keys.has(key) ? keys.get(key) : base.byKey(key));
  const suppression = (hash: string): Suppression | undefined =>
    suppressions.has(hash) ? suppressions.get(hash) : base.suppression(hash);
  const view: ListView = {
    revision: base.revision,
    byId,
    byKey,
    suppression,
    subscribers: () => laidOver(base.subscribers(), people, (one) => one.id),
    suppressions: () => laidOver(base.suppressions(), suppressions, (one) => one.hash),
  };

  // Once for each of an import's people: what was there before is the exception.
  const undo: { readonly map: Map<string, unknown>; readonly name: string; readonly before?: unknown }[] = [];
  const set = <T>(map: Map<string, T | undefined>, name: string, value: T | undefined): void => {
    undo.push(map.has(name) ? { map, name, before: map.get(name) } : { map, name });
    map.set(name, value);
  };
  const takeOut = (id: string): void => {
    const before = byId(id);
    if (before === undefined) return;
    set(keys, keyOf(before), undefined);
    set(people, id, undefined);
  };
  const put = (subscriber: Subscriber): void => {
    requireReadable(subscriberSchema.safeParse(subscriber).success);
    takeOut(subscriber.id);
    const key = keyOf(subscriber);
    requireReadable(byKey(key) === undefined);
    set(people, subscriber.id, subscriber);
    set(keys, key, subscriber);
  };
  const applyOne = (edit: ListEdit): void => {
    if ('put' in edit) put(edit.put);
    else if ('remove' in edit) takeOut(edit.remove);
    else if ('release' in edit) {
      if (suppression(edit.release) !== undefined) set(suppressions, edit.release, undefined);
    } else {
      requireReadable(suppressionSchema.safeParse(edit.suppress).success);
      set(suppressions, edit.suppress.hash, edit.suppress);
    }
  };
  return {
    view,
    people,
    suppressions,
    get isChanged() {
      return people.size + suppressions.size > 0;
    },
    removed: () => [...people].flatMap(([id, after]) => (after === undefined ? (base.byId(id) ?? []) : [])),
    apply(edits) {
      try {
        for (const edit of edits) applyOne(edit);
      } catch (error) {
        for (const step of undo.reverse()) {
          if ('before' in step) step.map.set(step.name, step.before);
          else step.map.delete(step.name);
        }
        throw error;
      } finally {
        undo.length = 0;
      }
    },
  };
}

function* laidOver<T>(base: Iterable<T>, changes: Changes<T>, nameOf: (record: T) => string): Iterable<T> {
  const met = new Set<string>();
  for (const record of base) {
    const name = nameOf(record);
    if (!changes.has(name)) {
      yield record;
      continue;
    }
    met.add(name);
    const changed = changes.get(name);
    if (changed !== undefined) yield changed;
  }
  for (const [name, record] of changes) if (!met.has(name) && record !== undefined) yield record;
}

function requireReadable(isReadable: boolean): void {
  if (isReadable) return;
  throw new NewsletterError('list.invalid', {
    de: 'Diese Änderung ergäbe eine Liste, die sich nicht mehr lesen ließe; sie unterbleibt.',
    en: 'This change would make a list that could not be read any more; it is not made.',
  });
}
