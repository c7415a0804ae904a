import type { Shelf } from '../core/import/gatherPeople.ts';
import type { ImportedPerson } from '../core/import/importedPerson.ts';
import { spoolBeside } from './spool.ts';

/** A shelf for the people of a file that is read, however many they are; what does not fit in memory lies beside the list. */
export function importShelf(listPath: string): Shelf & { close(): void } {
  const spool = spoolBeside(listPath, '\n');
  return {
    put: (person) => spool.add(JSON.stringify(person)),
    *all() {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `put` wrote it, in this very process
      for (const line of spool.lines()) yield JSON.parse(line) as ImportedPerson;
    },
    close: () => spool.close(),
  };
}
