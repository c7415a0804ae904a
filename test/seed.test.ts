import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seed } from './support/seed.ts';

/** What a law draws that says nothing of a seed, or names its own. */
function drawn(parameters: fc.Parameters<[string]> = {}): readonly string[] {
  const drawn: string[] = [];
  fc.check(
    fc.property(fc.string(), (text) => void drawn.push(text)),
    parameters,
  );
  return drawn;
}

test('the same tree has the same result: laws draw the same each time, from the one seed', () => {
  expect(drawn()).toHaveLength(100);
  expect(drawn()).toEqual(drawn({ seed }));
});

test('a law that names its own seed draws from that', () => {
  expect(drawn({ seed: seed + 1 })).not.toEqual(drawn());
  expect(drawn({ seed: seed + 1 })).toEqual(drawn({ seed: seed + 1 }));
});
