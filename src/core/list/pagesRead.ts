import type { ListBook } from './bookInMemory.ts';
import { arrayEnd, arrayStart, betweenRecords, emptyArray, headPattern, middle, tail } from './listLayout.ts';
import {
  entryOf,
  pageLength,
  people,
  readJson,
  recordOf,
  suppressions,
  type BookState,
  type Entry,
  type Index,
  type Kind,
  type Page,
  type PartState,
} from './listPages.ts';

/**
 * Reads a file that is laid out as the program writes it, taking over every page that stands in it unchanged; undefined
 * for anything odd, which the careful reader then judges. Yields now and then, so that others get their turn.
 */
export function* readState(bytes: Buffer, book: ListBook): Generator<void, BookState | undefined> {
  const head = headPattern.exec(bytes.toString('latin1', 0, 1000));
  if (!head) return undefined;
  const schema = readJson(Buffer.from(head[1] ?? '', 'latin1').toString('utf8'));
  if (typeof schema !== 'string') return undefined;
  const before = book.state;
  const first = yield* readPart(bytes, head[0].length, people, before.people, book.people);
  if (!first || !startsWith(bytes, first.end, middle)) return undefined;
  const second = yield* readPart(
    bytes,
    first.end + middle.length,
    suppressions,
    before.suppressions,
    book.suppressions,
  );
  if (!second || !startsWith(bytes, second.end, tail) || bytes.length !== second.end + tail.length)
    return undefined;
  return {
    revision: Number(head[2]),
    schema,
    people: first.part,
    suppressions: second.part,
  };
}

interface PartReading<T> {
  readonly part: PartState<T>;
  readonly end: number;
}

function* readPart<T>(
  bytes: Buffer,
  start: number,
  kind: Kind<T>,
  before: PartState<T>,
  index: Index<T>,
): Generator<void, PartReading<T> | undefined> {
  if (startsWith(bytes, start, emptyArray))
    return { part: { pages: [], gone: before.pages, fresh: [] }, end: start + emptyArray.length };
  if (!startsWith(bytes, start, arrayStart)) return undefined;
  const known = new Map(before.pages.map((page) => [page.entries[0]?.id, page]));
  const pages: Page<T>[] = [];
  const fresh: Page<T>[] = [];
  let lines: Entry<T>[] = [];
  let linesStart = 0;
  let at = start + arrayStart.length;
  const close = (end: number): void => {
    if (lines.length === 0) return;
    // A copy: otherwise one page would keep the whole file in memory.
    const page = { entries: lines, bytes: Buffer.from(bytes.subarray(linesStart, end)) };
    pages.push(page);
    fresh.push(page);
    lines = [];
  };
  for (;;) {
    const same = known.get(idAt(bytes, at, kind));
    const isSame = same !== undefined && isWorthKeeping(same) && startsWith(bytes, at, same.bytes);
    let end: number;
    if (isSame) {
      close(at - betweenRecords.length);
      pages.push(same);
      end = at + same.bytes.length;
    } else {
      if (lines.length === 0) linesStart = at;
      const entry = entryAt(bytes, at, kind);
      if (!entry) return undefined;
      lines.push(entry.entry);
      end = entry.end;
    }
    const isEnd = startsWith(bytes, end, arrayEnd);
    if (!isEnd && !startsWith(bytes, end, betweenRecords)) return undefined;
    if (isEnd || lines.length === pageLength) {
      close(end);
      yield;
    }
    if (isEnd) {
      const kept = new Set(pages);
      const part = { pages, gone: before.pages.filter((page) => !kept.has(page)), fresh };
      return hasTwins(part, index) ? undefined : { part, end: end + arrayEnd.length };
    }
    at = end + betweenRecords.length;
  }
}

/** Small pages are read anew, so that they grow together again. */
function isWorthKeeping(page: Page<unknown>): boolean {
  return page.entries.length >= pageLength / 2;
}

function idAt<T>(bytes: Buffer, at: number, kind: Kind<T>): string | undefined {
  if (!startsWith(bytes, at, kind.opening)) return undefined;
  const start = at + kind.opening.length;
  return bytes.toString('latin1', start, bytes.indexOf(34, start));
}

function entryAt<T>(
  bytes: Buffer,
  at: number,
  kind: Kind<T>,
): { readonly entry: Entry<T>; readonly end: number } | undefined {
  const newline = bytes.indexOf(10, at);
  if (newline < 0) return undefined;
  const end = bytes[newline - 1] === 44 ? newline - 1 : newline;
  const record = recordOf(kind, bytes.toString('utf8', at, end));
  if (record === undefined) return undefined;
  return { entry: entryOf(kind, record), end };
}

/** Whether two records share an id or an address; the careful reader names their lines. */
function hasTwins<T>({ gone, fresh }: PartState<T>, index: Index<T>): boolean {
  const left = new Set(gone);
  const stays = (entry: Entry<T> | undefined): boolean => entry?.page !== undefined && !left.has(entry.page);
  const ids = new Set<string>();
  const keys = new Set<string>();
  for (const page of fresh) {
    for (const { id, key } of page.entries) {
      if (ids.has(id) || keys.has(key)) return true;
      if (stays(index.ids.get(id)) || stays(index.keys.get(key))) return true;
      ids.add(id);
      keys.add(key);
    }
  }
  return false;
}

function startsWith(bytes: Buffer, at: number, part: Buffer): boolean {
  return at + part.length <= bytes.length && bytes.compare(part, 0, part.length, at, at + part.length) === 0;
}
