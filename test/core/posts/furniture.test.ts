import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanHtml, picturesOf, proseText } from '../../../src/core/html.ts';
import { proseToHtml } from '../../../src/core/markdown.ts';
import { postExcerpt } from '../../../src/core/posts/excerpt.ts';
import { startOwnTime } from '../../support/ownTime.ts';

const base = 'https://blog.example.org/brot/';
const text = 'Gestern buk ich. Der Teig war warm.';
const proseOf = (html: string): string => proseText(cleanHtml(html, base));

describe('an excerpt begins with the text and not with what stands around it', () => {
  test.each([
    [
      'a player of Ghost',
      '<div class="kg-card kg-audio-card"><div class="kg-audio-title">Folge 3</div><div>0:00</div></div>',
    ],
    [
      'a caption of Blogger',
      '<table class="tr-caption-container"><tbody><tr><td><img src="/a.jpg"></td></tr><tr><td class="tr-caption">Am Ofen</td></tr></tbody></table>',
    ],
    [
      'a caption of WordPress',
      '<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">Am Ofen</p></div>',
    ],
    [
      'words in italics below a picture',
      '<p><a href="/a.jpg"><img src="/a.jpg"></a><br><em>Am Ofen</em></p>',
    ],
    ['a credit', '<p><img src="/a.jpg"></p><p>Foto: Ein Mensch</p>'],
    ['a credit of a photo library', '<p>Photo by Some Body on Unsplash</p>'],
    ['a line of Divi', '<p class="post-meta">von jemandem | 5. Mai 2026 | 0 Kommentare</p>'],
    ['such a line without a name', '<p>von Jemand | Mai 5, 2026 | Allgemein | 0 Kommentare</p>'],
    ['author and date', '<p>Von Some Body</p><p>5. Mai 2026</p>'],
    [
      'a table of contents',
      '<div id="ez-toc-container"><p class="ez-toc-title">Inhalt</p><ul><li><a href="#a">Mehl</a></li></ul></div>',
    ],
    [
      'one that nobody named',
      '<p>Inhaltsverzeichnis</p><ul><li><a href="#a">Mehl</a><ul><li><a href="#b">Salz</a></li></ul></li></ul>',
    ],
    ['reading time', '<p><em>Lesezeit: 3 Minuten</em></p>'],
    ['estimated reading time', '<p>⏱ 4 min read</p><p>Geschätzte Lesezeit: ca. 3–4 Min.</p>'],
    ['reading time on the same line', 'Lesezeit: 3 Minuten '],
    [
      'a request for consent',
      '<div class="brlbs-cmpnt-container"><p>Sie sehen gerade einen Platzhalterinhalt von <b>X</b>.</p><a href="#">Mehr Informationen</a></div>',
    ],
    [
      'one without a name',
      '<p>Sie sehen gerade einen Platzhalterinhalt von <b>X</b>. Klicken Sie unten.</p><p>Mehr Informationen</p>',
    ],
    [
      'a player of PowerPress',
      '<p>Podcast: <a href="#">Play in new window</a> | <a href="#">Download</a> (Duration: 4:10 — 8MB)</p>',
    ],
    ['an embedded page', '<figure class="wp-block-embed"><div>https://video.example.org/x</div></figure>'],
    ['a bare address', '<p><a href="https://video.example.org/x">https://video.example.org/x</a></p>'],
    ['share buttons', '<p><a href="#">Teilen</a> | <a href="#">Twittern</a> | <a href="#">Drucken</a></p>'],
    [
      'share buttons of a plug-in',
      '<section class="sharedaddy"><h3>Teilen mit:</h3><ul><li>Brief</li></ul></section>',
    ],
    ['a note about languages', '<p><em>English below</em></p><p>(English version below)</p>'],
    ['navigation', '<nav><a href="/">Start</a></nav><form><label>Suche</label></form>'],
  ])('%s', (_, html) => {
    expect(proseOf(`${html}<p>${text}</p>`)).toBe(text);
  });

  test.each([
    'Lesezeit: 3 Minuten reichten mir gestern.',
    'Foto: so nannten wir das Spiel, das an jedem Abend von vorn begann.',
    'Teilen macht Spaß, und Drucken auch.',
    'Von Anfang an war es warm.',
    'Inhaltsverzeichnis schreibe ich nie.',
  ])('a sentence stays: %s', (sentence) => {
    expect(proseOf(`<p>${sentence}</p><p>${text}</p>`)).toBe(`${sentence} ${text}`);
  });

  test('a picture below which a caption stood is still there', () => {
    const html = '<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">Am Ofen</p></div>';
    expect(picturesOf(cleanHtml(html, base), base)).toHaveLength(1);
  });

  test('where there is nothing else, it is better than nothing', () => {
    expect(proseOf('<p>Foto: Ein Mensch</p>')).toBe('Foto: Ein Mensch');
    expect(proseOf(`<div class="post-meta"><p>${'Wort und noch eines. '.repeat(20)}</p></div>`)).toMatch(
      /^Wort/,
    );
    expect(proseOf('<div class="powerpress_links">Play</div>')).toBe('');
  });

  test('a line below a picture in Markdown', () => {
    expect(proseText(proseToHtml(`![](a.jpg)\n*Foto: Ein Mensch*\n\n${text}`, 'de'))).toBe(text);
    expect(proseText(proseToHtml(`![](a.jpg)\n*Am Ofen*\n\n${text}`, 'de'))).toBe(text);
  });

  test('a summary that a blog cut with all that gives way to the text', () => {
    const content = `${text} ${'Und dann kam Besuch aus der Stadt. '.repeat(5)}`;
    const summary = `Lesedauer Der Ofen Das Mehl ${text} Und dann kam Besuch aus […]`;
    expect(postExcerpt({ title: 'Brot', summary, content })).toMatch(/^Gestern buk ich\./);
    const own = 'Warum ein Teig seine Zeit braucht und wir auch […]';
    expect(postExcerpt({ title: 'Brot', summary: own, content })).toMatch(/^Warum ein Teig/);
  });

  test('hostile lists and pictures end soon', () => {
    const elapsed = startOwnTime();
    for (const piece of [
      '<ul><li>',
      '<ul><li><a href="#a">',
      '<p><img src="a">',
      '<table><tr><td>',
      '<nav class="toc">',
    ])
      proseOf(piece.repeat(100_000 / piece.length));
    proseText('Lesezeit: '.repeat(10_000));
    proseText('Teilen | '.repeat(10_000));
    expect(elapsed()).toBeLessThan(5000);
  });
});

describe('entries of lists and tables stay apart', () => {
  test.each([
    ['<ul><li>Mehl</li><li>Salz</li></ul><p>Dann warten.</p>', 'Mehl · Salz. Dann warten.'],
    ['<ul><li>Mehl.</li><li>Salz!</li></ul><p>Dann warten.</p>', 'Mehl. Salz! Dann warten.'],
    ['<p>Es braucht:</p><ol><li><p>Mehl</p></li><li></li><li>Salz</li></ol>', 'Es braucht: Mehl · Salz'],
    [
      '<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td></td><td>2</td></tr></table><p>Fertig.</p>',
      'a · b; 1 · 2. Fertig.',
    ],
    [
      '<p>Ohne Punkt</p><table><tr><td><img src="/a.jpg"></td></tr></table><p>weiter</p>',
      'Ohne Punkt weiter',
    ],
  ])('%s', (html, expected) => {
    expect(proseOf(html)).toBe(expected);
  });

  test('no mark of reading is left, whatever a blog writes', () => {
    const piece = fc.constantFrom(
      '<ul>',
      '<li>',
      '</li>',
      '</ul>',
      '<td>',
      '<tr>',
      '\u{E001}',
      '\u{E003}',
      'a',
      ' ',
      '.',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(proseText(pieces.join(''))).not.toMatch(/[\u{E000}-\u{E00F}\n]/u);
      }),
    );
  });
});
