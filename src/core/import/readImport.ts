import { requireReadable } from '../list/suppression.ts';
import { gatherer, type Gathered } from './gatherPeople.ts';
import { linesOfEntries, readJsonList } from './jsonRows.ts';
import type { RowReading } from './importedPerson.ts';
import type { ImportSystem } from './importSystem.ts';
import { ownRecord, ownRowReader, ownSuppression } from './ownRecord.ts';
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
}

/** Reads a CSV record by record; the first one holds the columns. */
export interface CsvReader {
  /** Throws `import.unreadable` for columns of no known system. */
  take(cells: readonly string[], line: number): void;
  /** Throws `import.unreadable` where there were not even columns. */
  done(): ReadList;
}

/** Begins to read a CSV. */
export function csvReader(order: ImportOrder): CsvReader {
  const people = gatherer();
  let reading: { readonly system: ImportSystem; readonly read: ReturnType<typeof rowReader> } | undefined;
  return {
    take(cells, line) {
      if (reading) people.take(reading.read(cells), line);
      else reading = readerFor(cells, order);
    },
    done() {
      const { system } = reading ?? readerFor([], order);
      return { system, ...people.gathered() };
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
    const { system, read } = readerFor(list.columns, order);
    for (const [index, row] of list.rows.entries()) take(read(row), index);
    return { system, ...people.gathered() };
  }
  for (const [index, value] of list.subscribers.entries()) take(ownRecord(value), index);
  const suppressionLines = lazily(() => linesOfEntries(text, 'suppressions'));
  for (const [index, value] of list.suppressions.entries()) {
    const found = ownSuppression(value);
    if ('fault' in found) people.take(found, suppressionLines(index));
    else people.suppress(found.suppression);
  }
  const gathered = people.gathered();
  requireReadable(gathered.suppressions, order.secrets);
  return { system: ownSystem(), ...gathered };
}

function readerFor(
  columns: readonly string[],
  order: ImportOrder,
): { readonly system: ImportSystem; readonly read: ReturnType<typeof rowReader> } {
  const system = recogniseSystem(columns, order.from);
  const read = system.id === 'wochenbrief' ? ownRowReader(columns) : rowReader({ ...order, system, columns });
  return { system, read };
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
