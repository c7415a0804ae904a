import { describe, expect, test } from 'vitest';
import { feedPosts } from '../../src/core/posts/feedPosts.ts';
import type { PostList } from '../../src/core/posts/post.ts';
import { parseFeed } from '../../src/feed/parseFeed.ts';

const address = 'https://blog.example.org/feed/';

const postsOf = async (text: string): Promise<PostList> => {
  const reading = await parseFeed(text);
  if (!reading.ok) throw new Error(reading.reason.en);
  return feedPosts(reading.feed, { address, timeZone: 'Europe/Berlin' });
};

const brot = {
  url: 'https://blog.example.org/brot/',
  title: 'Brot & „Zeit“',
  publishedAt: '2026-11-20T08:00:00Z',
  excerpt: 'Warum Teig ruhen muss.',
  picture: { url: 'https://blog.example.org/bilder/brot.jpg', alt: 'Ein Laib' },
  tags: ['Küche', 'Zeit'],
  language: null,
  themes: expect.anything(),
  words: 1,
  formerAddresses: [],
  wish: null,
};

test('RSS 2.0 as WordPress writes it', async () => {
  const list = await postsOf(`<?xml version="1.0" encoding="UTF-8"?><!-- generator --><rss version="2.0"
    xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Backblog</title>
    <link>https://blog.example.org</link><language>de</language>
    <item><title>Brot &#038; „Zeit“</title><link>https://blog.example.org/brot/</link>
      <dc:creator><![CDATA[Redaktion]]></dc:creator><pubDate>Fri, 20 Nov 2026 08:00:00 +0000</pubDate>
      <category><![CDATA[Küche]]></category><category><![CDATA[Zeit]]></category>
      <guid isPermaLink="false">https://blog.example.org/?p=7</guid>
      <description><![CDATA[<p>Warum Teig ruhen muss. [&#8230;]</p>
        <p>Der Beitrag <a href="x">Brot</a> erschien zuerst auf <a href="y">Backblog</a>.</p>]]></description>
      <content:encoded><![CDATA[<p><img src="/bilder/brot-300x200.jpg" alt="Ein Laib"/>Text</p>]]></content:encoded>
      <media:content url="https://blog.example.org/bilder/brot.jpg" medium="image"/>
      <media:content url="https://secure.gravatar.com/avatar/x" medium="image"><media:title>anna</media:title></media:content>
    </item></channel></rss><!-- cached -->`);
  expect(list).toEqual({ posts: [{ ...brot, id: 'https://blog.example.org/?p=7' }], faults: [] });
});

test('Atom with an XHTML title, xml:base and a language', async () => {
  const list = await postsOf(`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"
    xml:base="https://blog.example.org/"><title>Backblog</title><id>tag:blog.example.org,2026:/</id>
    <updated>2026-11-20T08:00:00Z</updated>
    <entry xml:lang="de-AT"><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Brot &amp; <em>„Zeit“</em></div></title>
      <link rel="self" type="application/atom+xml" href="brot.atom"/><link rel="alternate" type="text/html" href="brot/"/>
      <id>tag:blog.example.org,2026:7</id><updated>2026-11-21T08:00:00Z</updated>
      <published>2026-11-20T09:00:00+01:00</published><category term="kueche" label="Küche"/><category term="Zeit"/>
      <summary type="text">Warum Teig ruhen muss.</summary>
      <content type="xhtml" xml:base="bilder/"><div xmlns="http://www.w3.org/1999/xhtml"><p><img src="brot.jpg" alt="Ein Laib"/>Text</p></div></content>
    </entry></feed>`);
  expect(list).toEqual({
    posts: [{ ...brot, id: 'tag:blog.example.org,2026:7', language: 'de' }],
    faults: [],
  });
});

test('JSON Feed', async () => {
  const list = await postsOf(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Backblog',
      items: [
        {
          id: '7',
          url: 'https://blog.example.org/brot/',
          title: 'Brot & „Zeit“',
          date_published: '2026-11-20T09:00:00+01:00',
          summary: 'Warum Teig ruhen muss.',
          content_html: '<p>Text <img src="/bilder/brot.jpg" alt="Ein Laib"></p>',
          image: '/bilder/brot.jpg',
          tags: ['Küche', 'Zeit'],
          language: 'de-DE',
        },
      ],
    }),
  );
  expect(list).toEqual({ posts: [{ ...brot, id: '7', language: 'de' }], faults: [] });
});

test('RSS 1.0 (RDF)', async () => {
  const list = await postsOf(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://blog.example.org/"><title>Backblog</title><link>https://blog.example.org/</link><description>x</description></channel>
    <item rdf:about="https://blog.example.org/brot/"><title>Brot &amp; „Zeit“</title><link>https://blog.example.org/brot/</link>
    <description>Warum Teig ruhen muss.</description><dc:date>2026-11-20T09:00:00+01:00</dc:date>
    <dc:subject>Küche</dc:subject><dc:subject>Zeit</dc:subject></item></rdf:RDF>`);
  expect(list.posts).toEqual([{ ...brot, id: 'https://blog.example.org/brot/', picture: null, words: 0 }]);
});

describe('RSS in the wild', () => {
  const rss = (items: string): Promise<PostList> =>
    postsOf(
      `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title>${items}</channel></rss>`,
    );
  const dated = '<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>';

  test('a guid serves as the address unless the feed says it is none', async () => {
    const list = await rss(
      `<item><title>a</title><guid>https://blog.example.org/a</guid>${dated}</item>` +
        `<item><title>b</title><guid isPermaLink="false">https://blog.example.org/b</guid>${dated}</item>`,
    );
    expect(list.posts.map(({ url }) => url)).toEqual(['https://blog.example.org/a']);
    expect(list.faults.map(({ where }) => where)).toEqual([`${address}, post 2 „b“`]);
  });

  test('an image enclosure is the picture, dc:date the date', async () => {
    const { posts } = await rss(
      '<item><title>a</title><link>https://blog.example.org/a</link><dc:date>2026-11-20</dc:date>' +
        '<enclosure url="/ton.mp3" type="audio/mpeg" length="1"/><enclosure url="/a.jpg" type="image/jpeg" length="1"/></item>',
    );
    expect(posts[0]).toMatchObject({
      publishedAt: '2026-11-19T23:00:00Z',
      picture: { url: 'https://blog.example.org/a.jpg', alt: '' },
    });
  });

  test('HTML that nobody escaped and stray ampersands are read', async () => {
    const { posts } = await rss(
      `<item><title>Salz & Brot</title><link>https://blog.example.org/a?x=1&y=2</link>${dated}` +
        '<description>Eins<br>zwei <b>drei</b></description></item>',
    );
    expect(posts[0]).toMatchObject({
      title: 'Salz & Brot',
      url: 'https://blog.example.org/a?x=1&y=2',
      excerpt: 'Eins zwei drei',
    });
  });

  test('no attack of a feed reaches a post (R57)', async () => {
    const { posts, faults } = await rss(
      `<item><title><![CDATA[<img src=x onerror=alert(1)>Brot<script>alert(1)</script>]]></title>${dated}` +
        '<link>https://blog.example.org/a"onmouseover="alert(1)</link>' +
        '<description><![CDATA[<a href="javascript:alert(1)">Text</a><svg onload=alert(1)>]]></description>' +
        '<category>&lt;script&gt;x&lt;/script&gt;</category></item>' +
        `<item><title>b</title><link>javascript:alert(1)</link>${dated}</item>`,
    );
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatchObject({ title: 'Brot', excerpt: 'Text' });
    expect(posts[0]?.url).not.toContain('"');
    expect(faults).toHaveLength(1);
  });

  test('what holds nothing at all is a broken feed, not a blog without posts (R60)', async () => {
    const empty = [
      '<rss version="2.0"></rss>',
      '<feed xmlns="http://www.w3.org/2005/Atom"></feed>',
      '{"version":"https://jsonfeed.org/version/1.1","title":"x"}',
    ];
    for (const text of empty) await expect(postsOf(text), text).rejects.toThrow();
  });

  test('a post that is never closed swallows no other: the feed is broken', async () => {
    const item = (title: string): string => `<item><title>${title}</title>${dated}`;
    await expect(rss(`${item('Eins')}${item('Zwei')}</item>`)).rejects.toThrow(/broken/);
  });

  test('no posts are an empty list', async () => {
    expect(await rss('')).toEqual({ posts: [], faults: [] });
    expect(
      await postsOf('<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>y</id></feed>'),
    ).toEqual({
      posts: [],
      faults: [],
    });
    expect(await postsOf('<rss version="2.0"><channel></channel></rss>')).toEqual({ posts: [], faults: [] });
    expect(await postsOf('{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[]}')).toEqual({
      posts: [],
      faults: [],
    });
  });
});
