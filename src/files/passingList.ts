import { versionInMemory } from '../core/list/passingInMemory.ts';
import type { ListVersion } from '../core/list/listVersion.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import type { PassingList } from '../core/ports.ts';
import { isErased } from './eraseFromBackups.ts';
import { listHolder, type HeldFile, type ListHolder } from './heldList.ts';
import { checkedPeople, passingIds, personIn } from './listCheck.ts';
import { isUntouched, passing } from './listVersionFile.ts';
import { readerFinder } from './readerFinder.ts';
import { unwritable } from './replaceFile.ts';
import { listPath } from './subscribersBackups.ts';

/** How often steps are taken anew because somebody edits the file by hand at the very same time. */
const handEditTries = 10;

/** Lets the list of a newsletter folder pass; one that a person laid out is read as a whole. */
export function passingList(root: string, now: () => Date): PassingList {
  const path = listPath(root);
  const holder = listHolder(path, now);
  return {
    async look(steps) {
      for (let attempt = 0; attempt < handEditTries; attempt++) {
        const held = await holder.take();
        if (held.is === 'whole') return steps(versionInMemory(held.list));
        try {
          const version = versionOf(held, holder);
          const answer = await steps(version);
          if (isUntouched(held.file)) return answer;
        } catch (error) {
          // What the steps throw is about a version that was none, then.
          if (isUntouched(held.file) && !isRefused(held)) throw error;
        } finally {
          holder.release(held);
        }
      }
      throw unwritable(path, new Error('it changes while it is read'));
    },
    finder: (roll) => readerFinder(path, holder, roll),
    isTidy: () => isErased(root),
  };
}

const refused = new WeakSet<HeldFile>();
const isRefused = (held: HeldFile): boolean => refused.has(held);

function versionOf(held: HeldFile, holder: ListHolder): ListVersion {
  const { file } = held;
  const refuse = (): Error => {
    refused.add(held);
    holder.refuse(held);
    return new Error('this list is for the careful reader');
  };

  async function* people(): AsyncGenerator<readonly Subscriber[]> {
    if (held.twins) {
      yield* peopleAgain();
      return;
    }
    for await (const some of checkedPeople(file, (twins) => (held.twins = twins))) {
      if (some === undefined) throw refuse();
      yield some;
    }
  }

  async function* peopleAgain(): AsyncGenerator<readonly Subscriber[]> {
    let some: Subscriber[] = [];
    const blocks = passing(file.descriptor, file.people, (bytes, start, end) => {
      const person = personIn(bytes, start, end);
      if (person) some.push(person);
      return person !== undefined;
    });
    for await (const isOurs of blocks) {
      if (!isOurs) throw refuse();
      yield some;
      some = [];
    }
  }

  async function* ids(): AsyncGenerator<readonly string[]> {
    if (!held.twins) {
      for await (const some of people()) yield some.map(({ id }) => id);
      return;
    }
    let some: string[] = [];
    const blocks = passingIds(file, (bytes, from, to) => some.push(bytes.toString('latin1', from, to)));
    for await (const isOurs of blocks) {
      if (!isOurs) throw refuse();
      yield some;
      some = [];
    }
    // What is written from these ids must not outlive the version they are from.
    if (!isUntouched(file)) throw refuse();
  }

  return { suppressed: file.suppressed, people, ids };
}
