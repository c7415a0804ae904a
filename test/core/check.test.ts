import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quotedStrings } from '../../src/core/check.ts';

test('a value to paste is quoted, in strings of at most 255 bytes that add up to it', () => {
  const value = fc.string({ unit: 'grapheme-ascii', maxLength: 900 });
  fc.assert(
    fc.property(value, (text) => {
      const strings = quotedStrings(text)
        .match(/"(?:\\.|[^"\\])*"/g)
        ?.map((one) => one.slice(1, -1).replaceAll(/\\(.)/g, '$1'));
      expect(strings?.join('')).toBe(text);
      expect(strings?.every((one) => one.length <= 255)).toBe(true);
    }),
  );
});
