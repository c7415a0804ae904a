import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownRowReader } from '../../../src/core/import/ownRecord.ts';
import { csvLine, guardedCell, unguardedCell } from '../../../src/core/list/csvCell.ts';
import { csvLines, exportColumns, exportedPeople, exportTexts } from '../../../src/core/list/exportRows.ts';
import { viewOf } from '../../../src/core/list/listBook.ts';
import { bareSuppression, type Subscriber } from '../../../src/core/list/subscriber.ts';
import { suppressionHash } from '../../../src/core/list/suppression.ts';
import { confirmedReader, secret } from '../../support/newsletter.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 12 });
const dangerous = fc
  .tuple(fc.constantFrom('', "'", "''"), fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝'), anyText)
  .map((parts) => parts.join(''));

test('a guarded cell is never a formula, and stands for the same text (R61)', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, dangerous), (text) => {
      expect(guardedCell(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      expect(unguardedCell(guardedCell(text))).toBe(text);
    }),
  );
});

test.each([
  ['=HYPERLINK("http://example.org")', `"'=HYPERLINK(""http://example.org"")"`],
  ['+49 30', "'+49 30"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['Anna', 'Anna'],
  ["D'Artagnan", "D'Artagnan"],
])('%s is written as %s', (text, cell) => {
  expect(csvLine([text])).toBe(`${cell}\r\n`);
});

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const name = words.filter((text) => !/[\p{C}\u2028\u2029]/u.test(text));
const instant = fc
  .date({ min: new Date('2019-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);
const consent = fc.record({
  wording: fc.oneof(words, dangerous),
  wordingVersion: words,
  form: maybe(words),
  origin: maybe(fc.oneof(words, dangerous)),
  requestedAt: instant,
  mailedAt: maybe(instant),
  remindedAt: maybe(instant),
  confirmedAt: instant,
  resumedAt: maybe(instant),
  requestIp: maybe(fc.ipV4()),
  confirmIp: maybe(fc.ipV6()),
});
const person: fc.Arbitrary<Subscriber> = fc
  .record({
    id: fc.stringMatching(/^[a-z0-9]{8,40}$/),
    address: fc.stringMatching(/^[=+a-z-]{1,8}$/).map((local) => `${local}@example.org`),
    name: maybe(name),
    status: fc.constantFrom('pending' as const, 'confirmed' as const, 'unsubscribed' as const),
    language: maybe(fc.constantFrom('de' as const, 'en' as const)),
    rhythm: fc.constantFrom('weekly' as const, 'monthly' as const),
    pausedUntil: maybe(fc.constant('2026-12-24')),
    consent,
    unsubscribedAt: instant,
    askedAt: maybe(instant),
    noticedAt: maybe(instant),
    lastMailAt: maybe(instant),
    mailRefused: maybe(words),
    past: fc.array(
      fc.tuple(consent, instant).map(([consent, unsubscribedAt]) => ({ ...consent, unsubscribedAt })),
      { maxLength: 2 },
    ),
  })
  .map((person) => ({
    ...person,
    unsubscribedAt: person.status === 'unsubscribed' ? person.unsubscribedAt : null,
  }));

test('a person as a row of our CSV is the same person when it is read back (R61)', () => {
  const read = ownRowReader(exportColumns);
  fc.assert(
    fc.property(person, maybe(instant), (subscriber, since) => {
      const suppressed = since === null ? null : ({ reason: 'hard-bounce', since } as const);
      const texts = exportTexts(subscriber, suppressed ?? undefined);
      const cells = exportColumns.map((column) => guardedCell(texts[column] ?? ''));
      const reading = read(cells);
      expect('person' in reading ? reading.person : reading).toMatchObject({
        record: subscriber,
        suppressed,
      });
    }),
    { numRuns: 300 },
  );
});

test('the CSV has a byte order mark for Excel, ends its lines as RFC 4180 says, and names who is suppressed', () => {
  const [one, two] = [confirmedReader(1), confirmedReader(2, { status: 'pending' })];
  const view = viewOf({
    revision: 1,
    subscribers: [one, two],
    suppressions: [
      {
        ...bareSuppression,
        hash: suppressionHash(two.address, secret),
        reason: 'complaint',
        since: '2026-05-01T00:00:00Z',
      },
    ],
  });
  const text = [...csvLines(exportedPeople(view, undefined), view, [secret])].join('');
  const lines = text.split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe(`\uFEFF${exportColumns.join(',')}`);
  expect(lines[1]).toMatch(/,,$/);
  expect(lines[2]).toMatch(/,complaint,2026-05-01T00:00:00Z$/);
  expect([...exportedPeople(view, 'pending')]).toEqual([two]);
});
