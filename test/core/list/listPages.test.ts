import fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewOf, type ListEdit } from '../../../src/core/list/listBook.ts';
import { draftOf } from '../../../src/core/list/listDraft.ts';
import { emptyBook, type ListBook } from '../../../src/core/list/bookInMemory.ts';
import { bytesOf } from '../../../src/core/list/listLayout.ts';
import type { BookState } from '../../../src/core/list/listPages.ts';
import { stateAfter, stateOf } from '../../../src/core/list/pagesAfter.ts';
import { readState } from '../../../src/core/list/pagesRead.ts';
import { bareSuppression, type SubscriberList, type Suppression } from '../../../src/core/list/subscriber.ts';
import { formatSubscribers } from '../../../src/core/list/subscriberFile.ts';
import { usualSchema } from '../../../src/core/list/subscriberLines.ts';
import { confirmedReader } from '../../support/newsletter.ts';

const suppressed = (number: number): Suppression => ({
  ...bareSuppression,
  hash: `hash${String(number).padStart(39, '0')}`,
  reason: 'complaint',
  since: '2026-05-01T00:00:00Z',
});

function listOf(people: number, suppressions = 0): SubscriberList {
  return {
    revision: 1,
    subscribers: Array.from({ length: people }, (_, index) => confirmedReader(index)),
    suppressions: Array.from({ length: suppressions }, (_, index) => suppressed(index)),
  };
}

function bookOf(list: SubscriberList): ListBook {
  const book = emptyBook();
  book.turnTo(stateOf(list, usualSchema, book.state));
  return book;
}

function read(bytes: Buffer, book: ListBook): BookState | undefined {
  const steps = readState(bytes, book);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const bytes = (state: BookState): Buffer => Buffer.concat([...bytesOf(state)]);

/** The same edits in the simplest way there is. */
function edited(list: SubscriberList, edits: readonly ListEdit[]): SubscriberList {
  const people = new Map(list.subscribers.map((one) => [one.id, one]));
  const hashes = new Map(list.suppressions.map((one) => [one.hash, one]));
  for (const edit of edits) {
    if ('put' in edit) people.set(edit.put.id, edit.put);
    else if ('remove' in edit) people.delete(edit.remove);
    else if ('suppress' in edit) hashes.set(edit.suppress.hash, edit.suppress);
    else hashes.delete(edit.release);
  }
  return {
    revision: list.revision + 1,
    subscribers: [...people.values()],
    suppressions: [...hashes.values()],
  };
}

test('the bytes of a book are those of the list', () => {
  for (const list of [listOf(0), listOf(1), listOf(128), listOf(129, 1), listOf(700, 300)])
    expect(bytes(bookOf(list).state).toString()).toBe(formatSubscribers(list));
});

test('after any edits a book, and another one that only reads the bytes, hold the very list that simple edits make', () => {
  const number = fc.nat(400);
  const edit: fc.Arbitrary<ListEdit> = fc.oneof(
    fc
      .tuple(number, fc.constantFrom(null, 'Anna', 'Öykü'))
      .map(([n, name]) => ({ put: confirmedReader(n, { name }) })),
    number.map((n) => ({ remove: confirmedReader(n).id })),
    number.map((n) => ({ suppress: suppressed(n) })),
    number.map((n) => ({ release: suppressed(n).hash })),
  );
  const rounds = fc.array(fc.array(edit, { maxLength: 30 }), { maxLength: 6 });
  fc.assert(
    fc.property(fc.nat(300), fc.nat(200), rounds, (people, suppressions, rounds) => {
      let list = listOf(people, suppressions);
      const writer = bookOf(list);
      const reader = bookOf(list);
      for (const edits of rounds) {
        const draft = draftOf(writer.view);
        draft.apply(edits);
        const next = edited(list, edits);
        expect([...draft.view.subscribers()].length).toBe(next.subscribers.length);
        writer.turnTo(stateAfter(writer, draft));
        const sorted = <T>(items: Iterable<T>): string[] =>
          [...items].map((one) => JSON.stringify(one)).sort();
        expect(sorted(writer.list().subscribers)).toEqual(sorted(next.subscribers));
        expect(sorted(writer.list().suppressions)).toEqual(sorted(next.suppressions));
        expect(bytes(writer.state).toString()).toBe(formatSubscribers(writer.list()));
        const found = read(bytes(writer.state), reader);
        if (!found) throw new Error('the reader did not understand what the writer wrote');
        reader.turnTo(found);
        expect(reader.list()).toEqual(writer.list());
        const simple = viewOf(writer.list());
        for (let n = 0; n <= 400; n += 7) {
          const { id, address } = confirmedReader(n);
          for (const { view } of [writer, reader]) {
            expect(view.byId(id)).toEqual(simple.byId(id));
            expect(view.byKey(address)).toEqual(simple.byKey(address));
            expect(view.suppression(suppressed(n).hash)).toEqual(simple.suppression(suppressed(n).hash));
          }
        }
        list = next;
      }
    }),
    { numRuns: 25 },
  );
});

test('reading again parses only the pages that changed', () => {
  const list = listOf(1000);
  const book = bookOf(list);
  const changed = edited(list, [
    { put: confirmedReader(500, { name: 'Neu' }) },
    { put: confirmedReader(2000) },
  ]);
  const state = read(Buffer.from(formatSubscribers(changed)), book);
  expect(state?.people.fresh.map((page) => page.entries.length)).toEqual([128, 1]);
});

test('pages that were cut small by other processes grow together again', () => {
  const book = bookOf(listOf(1));
  let list = book.list();
  for (let n = 1; n <= 400; n++) {
    list = edited(list, [{ put: confirmedReader(n) }]);
    const state = read(Buffer.from(formatSubscribers(list)), book);
    if (state) book.turnTo(state);
  }
  expect(book.list()).toEqual(list);
  expect(book.state.people.pages.length).toBeLessThanOrEqual(7);
});

test.each([
  ['a record over two lines', (text: string) => text.replace('"name":', '\n"name":')],
  [
    'two records on one line',
    (text: string) => text.replace('},\n{"id":"reader000002', '},{"id":"reader000002'),
  ],
  ['an id twice', (text: string) => text.replace('reader000002', 'reader000001')],
  ['an address twice', (text: string) => text.replace('reader2@', 'READER1@')],
  ['a key twice', (text: string) => text.replace('"name":null', '"name":null,"name":"x"')],
  ['a wrong value', (text: string) => text.replace('"confirmed"', '"active"')],
  ['a missing comma', (text: string) => text.replace('},\n{"id":"reader000002', '}\n{"id":"reader000002')],
  ['something behind the end', (text: string) => `${text}x`],
  ['Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
  ['a text cut short', (text: string) => text.slice(0, -3)],
])('%s is left to the careful reader', (_, change) => {
  const text = formatSubscribers(listOf(200));
  const changed = Buffer.from(change(text));
  expect(read(changed, emptyBook())).toBeUndefined();
  expect(read(changed, bookOf(listOf(200)))).toBeUndefined();
  expect(read(Buffer.from(text), emptyBook())).toBeDefined();
});
