import { repeatedKeyOffset } from '../jsonKeys.ts';
import { keyOf, type ListView } from './listBook.ts';
import type { ListDraft, Changes } from './listDraft.ts';
import type { Subscriber, SubscriberList, Suppression } from './subscriber.ts';
import {
  subscriberLine,
  subscriberSchema,
  suppressionLine,
  suppressionSchema,
  usualSchema,
} from './subscriberFile.ts';

/**
 * subscribers.json in memory: parsed, indexed, and cut into pages that remember their bytes. What did not change is
 * neither parsed again when another process has written, nor formatted again when this one writes.
 */
export interface ListBook {
  readonly view: ListView;
  /** The same object as long as nothing changes. */
  list(): SubscriberList;
  /** The state as it stands in the file. */
  readonly state: BookState;
  readonly people: Index<Subscriber>;
  readonly suppressions: Index<Suppression>;
  /** Turns to a state made for this book. */
  turnTo(next: BookState): void;
}

/** A whole list: one that was read, or one about to be written. Shares its unchanged pages with the one before. */
export interface BookState {
  readonly revision: number;
  readonly schema: string;
  readonly people: PartState<Subscriber>;
  readonly suppressions: PartState<Suppression>;
}

/** One of the file's two arrays; `gone` and `fresh` are what differs from the state before. */
interface PartState<T> {
  readonly pages: readonly Page<T>[];
  readonly gone: readonly Page<T>[];
  readonly fresh: readonly Page<T>[];
}

/** Some records in a row, with their lines as they stand in the file. */
interface Page<T> {
  readonly entries: readonly Entry<T>[];
  readonly bytes: Buffer;
}

/** One record, what it is found by, and where it stands. */
interface Entry<T> {
  readonly record: T;
  readonly id: string;
  readonly key: string;
  page: Page<T> | undefined;
}

/** Finds a record by its id, or by what all spellings of its address have in common. */
interface Index<T> {
  readonly ids: Map<string, Entry<T>>;
  readonly keys: Map<string, Entry<T>>;
}

/** What is particular to an array's records. */
interface Kind<T> {
  readonly idOf: (record: T) => string;
  readonly keyOf: (record: T) => string;
  readonly lineOf: (record: T) => string;
  /** How lines begin that the program wrote; the id follows. */
  readonly opening: Buffer;
  readonly parse: (value: unknown) => T | undefined;
}

const people: Kind<Subscriber> = {
  idOf: (subscriber) => subscriber.id,
  keyOf,
  lineOf: subscriberLine,
  opening: Buffer.from('{"id":"'),
  parse: (value) => subscriberSchema.safeParse(value).data,
};
const suppressions: Kind<Suppression> = {
  idOf: (suppression) => suppression.hash,
  keyOf: (suppression) => suppression.hash,
  lineOf: suppressionLine,
  opening: Buffer.from('{"hash":"'),
  parse: (value) => suppressionSchema.safeParse(value).data,
};

/** Large enough that few pieces are written, small enough that one change costs little. */
const pageLength = 128;

/** An empty book. */
export function emptyBook(): ListBook {
  const nobody: PartState<never> = { pages: [], gone: [], fresh: [] };
  let state: BookState = { revision: -1, schema: usualSchema, people: nobody, suppressions: nobody };
  let list: SubscriberList | undefined;
  const peopleIndex: Index<Subscriber> = { ids: new Map(), keys: new Map() };
  const suppressionIndex: Index<Suppression> = { ids: new Map(), keys: new Map() };
  const currentList = (): SubscriberList =>
    (list ??= {
      revision: state.revision,
      subscribers: recordsOf(state.people),
      suppressions: recordsOf(state.suppressions),
    });
  return {
    view: {
      get revision() {
        return state.revision;
      },
      byId: (id) => peopleIndex.ids.get(id)?.record,
      byKey: (key) => peopleIndex.keys.get(key)?.record,
      suppression: (hash) => suppressionIndex.ids.get(hash)?.record,
      subscribers: () => currentList().subscribers,
      suppressions: () => currentList().suppressions,
    },
    list: currentList,
    people: peopleIndex,
    suppressions: suppressionIndex,
    get state() {
      return state;
    },
    turnTo(next) {
      turnIndex(peopleIndex, next.people);
      turnIndex(suppressionIndex, next.suppressions);
      state = next;
      list = undefined;
    },
  };
}

function turnIndex<T>({ ids, keys }: Index<T>, { gone, fresh }: PartState<T>): void {
  for (const page of gone) {
    for (const { id, key } of page.entries) {
      ids.delete(id);
      keys.delete(key);
    }
  }
  for (const page of fresh) {
    for (const entry of page.entries) {
      ids.set(entry.id, entry);
      keys.set(entry.key, entry);
      entry.page = page;
    }
  }
}

function recordsOf<T>({ pages }: PartState<T>): readonly T[] {
  return pages.flatMap((page) => page.entries.map((entry) => entry.record));
}

/** The bytes of subscribers.json, piece by piece. */
export function* bytesOf(state: BookState): Iterable<Buffer> {
  yield Buffer.from(
    `{\n"$schema": ${JSON.stringify(state.schema)},\n"version": 1,\n"revision": ${state.revision},\n"subscribers": `,
  );
  yield* arrayBytes(state.people);
  yield Buffer.from(',\n"suppressions": ');
  yield* arrayBytes(state.suppressions);
  yield Buffer.from('\n}\n');
}

const betweenPages = Buffer.from(',\n');

function* arrayBytes({ pages }: PartState<unknown>): Iterable<Buffer> {
  if (pages.length === 0) {
    yield Buffer.from('[]');
    return;
  }
  yield Buffer.from('[\n');
  for (const [index, page] of pages.entries()) {
    if (index > 0) yield betweenPages;
    yield page.bytes;
  }
  yield Buffer.from('\n]');
}

/** The state after a draft's changes, one revision on. */
export function stateAfter(book: ListBook, draft: ListDraft): BookState {
  const { state } = book;
  return {
    revision: state.revision + 1,
    schema: state.schema,
    people: partAfter(state.people, people, draft.people, book.people),
    suppressions: partAfter(state.suppressions, suppressions, draft.suppressions, book.suppressions),
  };
}

function partAfter<T>(
  before: PartState<T>,
  kind: Kind<T>,
  changes: Changes<T>,
  index?: Index<T>,
): PartState<T> {
  if (changes.size === 0) return { pages: before.pages, gone: [], fresh: [] };
  const touched = new Set([...changes.keys()].map((id) => index?.ids.get(id)?.page));
  const open = new Map(changes);
  const pages: Page<T>[] = [];
  const gone: Page<T>[] = [];
  const fresh: Page<T>[] = [];
  const replace = (page: Page<T> | undefined, entries: readonly Entry<T>[]): void => {
    if (page) gone.push(page);
    for (let start = 0; start < entries.length; start += pageLength) {
      const made = newPage(kind, entries.slice(start, start + pageLength));
      pages.push(made);
      fresh.push(made);
    }
  };
  for (const page of before.pages) {
    const isLast = page === before.pages.at(-1);
    const isTouched = touched.has(page);
    if (!isTouched && !isLast) {
      pages.push(page);
      continue;
    }
    const entries = page.entries.flatMap((entry) => {
      if (!changes.has(entry.id)) return [entry];
      open.delete(entry.id);
      const changed = changes.get(entry.id);
      return changed === undefined ? [] : [entryOf(kind, changed)];
    });
    // Newcomers go to the end of the last page while it has room.
    const newcomers = isLast ? newEntries(kind, open) : [];
    if (!isTouched && newcomers.length === 0) pages.push(page);
    else replace(page, [...entries, ...newcomers]);
  }
  if (before.pages.length === 0) replace(undefined, newEntries(kind, open));
  return { pages, gone, fresh };
}

function newEntries<T>(kind: Kind<T>, changes: Changes<T>): readonly Entry<T>[] {
  return [...changes.values()].filter((record) => record !== undefined).map((one) => entryOf(kind, one));
}

/** The state of a list that was read as a whole; every record is new. */
export function stateOf(list: SubscriberList, schema: string, before: BookState): BookState {
  const part = <T>(records: readonly T[], kind: Kind<T>, previous: PartState<T>): PartState<T> => {
    // An address suppressed twice is suppressed once; the later record counts.
    const unique = new Map(records.map((record) => [kind.idOf(record), record]));
    const { pages } = partAfter({ pages: [], gone: [], fresh: [] }, kind, unique);
    return { pages, gone: previous.pages, fresh: pages };
  };
  return {
    revision: list.revision,
    schema,
    people: part(list.subscribers, people, before.people),
    suppressions: part(list.suppressions, suppressions, before.suppressions),
  };
}

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

const headPattern =
  /^\{\n"\$schema": ("[^"\\\n]*(?:\\.[^"\\\n]*)*"),\n"version": 1,\n"revision": (0|[1-9]\d{0,14}),\n"subscribers": /;
const middle = Buffer.from(',\n"suppressions": ');
const tail = Buffer.from('\n}\n');
const emptyArray = Buffer.from('[]');
const arrayStart = Buffer.from('[\n');
const arrayEnd = Buffer.from('\n]');

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
      close(at - betweenPages.length);
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
    if (!isEnd && !startsWith(bytes, end, betweenPages)) return undefined;
    if (isEnd || lines.length === pageLength) {
      close(end);
      yield;
    }
    if (isEnd) {
      const kept = new Set(pages);
      const part = { pages, gone: before.pages.filter((page) => !kept.has(page)), fresh };
      return hasTwins(part, index) ? undefined : { part, end: end + arrayEnd.length };
    }
    at = end + betweenPages.length;
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
  const text = bytes.toString('utf8', at, end);
  const record = kind.parse(readJson(text));
  if (record === undefined) return undefined;
  // Our own line has each key once; any other might say a thing twice.
  if (kind.lineOf(record) !== text && repeatedKeyOffset(text) !== undefined) return undefined;
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

function entryOf<T>(kind: Kind<T>, record: T): Entry<T> {
  return { record, id: kind.idOf(record), key: kind.keyOf(record), page: undefined };
}

function newPage<T>(kind: Kind<T>, entries: readonly Entry<T>[]): Page<T> {
  return { entries, bytes: Buffer.from(entries.map(({ record }) => kind.lineOf(record)).join(',\n')) };
}

function startsWith(bytes: Buffer, at: number, part: Buffer): boolean {
  return at + part.length <= bytes.length && bytes.compare(part, 0, part.length, at, at + part.length) === 0;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
