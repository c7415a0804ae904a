import { repeatedKeyOffset } from '../jsonKeys.ts';
import { keyOf } from './listBook.ts';
import type { Subscriber, Suppression } from './subscriber.ts';
import { subscriberLine, suppressionLine } from './subscriberLines.ts';
import { subscriberSchema, suppressionSchema } from './subscriberSchema.ts';
import { readUsualLine } from './usualLine.ts';

/** A whole list: one that was read, or one about to be written. Shares its unchanged pages with the one before. */
export interface BookState {
  readonly revision: number;
  readonly schema: string;
  readonly people: PartState<Subscriber>;
  readonly suppressions: PartState<Suppression>;
}

/** One of the file's two arrays; `gone` and `fresh` are what differs from the state before. */
export interface PartState<T> {
  readonly pages: readonly Page<T>[];
  readonly gone: readonly Page<T>[];
  readonly fresh: readonly Page<T>[];
}

/** Some records in a row, with their lines as they stand in the file. */
export interface Page<T> {
  readonly entries: readonly Entry<T>[];
  readonly bytes: Buffer;
}

/** One record, what it is found by, and where it stands. */
export interface Entry<T> {
  readonly record: T;
  readonly id: string;
  readonly key: string;
  page: Page<T> | undefined;
}

/** Finds a record by its id, or by what all spellings of its address have in common. */
export interface Index<T> {
  readonly ids: Map<string, Entry<T>>;
  readonly keys: Map<string, Entry<T>>;
}

/** What is particular to an array's records. */
export interface Kind<T> {
  /** For most lines a shorter way to what the schema says of them. */
  readonly readUsual: (line: string) => T | undefined;
  readonly idOf: (record: T) => string;
  readonly keyOf: (record: T) => string;
  readonly lineOf: (record: T) => string;
  /** How lines begin that the program wrote; the id follows. */
  readonly opening: Buffer;
  readonly parse: (value: unknown) => T | undefined;
}

/** The people of the list. */
export const people: Kind<Subscriber> = {
  readUsual: readUsualLine,
  idOf: (subscriber) => subscriber.id,
  keyOf,
  lineOf: subscriberLine,
  opening: Buffer.from('{"id":"'),
  parse: (value) => subscriberSchema.safeParse(value).data,
};

/** Its suppressions. */
export const suppressions: Kind<Suppression> = {
  readUsual: () => undefined,
  idOf: (suppression) => suppression.hash,
  keyOf: (suppression) => suppression.hash,
  lineOf: suppressionLine,
  opening: Buffer.from('{"hash":"'),
  parse: (value) => suppressionSchema.safeParse(value).data,
};

/** A record from its line; undefined for anything odd, which the careful reader then judges. */
export function recordOf<T>(kind: Kind<T>, line: string): T | undefined {
  const usual = kind.readUsual(line);
  if (usual !== undefined) return usual;
  const record = kind.parse(readJson(line));
  if (record === undefined) return undefined;
  // Our own line has each key once; any other might say a thing twice.
  return kind.lineOf(record) === line || repeatedKeyOffset(line) === undefined ? record : undefined;
}

/** JSON, or undefined where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Large enough that few pieces are written, small enough that one change costs little. */
export const pageLength = 128;

/** A record about to stand on a page. */
export function entryOf<T>(kind: Kind<T>, record: T): Entry<T> {
  return { record, id: kind.idOf(record), key: kind.keyOf(record), page: undefined };
}

/** Some records as a page, written out. */
export function newPage<T>(kind: Kind<T>, entries: readonly Entry<T>[]): Page<T> {
  return { entries, bytes: Buffer.from(entries.map(({ record }) => kind.lineOf(record)).join(',\n')) };
}
