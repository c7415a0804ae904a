import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatedKeyOffset } from '../../src/core/jsonKeys.ts';
import { jsonPlaces } from '../../src/core/jsonPlaces.ts';

test('finds every value of any JSON where it begins, and keys where they are named', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom('', '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const lines = text.split('\n');
      const places = jsonPlaces(text, 'a.json');
      const rest = (place: string): string => {
        const [, line, column] = place.split(':').map(Number);
        return [lines[(line ?? 0) - 1]?.slice((column ?? 0) - 1), ...lines.slice(line)].join('\n');
      };
      const visit = (inner: unknown, path: readonly PropertyKey[]): void => {
        const depth = '\t'.repeat(path.length);
        const written = JSON.stringify(inner, null, indent).replaceAll('\n', `\n${indent ? depth : ''}`);
        expect(rest(places.locate(path)).startsWith(written)).toBe(true);
        if (typeof inner !== 'object' || inner === null) return;
        for (const [key, child] of Object.entries(inner)) {
          if (!Array.isArray(inner))
            expect(rest(places.locateKey([...path, key])).startsWith(JSON.stringify(key))).toBe(true);
          visit(child, [...path, Array.isArray(inner) ? Number(key) : key]);
        }
      };
      visit(value, []);
    }),
  );
});

test('what does not exist is where its parent is', () => {
  const places = jsonPlaces('{\n"a": [1, {"b": 2}]\n}', 'a.json');
  expect(places.locate(['a', 1, 'c'])).toBe('a.json:2:10');
  expect(places.locate(['a', 7])).toBe('a.json:2:6');
  expect(places.locate([])).toBe('a.json:1:1');
  expect(jsonPlaces('', 'a.json').locate(['a'])).toBe('a.json:1:1');
});

test('a key that stands twice in one object is found, also in other letters for the same; in two objects it may', () => {
  expect(
    repeatedKeyOffset('{"a":1,"b":{"a":2},"c":[{"a":"a"},{"a":"{\\"a\\":1,\\"a\\":2}"}]}'),
  ).toBeUndefined();
  expect(repeatedKeyOffset('{"a":{"b":1, "b" :2}}')).toBe(13);
  expect(repeatedKeyOffset('{"a":1,"\\u0061":2}')).toBe(7);
  fc.assert(fc.property(fc.json(), (text) => repeatedKeyOffset(text) === undefined));
});
