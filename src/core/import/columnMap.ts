import { parseAddress } from '../address.ts';
import { columnKey } from './columnKey.ts';
import { importFields, type ImportField, type ImportSystem } from './importSystem.ts';
import { addressNames, vagueAddressNames } from './plainCsv.ts';
import { cellText, type Places } from './rowCells.ts';

/** A column, and what it is used for; nothing for one that is ignored, `record` for one of our own records. */
export interface ColumnUse {
  readonly column: string;
  readonly fields: readonly (ImportField | 'record')[];
}

/** The first rows of a file: enough to see what stands in a column. */
export type Sample = readonly (readonly string[])[];

/** Where each field of a system stands in its file. */
export function placesOf(system: ImportSystem, columns: readonly string[], sample: Sample): Places {
  const places = new Map<ImportField, readonly number[]>();
  for (const field of importFields) {
    const found = placesNamed(system.fields[field] ?? [], columns);
    if (found.length > 0) places.set(field, field === 'name' ? found.slice(0, 1) : found);
  }
  const addresses = system.id === 'csv' ? addressPlaces(columns, sample) : [];
  return addresses.length > 0 ? places.set('address', addresses) : places;
}

/** The columns of a plain CSV that hold e-mail addresses: by their names, and of several those with addresses in them. */
export function addressPlaces(columns: readonly string[], sample: Sample): readonly number[] {
  const named = placesNamed(addressNames, columns);
  const filled = named.filter((place) =>
    sample.some((row) => parseAddress(cellText(row[place] ?? '')) !== undefined),
  );
  if (filled.length > 0) return filled;
  const vague = placesNamed(vagueAddressNames, columns);
  const clear = named.filter((place) => !vague.includes(place));
  return clear.length > 0 ? clear : named;
}

/** What each column is used for; columns without a name are left out. */
export function columnUses(columns: readonly string[], places: Places): readonly ColumnUse[] {
  const used = [...places];
  return columns.flatMap((column, place) => {
    if (column.trim() === '') return [];
    const fields = used.filter(([, own]) => own.includes(place)).map(([field]) => field);
    return [{ column, fields }];
  });
}

/** The columns with these names, in the order of the names; two columns may share one. */
function placesNamed(names: readonly string[], columns: readonly string[]): readonly number[] {
  const keys = columns.map(columnKey);
  const wanted = [...new Set(names.map(columnKey))];
  return wanted.flatMap((name) => keys.flatMap((key, place) => (key === name ? [place] : [])));
}
