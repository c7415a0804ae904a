import { parseAddress } from '../address.ts';
import type { Fault } from '../fault.ts';
import type { JsonPlaces } from '../jsonPlaces.ts';

/** A person who stands in the list twice: by her address, in whatever spelling, or by her id. */
export interface Duplicate {
  /** Where she stands first, and again; counted from 0. */
  readonly first: number;
  readonly second: number;
  readonly field: 'address' | 'id';
}

/** Whoever stands in the list twice; a record may be too broken to have an address or an id. */
export function findDuplicates(
  people: readonly (
    | { readonly address?: string | undefined; readonly id?: string | undefined }
    | undefined
  )[],
): readonly Duplicate[] {
  const duplicates: Duplicate[] = [];
  for (const field of ['address', 'id'] as const) {
    const firsts = new Map<string, number>();
    for (const [index, person] of people.entries()) {
      const written = person?.[field];
      if (written === undefined) continue;
      const key = field === 'id' ? written : (parseAddress(written)?.key ?? written);
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, index);
      else duplicates.push({ first, second: index, field });
    }
  }
  return duplicates;
}

/** Names them with their lines. */
export function duplicateFaults(duplicates: readonly Duplicate[], places: JsonPlaces): readonly Fault[] {
  return duplicates.map(({ first, second, field }) => {
    const locate = (index: number): string => places.locate(['subscribers', index, field]);
    return duplicateFault(field, locate(second), locate(first).split(':').at(-2) ?? '?');
  });
}

function duplicateFault(field: 'address' | 'id', where: string, firstLine: string): Fault {
  return field === 'address'
    ? {
        where,
        what: {
          de: `Dieselbe Adresse wie in Zeile ${firstLine}, nur anders geschrieben oder doppelt.`,
          en: `The same address as in line ${firstLine}, in another spelling or twice.`,
        },
        hint: { de: 'Eine der beiden Zeilen löschen.', en: 'Delete one of the two lines.' },
      }
    : {
        where,
        what: { de: `Dieselbe id wie in Zeile ${firstLine}.`, en: `The same id as in line ${firstLine}.` },
        hint: { de: 'Jede Person braucht ihre eigene id.', en: 'Each person needs an id of her own.' },
      };
}
