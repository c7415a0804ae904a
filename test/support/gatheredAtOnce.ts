import { gatherer, stricter, type Gatherer } from '../../src/core/import/gatherPeople.ts';
import type { ImportedPerson } from '../../src/core/import/importedPerson.ts';

/** The oracle: gathers people as simply as can be, all of them in one map. */
export function gathererAtOnce(): Gatherer {
  const people = new Map<string, ImportedPerson>();
  const doubtful = new Map<string, number>();
  const others = gatherer();
  return {
    suppress: (suppression) => others.suppress(suppression),
    take(reading, line) {
      others.take(reading, line);
      if ('fault' in reading && reading.mayHaveLeft !== undefined) doubtful.set(reading.mayHaveLeft, line);
      if (!('person' in reading)) return;
      const { key } = reading.person.address;
      const known = people.get(key);
      people.set(key, known ? stricter(known, reading.person) : reading.person);
    },
    gathered() {
      for (const key of doubtful.keys()) {
        const standing = people.get(key)?.standing;
        if (standing === 'confirmed' || standing === 'asked') people.delete(key);
        else if (standing !== undefined) doubtful.delete(key);
      }
      return { ...others.gathered(), people, doubtful };
    },
  };
}
