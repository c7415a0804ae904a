import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOnHostOf, normalizedAddress } from '../../../src/core/posts/postAddress.ts';

test.each([
  'http://blog.example.org/brot',
  'https://www.blog.example.org/brot/',
  'https://BLOG.example.org:443/brot//',
  'http://blog.example.org:80/brot/#kommentare',
  'https://blog.example.org/brot/?utm_source=rss&utm_medium=rss&fbclid=1&mc_cid=2&mc_eid=3',
  'https://blog.example.org./brot?',
  'https://m.blog.example.org/brot/',
  'https://www.m.blog.example.org//brot',
  'https://amp.blog.example.org/brot',
  'https://blog.example.org/brot/index.html',
  'https://blog.example.org/brot/index.php?gclid=1',
  'https://blog.example.org/brot.html',
  'https://blog.example.org/brot.htm#top',
  'https://blog.example.org/brot/amp/',
  'https://blog.example.org/brot.amp.html',
  'https://blog.example.org/brot?amp=1&PHPSESSID=7',
  'https://blog.example.org/brot?source=rss----1&outputType=amp',
  'https://blog.example.org/%62rot/?replytocom=12',
])('%s is the same post (R60)', (address) => {
  expect(normalizedAddress(address)).toBe('blog.example.org/brot');
});

test('what tells posts apart is kept, in one order', () => {
  expect(normalizedAddress('https://example.org/?p=2&a=x&a=b')).toBe('example.org?a=b&a=x&p=2');
  expect(normalizedAddress('https://example.org/?p=2')).not.toBe(
    normalizedAddress('https://example.org/?p=3'),
  );
  expect(normalizedAddress('https://example.org:8443/a')).toBe('example.org:8443/a');
  expect(normalizedAddress('https://example.org/A')).not.toBe(normalizedAddress('https://example.org/a'));
});

test('umlauts are the same however they are written', () => {
  expect(normalizedAddress('https://bücher.example/für')).toBe(
    normalizedAddress('https://xn--bcher-kva.example/f%c3%bcr/'),
  );
});

test('an umlaut in two characters is the same as in one', () => {
  expect(normalizedAddress('https://example.org/fu%CC%88r')).toBe(
    normalizedAddress('https://example.org/für'),
  );
});

test('codes that are no UTF-8 are compared as they are', () => {
  expect(normalizedAddress('https://example.org/f%fcr/')).toBe('example.org/f%FCr');
});

test.each([
  ['https://example.org/amp/', 'https://example.org/'],
  ['https://example.org/.html', 'https://example.org/'],
  ['https://m.de/brot', 'https://de/brot'],
  ['https://example.org/a%2Fb', 'https://example.org/a/b'],
  ['https://example.org/brot?page=2', 'https://example.org/brot'],
  ['https://example.org/index', 'https://example.org/'],
])('%s and %s are two addresses', (one, other) => {
  expect(normalizedAddress(one)).not.toBe(normalizedAddress(other));
});

test('what is no web address stays as it is', () => {
  expect(normalizedAddress(' tag:example.org,2026:1 ')).toBe('tag:example.org,2026:1');
  expect(normalizedAddress('kein Link')).toBe('kein Link');
});

test('scheme, www., slash, fragment and tracking never matter', () => {
  fc.assert(
    fc.property(
      fc.webUrl({ withQueryParameters: true }),
      fc.constantFrom('utm_source', 'fbclid', 'mc_cid'),
      (url, p) => {
        const other = new URL(url);
        other.protocol = other.protocol === 'http:' ? 'https:' : 'http:';
        other.hostname = `www.${other.hostname.replace(/^www\./, '')}`;
        other.pathname = `${other.pathname}/`;
        other.searchParams.append(p, 'x');
        other.hash = 'teil-2';
        expect(normalizedAddress(other.href)).toBe(normalizedAddress(url));
      },
    ),
  );
});

test('a picture is on the blog when its host is the blog or below it', () => {
  const post = 'https://www.example.org/brot/';
  expect(isOnHostOf('https://example.org/a.jpg', post)).toBe(true);
  expect(isOnHostOf('http://WWW.example.org:8080/a.jpg', post)).toBe(true);
  expect(isOnHostOf('https://bilder.example.org/a.jpg', post)).toBe(true);
  expect(isOnHostOf('https://badexample.org/a.jpg', post)).toBe(false);
  expect(isOnHostOf('https://i0.wp.com/example.org/a.jpg', post)).toBe(false);
  expect(isOnHostOf('https://example.org/a.jpg', 'https://blog.example.org/')).toBe(false);
  expect(isOnHostOf('kein Link', post)).toBe(false);
});

test('addresses made to keep somebody busy are not worked on (R59)', () => {
  const hostile = `https://blog.example.org/${'/'.repeat(300_000)}x`;
  expect(normalizedAddress(hostile).length).toBeLessThan(5_000);
});
