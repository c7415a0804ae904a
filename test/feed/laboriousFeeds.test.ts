import { expect, test } from 'vitest';
import { feedSource } from '../../src/feed/feedSource.ts';
import { caughtError } from './caughtError.ts';
import { serve } from './feedServer.ts';

const rss = (items: readonly string[]): string =>
  `<rss version="2.0"><channel><title>x</title>${items.join('')}</channel></rss>`;
const item = (number: number, text: string): string =>
  `<item><title>Beitrag ${number}</title><link>https://blog.example.org/${number}/</link>` +
  `<pubDate>${new Date(Date.UTC(2026, 10, 20) - number * 60_000).toUTCString()}</pubDate><description>${text}</description></item>`;
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

test('a feed whose posts cost too much to read is refused like one that cannot be parsed (R59)', async () => {
  const strange = numbers(12_000)
    .map((word) => `wort${word.toString(36)}heiten`)
    .join(' ');
  const address = await serve(rss(numbers(20).map((number) => item(number, strange.slice(number)))));
  const error = await caughtError(feedSource(address, { allowPrivate: true, postsMs: 20 }).list());
  expect(error.code).toBe('feed.unreadable');
  expect(error.text.de).toContain('seine Beiträge ließen sich in 0.02 Sekunden nicht lesen');
  expect(error.text.en).toContain('its posts could not be read within 0.02 seconds');
});

test('of a feed that names more posts than any blog writes the first 5,000 are read, and that is said', async () => {
  const address = await serve(rss(numbers(5_003).map((number) => item(number, 'x'))));
  const { posts, faults, notes } = await feedSource(address, { allowPrivate: true }).list();
  expect([posts.length, faults.length]).toEqual([5_000, 0]);
  expect(posts.at(-1)?.title).toBe('Beitrag 4999');
  expect(notes?.map(({ de }) => de)).toEqual([
    `${address} nennt 5003 Beiträge; gelesen wurden nur die ersten 5000.`,
  ]);
});
