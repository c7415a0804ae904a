import type { Suppression } from '../list/subscriber.ts';
import { newRoll, type Roll } from '../sending/roll.ts';
import { latestInstant } from './importInstant.ts';
import type { ImportedPerson, ImportedStanding, RowFault, RowReading } from './importedPerson.ts';

/** Everything a file says, each person once. */
export interface Gathered {
  readonly people: GatheredPeople;
  /** Addresses never to mail, from a list of our own. */
  readonly suppressions: readonly Suppression[];
  /** Rows with something in them. */
  readonly rows: number;
  /** Rows about somebody whom an earlier row was about. */
  readonly repeated: number;
  readonly faults: readonly RowFault[];
  /** Who may have left according to a faulty row, by `Address.key`, with its line; nobody of `people`. */
  readonly doubtful: ReadonlyMap<string, number>;
}

/** The people of a file, in the order of their first rows. They may be many: each walk over them reads them anew. */
export interface GatheredPeople {
  readonly size: number;
  values(): Iterable<ImportedPerson>;
}

/** Where what rows say of people waits until all rows have been read. */
export interface Shelf {
  put(person: ImportedPerson): void;
  /** All of it in the order it came, as often as it is asked for. */
  all(): Iterable<ImportedPerson>;
}

/** Takes up the rows of a file, one after the other. */
export interface Gatherer {
  take(reading: RowReading, line: number): void;
  suppress(suppression: Suppression): void;
  gathered(): Gathered;
}

/** Goodbyes before welcomes; otherwise the row with evidence counts. */
const precedence: readonly ImportedStanding[] = [
  'complained',
  'bounced',
  'unsubscribed',
  'confirmed',
  'asked',
];

/**
 * Gathers people; of two rows about one person the one that takes precedence counts. In memory stay the addresses, flat, and
 * whoever has several rows or a doubtful one; all others wait on the shelf.
 */
export function gatherer(shelf: Shelf = shelfInMemory()): Gatherer {
  /** Everybody's `Address.key`. */
  const roll = newRoll();
  /** Who may have left according to a faulty row, with its line. */
  const doubtful = new Map<string, number>();
  const suppressions: Suppression[] = [];
  const faults: RowFault[] = [];
  /** Those with several rows, by their numbers. */
  const several = new Set<number>();
  let rows = 0;
  let repeated = 0;
  return {
    take(reading, line) {
      if ('blank' in reading) return;
      rows++;
      if ('fault' in reading) {
        faults.push({ line, what: reading.fault });
        if (reading.mayHaveLeft !== undefined) doubtful.set(reading.mayHaveLeft, line);
        return;
      }
      const count = roll.size;
      const number = roll.add(reading.person.address.key);
      if (number < count) {
        repeated++;
        several.add(number);
      }
      shelf.put(reading.person);
    },
    suppress(suppression) {
      suppressions.push(suppression);
    },
    gathered() {
      const numbers = [...doubtful.keys()].map((key) => roll.numberOf(key));
      const settled = settledRows(shelf, roll, new Set([...several, ...numbers]));
      let leftOut = 0;
      for (const [key, line] of doubtful) {
        const number = roll.numberOf(key);
        const standing = settled.get(number)?.standing;
        if (standing === undefined) continue;
        if (standing === 'confirmed' || standing === 'asked') {
          settled.set(number, undefined);
          leftOut++;
          faults.push({ line, what: alsoLeftOut });
        } else doubtful.delete(key);
      }
      return {
        people: { size: roll.size - leftOut, values: () => peopleOf(shelf, roll, settled) },
        suppressions,
        rows,
        repeated,
        faults: faults.toSorted((one, other) => one.line - other.line),
        doubtful,
      };
    },
  };
}

/** A shelf for people who are in memory anyway, or few. */
function shelfInMemory(): Shelf {
  const people: ImportedPerson[] = [];
  return { put: (person) => void people.push(person), all: () => people };
}

/** What all the rows of some people come to, by their numbers. */
function settledRows(
  shelf: Shelf,
  roll: Roll,
  numbers: ReadonlySet<number>,
): Map<number, ImportedPerson | undefined> {
  const settled = new Map<number, ImportedPerson | undefined>();
  if (numbers.size === 0) return settled;
  for (const person of shelf.all()) {
    const number = roll.numberOf(person.address.key);
    if (!numbers.has(number)) continue;
    const known = settled.get(number);
    settled.set(number, known ? stricter(known, person) : person);
  }
  return settled;
}

/** Each person where her first row stands; undefined in `settled` for somebody who is left out. */
function* peopleOf(
  shelf: Shelf,
  roll: Roll,
  settled: ReadonlyMap<number, ImportedPerson | undefined>,
): Iterable<ImportedPerson> {
  if (settled.size === 0) {
    yield* shelf.all();
    return;
  }
  let next = 0;
  for (const person of shelf.all()) {
    const number = roll.numberOf(person.address.key);
    // The numbers go up with each first row.
    if (number < next) continue;
    next = number + 1;
    const all = settled.has(number) ? settled.get(number) : person;
    if (all !== undefined) yield all;
  }
}

const alsoLeftOut = {
  de: 'weil das ein Abschied sein könnte, bleiben auch andere Zeilen über dieselbe Person draußen',
  en: 'because that might be a goodbye, other rows about the same person are left out, too',
};

/** Of two rows about one person the one that counts: complaint, bounce, goodbye, evidence, in this order; of two equal ones the first. She left when she last did. */
export function stricter(first: ImportedPerson, second: ImportedPerson): ImportedPerson {
  const [one, other] = [precedence.indexOf(first.standing), precedence.indexOf(second.standing)];
  const chosen = one <= other ? first : second;
  const suppressed = chosen.suppressed ?? first.suppressed ?? second.suppressed;
  const leftAt = lastLeaving(first, second);
  const isSame = suppressed === chosen.suppressed && leftAt === chosen.leftAt;
  return isSame ? chosen : { ...chosen, suppressed, leftAt };
}

/** When somebody last left according to two rows; null where one of them names no time, because that may be the last. */
function lastLeaving(...rows: readonly ImportedPerson[]): string | null {
  const times = rows
    .filter(({ standing }) => standing !== 'confirmed' && standing !== 'asked')
    .map(({ leftAt }) => leftAt);
  return times.includes(null) ? null : latestInstant(times.filter((time) => time !== null));
}
