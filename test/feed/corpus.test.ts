import { expect, test } from 'vitest';
import { asExpected, corpusFeeds, readInProcess } from './corpusFeeds.ts';

const faultKinds: Readonly<Record<string, RegExp>> = {
  noTitle: /neither title nor text/,
  noLink: /no address/,
  noDate: /no date|^The date /,
  sameId: /same id/,
};

const kindOf = (what: string): string =>
  Object.entries(faultKinds).find(([, pattern]) => pattern.test(what))?.[0] ?? what;

const feeds = corpusFeeds();

test('the corpus has every kind of feed', () => {
  expect(feeds.length).toBeGreaterThanOrEqual(120);
});

test.each(feeds)('$name', ({ bytes, expected }) => {
  const read = readInProcess(bytes, expected);
  if (typeof read === 'string' || expected.refused !== undefined) {
    expect(read).toBe(expected.refused);
    return;
  }
  expect({
    posts: read.posts.map((post, index) => asExpected(post, expected.posts?.[index]?.words !== undefined)),
    faults: read.faults.map(({ what }) => kindOf(what.en)),
  }).toEqual({ posts: expected.posts, faults: expected.faults });
});
