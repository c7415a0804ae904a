import { describe, expect, test } from 'vitest';
import { mergePosts } from '../../../src/core/composing/postKeys.ts';
import type { FeedEntry } from '../../../src/core/posts/feedDocument.ts';
import { feedPosts } from '../../../src/core/posts/feedPosts.ts';

const address = 'https://blog.example.org/feed/';

const brot: FeedEntry = {
  title: { value: 'Brot &amp; Zeit', kind: 'html' },
  links: ['https://blog.example.org/2026/11/brot/'],
  guid: 'https://blog.example.org/?p=7',
  dates: ['Fri, 20 Nov 2026 09:00:00 +0100'],
  summary: { value: '<p>Warum Teig ruhen muss. [&#8230;]</p>', kind: 'html' },
  content: { value: '<h2>Teil 1</h2><p>Gestern buk ich.</p>', kind: 'html' },
  pictures: [],
  tags: ['Küche', 'Küche', ' '],
  language: undefined,
  base: undefined,
};

const listOf = (...changes: Partial<FeedEntry>[]) =>
  feedPosts({ base: undefined, entries: changes.map((change) => ({ ...brot, ...change })) }, { address });

const postOf = (change: Partial<FeedEntry>) => listOf(change).posts[0];

test('a post of a feed becomes a cleaned post', () => {
  expect(listOf({})).toEqual({
    posts: [
      {
        id: 'https://blog.example.org/?p=7',
        url: 'https://blog.example.org/2026/11/brot/',
        title: 'Brot & Zeit',
        publishedAt: '2026-11-20T08:00:00Z',
        excerpt: 'Warum Teig ruhen muss.',
        picture: null,
        tags: ['Küche'],
        language: null,
        themes: expect.anything(),
        words: 3,
        formerAddresses: [],
        wish: null,
      },
    ],
    faults: [],
  });
});

describe('titles', () => {
  test('HTML titles lose their tags, plain ones keep what looks like tags', () => {
    expect(postOf({ title: { value: 'Ein <em>gutes</em> Brot', kind: 'html' } })?.title).toBe(
      'Ein gutes Brot',
    );
    expect(postOf({ title: { value: 'Aus 1 <b> mach 2', kind: 'text' } })?.title).toBe('Aus 1 <b> mach 2');
  });

  test('what a blog escaped once too often is read all the same', () => {
    expect(postOf({ title: { value: 'Brot &#8211; Zeit &amp; Salz', kind: 'text' } })?.title).toBe(
      'Brot – Zeit & Salz',
    );
  });

  test('carry no markup for a later template, no slots and no line breaks (R57)', () => {
    expect(
      postOf({ title: { value: 'a\u{E000}\r\nBcc: x<script>y</script>{{z}}', kind: 'html' } })?.title,
    ).toBe('a Bcc: x');
  });
});

describe('identity (R60)', () => {
  test('without a guid a post is known by its normalised address', () => {
    expect(
      postOf({ guid: undefined, links: ['https://www.blog.example.org/brot/?utm_source=rss'] })?.id,
    ).toBe('blog.example.org/brot');
    expect(postOf({ guid: '  ' })?.id).toBe('blog.example.org/2026/11/brot');
  });

  test('the same post twice is one', () => {
    const { posts, faults } = listOf({}, { links: ['http://www.blog.example.org/2026/11/brot'] });
    expect(posts).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  test('two posts with one guid and different links are faults, both of them', () => {
    const { posts, faults } = listOf({}, { links: ['https://blog.example.org/salz/'] }, { guid: 'x' });
    expect(posts.map(({ id }) => id)).toEqual(['x']);
    expect(faults.map(({ where }) => where)).toEqual([
      `${address}, post 1 „Brot & Zeit“`,
      `${address}, post 2 „Brot & Zeit“`,
    ]);
    expect(faults[0]?.what.en).toContain('https://blog.example.org/?p=7');
  });
});

describe('links', () => {
  test('are resolved against xml:base, else against where the feed was found', () => {
    expect(postOf({ links: ['../brot/'], base: '/blog/feed/' })?.url).toBe(
      'https://blog.example.org/blog/brot/',
    );
    expect(
      feedPosts(
        { base: 'https://b.example/x/', entries: [{ ...brot, links: ['brot/'] }] },
        { address, finalAddress: 'https://c.example/' },
      ).posts[0]?.url,
    ).toBe('https://b.example/x/brot/');
    expect(
      feedPosts(
        { base: undefined, entries: [{ ...brot, links: ['brot/'] }] },
        { address, finalAddress: 'https://c.example/feed/' },
      ).posts[0]?.url,
    ).toBe('https://c.example/feed/brot/');
  });

  test('the first usable one counts', () => {
    expect(postOf({ links: ['javascript:alert(1)', 'ftp://x.example/', '/ok/'] })?.url).toBe(
      'https://blog.example.org/ok/',
    );
  });
});

describe('faults', () => {
  test('each says where, what and how to mend it or go on without', () => {
    const { posts, faults } = listOf(
      {},
      { title: undefined, content: undefined, summary: undefined },
      { guid: 'a', links: ['javascript:x'] },
      { dates: [] },
    );
    expect(posts).toHaveLength(1);
    expect(faults.map(({ where, what }) => [where, what.en])).toEqual([
      [`${address}, post 2 (https://blog.example.org/2026/11/brot/)`, 'The post has neither title nor text.'],
      [`${address}, post 3 „Brot & Zeit“`, 'The post has no address (http or https).'],
      [`${address}, post 4 „Brot & Zeit“`, 'The post has no date.'],
    ]);
    for (const { hint } of faults) {
      expect(hint.de).toContain('issue.faultyPosts: skip');
      expect(hint.en).toContain('issue.faultyPosts: skip');
    }
  });

  test('a post without anything has every fault', () => {
    expect(
      listOf({
        title: { value: '<p> </p>', kind: 'html' },
        content: undefined,
        summary: undefined,
        links: [],
        dates: ['bald'],
      }).faults,
    ).toHaveLength(3);
  });

  test('an unreadable date is quoted, a later readable one is used', () => {
    expect(listOf({ dates: ['30 Feb 2026 09:00:00 GMT'] }).faults[0]?.what.en).toBe(
      'The date "30 Feb 2026 09:00:00 GMT" is not readable or does not exist.',
    );
    expect(postOf({ dates: ['bald', '2026-11-20T09:00:00Z'] })?.publishedAt).toBe('2026-11-20T09:00:00Z');
  });

  test('a post in the future is none of them', () => {
    expect(postOf({ dates: ['2999-01-01T00:00:00Z'] })?.publishedAt).toBe('2999-01-01T00:00:00Z');
  });
});

describe('pictures', () => {
  const own = 'https://blog.example.org/bilder/brot.jpg';

  test('the one the feed names comes before the first of the content', () => {
    const content = { value: '<img src="/bilder/salz.jpg" alt="Salz">', kind: 'html' } as const;
    expect(postOf({ content, pictures: [{ url: '/bilder/brot.jpg', alt: 'Brot' }] })?.picture).toEqual({
      url: own,
      alt: 'Brot',
    });
    expect(postOf({ content })?.picture).toEqual({
      url: 'https://blog.example.org/bilder/salz.jpg',
      alt: 'Salz',
    });
  });

  test('only the blog itself may serve one, because other hosts would learn who reads (R47)', () => {
    const foreign =
      '<img src="https://tracker.example/p.jpg"><img src="https://i0.wp.com/blog.example.org/a.jpg">';
    const content = { value: foreign, kind: 'html' } as const;
    expect(
      postOf({ content, pictures: [{ url: 'https://secure.gravatar.com/a', alt: '' }] })?.picture,
    ).toBeNull();
    expect(postOf({ pictures: [{ url: 'https://cdn.blog.example.org/a.jpg', alt: '' }] })?.picture?.url).toBe(
      'https://cdn.blog.example.org/a.jpg',
    );
  });

  test('the description in the content serves for another size of the same picture', () => {
    const content = {
      value: '<img src="/bilder/brot-300x200.jpg?x=1" alt="Ein Laib">',
      kind: 'html',
    } as const;
    expect(postOf({ content, pictures: [{ url: own, alt: 'IMG_2034' }] })?.picture).toEqual({
      url: own,
      alt: 'Ein Laib',
    });
  });

  test('a file name is no description', () => {
    expect(postOf({ pictures: [{ url: own, alt: 'brot_final.jpg' }] })?.picture?.alt).toBe('');
  });

  test('pixels, icons and SVG are none', () => {
    const content = {
      value: '<img src="/p.gif" width="1" height="1"><img src="/i.png" width="16"><img src="/l.svg">',
      kind: 'html',
    } as const;
    expect(
      postOf({ content, pictures: [{ url: '/a.png', alt: '', width: 16, height: 16 }] })?.picture,
    ).toBeNull();
  });
});

test('a language counts only where the post declares it, as its primary tag', () => {
  expect(postOf({ language: 'en-GB' })?.language).toBe('en');
  expect(postOf({ language: 'DE' })?.language).toBe('de');
  expect(postOf({ language: 'x' })?.language).toBeNull();
});

describe('words', () => {
  const words = (change: Partial<FeedEntry>): number | undefined => postOf(change)?.words;
  const html = (value: string) => ({ value, kind: 'html' }) as const;

  test('are those of the running text, without headings', () => {
    expect(words({})).toBe(3);
  });

  test('are unknown where the feed shows only the beginning', () => {
    expect(words({ content: undefined })).toBe(0);
    expect(words({ content: html('<p>Gestern buk ich […]</p>') })).toBe(0);
    expect(words({ content: html('<p>Gestern.</p><a class="more-link" href="x">Weiterlesen</a>') })).toBe(0);
    expect(words({ content: html('<p>Gestern buk ich …</p>') })).toBe(0);
  });

  test('of a long description are those of the post, and a long text may end in an ellipsis', () => {
    const long = `<p>${'Ich knete. '.repeat(100)}Und dann …</p>`;
    expect(words({ content: undefined, summary: html(long) })).toBe(202);
    expect(words({ content: html(long) })).toBe(202);
  });
});

test('themes are read in the post’s language, else in the newsletter’s', () => {
  const stems = (language: string | undefined, ofNewsletter: 'de' | 'en') =>
    feedPosts(
      {
        base: undefined,
        entries: [
          { ...brot, language, content: { value: '<p>Wir vertrauen und vertrauten.</p>', kind: 'html' } },
        ],
      },
      { address, language: ofNewsletter },
    ).posts[0]?.themes.map(({ stem }) => stem);
  expect(stems('de', 'en')).toEqual(stems(undefined, 'de'));
  expect(stems('en', 'de')).toEqual(stems(undefined, 'en'));
  expect(stems('fr', 'de')).toEqual(stems(undefined, 'de'));
  expect(stems('de', 'de')).not.toEqual([]);
});

test('a post knows its addresses from before the blog moved (R60)', () => {
  const list = feedPosts(
    { base: undefined, entries: [brot] },
    { address, movedFrom: ['http://alt.example.com/', 'https://example.org/blog'] },
  );
  expect(list.posts[0]?.formerAddresses).toEqual([
    'alt.example.com/2026/11/brot',
    'example.org/blog/2026/11/brot',
  ]);
});

test('no mark of a template reaches a letter', () => {
  const post = postOf({
    title: { value: '{{ page.title }} Brot', kind: 'text' },
    tags: ['{% x %}Küche'],
    summary: { value: 'Teig {{< ruht >}} lange.', kind: 'text' },
    pictures: [{ url: '/b.jpg', alt: '[caption] Ein Laib' }],
  });
  expect(post).toMatchObject({
    title: 'Brot',
    tags: ['Küche'],
    excerpt: 'Teig lange.',
    picture: { alt: 'Ein Laib' },
  });
});

test('an empty feed has no posts and no faults', () => {
  expect(listOf()).toEqual({ posts: [], faults: [] });
});

describe('an entry that stands in the feed twice, with one id and one link (RFC 4287 §4.1.1)', () => {
  const entry = (title: string, ...dates: readonly string[]) => ({
    title: { value: title, kind: 'text' as const },
    links: ['https://blog.example.org/brot/'],
    guid: 'urn:brot',
    dates,
  });
  const published = '2026-11-17T08:00:00Z';

  test('is one post, the later updated one, wherever it stands', () => {
    const entries = [
      entry('Brto', published, '2026-11-17T09:00:00Z'),
      entry('Brot', published, '2026-11-18T09:00:00Z'),
    ];
    for (const list of [entries, entries.toReversed()]) {
      const { posts, faults } = listOf(...list);
      expect(posts.map(({ title, id, sharesAddress }) => [title, id, sharesAddress])).toEqual([
        ['Brot', 'urn:brot', undefined],
      ]);
      expect(faults).toEqual([]);
    }
  });

  test('is one by its text where it has but the date of its change', () => {
    const value =
      'Ein Brot, das wir am Montag gebacken haben, schmeckt am Freitag noch besser als am ersten Tag.';
    const content = { value, kind: 'text' as const };
    const { posts } = listOf(
      { ...entry('Brto', '2026-11-10T08:00:00Z'), content, summary: undefined },
      { ...entry('Brot', '2026-11-17T08:00:00Z'), content, summary: undefined },
    );
    expect(posts.map(({ title }) => title)).toEqual(['Brot']);
  });
});

describe('posts that share one address, as episodes of a podcast do', () => {
  test.each<readonly [string, (number: number) => string | undefined]>([
    ['with ids of their own', (number) => `urn:pod:${number}`],
    ['with ids that differ in the fragment only', (number) => `https://pod.example.org/#${number}`],
    ['with one id for all', () => 'https://pod.example.org/'],
    ['without ids', () => undefined],
  ])('are all there, %s', (_, guidOf) => {
    const { posts, faults } = listOf(
      ...[1, 2, 3].map((number) => ({
        title: { value: `Folge ${number}`, kind: 'text' as const },
        links: ['https://pod.example.org/'],
        guid: guidOf(number),
        dates: [`2026-11-1${number}T08:00:00Z`],
      })),
    );
    expect(faults).toEqual([]);
    expect(mergePosts([posts]).map(({ title }) => title)).toEqual(['Folge 3', 'Folge 2', 'Folge 1']);
  });
});

test('a place in a feed that names no page is no address of a post, and no token of the feed is told', () => {
  const origin = { address: `${address}?…`, finalAddress: `${address}?token=GEHEIM` };
  const links = ['#oben', ' #', '?p=7', 'brot/'];
  const entries = links.map((link, index) => ({ ...brot, guid: `g${index}`, links: [link] }));
  const { posts, faults } = feedPosts({ base: undefined, entries }, origin);
  expect(posts.map(({ url }) => url)).toEqual([`${address}?p=7`, `${address}brot/`]);
  expect(faults.map(({ where }) => where)).toEqual(
    [1, 2].map((n) => `${address}?…, post ${n} „Brot & Zeit“`),
  );
  const [first] = feedPosts({ base: undefined, home: 'https://blog.example.org/neu', entries }, origin).posts;
  expect(first?.url).toBe('https://blog.example.org/neu#oben');
});

test.each([
  'Vor {<b></b>{ site.secret }<i></i>} nach',
  'Vor &#123;&#123; x }} nach',
  'Vor {<!-- -->% x %} nach',
])('no disguise brings a mark of a template into a letter: %s', (value) => {
  const text = { value, kind: 'html' } as const;
  const post = postOf({ title: text, summary: undefined, content: text, tags: [] });
  expect([post?.title, post?.excerpt]).toEqual(['Vor nach', 'Vor nach']);
});
