import type { Suppression } from '../list/subscriber.ts';
import type { ImportedPerson, ImportedStanding, RowFault, RowReading } from './importedPerson.ts';

/** Everything a file says, each person once. */
export interface Gathered {
  /** By `Address.key`. */
  readonly people: ReadonlyMap<string, ImportedPerson>;
  /** Addresses never to mail, from a list of our own. */
  readonly suppressions: readonly Suppression[];
  /** Rows with something in them. */
  readonly rows: number;
  /** Rows about somebody whom an earlier row was about. */
  readonly repeated: number;
  readonly faults: readonly RowFault[];
}

/** Takes up the rows of a file, one after the other. */
export interface Gatherer {
  take(reading: RowReading, line: number): void;
  suppress(suppression: Suppression): void;
  gathered(): Gathered;
}

const strictness: readonly ImportedStanding[] = [
  'complained',
  'bounced',
  'unsubscribed',
  'confirmed',
  'asked',
];

/** Gathers people; of two rows about one person the stricter counts. */
export function gatherer(): Gatherer {
  const people = new Map<string, ImportedPerson>();
  const suppressions: Suppression[] = [];
  const faults: RowFault[] = [];
  let rows = 0;
  let repeated = 0;
  return {
    take(reading, line) {
      if ('blank' in reading) return;
      rows++;
      if ('fault' in reading) {
        faults.push({ line, what: reading.fault });
        return;
      }
      const { key } = reading.person.address;
      const known = people.get(key);
      if (known) repeated++;
      people.set(key, known ? stricter(known, reading.person) : reading.person);
    },
    suppress(suppression) {
      suppressions.push(suppression);
    },
    gathered: () => ({ people, suppressions, rows, repeated, faults }),
  };
}

/** The stricter of two rows; of two equal ones the later goodbye, or else the first. */
export function stricter(first: ImportedPerson, second: ImportedPerson): ImportedPerson {
  const [one, other] = [strictness.indexOf(first.standing), strictness.indexOf(second.standing)];
  const chosen = one < other || (one === other && !isLater(second.leftAt, first.leftAt)) ? first : second;
  const suppressed = chosen.suppressed ?? first.suppressed ?? second.suppressed;
  return suppressed === chosen.suppressed ? chosen : { ...chosen, suppressed };
}

function isLater(instant: string | null, than: string | null): boolean {
  return instant !== null && than !== null && Date.parse(instant) > Date.parse(than);
}
