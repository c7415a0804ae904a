import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eraseLines } from '../../../src/core/list/eraseLines.ts';
import { keyOf } from '../../../src/core/list/listBook.ts';
import { formatSubscribers } from '../../../src/core/list/subscriberFile.ts';
import { confirmedReader } from '../../support/newsletter.ts';

function erase(text: string, ids: readonly string[], keys: readonly string[] = []): string | undefined {
  const steps = eraseLines(Buffer.from(text), { ids: new Set(ids), keys: new Set(keys) });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value === null ? text : step.value && Buffer.concat(step.value).toString();
  }
}

const addresses = [
  'a@example.org',
  'A.B@EXAMPLE.com',
  'ü@bücher.example',
  'x@xn--bcher-kva.example',
  "o'n+x@example.org",
];
const people = addresses.map((address, index) => confirmedReader(index, { address }));
const textOf = (subscribers: typeof people): string =>
  formatSubscribers({ revision: 7, subscribers, suppressions: [] });

test('whoever is erased, by id or by any spelling of an address, the rest of the file stays to the letter (R66)', () => {
  fc.assert(
    fc.property(fc.subarray(people), fc.subarray(people), (byId, byKey) => {
      const gone = new Set([...byId, ...byKey]);
      const left = people.filter((one) => !gone.has(one));
      const ids = byId.map((one) => one.id);
      expect(erase(textOf(people), ids, byKey.map(keyOf))).toBe(textOf(left));
    }),
  );
});

test('a list without anybody stays as it is', () => {
  expect(erase(textOf([]), ['reader000001'])).toBe(textOf([]));
});

test.each([
  ['a layout by hand', (text: string) => JSON.stringify(JSON.parse(text), null, 2)],
  ['Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
  [
    'two people on one line',
    (text: string) => text.replace('},\n{"id":"reader000001', '},{"id":"reader000001'),
  ],
  [
    'keys in another order',
    (text: string) => text.replace(/"id":("reader000002"),("address":"[^"]*")/, '$2,"id":$1'),
  ],
  ['a file cut short', (text: string) => text.slice(0, 400)],
])('%s is not judged by lines', (_, change) => {
  expect(erase(change(textOf(people)), ['reader000001'])).toBeUndefined();
});
