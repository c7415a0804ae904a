import { expect, test } from 'vitest';
import { feedPosts } from '../../src/core/posts/feedPosts.ts';
import type { PostList } from '../../src/core/posts/post.ts';
import { parseFeed } from '../../src/feed/parseFeed.ts';

/** What a bomb becomes: posts, or why it is no feed. */
const explode = async (text: string, timeoutMs = 10_000): Promise<PostList | string> => {
  const reading = await parseFeed(text, { timeoutMs });
  return reading.ok
    ? feedPosts(reading.feed, { address: 'https://blog.example.org/feed/' })
    : reading.reason.en;
};

const megabytes = 5_000_000;
const rss = (items: string, doctype = ''): string =>
  `<?xml version="1.0"?>${doctype}<rss version="2.0"><channel><title>x</title>${items}</channel></rss>`;
const item = (description: string, title = 'Dank'): string =>
  `<item><title>${title}</title><link>https://blog.example.org/dank/</link>` +
  `<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate><description>${description}</description></item>`;
const tooMuch = /could not be read within|more than 128 MB|is broken/;

test('a billion laughs are refused', async () => {
  const letters = 'abcdefghij';
  const entities = Array.from(letters.slice(1), (name, index) => {
    const before = `&${letters.charAt(index)};`;
    return `<!ENTITY ${name} "${before.repeat(10)}">`;
  });
  const doctype = `<!DOCTYPE x [<!ENTITY a "ha">${entities.join('')}]>`;
  expect(await explode(rss(item('&j;'), doctype))).toContain('DOCTYPE');
});

test('one long entity used often is refused, even behind the name of Netscape', async () => {
  const entity = `[<!ENTITY a "${'a'.repeat(100_000)}">]>`;
  const netscape = 'PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "https://example.org/rss.dtd"';
  for (const doctype of [`<!DOCTYPE rss ${entity}`, `<!DOCTYPE rss ${netscape} ${entity}`])
    expect(await explode(rss(item('&a;'.repeat(100_000)), doctype))).toContain('DOCTYPE');
});

test('100,000 tags inside one another are refused, or read where they are text', async () => {
  const deep = '<a>'.repeat(100_000) + '</a>'.repeat(100_000);
  expect(await explode(rss(`<item>${deep}</item>`))).toMatch(tooMuch);
  expect(await explode(rss(item('&lt;div&gt;'.repeat(100_000))))).toMatchObject({ posts: [{ excerpt: '' }] });
});

test('5 MB in one attribute, one line or one word become a small post', async () => {
  expect(
    await explode(rss(item('Danke.').replace('<item', `<item a="${'x'.repeat(megabytes)}"`))),
  ).toMatchObject({
    posts: [{ excerpt: 'Danke.' }],
  });
  const words = await explode(rss(item('wort '.repeat(megabytes / 5))));
  expect(words).toMatchObject({ posts: [{ title: 'Dank' }] });
  const oneWord = await explode(rss(item('x'.repeat(megabytes), 'y'.repeat(1000))));
  const [post] = typeof oneWord === 'string' ? [] : oneWord.posts;
  expect(post?.title.length).toBeLessThanOrEqual(300);
  expect(post?.excerpt.length).toBeLessThanOrEqual(1000);
});

test('CDATA and comments without end are refused', async () => {
  // A second instead of five: what is slow here stays slow.
  expect(await explode(rss(item(`<![CDATA[${'x'.repeat(megabytes)}`)), 1000)).toMatch(tooMuch);
  expect(await explode(rss(item('<![CDATA['.repeat(megabytes / 9))), 1000)).toMatch(tooMuch);
  expect(await explode(rss('<!--'.repeat(megabytes / 4)), 1000)).toMatch(tooMuch);
});

test('nothing of a post is longer than anybody writes', async () => {
  const categories = Array.from({ length: 20_000 }, (_, index) => `<category>${index}</category>`).join('');
  const huge = item('Danke.').replace('</item>', `<guid>${'7'.repeat(10_000)}</guid>${categories}</item>`);
  const list = await explode(rss(huge));
  expect(list).toMatchObject({ posts: [{ id: 'blog.example.org/dank' }] });
  expect(typeof list === 'string' ? 0 : list.posts[0]?.tags.length).toBe(50);
});
