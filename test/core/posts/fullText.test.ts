import { describe, expect, test } from 'vitest';
import { articlePart } from '../../../src/core/posts/articlePart.ts';
import { withFullText } from '../../../src/core/posts/fullText.ts';
import type { Post } from '../../../src/core/posts/post.ts';
import { startOwnTime } from '../../support/ownTime.ts';

const teaser: Post = {
  id: '7',
  url: 'https://blog.example.org/dienen/',
  title: 'Dienen',
  publishedAt: '2026-11-20T08:00:00Z',
  excerpt: 'Wer dient, fragt zuerst\u00a0…',
  picture: null,
  tags: [],
  language: null,
  themes: [],
  words: 0,
  formerAddresses: [],
  wish: null,
};

const sentence = 'Wer dient, fragt zuerst und hört dann lange zu. ';
const text = `<p>${sentence.repeat(4)}</p><p>${sentence.repeat(4)}</p>`;
const other = `<p>${'Etwas ganz anderes steht hier neben dem Beitrag. '.repeat(20)}</p>`;
const page = (body: string): string =>
  `<!DOCTYPE html><html><head><title>x</title><script>if (a < b) document.write("<p>nein</p>")</script></head>` +
  `<body><!-- <article>${other}</article> --><nav>${other}</nav>${body}<footer>${other}</footer></body></html>`;
const read = (body: string): Post => withFullText(teaser, page(body), {});

describe('the article of a page', () => {
  test.each([
    ['by schema.org', `<main>${other}<div itemprop="articleBody">${text}</div></main>`],
    [
      'by the class of WordPress',
      `<article>${other}<div class='x entry-content clear'>${text}</div></article>`,
    ],
    ['by <article>', `<main><article class=post>${text}</article></main>`],
    ['by <main>', `<main>${text}</main>`],
    ['by role', `<div role="main">${text}</div>`],
    ['by its paragraphs', `<div><div>${text}</div><div><p>Kurz.</p></div></div>`],
    ['the longest of several', `<article><p>Kurz.</p></article><article>${text}</article>`],
    [
      'without what stands besides',
      `<article><header>${other}</header>${text}<aside>${other}</aside><div class="sharedaddy">${other}</div></article>`,
    ],
    ['with paragraphs nobody closed', `<article>${text.replaceAll('</p>', '')}</article>`],
  ])('is found %s', (_, body) => {
    const post = read(body);
    expect(post.words).toBe(72);
    expect(post.excerpt).toBe(sentence.repeat(5).trim());
    expect(post.themes).not.toEqual([]);
  });

  test('gives the picture, from the blog itself only', () => {
    const images = '<img src="https://example.com/t.gif"><img src="/hand.jpg" alt="Eine Hand">';
    expect(read(`<article>${images}${text}</article>`).picture).toEqual({
      url: 'https://blog.example.org/hand.jpg',
      alt: 'Eine Hand',
    });
  });

  test('does not replace a summary that is whole', () => {
    const whole = { ...teaser, excerpt: 'Vom Fragen und Zuhören.' };
    const post = withFullText(whole, page(`<article>${text}</article>`), {});
    expect(post).toMatchObject({ excerpt: whole.excerpt, words: 72 });
  });

  test.each([
    ['nothing', ''],
    ['a wall', '<article><p>Bitte melde dich an, um weiterzulesen.</p></article>'],
    ['a teaser again', `<article>${text}<p>[…]</p></article>`],
    ['a page of navigation', `<nav>${text}</nav>`],
  ])('where there is %s, the post stays as it is', (_, body) => {
    expect(read(body)).toBe(teaser);
  });

  test('a post that is whole already stays so', () => {
    const whole = { ...teaser, words: 500 };
    expect(withFullText(whole, page(`<article>${text}</article>`), {})).toBe(whole);
  });
});

test('a hostile page takes no longer than others', () => {
  const elapsed = startOwnTime();
  for (const piece of [
    '<div>',
    '<p>',
    '<!--',
    '<script>',
    '<a b="',
    '<',
    '</div>',
    '<div class="x',
    '<p>wort wort ',
    '<nav>',
  ])
    articlePart(piece.repeat(2_000_000 / piece.length));
  expect(elapsed()).toBeLessThan(15_000);
});
