import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneDecimal } from '../../src/cli/progress.ts';

test('letters a second are written as the language writes numbers', () => {
  expect(oneDecimal(3131.46, true)).toBe('3.131,5');
  expect(oneDecimal(3131.46, false)).toBe('3,131.5');
  expect(oneDecimal(0, true)).toBe('0');
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.boolean(), (value, isGerman) => {
      const words = value.toLocaleString(isGerman ? 'de' : 'en', { maximumFractionDigits: 1 });
      expect(oneDecimal(value, isGerman)).toBe(words);
    }),
  );
});
