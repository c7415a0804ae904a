import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NewsletterError } from '../../../src/core/errors.ts';
import {
  catalogueSize,
  entriesAfter,
  entryOfPost,
  gapNote,
  listOfCopy,
  listOfEntries,
} from '../../../src/core/posts/copiedPosts.ts';
import type { Post } from '../../../src/core/posts/post.ts';
import { post } from '../blog.ts';

const on = (day: number, changes: Partial<Post> = {}): Post =>
  post(`${day}`, new Date(Date.UTC(2026, 0, day, 8)).toISOString(), changes);
const fresh = (...posts: readonly Post[]) => ({ posts, faults: [] });
const titlesAfter = (now: readonly Post[], known: readonly Post[]): readonly string[] =>
  listOfEntries(
    entriesAfter(
      fresh(...now),
      known.map((one) => entryOfPost(one)),
    ),
  ).posts.map(({ title }) => title);

describe('a feed that was read again', () => {
  test('keeps what fell off its end', () => {
    expect(titlesAfter([on(5), on(4)], [on(4), on(3), on(2)])).toEqual(['5', '4', '3', '2']);
  });

  test('loses what was deleted on the blog: newer than most of the feed, and gone', () => {
    expect(titlesAfter([on(5), on(3), on(2)], [on(4), on(3), on(2)])).toEqual(['5', '3', '2']);
  });

  test('does not take an old post pinned on top, or edited lately, for its end', () => {
    expect(titlesAfter([on(1), on(6), on(5)], [on(1), on(4), on(3)])).toEqual(['6', '5', '4', '3', '1']);
  });

  test('does not take an old post behind all others for its end', () => {
    expect(titlesAfter([on(6), on(5), on(1)], [on(4), on(3)])).toEqual(['6', '5', '4', '3', '1']);
  });

  test('loses what has moved: the same title on the same day, with nothing else in common', () => {
    const moved = { id: 'urn:new', url: 'https://new.example.org/neu/' };
    expect(titlesAfter([on(5, moved), on(4, moved)], [on(5), on(4)])).toEqual(['5', '4']);
  });

  test('may begin with its oldest post', () => {
    expect(titlesAfter([on(2), on(3), on(5)], [on(2), on(3), on(4)])).toEqual(['5', '3', '2']);
  });

  test('that is empty keeps everything', () => {
    expect(titlesAfter([], [on(2), on(1)])).toEqual(['2', '1']);
  });

  test.each<readonly [string, Partial<Post>]>([
    ['a new title', { title: 'neu' }],
    ['a new address', { title: 'neu', url: 'https://blog.example.org/neu/' }],
    ['a new id', { title: 'neu', id: 'neu' }],
    ['a new date', { title: 'neu', publishedAt: on(9).publishedAt }],
    [
      'a new domain',
      {
        title: 'neu',
        id: 'neu',
        url: 'https://new.example.org/3/',
        formerAddresses: ['blog.example.org/3'],
      },
    ],
  ])('replaces a post with %s', (_, changes) => {
    expect(titlesAfter([on(3, changes), on(1)], [on(3), on(2), on(1)])).toEqual(['neu', '2', '1']);
  });

  test('keeps the newest 20,000 posts', () => {
    const start = Date.UTC(1970, 0, 1);
    const known = Array.from({ length: catalogueSize }, (_, hour) =>
      entryOfPost(post(`${hour}`, new Date(start + hour * 3_600_000).toISOString())),
    );
    const entries = entriesAfter(fresh(post('neu', on(1).publishedAt)), known);
    expect(entries).toHaveLength(catalogueSize);
    expect(entries[0]?.key).toBe('posts/neu.md');
    expect(entries.at(-1)?.key).toBe('posts/1.md');
  });

  test('read twice in a row is the same as once; no post comes twice, and none of the feed is missing', () => {
    const anyPost = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 28 }))
      .map(([name, date]) => post(`${name}`, on(date).publishedAt));
    const feed = fc.uniqueArray(anyPost, { selector: ({ id }) => id, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(feed, { maxLength: 4 }), feed, (earlier, now) => {
        const known = earlier.reduce<ReturnType<typeof entriesAfter>>(
          (entries, posts) => entriesAfter(fresh(...posts), entries),
          [],
        );
        const once = entriesAfter(fresh(...now), known);
        expect(entriesAfter(fresh(...now), once)).toEqual(once);
        const ids = listOfEntries(once).posts.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual(expect.arrayContaining(now.map(({ id }) => id)));
      }),
    );
  });
});

describe('a waiting post of the copy', () => {
  const excerpt =
    'Ein Tischler in unserer Straße verleiht seinen Hobel, und niemand fragt ihn, warum er das tut.';
  const old = on(3, { excerpt });
  const renamed = { id: 'https://blog.example.org/neu/', url: 'https://blog.example.org/neu/', excerpt };

  test('is replaced by the one that has its text under a new title and a new address', () => {
    expect(titlesAfter([on(9), on(3, { ...renamed, title: 'neu' })], [old])).toEqual(['9', 'neu']);
    expect(titlesAfter([on(5, { ...renamed, title: '3' })], [old])).toEqual(['3']);
  });

  test('stays beside one that stood beside it before, however alike', () => {
    const twin = on(5, { ...renamed, title: '3' });
    expect(titlesAfter([twin], [old, twin])).toEqual(['3', '3']);
  });

  test('stays where the feed of one entry leads to the same address again', () => {
    const episode = (number: number): Post =>
      on(number, { id: `urn:${number}`, url: 'https://pod.example.org/' });
    const once = entriesAfter(fresh(episode(5)), [entryOfPost(episode(4))]);
    expect(listOfEntries(once).posts.map(({ title, sharesAddress }) => [title, sharesAddress])).toEqual([
      ['5', true],
      ['4', true],
    ]);
    expect(entriesAfter(fresh(episode(5)), once)).toEqual(once);
  });
});

test('a feed that no longer reaches back to what was known says that posts may be missing', () => {
  const known = [on(3), on(2)].map((one) => entryOfPost(one));
  const note = gapNote('https://blog.example.org/feed/', [on(9), on(8)], known);
  expect(note?.de).toContain('Beiträge dazwischen');
  expect(note?.en).toContain('wordpress: or folder:');
  for (const posts of [
    [on(9), on(3)],
    [],
    [on(9), on(1)],
    [on(9, { title: '3', publishedAt: on(3).publishedAt })],
  ])
    expect(gapNote('x', posts, known)).toBeUndefined();
  expect(gapNote('x', [on(9)], [])).toBeUndefined();
});

test('the faults of a feed are kept until it is read again', () => {
  const fault = { where: 'x', what: { de: 'a', en: 'a' }, hint: { de: 'b', en: 'b' } };
  const entries = entriesAfter({ posts: [on(1)], faults: [fault] }, []);
  expect(listOfEntries(entries)).toEqual({ posts: [on(1)], faults: [fault] });
  expect(listOfEntries(entriesAfter(fresh(on(1)), entries))).toEqual(fresh(on(1)));
});

test('a copy that stands in says why, and from when it is, in both languages', () => {
  const text = { de: 'Feed nicht erreichbar: x.', en: 'Feed not reachable: x.' };
  const copy = { made: '', at: '2026-11-20T17:00:00.000Z', entries: [entryOfPost(on(1))] };
  const list = listOfCopy(copy, new NewsletterError('feed.unreachable', text), 'Europe/Berlin');
  expect(list).toMatchObject({ posts: [on(1)], copyOf: copy.at });
  expect(list.notes).toHaveLength(1);
  expect(list.notes?.[0]?.de).toContain('Feed nicht erreichbar: x.');
  expect(list.notes?.[0]?.de).toContain('20. November 2026 um 18:00 Uhr');
  expect(list.notes?.[0]?.en).toContain('20 November 2026 at 18:00');
});
