import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFaultOffset } from '../../src/core/jsonText.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('good JSON has no fault, however it is laid out', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 2, '\t'), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), null, indent);
      expect(jsonFaultOffset(`\r\n${text} `)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test('it finds a fault exactly where JSON.parse does', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"',
    '\\',
    '\\u00e4',
    '1',
    '-',
    '0',
    '.5',
    'e3',
    'true',
    'null',
    'nul',
    ' ',
    '\n',
    '\t',
    '#',
    'ä',
    "'",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const text = pieces.join('');
      expect(jsonFaultOffset(text) === undefined).toBe(isJson(text));
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['[1, 2,]', 6],
  ['{"a": 1,}', 8],
  ['{"a": 1 "b": 2}', 8],
  ['{"a" 1}', 5],
  ['{a: 1}', 1],
  ["['a']", 1],
  ['[1] # zwei', 4],
  ['{"a": "offen}', 6],
  ['["Zeile\nzwei"]', 1],
  ['[01]', 2],
  ['[1', 2],
  ['', 0],
])('%j goes wrong at %i', (text, offset) => {
  expect(jsonFaultOffset(text)).toBe(offset);
});
