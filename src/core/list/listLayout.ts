import type { BookState, PartState } from './listPages.ts';

/** The bytes of subscribers.json, piece by piece, laid out as the program writes it. */
export function* bytesOf(state: BookState): Iterable<Buffer> {
  yield Buffer.from(
    `{\n"$schema": ${JSON.stringify(state.schema)},\n"version": 1,\n"revision": ${state.revision},\n"subscribers": `,
  );
  yield* arrayBytes(state.people);
  yield middle;
  yield* arrayBytes(state.suppressions);
  yield tail;
}

function* arrayBytes({ pages }: PartState<unknown>): Iterable<Buffer> {
  if (pages.length === 0) {
    yield emptyArray;
    return;
  }
  yield arrayStart;
  for (const [index, page] of pages.entries()) {
    if (index > 0) yield betweenRecords;
    yield page.bytes;
  }
  yield arrayEnd;
}

/** What stands before the people: `$schema` and the revision. */
export const headPattern =
  /^\{\n"\$schema": ("[^"\\\n]*(?:\\.[^"\\\n]*)*"),\n"version": 1,\n"revision": (0|[1-9]\d{0,14}),\n"subscribers": /;

/** What stands between people and suppressions. */
export const middle = Buffer.from(',\n"suppressions": ');

/** What stands at the end. */
export const tail = Buffer.from('\n}\n');

/** How an array of records begins, goes on from line to line, and ends; nobody is `[]`. */
export const arrayStart = Buffer.from('[\n');
export const betweenRecords = Buffer.from(',\n');
export const arrayEnd = Buffer.from('\n]');
export const emptyArray = Buffer.from('[]');
