import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shiftSampleDates } from '../../src/core/sampleBlog.ts';

const posts = join(import.meta.dirname, '..', '..', 'posts');
const files = readdirSync(posts)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(join(posts, name), 'utf8') }));
const dayOf = (text: string): number =>
  Date.parse(/^date: (\d{4}-\d\d-\d\d)/m.exec(text)?.[1] ?? '') / 86_400_000;

test('the newest sample post is from yesterday and the distances between posts stay, at any time', () => {
  const now = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(now, (now) => {
      const shifted = shiftSampleDates(files, now);
      const days = shifted.map(({ text }) => dayOf(text));
      expect(Math.max(...days)).toBe(Math.floor(now.getTime() / 86_400_000) - 1);
      const newest = Math.max(...files.map(({ text }) => dayOf(text)));
      expect(days.map((day) => day - Math.max(...days))).toEqual(
        files.map(({ text }) => dayOf(text) - newest),
      );
    }),
  );
});

test('names follow the dates; the words, hours and pictures stay as they are', () => {
  const [file] = shiftSampleDates(
    [
      {
        name: '2026-11-20-brot.md',
        text: '---\ntitle: Brot\ndate: 2026-11-20T08:00:00+01:00\n---\n2026-11-20 war ein Freitag.\n',
      },
    ],
    new Date('2027-03-02T12:00:00Z'),
  );
  expect(file).toEqual({
    name: '2027-03-01-brot.md',
    text: '---\ntitle: Brot\ndate: 2027-03-01T08:00:00+01:00\n---\n2026-11-20 war ein Freitag.\n',
  });
});
