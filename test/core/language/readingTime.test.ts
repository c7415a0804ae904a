import { expect, test } from 'vitest';
import { minutesFor } from '../../../src/core/language/readingTime.ts';

test.each([
  [0, null],
  [1, 1],
  [230, 1],
  [344, 1],
  [346, 2],
  [920, 4],
  [23_000, 100],
])('%i words take %j minutes', (words, minutes) => {
  expect(minutesFor(words)).toBe(minutes);
});
