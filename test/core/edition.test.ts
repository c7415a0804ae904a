import { expect, test } from 'vitest';
import { editionName, neededKinds } from '../../src/core/edition.ts';
import { confirmedReader } from '../support/newsletter.ts';

const settings = { locale: 'de' } as const;
const people = [
  confirmedReader(1),
  confirmedReader(2, { language: 'de' }),
  confirmedReader(3, { language: 'en' }),
  confirmedReader(4, { language: 'en' }),
  confirmedReader(5, { rhythm: 'monthly' }),
  confirmedReader(6, { rhythm: 'monthly', language: 'en' }),
];
const names = (readers: typeof people, isMonthly: boolean): readonly string[] =>
  neededKinds(readers, { isMonthly, settings }).map(editionName);

test('an edition is made only where somebody needs it, and never twice', () => {
  expect(names(people.slice(0, 2), true)).toEqual([]);
  expect(names(people.slice(0, 4), false)).toEqual(['weekly-en']);
  expect(names(people, true)).toEqual(['weekly-en', 'monthly-de', 'monthly-en']);
});
