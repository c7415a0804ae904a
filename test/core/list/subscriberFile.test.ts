import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareSuppression, type SubscriberList } from '../../../src/core/list/subscriber.ts';
import { formatSubscribers, readSubscribers } from '../../../src/core/list/subscriberFile.ts';
import { confirmedReader } from '../../support/newsletter.ts';
import { refusal } from '../refusal.ts';

const shipped = readFileSync(join(import.meta.dirname, '..', '..', '..', 'subscribers.json'), 'utf8');
const list: SubscriberList = {
  revision: 3,
  subscribers: [
    confirmedReader(1),
    confirmedReader(2, { name: 'Jörg „J“ Müller 🎉' }),
    confirmedReader(3, { status: 'unsubscribed', unsubscribedAt: '2026-06-01T00:00:00Z' }),
  ],
  suppressions: [
    { ...bareSuppression, hash: 'x'.repeat(43), reason: 'complaint', since: '2026-05-01T00:00:00Z' },
  ],
};
const text = formatSubscribers(list);
/** Lines of the file: five before the first person, then one a person. */
const firstLine = 6;

const edited = (...people: readonly object[]): string =>
  text.replace(
    /"subscribers": \[\n[^]*?\n\],/,
    `"subscribers": [\n${people.map((person) => JSON.stringify(person)).join(',\n')}\n],`,
  );
const faultsOf = (text: string, language: 'de' | 'en' = 'en'): string =>
  refusal(() => readSubscribers(text)).text[language];

test('a list that is written and read again is the same', () => {
  const name = fc.option(
    fc.string({ unit: 'grapheme', maxLength: 20 }).filter((value) => !/[\p{C}\u2028\u2029]/u.test(value)),
  );
  fc.assert(
    fc.property(fc.array(name), fc.nat(), (names, revision) => {
      const subscribers = names.map((name, index) => confirmedReader(index, { name }));
      const list: SubscriberList = { revision, subscribers, suppressions: [] };
      expect(readSubscribers(formatSubscribers(list))).toEqual(list);
    }),
  );
  expect(readSubscribers(text)).toEqual(list);
});

test('each person stands on one line, so that a change shows as one', () => {
  expect(
    text
      .split('\n')
      .slice(firstLine - 1, firstLine + 2)
      .map((line) => line.slice(0, 19)),
  ).toEqual(['{"id":"reader000001', '{"id":"reader000002', '{"id":"reader000003']);
});

test('the list that is shipped is written as it would be written', () => {
  expect(formatSubscribers(readSubscribers(shipped))).toBe(shipped);
});

test('a byte order mark, Windows line ends and an editor’s layout are fine (R38)', () => {
  expect(readSubscribers(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual(list);
  expect(readSubscribers(JSON.stringify(JSON.parse(text), null, '\t'))).toEqual(list);
});

describe('faults are named with their line (R38):', () => {
  const one = confirmedReader(1);
  const two = confirmedReader(2);

  test.each<[string, string, number, number | string, string]>([
    [
      'a comma too few',
      text.replace('},\n{"id":"reader000002', '}\n{"id":"reader000002'),
      7,
      1,
      'JSON is broken',
    ],
    ['a comma too many', text.replace('}\n],', '},\n],'), 9, 1, 'JSON is broken'],
    ['a comment', text.replace('"revision": 3,', '"revision": 3, # drei'), 4, 16, 'JSON is broken'],
    ['an open quotation mark', text.replace('"version"', '"version'), 3, 1, 'JSON is broken'],
    ['a file cut short', text.slice(0, text.indexOf('"reader000002"')), 7, 7, 'JSON is broken'],
    ['a fault behind a byte order mark', `\uFEFF${text.replace('{\n"$', '{\n,"$')}`, 2, 1, 'JSON is broken'],
    [
      'an address that is none',
      edited(one, { ...two, address: 'reader2' }),
      7,
      '',
      'not a usable e-mail address',
    ],
    [
      'two addresses in one',
      edited({ ...one, address: 'a@b.de, c@d.de' }),
      6,
      '',
      'not a usable e-mail address',
    ],
    [
      'someone confirmed who never confirmed',
      edited(one, { ...two, consent: { ...two.consent, confirmedAt: null } }),
      7,
      '',
      'without "consent.confirmedAt"',
    ],
    [
      'a status nobody knows',
      edited({ ...one, status: 'active' }),
      6,
      '',
      'only these are possible: pending, confirmed, unsubscribed',
    ],
    ['a name over two lines', edited({ ...one, name: 'Anna\nBcc: x' }), 6, '', 'must stand on one line'],
    ['an id that fits no link', edited({ ...one, id: 'Anna' }), 6, '', 'does not have the expected form'],
    ['a time that is none', edited({ ...one, unsubscribedAt: 'gestern' }), 6, '', 'not an instant'],
    ['a misspelled key', edited({ ...one, adress: 'x' }), 6, '', 'Did you mean "address"?'],
    ['no consent', edited({ ...one, consent: undefined }), 6, '', '"subscribers.0.consent" is missing'],
    ['another version', text.replace('"version": 1', '"version": 2'), 3, 12, 'only these are possible: 1'],
    ['a list that is none', '[]', 1, 1, 'expected a group of settings'],
    ['an empty file', '', 1, 1, 'The file is empty'],
    ['a blank file', '\n\n', 1, 1, 'The file is empty'],
  ])('%s', (_, text, line, column, what) => {
    const error = refusal(() => readSubscribers(text));
    expect(error.code).toBe('list.invalid');
    expect(error.text.en).toContain(`\n  subscribers.json:${line}:${column}`);
    expect(error.text.en).toContain(what);
    expect(error.text.de).toContain(`\n  subscribers.json:${line}:${column}`);
    expect(error.text.de).not.toContain(what);
  });

  test.each([
    ['in another case', 'reader1@example.org', 'Reader1@EXAMPLE.org'],
    ['in A-labels', 'post@bücher.example', 'POST@xn--bcher-kva.example'],
    ['with a space', 'post@example.org', ' post@example.org '],
  ])('one address twice, %s: both lines', (_, address, other) => {
    const faults = faultsOf(edited({ ...one, address }, confirmedReader(5), { ...two, address: other }));
    expect(faults).toMatch(/subscribers\.json:8:\d+ {2}The same address as in line 6/);
  });

  test('one id twice: both lines', () => {
    const faults = faultsOf(edited(one, { ...two, id: one.id }));
    expect(faults).toMatch(/subscribers\.json:7:\d+ {2}The same id as in line 6/);
  });

  test('all of them at once', () => {
    const faults = faultsOf(edited({ ...one, address: 'x' }, { ...two, status: 'x' }, { ...one, id: '-' }));
    expect(faults.split('\n')).toHaveLength(4);
  });

  test('and no address of a subscriber appears in them', () => {
    const people = [
      { ...one, address: 'canary@example.org' },
      { ...two, address: 'CANARY@example.org' },
    ];
    const broken = [
      edited(...people),
      edited({ ...people[0], address: 'canary@' }),
      edited({ ...people[0], status: 'x', extra: 1 }),
      edited(...people).replace('"status"', 'status'),
    ];
    for (const text of broken) {
      expect(faultsOf(text)).not.toMatch(/canary/i);
      expect(faultsOf(text, 'de')).not.toMatch(/canary/i);
    }
  });
});

test('whatever a hand or a disk does to the file, it is read or refused, never a crash (R36)', () => {
  const put = fc.oneof(
    fc.constantFrom(
      '',
      ',',
      '"',
      '}',
      ']',
      '{',
      '[',
      ':',
      '\\',
      'null',
      '\0',
      '\n',
      '\t',
      '&a ',
      '*a',
      '- ',
      '\uFFFD',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const edits = fc.array(fc.tuple(fc.nat(text.length), fc.nat(40), put), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(edits, (edits) => {
      const changed = edits.reduce(
        (text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length),
        text,
      );
      try {
        readSubscribers(changed);
      } catch {
        const error = refusal(() => readSubscribers(changed));
        expect(error.code).toBe('list.invalid');
        expect(error.text.en).toMatch(/subscribers\.json(:\d+:\d+)? {2}/);
      }
    }),
    { numRuns: 300 },
  );
});

test('a file cut at any byte is refused (R36)', () => {
  for (let length = 0; length < text.trimEnd().length; length++) {
    expect(refusal(() => readSubscribers(text.slice(0, length))).code).toBe('list.invalid');
  }
});

test('a file of brackets without end is refused, not a crash (R36)', () => {
  const deep = 20_000;
  expect(faultsOf('['.repeat(deep) + ']'.repeat(deep))).toContain('expected a group of settings');
  expect(faultsOf('['.repeat(deep))).toContain('JSON is broken');
});
