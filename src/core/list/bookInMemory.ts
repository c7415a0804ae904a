import type { ListView } from './listBook.ts';
import type { BookState, Index, PartState } from './listPages.ts';
import type { Subscriber, SubscriberList, Suppression } from './subscriber.ts';
import { usualSchema } from './subscriberLines.ts';

/**
 * subscribers.json in memory: parsed, indexed, and cut into pages that remember their bytes. What did not change is
 * neither parsed again when another process has written, nor formatted again when this one writes.
 */
export interface ListBook {
  readonly view: ListView;
  /** The same object as long as nothing changes. */
  list(): SubscriberList;
  /** The state as it stands in the file. */
  readonly state: BookState;
  readonly people: Index<Subscriber>;
  readonly suppressions: Index<Suppression>;
  /** Turns to a state made for this book. */
  turnTo(next: BookState): void;
}

/** An empty book. */
export function emptyBook(): ListBook {
  const nobody: PartState<never> = { pages: [], gone: [], fresh: [] };
  let state: BookState = { revision: -1, schema: usualSchema, people: nobody, suppressions: nobody };
  let list: SubscriberList | undefined;
  const peopleIndex: Index<Subscriber> = { ids: new Map(), keys: new Map() };
  const suppressionIndex: Index<Suppression> = { ids: new Map(), keys: new Map() };
  const currentList = (): SubscriberList =>
    (list ??= {
      revision: state.revision,
      subscribers: recordsOf(state.people),
      suppressions: recordsOf(state.suppressions),
    });
  return {
    view: {
      get revision() {
        return state.revision;
      },
      byId: (id) => peopleIndex.ids.get(id)?.record,
      byKey: (key) => peopleIndex.keys.get(key)?.record,
      suppression: (hash) => suppressionIndex.ids.get(hash)?.record,
      subscribers: () => currentList().subscribers,
      suppressions: () => currentList().suppressions,
    },
    list: currentList,
    people: peopleIndex,
    suppressions: suppressionIndex,
    get state() {
      return state;
    },
    turnTo(next) {
      turnIndex(peopleIndex, next.people);
      turnIndex(suppressionIndex, next.suppressions);
      state = next;
      list = undefined;
    },
  };
}

function turnIndex<T>({ ids, keys }: Index<T>, { gone, fresh }: PartState<T>): void {
  for (const page of gone) {
    for (const { id, key } of page.entries) {
      ids.delete(id);
      keys.delete(key);
    }
  }
  for (const page of fresh) {
    for (const entry of page.entries) {
      ids.set(entry.id, entry);
      keys.set(entry.key, entry);
      entry.page = page;
    }
  }
}

function recordsOf<T>({ pages }: PartState<T>): readonly T[] {
  return pages.flatMap((page) => page.entries.map((entry) => entry.record));
}
