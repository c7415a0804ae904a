import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldedTitle, keysOf, mergePosts } from '../../../src/core/composing/postKeys.ts';
import type { Post } from '../../../src/core/posts/post.ts';
import { post } from '../blog.ts';

const idsOf = (posts: readonly { readonly id: string }[]): readonly string[] => posts.map(({ id }) => id);
const areSame = (one: Post, other: Post, timeZone?: string): boolean => {
  const keys = new Set(keysOf(one, timeZone));
  return keysOf(other, timeZone).some((key) => keys.has(key));
};

describe('a post is the same (R60)', () => {
  const day = fc
    .integer({ min: 0, max: 3000 })
    .map((n) => new Date(Date.UTC(2020, 0, 1 + n, 12)).toISOString());
  const slug = fc.stringMatching(/^[a-z]{1,12}$/);
  const change = fc.constantFrom<(post: Post) => Partial<Post>>(
    () => ({ id: 'urn:uuid:anders' }),
    ({ url }) => ({ url: url.replace('https:', 'http:') }),
    ({ url }) => ({ url: url.replace('//', '//www.') }),
    ({ url }) => ({ url: url.replace('//', '//m.') }),
    ({ url }) => ({ url: url.replace(/\/$/, '') }),
    ({ url }) => ({ url: `${url}index.html` }),
    ({ url }) => ({ url: url.replace(/\/$/, '.html') }),
    ({ url }) => ({ url: `${url}amp/` }),
    ({ url }) => ({ url: `${url}?utm_source=rss&fbclid=1#mehr` }),
    ({ url }) => ({ url: url.replace('blog.', 'BLOG.') }),
    ({ url }) => ({ url: url.replace('example.org', 'neu.example.com') }),
    () => ({ title: 'Ganz anders' }),
    ({ title }) => ({ id: 'urn:1', url: 'https://neu.example.com/1', title: `„${title.toUpperCase()}“ ` }),
    () => ({ publishedAt: '1999-01-01T00:00:00Z' }),
  );

  test('whatever happens to its id, its address, its title or its date alone', () => {
    fc.assert(
      fc.property(slug, day, change, (name, publishedAt, changed) => {
        const one = post(name, publishedAt);
        expect(areSame(one, { ...one, ...changed(one) })).toBe(true);
      }),
    );
  });

  test('and is another with another id, address and day, be the title the same', () => {
    fc.assert(
      fc.property(slug, slug, day, day, (name, other, one, two) => {
        fc.pre(name !== other && one !== two);
        const title = 'Wochenrückblick';
        expect(areSame(post(name, one, { title }), post(other, two, { title }))).toBe(false);
        expect(areSame(post(name, one), post(other, one))).toBe(false);
      }),
    );
  });

  test('when its id is an address that changed its scheme', () => {
    const one = post('a', '2026-11-18T08:00:00Z', { id: 'http://blog.example.org/?p=12' });
    const other = post('b', '2026-11-20T08:00:00Z', { id: 'https://www.blog.example.org/?p=12' });
    expect(areSame(one, other)).toBe(true);
    expect(areSame(one, post('c', '2026-11-20T08:00:00Z', { url: 'https://blog.example.org/?p=12' }))).toBe(
      true,
    );
  });

  test('on the calendar of the newsletter as in UTC', () => {
    const one = post('a', '2026-11-19T23:30:00Z', { title: 'Brot' });
    const other = post('b', '2026-11-20T08:00:00Z', { title: 'Brot' });
    expect(areSame(one, other)).toBe(false);
    expect(areSame(one, other, 'Europe/Berlin')).toBe(true);
  });
});

test('a title is compared without case, quotation marks, dashes and spaces', () => {
  expect(foldedTitle('„Mut“ –  ein Anfang…')).toBe(foldedTitle('"MUT" - ein Anfang...'));
  expect(foldedTitle('???')).toBe('???');
});

describe('several sources', () => {
  test('make one list, newest first, in which the first source wins', () => {
    const feed = [post('a', '2026-11-18T08:00:00Z', { title: 'from the feed' })];
    const folder = [post('b', '2026-11-19T08:00:00Z'), post('a', '2026-11-18T08:00:00Z')];
    const merged = mergePosts([feed, folder]);
    expect(merged.map(({ title }) => title)).toEqual(['b', 'from the feed']);
  });

  test('have a post once that is known under two ids at one address, or by title and day (R60)', () => {
    const one = post('a', '2026-11-18T08:00:00Z', { id: 'urn:1', url: 'https://blog.example.org/a/' });
    const other = post('b', '2026-11-18T08:00:00Z', { url: 'http://www.blog.example.org/a?utm_source=x' });
    expect(idsOf(mergePosts([[one], [other]]))).toEqual(['urn:1']);
    const inFolder = post('kopie', '2026-11-18T10:00:00Z', { title: 'A' });
    expect(idsOf(mergePosts([[one], [inFolder]]))).toEqual(['urn:1']);
  });

  test('have two notes of one day and one title twice where one source has them both', () => {
    const notes = ['1', '2'].map((name) => post(name, '2026-11-18T08:00:00Z', { title: 'Notiz' }));
    expect(mergePosts([notes])).toHaveLength(2);
  });
});

describe('an id that other blogs may use as well', () => {
  const one = post('eins', '2026-11-18T08:00:00Z', { id: '17' });

  test('keeps its post known when address or title changes', () => {
    for (const changes of [{ url: 'https://blog.example.org/neu/' }, { title: 'Neu' }])
      expect(idsOf(mergePosts([[one], [{ ...one, ...changes }]]))).toHaveLength(1);
  });

  test('does not make another post of another source the same', () => {
    const other = post('zwei', '2026-11-19T08:00:00Z', { id: '17', url: 'https://other.example.org/zwei/' });
    expect(mergePosts([[one], [other]])).toHaveLength(2);
  });
});

describe('two blogs', () => {
  const at = (host: string, changes: Partial<Post>): Post =>
    post('willkommen', '2026-11-18T08:00:00Z', { url: `https://${host}/posts/willkommen/`, ...changes });
  const hosts = ['eins.example.org', 'zwei.example.com'];

  test.each(['/posts/willkommen/', 'posts/willkommen/', 'willkommen-in-diesem-neuen-blog', '1'])(
    'may both have the id %s, title and day',
    (id) => {
      expect(mergePosts(hosts.map((host) => [at(host, { id })]))).toHaveLength(2);
    },
  );

  test('have one post where its text begins alike', () => {
    const excerpt =
      'Heute beginnt etwas Neues, und alle sind eingeladen, dabei zu sein und mitzureden, solange sie mögen.';
    expect(mergePosts(hosts.map((host) => [at(host, { id: `https://${host}/1`, excerpt })]))).toHaveLength(1);
  });
});

test('posts that share one address are told apart by their ids', () => {
  const episodes = [1, 2, 3].map((number) =>
    post(`Folge ${number}`, `2026-11-1${number}T08:00:00Z`, {
      id: `https://pod.example.org/#${number}`,
      url: 'https://pod.example.org/',
      sharesAddress: true,
    }),
  );
  expect(mergePosts([episodes])).toHaveLength(3);
  expect(mergePosts([episodes, episodes])).toHaveLength(3);
});
