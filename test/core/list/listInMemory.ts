import { viewOf, type Decide, type ListView } from '../../../src/core/list/listBook.ts';
import type { Subscriber, SubscriberList } from '../../../src/core/list/subscriber.ts';
import { formatSubscribers, readSubscribers } from '../../../src/core/list/subscriberFile.ts';

/** A list that decisions change, as the file does it, without a disk. */
export interface ListInMemory {
  readonly list: SubscriberList;
  readonly view: ListView;
  change<T>(decide: Decide<T>): T;
  /** The one person on the list. */
  only(): Subscriber;
}

/** An empty list, or one with these people. */
export function listInMemory(subscribers: readonly Subscriber[] = []): ListInMemory {
  let list: SubscriberList = { revision: 0, subscribers, suppressions: [] };
  return {
    get list() {
      return list;
    },
    get view() {
      return viewOf(list);
    },
    change(decide) {
      const { edits, value } = decide(viewOf(list));
      const people = new Map(list.subscribers.map((subscriber) => [subscriber.id, subscriber]));
      const hashes = new Map(list.suppressions.map((suppression) => [suppression.hash, suppression]));
      for (const edit of edits) {
        if ('put' in edit) people.set(edit.put.id, edit.put);
        else if ('remove' in edit) people.delete(edit.remove);
        else if ('suppress' in edit) hashes.set(edit.suppress.hash, edit.suppress);
        else hashes.delete(edit.release);
      }
      const changed: SubscriberList = {
        revision: list.revision + 1,
        subscribers: [...people.values()],
        suppressions: [...hashes.values()],
      };
      // What is decided must also be a file that can be read again (R36).
      list = readSubscribers(formatSubscribers(changed));
      return value;
    },
    only() {
      const [subscriber, ...others] = list.subscribers;
      if (subscriber === undefined || others.length > 0)
        throw new Error(`${list.subscribers.length} people on the list, not one`);
      return subscriber;
    },
  };
}
