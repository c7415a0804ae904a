import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../src/feed/parseFeed.ts';
import type { ParseLimits } from '../../src/feed/parseFeed.ts';
import { startOwnTime } from '../support/ownTime.ts';

const reasonOf = async (text: string, limits?: ParseLimits): Promise<string> => {
  const reading = await parseFeed(text, limits);
  return reading.ok ? `a feed with ${reading.feed.entries.length} posts` : reading.reason.en;
};

const item = '<item><title>Brot</title></item>';
const rss = (items: string): string => `<rss version="2.0"><channel><title>x</title>${items}</channel></rss>`;

describe('what is no feed says why', () => {
  test.each([
    ['', 'the answer is empty.'],
    [' \n', 'the answer is empty.'],
    ['Not found', 'the answer is neither RSS nor Atom nor JSON Feed.'],
    ['{"a": 1}', 'the answer is neither RSS nor Atom nor JSON Feed.'],
    ['<opml version="2.0"></opml>', 'the answer is neither RSS nor Atom nor JSON Feed.'],
    ['<!DOCTYPE html><html><body>x</body></html>', 'it is a web page, not a feed.'],
    ['<!-- x --><HTML lang="de"></HTML>', 'it is a web page, not a feed.'],
    [
      '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">',
      'it is a web page, not a feed.',
    ],
  ])('%j', async (text, reason) => {
    expect(await reasonOf(text)).toBe(reason);
  });

  test('broken XML is named with its line', async () => {
    const broken = `<rss version="2.0">\n<channel>\n<item>\n<title>Brot</titel>\n</item>\n</channel></rss>`;
    expect(await reasonOf(broken)).toBe('it is broken in line 4 (<title> … </titel>).');
  });

  test('broken JSON is named', async () => {
    expect(await reasonOf('{"version": "https://jsonfeed.org/version/1.1",\n "items": [}')).toMatch(
      /^it is broken.*JSON/,
    );
  });

  test('a feed that was cut off is not taken for a shorter one', async () => {
    const whole = rss(item.repeat(3)).replaceAll('><', '>\n<');
    for (const cut of [
      whole.slice(0, -6),
      whole.slice(0, -20),
      whole.slice(0, whole.indexOf('</item>') + 8),
    ]) {
      expect(await reasonOf(cut)).toMatch(/^it (?:breaks off|is broken) in line \d+/);
    }
    expect(await reasonOf(whole)).toBe('a feed with 3 posts');
  });

  test('nor for one without posts, however early it was cut off (R60)', async () => {
    const whole = rss(item.repeat(2));
    for (let end = whole.indexOf('<channel>') + 9; end < whole.length - 6; end += 1)
      expect(await reasonOf(whole.slice(0, end)), whole.slice(0, end)).toMatch(
        /^it (?:breaks off|is broken)/,
      );
    expect(await reasonOf('<rss version="2.0"><channel><item>')).toMatch(/^it (?:breaks off|is broken)/);
  });
});

describe('hostile feeds (R59)', () => {
  const doctypes = [
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!doctype rss [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>',
    '<!-- x -->\n<!DOCTYPE r [<!ENTITY a "x">]>',
    '<?xml-stylesheet href="x"?><!DOCTYPE r>',
  ];

  test.each(doctypes)('%s is refused before anything is parsed', async (doctype) => {
    expect(
      await reasonOf(`<?xml version="1.0"?>${doctype}${rss('<item><title>&c;&x;</title></item>')}`),
    ).toContain('DOCTYPE');
  });

  test('a post about DOCTYPE is no bomb', async () => {
    expect(
      await reasonOf(
        rss('<item><title>x</title><description><![CDATA[<!DOCTYPE html>]]></description></item>'),
      ),
    ).toBe('a feed with 1 posts');
  });

  test('deep nesting ends in an error or a feed, never in a crash', async () => {
    const deep = (tag: string): string => `<${tag}>`.repeat(300_000) + `</${tag}>`.repeat(300_000);
    for (const text of [
      rss(deep('a')),
      rss(`<item>${deep('x:y')}</item>`),
      deep('rss'),
      '['.repeat(2_000_000),
    ]) {
      expect(await reasonOf(text)).not.toBe('');
    }
  });

  test('a parser that takes too long is stopped', async () => {
    const elapsed = startOwnTime();
    const slow = rss(`<item>${'<!--'.repeat(1_000_000)}</item>`);
    expect(await reasonOf(slow, { timeoutMs: 50 })).toBe('it could not be read within 0.05 seconds.');
    expect(elapsed()).toBeLessThan(5000);
  });

  test('a parser that takes too much memory is stopped', async () => {
    const hungry = rss('<item><title>x</title><category>y</category></item>'.repeat(100_000));
    expect(await reasonOf(hungry, { memoryMb: 8 })).toBe('reading it would take more than 8 MB of memory.');
  });
});

describe('the thread that reads is kept for the next feed (R59)', () => {
  const portsHeld = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;

  test('feeds read one after the other, or many at once, are each read as themselves', async () => {
    const posts = (count: number): string => rss(item.repeat(count));
    for (const count of [1, 2]) expect(await reasonOf(posts(count))).toBe(`a feed with ${count} posts`);
    const counts = [3, 4, 5];
    expect(await Promise.all(counts.map((count) => reasonOf(posts(count))))).toEqual(
      counts.map((count) => `a feed with ${count} posts`),
    );
  });

  test('a feed that had to be stopped, or was broken, takes no other one with it', async () => {
    const slow = rss(`<item>${'<!--'.repeat(1_000_000)}</item>`);
    const hungry = rss('<item><title>x</title><category>y</category></item>'.repeat(100_000));
    const spoilt: readonly (readonly [string, ParseLimits])[] = [
      [slow, { timeoutMs: 50 }],
      [hungry, { memoryMb: 8 }],
      [rss('<item>'), {}],
    ];
    for (const [text, limits] of spoilt) {
      expect(await reasonOf(text, limits)).not.toMatch(/^a feed/);
      expect(await reasonOf(rss(item))).toBe('a feed with 1 posts');
    }
  });

  test('it keeps no process from ending', async () => {
    await reasonOf(rss(item));
    const before = portsHeld();
    const reading = reasonOf(rss(item));
    expect(portsHeld()).toBe(before + 1);
    await reading;
    expect(portsHeld()).toBe(before);
  });
});
