import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastBase36Digits } from '../../src/core/base36.ts';

test('the last digits are those of the number as BigInt writes it, however long it is', () => {
  const hex = fc.string({
    unit: fc.constantFrom(...'0123456789abcdef'.split('')),
    minLength: 1,
    maxLength: 80,
  });
  fc.assert(
    fc.property(fc.oneof(hex, fc.constantFrom('0', 'f'.repeat(64), `1${'0'.repeat(63)}`)), (digits) => {
      expect(lastBase36Digits(digits)).toBe(BigInt(`0x${digits}`).toString(36).slice(-16).padStart(16, '0'));
    }),
  );
});
