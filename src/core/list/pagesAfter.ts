import type { ListBook } from './bookInMemory.ts';
import type { Changes, ListDraft } from './listDraft.ts';
import {
  entryOf,
  newPage,
  pageLength,
  people,
  suppressions,
  type BookState,
  type Entry,
  type Kind,
  type Index,
  type Page,
  type PartState,
} from './listPages.ts';
import type { SubscriberList } from './subscriber.ts';

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

function partAfter<T>(
  before: PartState<T>,
  kind: Kind<T>,
  changes: Changes<T>,
  index?: Index<T>,
): PartState<T> {
  if (changes.size === 0) return { pages: before.pages, gone: [], fresh: [] };
  if (before.pages.length === 0) {
    const pages = pagesOf(kind, newEntries(kind, changes));
    return { pages, gone: [], fresh: pages };
  }
  const touched = new Set([...changes.keys()].map((id) => index?.ids.get(id)?.page));
  const open = new Map(changes);
  const pages: Page<T>[] = [];
  const gone: Page<T>[] = [];
  const fresh: Page<T>[] = [];
  const replace = (page: Page<T>, entries: readonly Entry<T>[]): void => {
    gone.push(page);
    for (const made of pagesOf(kind, entries)) {
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
  return { pages, gone, fresh };
}

function pagesOf<T>(kind: Kind<T>, entries: readonly Entry<T>[]): readonly Page<T>[] {
  const pages: Page<T>[] = [];
  for (let start = 0; start < entries.length; start += pageLength)
    pages.push(newPage(kind, entries.slice(start, start + pageLength)));
  return pages;
}

function newEntries<T>(kind: Kind<T>, changes: Changes<T>): readonly Entry<T>[] {
  return [...changes.values()].filter((record) => record !== undefined).map((one) => entryOf(kind, one));
}
