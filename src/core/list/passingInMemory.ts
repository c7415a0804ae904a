import type { PassingList, ReaderFinder } from '../ports.ts';
import type { Roll } from '../sending/roll.ts';
import type { ListVersion } from './listVersion.ts';
import type { Subscriber, SubscriberList } from './subscriber.ts';
import { suppressedBy } from './suppression.ts';

/** Lets a list pass that is in memory as a whole: one that a person laid out, or a test. `read` throws `list.*`. */
export function passingInMemory(read: () => Promise<SubscriberList>): PassingList {
  return {
    look: async (steps) => steps(versionInMemory(await read())),
    finder: (roll) => finderInMemory(read, roll),
    isTidy: () => Promise.resolve(true),
  };
}

/** A list in memory as one of its versions. */
export function versionInMemory({ subscribers, suppressions }: SubscriberList): ListVersion {
  return {
    suppressed: suppressedBy(suppressions),
    people: () => once(subscribers),
    ids: () => once(subscribers.map(({ id }) => id)),
  };
}

// oxlint-disable-next-line typescript/require-await -- what stands in memory is there at once
async function* once<T>(all: readonly T[]): AsyncIterable<readonly T[]> {
  yield all;
}

function finderInMemory(read: () => Promise<SubscriberList>, roll: Roll): ReaderFinder {
  let seen: SubscriberList | undefined;
  let byId = new Map<string, Subscriber>();
  let suppressed = suppressedBy([]);
  let revision = 0;
  return {
    // Nothing tells here whether the list has changed, so that everybody is asked for anew.
    revision: () => ++revision,
    get lastRevision() {
      return revision;
    },
    get suppressed() {
      return suppressed;
    },
    async find(number) {
      const list = await read();
      if (list !== seen) {
        byId = new Map(list.subscribers.map((subscriber) => [subscriber.id, subscriber]));
        suppressed = suppressedBy(list.suppressions);
        seen = list;
      }
      return byId.get(roll.idAt(number));
    },
    close: () => undefined,
  };
}
