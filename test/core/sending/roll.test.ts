import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newRoll } from '../../../src/core/sending/roll.ts';

/** Ids as we make them, ids that nearly are, and what nobody should ever call a reader. */
const anyId = fc.oneof(
  fc.stringMatching(/^[0-9a-f]{24}$/),
  fc.stringMatching(/^[0-9a-f]{1,6}$/),
  fc.stringMatching(/^[a-z0-9]{8,40}$/),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.constantFrom('', 'ab', 'AB', '\u00ab', '\uD800', '\uDC00', '\uFFFD', 'a\0', '🎉'),
);
const ids = fc.array(anyId, { maxLength: 400 });

describe('a roll of readers', () => {
  test('numbers ids in the order they came, each once, and knows no other', () => {
    fc.assert(
      fc.property(ids, anyId, (ids, other) => {
        const roll = newRoll();
        const known = new Map<string, number>();
        for (const id of ids) {
          if (!known.has(id)) known.set(id, known.size);
          expect(roll.add(id)).toBe(known.get(id));
        }
        expect(roll.size).toBe(known.size);
        for (const [id, number] of known) {
          expect(roll.numberOf(id)).toBe(number);
          expect(roll.idAt(number)).toBe(id);
        }
        expect(roll.numberOf(other)).toBe(known.get(other) ?? -1);
      }),
    );
  });

  test('finds an ASCII id where it stands in a buffer', () => {
    const ascii = fc.string({ unit: 'binary-ascii', maxLength: 40 });
    fc.assert(
      fc.property(fc.array(ascii, { maxLength: 50 }), ascii, ascii, (ids, before, sought) => {
        const roll = newRoll();
        for (const id of ids) roll.add(id);
        for (const id of [...ids, sought]) {
          const bytes = Buffer.from(`${before}${id}"`, 'latin1');
          expect(roll.numberIn(bytes, before.length, before.length + id.length)).toBe(roll.numberOf(id));
        }
      }),
    );
  });

  test('stays the same when it grows to many readers', () => {
    const roll = newRoll();
    const idOf = (number: number): string => (number * 2_654_435_761).toString(16).padStart(24, '0');
    const count = 100_000;
    for (let number = 0; number < count; number++) roll.add(idOf(number));
    let wrong = 0;
    for (let number = 0; number < count; number++)
      if (roll.numberOf(idOf(number)) !== number || roll.idAt(number) !== idOf(number)) wrong += 1;
    expect(wrong).toBe(0);
    expect(roll.size).toBe(count);
    expect(roll.numberOf(idOf(count))).toBe(-1);
  });

  test('has no id for a number that nobody has', () => {
    const roll = newRoll();
    roll.add('reader000001');
    for (const number of [-1, 1, NaN]) expect(() => roll.idAt(number)).toThrow(RangeError);
  });
});
