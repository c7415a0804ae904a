import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readYaml, type YamlText } from '../../src/core/yamlText.ts';
import { startOwnTime } from '../support/ownTime.ts';

function good(text: string, firstLine?: number): YamlText {
  const reading = readYaml(text, 'x.yaml', firstLine);
  if ('faults' in reading) throw new Error(reading.faults[0]?.what.en);
  return reading.yaml;
}
const faultsOf = (text: string): readonly string[] => {
  const reading = readYaml(text, 'x.yaml');
  return 'faults' in reading ? reading.faults.map(({ where, what }) => `${where} ${what.en}`) : [];
};

describe('a place', () => {
  const yaml = good('a: 1\nb:\n  - c: ü, x\n  - {d: 4}\n');

  test.each([
    [['a'], '1:4'],
    [['b', 0, 'c'], '3:8'],
    [['b', 1, 'd'], '4:9'],
    [['b', 7, 'x'], '3:3'],
    [['z'], '1:1'],
    [[], '1:1'],
  ])('of the value at %j is %s, or that of its nearest parent', (path, place) => {
    expect(yaml.locate(path)).toBe(`x.yaml:${place}`);
  });

  test('of a key is where the key begins', () => {
    expect(yaml.locateKey(['b'])).toBe('x.yaml:2:1');
    expect(yaml.locateKey(['b', 1, 'd'])).toBe('x.yaml:4:6');
  });

  test('counts the lines before it, in a text that is only a part', () => {
    expect(good('a: 1\n', 2).locate(['a'])).toBe('x.yaml:2:4');
  });

  test('is not moved by a byte order mark or Windows line ends', () => {
    expect(good('\uFEFFa: 1\r\nb: 2\r\n').locate(['b'])).toBe('x.yaml:2:4');
    expect(good('\uFEFFa: 1\r\nb: 2\r\n').locate(['a'])).toBe('x.yaml:1:4');
  });
});

test('dates, yes and no stay texts: only what looks like a value of JSON is one', () => {
  expect(good('a: 2026-11-20\nb: no\nc: 07:00\nd: true\ne: 5\nf:\n').value).toEqual({
    a: '2026-11-20',
    b: 'no',
    c: '07:00',
    d: true,
    e: 5,
    f: null,
  });
});

test('an empty text has no value', () => {
  expect(good('').value).toBeUndefined();
  expect(good('# nichts\n').value).toBeUndefined();
});

test('every fault of syntax is told with its place', () => {
  expect(faultsOf('a: 1\na: 2\nb: "x\n')).toHaveLength(2);
  expect(faultsOf('a: 1\na: 2\n')[0]).toContain('x.yaml:2:1 Not valid YAML');
});

test('references that lead nowhere or grow without bound are refused where they stand', () => {
  expect(faultsOf('a: 1\nb: *a\n')).toEqual([
    'x.yaml:2:4 This reference (YAML alias) leads nowhere, or there are too many.',
  ]);
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [of, name] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg'].map(([of, name]) => [of, name])) {
    bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(',')}]`);
  }
  expect(faultsOf(bomb.join('\n'))).toEqual([
    'x.yaml:2:8 This reference (YAML alias) leads nowhere, or there are too many.',
  ]);
});

test.each(['[', '{a: ', '- ', '? '])('a text of %j without end is refused, not a crash', (opening) => {
  expect(faultsOf(opening.repeat(5000)).length).toBeGreaterThan(0);
});

test('a hundred levels are enough for anybody, and are read', () => {
  expect(faultsOf(`${'['.repeat(90)}${']'.repeat(90)}`)).toEqual([]);
});

test('no text makes it throw', () => {
  const piece = fc.constantFrom(
    'a',
    ': ',
    '- ',
    '\n',
    '  ',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '&x ',
    '*x',
    '!!set ',
    '!!binary ',
    '<<',
    '|',
    '>',
    '#',
    '%',
    '---',
    '...',
    '? ',
    '\t',
    '\0',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 15 }), (pieces) => {
      const reading = readYaml(pieces.join(''), 'x.yaml');
      for (const { where } of 'faults' in reading ? reading.faults : []) {
        expect(where).toMatch(/^x\.yaml:\d+:\d+$/);
      }
    }),
    { numRuns: 1500 },
  );
});

test('many names, anchors and references are read in a moment', () => {
  const lines = (line: (index: number) => string): string =>
    Array.from({ length: 20_000 }, (_, index) => line(index)).join('\n');
  const elapsed = startOwnTime();
  const reading = readYaml(
    lines((index) => `key${index}: &b${index} "x"`),
    'x.yaml',
  );
  const aliases = readYaml(`a: &a x\nb:\n${lines(() => '  - *a')}\nc: *b`, 'x.yaml');
  expect(elapsed()).toBeLessThan(3000);
  expect('yaml' in reading && Object.keys(Object(reading.yaml.value))).toHaveLength(20_000);
  expect('faults' in aliases && aliases.faults.map(({ where }) => where)).toEqual(['x.yaml:20003:4']);
});

test('a name that stands twice is told in the order of the lines, with other faults', () => {
  const reading = readYaml('a: 1\nb: { c: 1, c: 2 }\n? a\n: 2\nd: "x', 'x.yaml');
  expect('faults' in reading && reading.faults.map(({ where }) => where)).toEqual([
    'x.yaml:2:12',
    'x.yaml:3:3',
    'x.yaml:5:6',
  ]);
});
