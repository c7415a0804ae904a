import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanHtml, findFeedLink, picturesOf, plainText, proseText } from '../../src/core/html.ts';
import { startOwnTime } from '../support/ownTime.ts';

const base = 'https://blog.example.org/2026/11/brot/';

describe('cleanHtml (R57)', () => {
  const attacks = [
    '<script>alert(1)</script>',
    '<ScRiPt src=https://evil.example/x.js></sCrIpT>',
    '<img src=x onerror=alert(1)>',
    '<img src="javascript:alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href=" java\tscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61&#x6C&#x65&#x72&#x74(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<iframe src="https://evil.example/"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<svg onload=alert(1)><script>alert(1)</script></svg>',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
    '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
    '<div style="background:url(javascript:alert(1))">x</div>',
    '<style>@import "javascript:alert(1)";</style>',
    '<base href="javascript:alert(1)//">',
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '<p onclick="alert(1)" onmouseover=alert(1)>x</p>',
    '<xmp><img src=x onerror=alert(1)></xmp>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<template><script>alert(1)</script></template>',
    '<a href="https://x.example/" target="_blank" onfocus="alert(1)" autofocus>x</a>',
    '<<script>alert(1)//<</script>',
    '<img """><script>alert(1)</script>">',
    '<svg><p><style><img src="</style><img src=x onerror=alert(1)//">',
  ];

  test.each(attacks)('takes the harm out of %s', (attack) => {
    const clean = cleanHtml(`<p>vorher</p>${attack}<p>nachher</p>`, base);
    const tags = clean.match(/<[^>]*>/g)?.join('') ?? '';
    expect(tags).not.toMatch(/\son\w+\s*=|script|style|iframe|srcdoc|svg|object|embed|form|meta|base\b/i);
    expect(tags).not.toMatch(/(?:href|src)="(?!https?:|mailto:)/i);
    expect(clean).toContain('vorher');
  });

  test('whatever goes in, only http, https and mailto come out', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        ...attacks,
        '<a href="',
        '">',
        '<img src="',
        "'",
        '</p>',
        '<!--',
        '-->',
        'javascript:',
        '&#0;',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const clean = cleanHtml(pieces.join(''), base);
        for (const [, address = ''] of clean.matchAll(/<[^>]+\s(?:href|src)="([^"]*)"/g)) {
          expect(address).toMatch(/^(?:https?|mailto):/);
        }
        expect(clean).not.toMatch(/<(?:script|style|iframe|svg|object)\b/i);
      }),
    );
  });

  test('keeps links, pictures and formatting, and makes their addresses absolute', () => {
    const html =
      '<p>Ein <em>Brot</em>, <a href="../hefe/?a=1&amp;b=2">Hefe</a>, <a href="mailto:a@example.org">Post</a>' +
      '<img src="/bilder/brot.jpg" alt="Ein Brot" width="600"></p>';
    expect(cleanHtml(html, base)).toBe(
      '<p>Ein <em>Brot</em>, <a href="https://blog.example.org/2026/11/hefe/?a=1&amp;b=2">Hefe</a>, ' +
        '<a href="mailto:a@example.org">Post</a>' +
        '<img alt="Ein Brot" width="600" src="https://blog.example.org/bilder/brot.jpg" /></p>',
    );
  });

  test('drops pictures of one pixel, however their size is given', () => {
    for (const pixel of ['width="1" height="1"', 'width=1', 'height="0"', 'style="width:1px;height:1px"']) {
      expect(cleanHtml(`<p>x<img src="https://t.example/p.gif" ${pixel}></p>`, base)).toBe('<p>x</p>');
    }
  });

  test('drops private-use and control characters, which mark slots and end headers elsewhere', () => {
    expect(cleanHtml('<p>a\u{E000}b\u{F8FF}c\u{F0000}d\u{10FFFD}e\u0000f\u0007g</p>', base)).toBe(
      '<p>abcdefg</p>',
    );
  });

  test('hostile depth and length end soon', () => {
    const elapsed = startOwnTime();
    cleanHtml('<div>x'.repeat(200_000), base);
    plainText('<b>x'.repeat(200_000));
    proseText('<blockquote>'.repeat(200_000));
    picturesOf('<img src=x>'.repeat(200_000), base);
    plainText('&lt;'.repeat(200_000));
    cleanHtml('<'.repeat(200_000), base);
    plainText('<!--'.repeat(200_000));
    expect(elapsed()).toBeLessThan(5000);
  });
});

describe('plainText', () => {
  test('decodes entities and folds white space into one paragraph', () => {
    expect(
      plainText('<h2>Brot &amp; Butter</h2>\n<p>Zum&#8211;Beispiel:<br>warm&nbsp;und\n\n gut&hellip;</p>'),
    ).toBe('Brot & Butter Zum–Beispiel: warm\u00A0und gut…');
  });

  test('separates blocks, joins inline tags, and writes neither bullets nor addresses', () => {
    expect(
      plainText(
        '<ul><li>eins</li><li>zwei</li></ul><p>d<b>re</b>i <a href="https://x.example/">vier</a></p>',
      ),
    ).toBe('eins zwei drei vier');
  });

  test('leaves out what is no text', () => {
    expect(plainText('a<script>x</script><style>y</style><img src="z" alt="alt"><iframe>q</iframe>b')).toBe(
      'ab',
    );
  });

  test('decodes once only', () => {
    expect(plainText('&amp;lt;b&amp;gt;')).toBe('&lt;b&gt;');
  });

  test('numeric entities cannot bring in control or private-use characters', () => {
    expect(plainText('a&#1;b&#xE000;c&#x202E;d&#173;e')).toBe('abcde');
  });

  test('is a single trimmed line for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(plainText(text)).not.toMatch(/[\r\n\t]|^ | $| {2}|[\uE000-\uF8FF]/);
      }),
    );
  });

  test('capitals stay as they are in headings', () => {
    expect(plainText('<h1>Über uns</h1>')).toBe('Über uns');
  });
});

describe('proseText', () => {
  test('leaves out headings, captions and "read more" links', () => {
    expect(
      proseText(
        '<h2>Teil 1</h2><figure><img src="a.jpg"><figcaption>Foto: privat</figcaption></figure>' +
          '<p>Der Text.</p><p class="wp-caption-text">Bild</p><a class="more-link" href="#">Weiter</a>',
      ),
    ).toBe('Der Text.');
  });

  test('a heading is better than nothing', () => {
    expect(proseText('<h2>Nur dies</h2>')).toBe('Nur dies');
  });
});

describe('picturesOf', () => {
  test('names pictures in their order, without pixels, smileys and data addresses', () => {
    const html =
      '<img src="https://s.example/e.png" class="wp-smiley" alt="x"><img src="t.gif" width="1" height="1">' +
      '<img src="data:image/gif;base64,xx"><img src="a.jpg" alt="Ein &quot;Bild&quot;"><img src="/b.jpg">';
    expect(picturesOf(html, base)).toEqual([
      { url: `${base}a.jpg`, alt: 'Ein "Bild"' },
      { url: 'https://blog.example.org/b.jpg', alt: '' },
    ]);
  });
});

describe('findFeedLink', () => {
  test.each(['application/rss+xml', 'application/atom+xml', 'application/feed+json'])('finds %s', (type) => {
    expect(findFeedLink(`<head><link rel="alternate" type="${type}" href="/feed/"></head>`, base)).toBe(
      'https://blog.example.org/feed/',
    );
  });

  test('ignores other links', () => {
    expect(findFeedLink('<link rel="stylesheet" href="x.css"><a href="/feed/">Feed</a>', base)).toBeNull();
  });
});
