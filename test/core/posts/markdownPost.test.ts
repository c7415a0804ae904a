import { describe, expect, test } from 'vitest';
import { markdownPost } from '../../../src/core/posts/markdownPost.ts';
import type { MarkdownSettings } from '../../../src/core/posts/markdownPost.ts';
import { noBlogSettings, readBlogSettings } from '../../../src/core/posts/blogSettings.ts';
import type { Blog, SettingsFile } from '../../../src/core/posts/blogSettings.ts';
import type { BlogProgram } from '../../../src/core/posts/blogProgram.ts';
import { startOwnTime } from '../../support/ownTime.ts';

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
        themes: expect.any(Array),
        words: 3,
        formerAddresses: [],
        wish: null,
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
      '<div class="x">Ein <b>Brot</b></div><!-- x -->\n\n{{< figure src="x" >}}\n<script>alert(1)</script>Ende.';
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

describe('what expires (Hugo)', () => {
  test('says when, in the zone of the newsletter', () => {
    expect(postOf('title: x\nexpiryDate: 2026-12-24')?.expiresAt).toBe('2026-12-23T23:00:00Z');
    expect(postOf('title: x\nexpiryDate: 2026-12-24T10:00:00Z')?.expiresAt).toBe('2026-12-24T10:00:00Z');
    expect(postOf('title: x\nexpiryDate:')).not.toHaveProperty('expiresAt');
    const toml = {
      path: 'posts/a.md',
      pathInFolder: 'a.md',
      text: '+++\ntitle = "x"\ndate = 2026-11-20\nexpiryDate = 2026-12-24\n+++\nText.\n',
    };
    expect(markdownPost(toml, settings).posts[0]?.expiresAt).toBe('2026-12-23T23:00:00Z');
  });

  test('on a day that does not exist is a fault', () => {
    expect(faultsOf('title: x\nexpiryDate: 2026-02-30')).toEqual([
      'posts/2026-11-20-brot.md:3:13 The date is not readable, or there is no such day.',
    ]);
  });
});

test('a draft is left out without a word, even when it has nothing else', () => {
  expect(read('draft: true', { name: 'x.md' })).toEqual({ posts: [], faults: [] });
  expect(read('title: Brot\ndraft: false').posts).toHaveLength(1);
});

test.each([
  ['title: [a]', 2, 8],
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

test('a number serves as a title, a tag or a slug, as it does for blogs', () => {
  const post = postOf('title: 1984\ntags: [2026, true]\nslug: 12');
  expect(post).toMatchObject({ title: '1984', tags: ['2026', 'true'], url: 'https://blog.example.org/12/' });
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

const blogOf = (program: BlogProgram, folder: string, ...files: readonly SettingsFile[]): Blog => ({
  program,
  isVault: false,
  folder,
  settings: readBlogSettings(program, files),
});
const vault: Blog = { program: undefined, isVault: true, folder: 'notes', settings: noBlogSettings };
const textOf = (text: string, name: string, others: Partial<MarkdownSettings> = {}) =>
  markdownPost({ path: `posts/${name}`, pathInFolder: name, text }, { ...settings, ...others });

describe('front matter of other kinds', () => {
  test.each([
    [
      'TOML',
      '+++\r\ntitle = "Brot"\r\ndate = 2026-11-20T09:00:00+01:00\r\ntags = ["Zeit"]\r\n+++\r\nText.\r\n',
    ],
    ['JSON', '{\n  "title": "Brot",\n  "date": "2026-11-20T09:00:00+01:00",\n  "tags": ["Zeit"]\n}\nText.\n'],
    ['YAML', '\uFEFF---\ntitle: Brot\ndate: 2026-11-20T09:00:00+01:00\ntags: Zeit\n---\nText.'],
  ])('%s is read like any', (_, text) => {
    expect(textOf(text, 'brot.md').posts[0]).toMatchObject({
      title: 'Brot',
      publishedAt: '2026-11-20T08:00:00Z',
      tags: ['Zeit'],
      excerpt: 'Text.',
    });
  });

  test('dates of TOML may be a day alone, or without a zone', () => {
    const dateOf = (date: string) =>
      textOf(`+++\ntitle = "x"\ndate = ${date}\n+++\n`, 'x.md').posts[0]?.publishedAt;
    expect(dateOf('2026-11-20')).toBe('2026-11-19T23:00:00Z');
    expect(dateOf('2026-11-20T09:30:00')).toBe('2026-11-20T08:30:00Z');
    expect(dateOf('2026-11-20T09:30:00Z')).toBe('2026-11-20T09:30:00Z');
  });

  test.each([
    ['+++\ntitle = "a"\ndate = \n+++\n', ':3:'],
    ['+++\ntitle = "a"\n', ':1:1'],
    ['+++\ntitle = "a"\ndraft = "vielleicht"\n+++\n', ':3:9'],
    ['{\n  "title": "a",\n  "tags": [1 2]\n}\n', ':3:14'],
    ['{\n  "title": "a"\n', ':1:1'],
    ['{\n  "title": "a",\n  "url": 7\n}\n', ':3:10'],
  ])('a fault in it has its place: %j', (text, place) => {
    const { posts, faults } = textOf(text, 'x.md');
    expect(posts).toEqual([]);
    expect(faults[0]?.where).toContain(`posts/x.md${place}`);
    expect(faults[0]?.hint.de).not.toBe('');
  });
});

describe('what other programs call it', () => {
  test.each(['date', 'pubDate', 'publishDate', 'published', 'publishedAt', 'created'])(
    'the date: "%s"',
    (key) => {
      expect(postOf(`title: x\n${key}: 2026-01-05`, { name: 'x.md' })?.publishedAt).toBe(
        '2026-01-04T23:00:00Z',
      );
    },
  );

  test('a post planned for later appears then; when it was updated says nothing', () => {
    expect(postOf('title: x\ndate: 2026-01-05\npublishDate: 2026-03-01')?.publishedAt).toBe(
      '2026-02-28T23:00:00Z',
    );
    expect(postOf('title: x\ndate: 2026-01-05\nupdated: 2026-03-01')?.publishedAt).toBe(
      '2026-01-04T23:00:00Z',
    );
  });

  test.each(['published: false', 'draft: true', 'draft: "true"', 'headless: true', 'permalink: false'])(
    'a post the blog does not show is left out: %s',
    (line) => expect(read(`title: x\n${line}`)).toEqual({ posts: [], faults: [] }),
  );

  test.each([
    'image: /x.jpg',
    'cover: { image: /x.jpg }',
    'featured_image: /x.jpg',
    'heroImage: /x.jpg',
    'images: [/x.jpg]',
  ])('the picture: %s', (line) =>
    expect(postOf(`title: x\n${line}`)?.picture?.url).toBe('https://blog.example.org/x.jpg'),
  );

  test('tags, categories and keywords are all labels, each once', () => {
    expect(postOf('title: x\ntags: [a, b]\ncategories: b, c\nkeywords:\n  - d')?.tags).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  test('former addresses are those it names, and those of the blog before it moved (R60)', () => {
    const post = postOf('title: x\nurl: /neu/\naliases: [/alt/]\nredirect_from: /uralt.html', {
      movedFrom: ['https://frueher.example.org/'],
    });
    expect(post?.formerAddresses).toEqual([
      'blog.example.org/alt',
      'blog.example.org/uralt',
      'frueher.example.org/neu',
    ]);
  });

  test('what it says of the newsletter is its wish; anything else is a fault', () => {
    expect(postOf('title: x\nnewsletter: false')?.wish).toBe('exclude');
    expect(postOf('title: x\nnewsletter: pin')?.wish).toBe('pin');
    expect(postOf('title: x\nnewsletter: true')?.wish).toBeNull();
    expect(read('title: x\nnewsletter: vielleicht').faults[0]?.where).toBe('posts/2026-11-20-brot.md:3:13');
  });
});

describe('addresses', () => {
  const hugo = (folder: string, text = '') => blogOf('hugo', folder, { name: 'hugo.toml', text });
  const urlOf = (name: string, front: string, others: Partial<MarkdownSettings>) =>
    postOf(`title: Über das Brot\ndate: 2026-11-05T23:30:00Z\n${front}`, { name, ...others })?.url.replace(
      'https://blog.example.org',
      '',
    );

  test.each([
    ['/:year/:month/:day/:slug/', '/2026/11/06/brot/'],
    ['/:section/:filename.html', '/2026-11-20-brot.html'],
    ['/:title', '/%C3%BCber-das-brot'],
    ['/a/:categories/:slug/', '/a/brot/'],
  ])('are made as the setting says: %s', (permalink, path) => {
    expect(urlOf('2026-11-20-brot.md', 'slug: brot', { permalink })).toBe(path);
  });

  test('Hugo: folders, slug, sections with a way of their own, and the day as it is written', () => {
    expect(urlOf('Mein Brot.md', '', { blog: hugo('content/posts') })).toBe('/posts/mein-brot/');
    expect(urlOf('2026/brot/index.md', '', { blog: hugo('content/posts') })).toBe('/posts/2026/brot/');
    expect(urlOf('posts/brot.md', 'slug: laib', { blog: hugo('content') })).toBe('/posts/laib/');
    const own = '[permalinks]\nposts = "/:year-:month-:day/:slugorfilename/"';
    expect(urlOf('brot.md', '', { blog: hugo('content/posts', own) })).toBe('/2026-11-05/brot/');
    expect(urlOf('brot.md', '', { blog: hugo('content/posts', '[permalinks]\nposts = "/:wann/"') })).toBe(
      '/brot/',
    );
    expect(urlOf('brot.md', 'url: /fest/', { blog: hugo('content/posts') })).toBe('/fest/');
  });

  test('Jekyll: its styles, its tokens, and what _config.yml sets for posts', () => {
    const jekyll = (text: string) => blogOf('jekyll', '_posts', { name: '_config.yml', text });
    const name = '2026-11-20-brot.md';
    expect(urlOf(name, 'categories: Küche Zeit', { blog: jekyll('title: x') })).toBe(
      '/k%C3%BCche/zeit/2026/11/06/brot.html',
    );
    expect(urlOf(name, '', { blog: jekyll('permalink: pretty') })).toBe('/2026/11/06/brot/');
    expect(urlOf(name, 'permalink: /x/:title/', { blog: jekyll('') })).toBe('/x/brot/');
    const defaults =
      'defaults:\n  - scope: { path: "", type: posts }\n    values: { permalink: "/b/:short_year/:title/" }';
    expect(urlOf(name, '', { blog: jekyll(defaults) })).toBe('/b/26/brot/');
  });

  test('Jekyll: categories of folders and of the post unite, each once (R60)', () => {
    const blog = blogOf('jekyll', '', { name: '_config.yml', text: 'permalink: pretty' });
    const name = 'leben/_posts/2026-11-20-brot.md';
    expect(urlOf(name, 'categories: leben kurz', { blog })).toBe('/leben/kurz/2026/11/06/brot/');
    expect(urlOf(name, 'categories: [Leben]', { blog })).toBe('/leben/2026/11/06/brot/');
    expect(urlOf(name, '', { blog })).toBe('/leben/2026/11/06/brot/');
  });

  test('Eleventy: templates of plain names are filled in, others give way to the usual address', () => {
    const blog = blogOf('eleventy', 'src/posts');
    const name = '2026-11-20-brot.md';
    expect(urlOf(name, 'permalink: "/b/{{ page.fileSlug }}/"', { blog })).toBe('/b/brot/');
    expect(urlOf(name, 'permalink: "/{{ title | slugify }}/index.html"', { blog })).toBe('/ueber-das-brot/');
    expect(urlOf(name, 'permalink: "/{% if x %}a{% endif %}/"', { blog })).toBe('/posts/brot/');
    expect(urlOf(name, 'permalink: "/{{ geheim() }}/"', { blog })).toBe('/posts/brot/');
  });

  test('an address that is none stays a fault, whatever the program', () => {
    expect(faultsOf('title: x\nurl: javascript:alert(1)', { blog: hugo('content') })[0]).toMatch(
      /:3:6 .*not a full http/,
    );
  });
});

describe('pages of a blog are no posts, and no faults', () => {
  const dated = 'title: Wir\ndate: 2026-11-20';
  const page = { posts: [], faults: [], isPage: true };
  const hugo = (folder: string, text = '') => blogOf('hugo', folder, { name: 'hugo.toml', text });

  test('Hugo: what lies directly in its content, or says so of itself, even with a date', () => {
    const blog = hugo('content');
    expect(read(dated, { name: 'about.md', blog })).toEqual(page);
    expect(read(dated, { name: 'impressum/index.md', blog })).toEqual(page);
    expect(read(`${dated}\ntype: page`, { name: 'posts/wir.md', blog })).toEqual(page);
    expect(read(`${dated}\nlayout: page`, { name: 'posts/wir.md', blog })).toEqual(page);
    expect(read(`${dated}\ntype: posts\nlayout: [x]`, { name: 'posts/wir.md', blog }).posts).toHaveLength(1);
    expect(read(dated, { name: 'wir.md', blog: hugo('content/posts') }).posts).toHaveLength(1);
    const german = hugo('content', '[languages.de]\ncontentDir = "content/de"');
    expect(read(dated, { name: 'de/about.md', blog: german })).toEqual(page);
    expect(read(dated, { name: 'de/posts/wir.md', blog: german }).posts).toHaveLength(1);
  });

  test('posts named by the day lie where they like, and so do those of Zola', () => {
    expect(read('title: x', { name: '2026-11-20-wir.md', blog: hugo('content') }).posts).toHaveLength(1);
    const zola = blogOf('hugo', 'content', { name: 'config.toml', text: 'base_url = "https://z.example"' });
    expect(read(dated, { name: 'wir.md', blog: zola }).posts).toHaveLength(1);
  });

  test.each(['Last Modified', 'Created', 'git Last Modified', 'git created'])(
    'Eleventy: %s is no date of the text',
    (date) => {
      const blog = blogOf('eleventy', 'src/posts');
      expect(read(`title: x\ndate: ${date}`, { name: 'brot.md', blog })).toEqual(page);
      expect(read(`title: x\ndate: ${date}`, { blog }).posts[0]?.publishedAt).toBe('2026-11-19T23:00:00Z');
      expect(faultsOf(`title: x\ndate: ${date}`, { name: 'brot.md' })[0]).toContain('date is not readable');
    },
  );

  test.each([
    'Heute war es still.\n',
    '# 2026-03-01\n\nHeute.\n',
    '---\ntags: [tag]\n---\nHeute.\n',
    '---\ntags: [tag]\n---\n# 1.3.2026\n',
  ])('a note of a diary in a vault has no title but its day: %j', (text) => {
    expect(textOf(text, '2026-03-01.md', { blog: vault })).toEqual(page);
  });

  test('no program makes a post of a file without front matter, though dated by its name', () => {
    expect(textOf('Still.\n', '2026-03-01-x.md', { blog: blogOf('jekyll', '_posts') })).toEqual(page);
    expect(textOf('Still.\n', '2026-03-01-x.md', {}).faults).toHaveLength(1);
  });
});

test.each([
  ['en', 'posts/brot.en.md', '/en/posts/brot/'],
  ['de', 'posts/brot.de.md', '/posts/brot/'],
  ['pt', 'posts/brot.pt-BR.md', '/pt-br/posts/brot/'],
])('Hugo: a translation is in the language that its name says: %s', (language, name, path) => {
  const blog = blogOf(
    'hugo',
    'content',
    { name: 'config/_default/hugo.toml', text: 'defaultContentLanguage = "de"' },
    { name: 'config/_default/languages.toml', text: '[de]\n[en]\n["pt-BR"]\n' },
  );
  expect(postOf('title: x\ndate: 2026-11-20', { name, blog })).toMatchObject({
    language,
    url: `https://blog.example.org${path}`,
  });
});

describe('notes of Obsidian', () => {
  const note = (text: string, name = '2026-11-20 Brot backen.md') => textOf(text, name, { blog: vault });

  test('links, embeds, comments, marks, callouts and ids of blocks are as a reader sees them', () => {
    const body =
      '---\ntags: ["#küche"]\n---\n> [!tip]- Merke\n> Teig ruht. ^abc\n\n![[laib.jpg]]Ein [[Notizen/Brot#Kruste|gutes Brot]] und [[Butter]], %%geheim\nund mehr%%==frisch== aus #ofen/stein.\n\n#abend #still\n';
    const [post] = note(body).posts;
    expect(post).toMatchObject({
      title: 'Brot backen',
      tags: ['küche', 'ofen/stein', 'abend', 'still'],
      url: 'https://blog.example.org/Brot%20backen/',
    });
    expect(post?.excerpt).toBe('Merke Teig ruht. Ein gutes Brot und Butter, frisch aus ofen/stein.');
  });

  test('a note without front matter has its title from its heading, its date from its name', () => {
    expect(note('# Vom Teig\n\nEr ruht.\n').posts[0]).toMatchObject({
      title: 'Vom Teig',
      excerpt: 'Er ruht.',
    });
    expect(note('# Vom Teig\n', 'Teig.md')).toEqual({ posts: [], faults: [], isPage: true });
  });

  test('other names of a note are no addresses', () => {
    expect(note('---\naliases: [Laib, /alt/laib]\n---\n').posts[0]?.formerAddresses).toEqual([
      'blog.example.org/alt/laib',
    ]);
  });
});

describe('what no reader may see (R57)', () => {
  test.each([
    ['{% include x.html %}\n\nEin {{ page.x }} Brot.\n{: .lead}', 'Ein Brot.'],
    ['```\n{{ a }}\n```\n\n~~~~\n```\nx\n~~~~\nEin Brot.', 'Ein Brot.'],
    ['- Teig\n  ```js\n  let a;\n  ```\n\nEin Brot.', 'Teig. Ein Brot.'],
    ['Ein[^1] Brot.\n\n[^1]: Aus `{{ x }}` Mehl.\n    Und Wasser.', 'Ein Brot.'],
    ['[[_TOC_]]\n\n* Inhalt\n{:toc}\n\nEin Brot.', 'Ein Brot.'],
    ['{{< hinweis >}}Ein **Brot**.{{< /hinweis >}}', 'Ein Brot.'],
    ['<svg><text>x</text></svg>Ein <custom-tag a="b">Brot</custom-tag>.', 'Ein Brot.'],
    [':::note\nEin Brot.\n:::', 'Ein Brot.'],
    ['::::tip[Merke]{icon="x"}\n:::caution Achtung\nEin Brot.\n:::\n::::', 'Ein Brot.'],
    ['> ::: info\n> Ein Brot.\n> :::', 'Ein Brot.'],
    [':::note Ein Brot. :::', 'Ein Brot.'],
    ['::video[Teig]{#abc}\nEin Brot.', 'Ein Brot.'],
    ['{% hint style="info" %}\nEin Brot.\n{% endhint %}\n%}', 'Ein Brot.'],
    ['Um 10::30 ein Brot.', 'Um 10::30 ein Brot.'],
    ['[Ein Brot]({% post_url 2026-01-01-x %}).', 'Ein Brot.'],
    ['Ein [Brot][b].\n\n[b]: https://x.example/', 'Ein Brot.'],
    ['Ein Brot.\n\n<style>\n.lead { color: red }\n\np { margin: 0 }\n', 'Ein Brot.'],
    ['Ein Brot.\n\n  <SCRIPT async>\nlet zahl = 1;\n', 'Ein Brot.'],
    ['<style>a{}</style>\n\nEin Brot.\n\n<script>let a = "</style>";\n', 'Ein Brot.'],
    ['Ein Brot nennt <script> niemand so.', 'Ein Brot nennt niemand so.'],
  ])('%j', (body, excerpt) => {
    expect(postOf('title: x', { body })?.excerpt).toBe(excerpt);
  });

  test('a link that is explained at the end of a long post is still a link', () => {
    const body = `Ein [Brot][b] ruht.\n\n${'Der Teig geht auf. '.repeat(400)}\n\n[b]: https://x.example/\n`;
    expect(postOf('title: x', { body })?.excerpt).toMatch(/^Ein Brot ruht\./);
    expect(postOf('title: x', { body })?.words).toBe(1603);
  });

  test('a post that begins with many pictures still shows its words', () => {
    const body = `${'![](https://blog.example.org/bild.jpg)\n\n'.repeat(100)}Ein Brot.\n`;
    expect(postOf('title: x', { body })?.excerpt).toBe('Ein Brot.');
  });

  test('texts made to keep a reader busy are done in no time', () => {
    const blog: Blog = { ...blogOf('astro', 'src/content'), isVault: true };
    const pieces = [
      '<!--',
      ':::',
      '\n::a[',
      '{{',
      '{%',
      '{{<',
      '%%',
      '[[',
      '![',
      '<a ',
      '`',
      '{',
      '[^',
      '==',
      '<pre>',
      '> [!x] ',
      '{% raw %}',
    ];
    for (const piece of pieces) {
      const elapsed = startOwnTime();
      textOf(`---\ntitle: x\ndate: 2026-01-01\n---\n${piece.repeat(1_000_000 / piece.length)}`, 'x.mdx', {
        blog,
      });
      expect(elapsed(), piece).toBeLessThan(5000);
    }
  });
});

describe('front matter made to keep the program busy is a fault of its file', () => {
  const place = { path: 'posts/a.md', pathInFolder: 'a.md' };
  const faults = (text: string): readonly string[] =>
    markdownPost({ ...place, text }, settings).faults.map(({ where, what }) => `${where} ${what.en}`);
  const tooLong = 'The front matter is longer than 64,000 characters.';
  const tooDeep = 'The front matter has more than 100 groups inside one another.';

  test.each([
    ['YAML', `---\n${'a: &b "x"\n'.repeat(7_000)}---\n`, `posts/a.md:2:1 ${tooLong}`],
    ['TOML', `+++\n${'# a\n'.repeat(17_000)}+++\n`, `posts/a.md:2:1 ${tooLong}`],
    ['JSON', `{\n${'\n'.repeat(64_000)}}\n`, `posts/a.md:1:1 ${tooLong}`],
  ])('%s without end', (_, text, fault) => {
    expect(faults(text)).toEqual([fault]);
  });

  test.each([
    ['TOML', `+++\n${'a.'.repeat(20_000)}b = 1\n+++\n`, `posts/a.md:2:1 ${tooDeep}`],
    ['JSON', `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}\n`, `posts/a.md:1:1 ${tooDeep}`],
  ])('%s without bottom', (_, text, fault) => {
    expect(faults(text)).toEqual([fault]);
  });
});

test('a title is no longer than anybody writes', () => {
  const title = postOf(`title: "${'Teil 1 [a '.repeat(2_500)}"`)?.title ?? '';
  expect(title.length).toBeLessThanOrEqual(300);
  expect(title).toMatch(/^Teil 1 \[a Teil .*…$/u);
});

test.each([
  ['Vor {<b></b>{ site.secret }<i></i>} nach', 'Vor nach'],
  ['Vor &#123;&#123; x &#125;&#125; nach', 'Vor nach'],
  ['Vor \\{\\{ x \\}\\} nach', 'Vor nach'],
  ['Vor <svg onload=x>da, <style>p{color:red}</style> <script>alert(9)</script> nach', 'Vor da, nach'],
])('no disguise brings a mark or a program of a page into the letter: %s', (text, shown) => {
  expect(postOf('title: Brot', { body: `${text}\n` })?.excerpt).toBe(shown);
});

test('a mark in disguise reaches neither title, summary nor the words for a picture', () => {
  const hidden = 'Vor &#123;&#123; x &#125;&#125; nach';
  const post = postOf(
    `title: "${hidden}"\nexcerpt: "${hidden} Brot"\nimage: { src: /a.jpg, alt: "${hidden}" }`,
  );
  expect([post?.title, post?.excerpt, post?.picture?.alt]).toEqual(['Vor nach', 'Vor nach Brot', 'Vor nach']);
});

describe('front matter whose first fence names its language', () => {
  const place = { path: 'posts/a.md', pathInFolder: 'a.md' };
  const of = (text: string) => markdownPost({ ...place, text }, settings);

  test.each([
    ['json', '---json\n{"title":"Brot","date":"2026-11-20"}\n---\nText\n'],
    ['toml', '---toml\ntitle = "Brot"\ndate = 2026-11-20\n---\nText\n'],
    ['yaml', '---yaml\r\ntitle: Brot\r\ndate: 2026-11-20\r\n---\r\nText\r\n'],
  ])('is read as %s', (_, text) => {
    expect(of(text).posts[0]).toMatchObject({ title: 'Brot', excerpt: 'Text' });
  });

  test('is never executed', () => {
    expect(of('---js\n{ title: process.exit(1) }\n---\nText\n').faults).toMatchObject([
      { where: 'posts/a.md:1:1', what: { en: 'Front matter in "js" is not read, and never executed.' } },
    ]);
  });

  test('tells where it is broken', () => {
    expect(of('---json\n{"title":}\n---\nText\n').faults[0]?.where).toBe('posts/a.md:2:10');
  });
});

test('what Hugo makes no page of, or lists nowhere, is no post', () => {
  for (const build of ['render: never', 'render: false', 'list: never'])
    expect(read(`title: Brot\nbuild: { ${build} }`).posts, build).toEqual([]);
  expect(read('title: Brot\n_build:\n  render: never').posts).toEqual([]);
  expect(read('title: Brot\nbuild: { render: always, list: local }').posts).toHaveLength(1);
});

describe('Jekyll', () => {
  const jekyll = (text: string): Blog => ({
    program: 'jekyll',
    isVault: false,
    folder: '',
    settings: readBlogSettings('jekyll', [{ name: '_config.yml', text }]),
  });
  const urlOf = (config: string, name: string): string | undefined =>
    postOf('title: Suppe\ndate: 2026-11-20', { name, blog: jekyll(config) })?.url;

  test('a collection has addresses of its own', () => {
    const config = 'collections:\n  rezepte:\n    output: true\n    permalink: /rezepte/:name/\n';
    expect(urlOf(config, '_rezepte/suppe.md')).toBe('https://blog.example.org/rezepte/suppe/');
    expect(urlOf('collections: { rezepte: { output: true } }', '_rezepte/warm/suppe.md')).toBe(
      'https://blog.example.org/rezepte/warm/suppe.html',
    );
  });

  test('defaults may name the folder of posts as their scope', () => {
    const config =
      'defaults:\n  - scope: { path: "_posts", type: posts }\n    values: { permalink: "/:title/" }\n';
    expect(urlOf(config, '_posts/2026-11-20-suppe.md')).toBe('https://blog.example.org/suppe/');
    const drafts = config.replace('_posts', '_posts/alt');
    expect(urlOf(drafts, '_posts/2026-11-20-suppe.md')).toContain('/2026/11/20/');
  });
});
