import { unguardedCell } from '../list/csvCell.ts';
import type { ImportField } from './importSystem.ts';

/** Where each field stands in a row; several columns of one field are looked at in this order. */
export type Places = ReadonlyMap<ImportField, readonly number[]>;

/** What a row says, field by field. */
export interface RowCells {
  /** Empty where the row says nothing. */
  first(field: ImportField): string;
  /** Of all columns of a field, whatever they say. */
  all(field: ImportField): readonly string[];
}

/** The cells of a row, by the fields that stand there. */
export function rowCells(cells: readonly string[], places: Places): RowCells {
  const textAt = (place: number): string => cellText(cells[place] ?? '');
  return {
    first(field) {
      for (const place of places.get(field) ?? []) {
        const text = textAt(place);
        if (text !== '') return text;
      }
      return '';
    },
    all(field) {
      const found = places.get(field);
      return found === undefined ? nothing : found.map(textAt).filter((text) => text !== '');
    },
  };
}

const nothing: readonly string[] = [];

/** A cell without the marks that programs put around it. */
export function cellText(cell: string): string {
  const text = unguardedCell(cell).trim();
  // MailPoet writes \" for a quotation mark within quotation marks.
  return text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('\\"', '"').trim()
    : text;
}
