import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carriedOn } from '../../../src/core/composing/carriedOn.ts';

interface Letter {
  readonly name: string;
}

test('a total that is carried on is that of its own list, whichever lists were asked for before and after it (P11)', () => {
  const letters = Array.from('abcdefgh', (name): Letter => ({ name }));
  const list = fc.array(fc.constantFrom(...letters), { maxLength: 6 });
  // Mostly the last list with some more in front, as from week to week; at times another one.
  const step = fc.record({ isOther: fc.boolean(), list });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const spelled = carriedOn(
        () => ({ names: '' }),
        (total, { name }: Letter) => {
          total.names = name + total.names;
        },
      );
      let last: readonly Letter[] = [];
      const asked = steps.map((one) => {
        last = one.isOther ? one.list : [...one.list, ...last];
        return { names: last.map(({ name }) => name).join(''), read: spelled(last) };
      });
      for (const { names, read } of [...asked, ...asked.toReversed()]) expect(read().names).toBe(names);
    }),
  );
});

test('each letter is added once as long as lists only grow', () => {
  let added = 0;
  const counted = carriedOn<Letter, { letters: number }>(
    () => ({ letters: 0 }),
    (total) => {
      added += 1;
      total.letters += 1;
    },
  );
  const past: Letter[] = [];
  for (let week = 1; week <= 50; week++) {
    past.unshift({ name: String(week) });
    expect(counted([...past])().letters).toBe(week);
  }
  expect(added).toBe(50);
});
