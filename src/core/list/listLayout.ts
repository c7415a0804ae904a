import type { BookState, PartState } from './listPages.ts';

/** The bytes of subscribers.json, piece by piece, laid out as the program writes it; `newcomers` are lines behind the people. */
export function* bytesOf(state: BookState, newcomers: Iterable<Buffer> = []): Iterable<Buffer> {
  yield Buffer.from(
    `{\n"$schema": ${JSON.stringify(state.schema)},\n"version": 1,\n"revision": ${state.revision},\n"subscribers": `,
  );
  yield* arrayBytes(state.people, newcomers);
  yield middle;
  yield* arrayBytes(state.suppressions, []);
  yield tail;
}

function* arrayBytes({ pages }: PartState<unknown>, more: Iterable<Buffer>): Iterable<Buffer> {
  let before = arrayStart;
  for (const page of pages) {
    yield before;
    yield page.bytes;
    before = betweenRecords;
  }
  let isFirst = true;
  for (const piece of more) {
    if (isFirst) yield before;
    isFirst = false;
    yield piece;
  }
  yield isFirst && pages.length === 0 ? emptyArray : arrayEnd;
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
