import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newestFirst } from '../../../src/core/composing/postKeys.ts';
import { appearedBy, inOneOrder } from '../../../src/core/composing/timeline.ts';
import { post } from '../blog.ts';

const days = fc.array(fc.integer({ min: 1, max: 28 }), { maxLength: 30 });
const dayOf = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T08:00:00Z`;

test('what had appeared by an instant is what looking at each post finds, the newest first', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 29 }), (dates, day) => {
      const posts = dates.map((date, place) => post(`p${place}`, dayOf(date)));
      const until = new Date(Date.UTC(2026, 10, day, 8));
      const found = posts.filter(({ publishedAt }) => Date.parse(publishedAt) <= until.getTime());
      expect(appearedBy(posts, until)).toEqual(found.toSorted(newestFirst));
    }),
  );
});

test('the order the sources gave them in makes no difference', () => {
  const posts = [3, 1, 1, 2].map((date, place) => post(`p${place}`, dayOf(date)));
  expect(inOneOrder(posts.toReversed())).toEqual(inOneOrder(posts));
});
