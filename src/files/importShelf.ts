import type { Shelf } from '../core/import/gatherPeople.ts';
import type { ImportedPerson } from '../core/import/importedPerson.ts';
import { spoolBeside } from './spool.ts';

const newline = 10;

/** A shelf for the people of a file that is read, however many they are; what does not fit in memory lies beside the list. */
export function importShelf(listPath: string): Shelf & { close(): void } {
  const spool = spoolBeside(listPath, '\n');
  return {
    put: (person) => spool.add(lineOf(person)),
    *all() {
      for (const bytes of spool.stretches()) {
        for (let from = 0; from < bytes.length;) {
          const found = bytes.indexOf(newline, from);
          const end = found < 0 ? bytes.length : found;
          yield personOf(bytes.toString('utf8', from, end));
          from = end + 1;
        }
      }
    },
    close: () => spool.close(),
  };
}

type Written = readonly [
  address: string,
  /** Null where it is the address. */
  key: string | null,
  standing: ImportedPerson['standing'],
  name: ImportedPerson['name'],
  language: ImportedPerson['language'],
  requestedAt: string | null,
  requestIp: string | null,
  confirmedAt: string | null,
  confirmIp: string | null,
  leftAt: string | null,
  record: ImportedPerson['record'],
  suppressed: ImportedPerson['suppressed'],
];

/** A person as JSON without any names, which would take twice the time. */
function lineOf(person: ImportedPerson): string {
  const { address, key } = person.address;
  const written: Written = [
    address,
    key === address ? null : key,
    person.standing,
    person.name,
    person.language,
    person.requestedAt,
    person.requestIp,
    person.confirmedAt,
    person.confirmIp,
    person.leftAt,
    person.record,
    person.suppressed,
  ];
  return JSON.stringify(written);
}

function personOf(line: string): ImportedPerson {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `lineOf` wrote it, in this very process
  const written = JSON.parse(line) as Written;
  const [address, key, standing, name, language, requestedAt, requestIp] = written;
  return {
    address: { address, key: key ?? address },
    standing,
    name,
    language,
    requestedAt,
    requestIp,
    confirmedAt: written[7],
    confirmIp: written[8],
    leftAt: written[9],
    record: written[10],
    suppressed: written[11],
  };
}
