import { requireReadable } from '../list/suppression.ts';
import { columnUses, placesOf, type ColumnUse, type Sample } from './columnMap.ts';
import { gatherer, type Gathered, type Shelf } from './gatherPeople.ts';
import { linesOfEntries, readJsonList } from './jsonRows.ts';
import type { RowReading } from './importedPerson.ts';
import type { ImportSystem } from './importSystem.ts';
import { ownColumnUses, ownRecord, ownRowReader, ownSuppression } from './ownRecord.ts';
import { plausible } from './plausible.ts';
import { rowReader, type RowOrder } from './readRow.ts';
import { recogniseSystem } from './recogniseSystem.ts';
import { systemById } from './systems.ts';

/** What reading a list needs to know besides it. */
export interface ImportOrder extends Pick<RowOrder, 'fileName' | 'timeZone' | 'at'> {
  /** The system, where a person has named it. */
  readonly from: string | undefined;
  readonly secrets: readonly string[];
}

/** A list that has been read. */
export interface ReadList extends Gathered {
  readonly system: ImportSystem;
  /** Empty for JSON of our own. */
  readonly columns: readonly ColumnUse[];
}

/** Reads a CSV record by record; the first one holds the columns. */
export interface CsvReader {
  /** Throws `import.unreadable` for columns of no known system. */
  take(cells: readonly string[], line: number): void;
  /** Throws as `take` does, and where there were not even columns. */
  done(): ReadList;
}

/** So many rows are looked at before it is decided what the columns hold. */
const sampleRows = 100;

/** Begins to read a CSV, whose people wait on a shelf. */
export function csvReader(order: ImportOrder, shelf?: Shelf): CsvReader {
  const people = gatherer(shelf);
  let columns: readonly string[] | undefined;
  const waiting: { readonly cells: readonly string[]; readonly line: number }[] = [];
  let reading: ListReading | undefined;
  const begin = (): ListReading => {
    const begun = readingOf(
      columns ?? [],
      waiting.map(({ cells }) => cells),
      order,
    );
    for (const { cells, line } of waiting.splice(0)) people.take(begun.read(cells), line);
    return begun;
  };
  return {
    take(cells, line) {
      if (columns === undefined) columns = cells;
      else if (reading) people.take(reading.read(cells), line);
      else {
        waiting.push({ cells, line });
        if (waiting.length >= sampleRows) reading = begin();
      }
    },
    done() {
      const { system, uses } = reading ?? begin();
      return { system, columns: uses, ...people.gathered() };
    },
  };
}

/** Reads a list that was written as JSON. Throws `import.unreadable`, and `secret.changed` for suppressions of ours that another secret made. */
export function readJson(text: string, order: ImportOrder): ReadList {
  const list = readJsonList(text, order.fileName);
  const people = gatherer();
  const lines = lazily(() => linesOfEntries(text, list.kind === 'own' ? 'subscribers' : list.key));
  const take = (reading: RowReading, index: number): void =>
    people.take(reading, 'fault' in reading ? lines(index) : 0);
  if (list.kind === 'rows') {
    const { system, read, uses } = readingOf(list.columns, list.rows.slice(0, sampleRows), order);
    for (const [index, row] of list.rows.entries()) take(read(row), index);
    return { system, columns: uses, ...people.gathered() };
  }
  for (const [index, value] of list.subscribers.entries()) take(plausible(ownRecord(value), order.at), index);
  const suppressionLines = lazily(() => linesOfEntries(text, 'suppressions'));
  for (const [index, value] of list.suppressions.entries()) {
    const found = ownSuppression(value, order.at);
    if ('fault' in found) people.take(found, suppressionLines(index));
    else people.suppress(found.suppression);
  }
  const gathered = people.gathered();
  requireReadable(gathered.suppressions, order.secrets);
  return { system: ownSystem(), columns: [], ...gathered };
}

interface ListReading {
  readonly system: ImportSystem;
  readonly uses: readonly ColumnUse[];
  readonly read: (cells: readonly string[]) => RowReading;
}

function readingOf(columns: readonly string[], sample: Sample, order: ImportOrder): ListReading {
  const system = recogniseSystem(columns, order.from, sample);
  if (system.id === 'wochenbrief')
    return { system, uses: ownColumnUses(columns), read: ownReader(columns, order.at) };
  const places = placesOf(system, columns, sample);
  return {
    system,
    uses: columnUses(columns, places),
    read: rowReader({ ...order, system, columns, places }),
  };
}

function ownReader(columns: readonly string[], at: string): ListReading['read'] {
  const read = ownRowReader(columns);
  return (cells) => plausible(read(cells), at);
}

function ownSystem(): ImportSystem {
  const system = systemById('wochenbrief');
  if (system) return system;
  throw new Error('Wochenbrief is no system of its own');
}

/** Line numbers that are counted once, and only when there is a first fault to place. */
function lazily(count: () => readonly number[]): (index: number) => number {
  let lines: readonly number[] | undefined;
  return (index) => (lines ??= count())[index] ?? 0;
}
