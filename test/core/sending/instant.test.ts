import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantReader } from '../../../src/core/sending/instant.ts';

const near = (ms: number): fc.Arbitrary<string> =>
  fc.integer({ min: ms - 130_000, max: ms + 130_000 }).map((instant) => new Date(instant).toISOString());

test('whatever it has read before, an instant is the one that is written; a clock may also stand before 1970', () => {
  const instant = fc.oneof(
    near(Date.parse('2026-11-22T06:00:00Z')),
    near(0),
    fc
      .date({ min: new Date(-1e14), max: new Date(1e14), noInvalidDate: true })
      .map((date) => date.toISOString()),
    fc.constantFrom(
      '2026-11-22T06:00:60.000Z',
      '2026-11-22T06:00:2x.000Z',
      '2026-11-22T06:00:00+0100',
      'now',
    ),
  );
  fc.assert(
    fc.property(fc.array(instant, { maxLength: 6 }), (instants) => {
      const reader = instantReader();
      for (const at of instants) {
        const ms = Date.parse(at);
        const isOurs = !Number.isNaN(ms) && new Date(ms).toISOString() === at;
        expect(reader.read(at)).toBe(isOurs ? ms : NaN);
      }
    }),
    { numRuns: 1000 },
  );
});
