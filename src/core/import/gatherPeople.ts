import type { Suppression } from '../list/subscriber.ts';
import { latestInstant } from './importInstant.ts';
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
  /** Who may have left according to a faulty row, by `Address.key`, with its line; nobody of `people`. */
  readonly doubtful: ReadonlyMap<string, number>;
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

/** Gathers people; of two rows about one person the one that takes precedence counts. */
export function gatherer(): Gatherer {
  const people = new Map<string, ImportedPerson>();
  /** Who may have left according to a faulty row, with its line. */
  const doubtful = new Map<string, number>();
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
        if (reading.mayHaveLeft !== undefined) doubtful.set(reading.mayHaveLeft, line);
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
    gathered() {
      for (const [key, line] of doubtful) {
        const standing = people.get(key)?.standing;
        if (standing === undefined) continue;
        if (standing === 'confirmed' || standing === 'asked') {
          people.delete(key);
          faults.push({ line, what: alsoLeftOut });
        } else doubtful.delete(key);
      }
      return {
        people,
        suppressions,
        rows,
        repeated,
        faults: faults.toSorted((one, other) => one.line - other.line),
        doubtful,
      };
    },
  };
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
