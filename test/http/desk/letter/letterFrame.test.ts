import { expect, test } from 'vitest';
import { framedLetter, picturesOf } from '../../../../src/http/desk/letter/letterFrame.ts';

const look = {
  mode: 'dark',
  inertUrl: '/key/de/inert',
  ownUrls: ['https://brief.example.org/unsubscribe/u.preview..x'],
  pictureUrl: (mark: string) => `/key/de/picture/${mark}`,
} as const;

test('only the styles are told which palette shows; words that speak of it stay', () => {
  const words = 'color-scheme: light dark und @media (prefers-color-scheme: dark)';
  const html = `<head><meta name="color-scheme" content="light dark"><style>:root { color-scheme: light dark } @media (prefers-color-scheme: dark) { p { color: #fff } }</style></head><p>${words}</p>`;
  const dark = framedLetter(html, look);
  expect(dark).toContain(':root { color-scheme: dark } @media all {');
  expect(dark).toContain('<meta name="color-scheme" content="dark">');
  expect(dark).toContain(`<p>${words}</p>`);
  expect(framedLetter(html, { ...look, mode: 'light' })).toContain('@media not all {');
});

test('links of the reader’s own open nothing, and all others stay', () => {
  const html = `<a href="${look.ownUrls[0]}">Abmelden</a> <a href="https://blog.example.org/">Blog</a>`;
  expect(framedLetter(html, look)).toBe(
    '<a href="/key/de/inert">Abmelden</a> <a href="https://blog.example.org/">Blog</a>',
  );
});

test('pictures come by way of the desk, and by their marks it finds them again', () => {
  const html = '<img alt="a" src="https://blog.example.org/a.jpg?b=1&amp;c=2">';
  const [[mark, address] = []] = picturesOf(html);
  expect(address).toBe('https://blog.example.org/a.jpg?b=1&c=2');
  expect(framedLetter(html, look)).toBe(`<img alt="a" src="/key/de/picture/${mark}">`);
});
