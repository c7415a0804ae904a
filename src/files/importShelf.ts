import type { Shelf } from '../core/import/gatherPeople.ts';
import type { ImportedPerson } from '../core/import/importedPerson.ts';
import { spoolBeside } from './spool.ts';

const newline = 10;

/** A shelf for the people of a file that is read, however many they are; what does not fit in memory lies beside the list. */
export function importShelf(listPath: string): Shelf & { close(): void } {
  const spool = spoolBeside(listPath, '\n');
  return {
    put: (person) => spool.add(JSON.stringify(person)),
    *all() {
      for (const bytes of spool.stretches()) {
        for (let from = 0; from < bytes.length;) {
          const found = bytes.indexOf(newline, from);
          const end = found < 0 ? bytes.length : found;
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `put` wrote it, in this very process
          yield JSON.parse(bytes.toString('utf8', from, end)) as ImportedPerson;
          from = end + 1;
        }
      }
    },
    close: () => spool.close(),
  };
}
