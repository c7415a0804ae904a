import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/core/fault.ts';
import { inspectList, lineRanges } from '../../../src/core/list/inspectList.ts';
import { formatSubscribers, readSubscribers } from '../../../src/core/list/subscriberFile.ts';
import { confirmedReader } from '../../support/newsletter.ts';
import { refusal } from '../refusal.ts';

const name = 'subscribers.json';
const listOf = (count: number): string =>
  formatSubscribers({
    revision: 3,
    subscribers: Array.from({ length: count }, (_, index) => confirmedReader(index + 1)),
    suppressions: [],
  });
const told = (faults: readonly Fault[]): readonly string[] =>
  faults.map(({ where, what }) => `${where.split(':')[1]} ${what.en}`);
/** The first person stands in line 6. */
const lineOfFirst = 6;

describe('everything about the list at once, each with its line (R38)', () => {
  test('a list as the program writes it has nothing to tell', () => {
    expect(inspectList(listOf(5), name)).toMatchObject({ faults: [], notes: [] });
  });

  test('duplicates in every spelling are found, all of them, beside other faults', () => {
    const text = listOf(60)
      .replace('"reader2@example.org"', '"Reader1@EXAMPLE.org"')
      .replace('"reader4@example.org"', '"x@xn--bcher-kva.example"')
      .replace('"reader3@example.org"', '"x@bücher.example"')
      .replace('"reader7@example.org"', '"no address"')
      .replace('"id":"reader000009"', '"id":"reader000008"');
    expect(told(inspectList(text, name).faults)).toEqual([
      expect.stringMatching(/^7 The same address as in line 6/),
      expect.stringMatching(/^9 The same address as in line 8/),
      expect.stringContaining('12 subscribers.6.address'),
      expect.stringMatching(/^14 The same id as in line 13/),
    ]);
  });

  test('forty faulty records are forty lines, where reading the list names twenty', () => {
    const text = listOf(50).replaceAll(/"status":"confirmed"/g, (found, at: number, all: string) =>
      all.slice(0, at).split('\n').length < lineOfFirst + 40 ? '"status":"perhaps"' : found,
    );
    const lines = inspectList(text, name).faults.map(({ where }) => Number(where.split(':')[1]));
    expect(lines).toEqual(Array.from({ length: 40 }, (_, index) => lineOfFirst + index));
  });

  test('every key that stands twice is named', () => {
    const text = listOf(3).replaceAll('"name":null', '"name":null,"name":"Anna"');
    expect(told(inspectList(text, name).faults)).toHaveLength(3);
  });

  test('where the JSON is broken, that place is named and nothing that only follows from it', () => {
    const text = listOf(3).replaceAll('},\n', '}\n');
    const { faults, list } = inspectList(text, name);
    expect(told(faults)).toEqual([expect.stringMatching(/^7 The JSON is broken here/)]);
    expect(list).toBeUndefined();
    expect(inspectList('', name).faults).toHaveLength(1);
  });
});

describe('traces that do no harm are told too', () => {
  test('a BOM, and the lines that end in CRLF', () => {
    const text = `\uFEFF${listOf(3).replaceAll('\n', '\r\n')}`;
    const { faults, notes, list } = inspectList(text, name);
    expect(faults).toEqual([]);
    expect(notes.map(({ where }) => where)).toEqual([`${name}:1`, `${name}:1–11`]);
    expect(list?.subscribers).toHaveLength(3);
  });

  test('lines that were edited by hand', () => {
    const text = listOf(9)
      .replace('"name":null', '"name": null')
      .replace('"reader000005",', '"reader000005" ,')
      .replace('"reader000006",', '"reader000006" ,');
    expect(inspectList(text, name).notes.map(({ where }) => where)).toEqual([`${name}:6, 10–11`]);
  });

  test('a schema of one’s own is no edit', () => {
    const text = listOf(2).replace('./schema/subscribers.schema.json', './lists.json');
    expect(inspectList(text, name).notes).toEqual([]);
  });
});

test('whatever becomes of the text, it is found good exactly when it can be read, and nothing crashes', () => {
  const good = listOf(6);
  fc.assert(
    fc.property(fc.nat(good.length), fc.nat(30), fc.string({ maxLength: 4 }), (at, length, put) => {
      const text = good.slice(0, at) + put + good.slice(at + length);
      const { faults, list } = inspectList(text, name);
      if (list === undefined) expect(refusal(() => readSubscribers(text)).code).toBe('list.invalid');
      else expect(readSubscribers(text)).toEqual(list);
      expect(faults.length > 0).toBe(list === undefined);
      for (const { where } of faults) expect(where).toMatch(/^subscribers\.json:\d+:\d+$/);
    }),
    { numRuns: 400 },
  );
});

test('lines are told in ranges', () => {
  expect(lineRanges([3])).toBe('3');
  expect(lineRanges([1, 2, 3, 7, 9, 10])).toBe('1–3, 7, 9–10');
});
