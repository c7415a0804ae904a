import { describe, expect, test } from 'vitest';
import { markdownPost } from '../../src/core/markdownPost.ts';
import type { MarkdownSettings } from '../../src/core/markdownPost.ts';

const settings: MarkdownSettings = {
  blogUrl: 'https://blog.example.org',
  timeZone: 'Europe/Berlin',
  language: 'de',
};

const read = (front: string, options: { name?: string; body?: string } & Partial<MarkdownSettings> = {}) => {
  const { name = '2026-11-20-brot.md', body = 'Gestern buk ich.\n', ...others } = options;
  const file = { path: `posts/${name}`, pathInFolder: name, text: `---\n${front}\n---\n\n${body}` };
  return markdownPost(file, { ...settings, ...others });
};
const postOf = (...arguments_: Parameters<typeof read>) => read(...arguments_).posts[0];
const faultsOf = (...arguments_: Parameters<typeof read>) =>
  read(...arguments_).faults.map(({ where, what }) => `${where} ${what.en}`);

test('a file becomes a post', () => {
  expect(
    read(
      'title: Brot\ndate: 2026-11-20T09:00:00+01:00\ntags: [Küche, Zeit]\n' +
        'image: { src: images/brot.jpg, alt: "Ein Laib" }\nlang: en\nexcerpt: Warum Teig *ruht*.',
    ),
  ).toEqual({
    posts: [
      {
        id: 'posts/2026-11-20-brot.md',
        url: 'https://blog.example.org/brot/',
        title: 'Brot',
        publishedAt: '2026-11-20T08:00:00Z',
        excerpt: 'Warum Teig ruht.',
        picture: { url: 'https://blog.example.org/images/brot.jpg', alt: 'Ein Laib' },
        tags: ['Küche', 'Zeit'],
        language: 'en',
      },
    ],
    faults: [],
  });
});

describe('the date', () => {
  test('a plain day is its first moment in the time zone of the newsletter', () => {
    expect(postOf('title: Brot\ndate: 2026-11-20')?.publishedAt).toBe('2026-11-19T23:00:00Z');
  });

  test('is taken from the file name where the front matter has none', () => {
    expect(postOf('title: Brot')?.publishedAt).toBe('2026-11-19T23:00:00Z');
  });

  test('without any the post is a fault, and so it is with a day that does not exist', () => {
    expect(faultsOf('title: Brot', { name: 'brot.md' })).toEqual(['posts/brot.md:2:1 The post has no date.']);
    expect(faultsOf('title: Brot\ndate: 2026-02-30')[0]).toMatch(
      /^posts\/2026-11-20-brot\.md:3:7 .*no such day/,
    );
  });
});

describe('the address', () => {
  test.each(['url', 'link', 'permalink'])('stands in the front matter as "%s"', (key) => {
    expect(postOf(`title: Brot\n${key}: https://b.example/x`)?.url).toBe('https://b.example/x');
    expect(postOf(`title: Brot\n${key}: /x/`)?.url).toBe('https://blog.example.org/x/');
  });

  test('else it is the blog and the name of the file', () => {
    expect(postOf('title: Brot', { blogUrl: 'https://b.example/blog/' })?.url).toBe(
      'https://b.example/blog/brot/',
    );
    expect(postOf('title: Brot\ndate: 2026-11-20', { name: 'Über uns.markdown' })?.url).toBe(
      'https://blog.example.org/%C3%9Cber%20uns/',
    );
    expect(postOf('title: Brot\ndate: 2026-11-20', { name: 'brot/index.md' })?.url).toBe(
      'https://blog.example.org/brot/',
    );
  });

  test('without any the post is a fault', () => {
    expect(faultsOf('title: Brot', { blogUrl: undefined })[0]).toContain('without link');
    expect(faultsOf('title: Brot\nurl: /brot/', { blogUrl: undefined })[0]).toMatch(/:3:6 .*not a full http/);
    expect(faultsOf('title: Brot\nurl: javascript:alert(1)')[0]).toMatch(/:3:6 .*not a full http/);
  });
});

describe('pictures', () => {
  test('may be named by their address alone, and lie below the blog', () => {
    expect(postOf('title: Brot\nimage: images/x.jpg')?.picture).toEqual({
      url: 'https://blog.example.org/images/x.jpg',
      alt: '',
    });
    expect(
      postOf('title: Brot\nimage: images/x.jpg\nurl: https://b.example/brot', { blogUrl: undefined })?.picture
        ?.url,
    ).toBe('https://b.example/brot/images/x.jpg');
  });

  test('else the first one of the text serves', () => {
    expect(postOf('title: Brot', { body: '![Ein Laib](images/x.jpg)\n' })?.picture).toEqual({
      url: 'https://blog.example.org/images/x.jpg',
      alt: 'Ein Laib',
    });
  });

  test('of foreign hosts are left out (R47)', () => {
    expect(postOf('title: Brot\nimage: https://tracker.example/x.jpg')?.picture).toBeNull();
  });
});

describe('excerpts', () => {
  test.each(['excerpt', 'description', 'summary'])('stand in the front matter as "%s"', (key) => {
    expect(postOf(`title: Brot\n${key}: Kurz gesagt.`)?.excerpt).toBe('Kurz gesagt.');
  });

  test('else begin the text, without headings and Markdown', () => {
    const body = '## Anfang\n\nEin **gutes** [Brot](https://x.example/) -- "warm".\n\n![Bild](x.jpg)\n';
    expect(postOf('title: Brot', { body })?.excerpt).toBe('Ein gutes Brot – „warm“.');
  });

  test('show neither HTML nor shortcodes of the blog (R57)', () => {
    const body =
      '<div class="x">Ein <b>Brot</b></div><!-- more -->\n\n{{< figure src="x" >}}\n<script>alert(1)</script>Ende.';
    expect(postOf('title: Brot', { body })?.excerpt).toBe('Ein Brot Ende.');
  });
});

describe('tags', () => {
  test('may be a list or a text', () => {
    expect(postOf('title: Brot\ntags: Küche, Zeit,')?.tags).toEqual(['Küche', 'Zeit']);
    expect(postOf('title: Brot\ntags:\n  - Küche\n  - 2026')?.tags).toEqual(['Küche', '2026']);
    expect(postOf('title: Brot\ntags:')?.tags).toEqual([]);
  });
});

test('a draft is left out without a word, even when it has nothing else', () => {
  expect(read('draft: true', { name: 'x.md' })).toEqual({ posts: [], faults: [] });
  expect(read('title: Brot\ndraft: false').posts).toHaveLength(1);
});

test.each([
  ['title: [a]', 2, 8],
  ['title: 2026', 2, 8],
  ['title: Brot\ndate: 20261120', 3, 7],
  ['title: Brot\nurl: 7', 3, 6],
  ['title: Brot\ntags: [a, {b: c}]', 3, 11],
  ['title: Brot\ntags: 7', 3, 7],
  ['title: Brot\nimage: [x]', 3, 8],
  ['title: Brot\nimage: {src: 7}', 3, 14],
  ['title: Brot\nexcerpt: true', 3, 10],
  ['title: Brot\ndraft: "ja"', 3, 8],
])('a wrong type is a fault with its place: %j', (front, line, column) => {
  const { posts, faults } = read(front);
  expect(posts).toEqual([]);
  expect(faults.map(({ where }) => where)).toEqual([`posts/2026-11-20-brot.md:${line}:${column}`]);
  expect(faults[0]?.hint.de).not.toBe('');
});

test('without a title a post is a fault; all faults come at once', () => {
  expect(faultsOf('title: " "', { name: 'brot.md', blogUrl: undefined })).toHaveLength(3);
  expect(faultsOf('lang: de')[0]).toContain('no title');
});

test('broken front matter is a fault of the post', () => {
  expect(faultsOf('title: a: b')[0]).toMatch(/^posts\/2026-11-20-brot\.md:2:/);
});

test('a title carries no slots and no line breaks', () => {
  expect(postOf('title: "a\\uE000\\nb\\u0000 <i>c</i> & d"')?.title).toBe('a b <i>c</i> & d');
});
