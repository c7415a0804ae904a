import { expect, test } from 'vitest';
import { decodeFeed } from '../../src/feed/decode.ts';
import { startOwnTime } from '../support/ownTime.ts';

const words = '„Brot“ – für 3 €';
const windows1252 = Buffer.from([
  0x84, 0x42, 0x72, 0x6f, 0x74, 0x93, 0x20, 0x96, 0x20, 0x66, 0xfc, 0x72, 0x20, 0x33, 0x20, 0x80,
]);

const declared = (encoding: string, bytes: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`<?xml version="1.0" encoding="${encoding}"?>`), bytes]);

test('the charset of the server counts', () => {
  expect(decodeFeed(windows1252, 'text/xml; charset=windows-1252')).toBe(words);
  expect(decodeFeed(windows1252, 'text/xml;charset="Windows-1252"; q=1')).toBe(words);
  expect(decodeFeed(declared('utf-8', windows1252), 'text/xml; charset=windows-1252')).toContain(words);
});

test('else the XML declaration, where ISO-8859-1 means windows-1252 as in all browsers', () => {
  expect(decodeFeed(declared('windows-1252', windows1252), 'application/rss+xml')).toContain(words);
  expect(decodeFeed(declared('ISO-8859-1', windows1252), undefined)).toContain(words);
});

test('else UTF-8', () => {
  expect(decodeFeed(Buffer.from(words), undefined)).toBe(words);
  expect(decodeFeed(declared('x-made-up', Buffer.from(words)), 'text/xml; charset=also-made-up')).toContain(
    words,
  );
});

test('a byte order mark beats all that is said about the bytes, and is gone afterwards', () => {
  const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(words)]);
  expect(decodeFeed(marked, 'text/xml; charset=iso-8859-1')).toBe(words);
  expect(decodeFeed(Buffer.from(`\uFEFF${words}`, 'utf16le'), 'text/xml')).toBe(words);
  expect(decodeFeed(Buffer.from(`\uFEFF${words}`, 'utf16le').swap16(), undefined)).toBe(words);
});

test('UTF-16 without a mark is known by its first characters', () => {
  const text = `<?xml version="1.0" encoding="utf-16"?><a>${words}</a>`;
  expect(decodeFeed(Buffer.from(text, 'utf16le'), undefined)).toBe(text);
  expect(decodeFeed(Buffer.from(text, 'utf16le').swap16(), undefined)).toBe(text);
  expect(decodeFeed(Buffer.from(text), undefined)).toBe(text);
});

test('bytes that contradict what is said about them are right', () => {
  expect(decodeFeed(Buffer.from(words), 'text/xml; charset=iso-8859-1')).toBe(words);
  expect(decodeFeed(Buffer.from(words), 'text/xml; charset=utf-16')).toBe(words);
  expect(decodeFeed(windows1252, 'text/xml; charset=utf-8')).toBe(words);
  expect(decodeFeed(windows1252, undefined)).toBe(words);
});

test('single bytes that are no UTF-8 do not spoil the rest', () => {
  const mixed = Buffer.concat([Buffer.from(words), windows1252, Buffer.from(words)]);
  expect(decodeFeed(mixed, 'text/xml; charset=utf-8')).toBe(words.repeat(3));
});

test('bytes of any kind are read in a moment', () => {
  const elapsed = startOwnTime();
  for (const byte of [0x00, 0x3c, 0x80, 0xc3, 0xff])
    decodeFeed(new Uint8Array(1_000_000).fill(byte), undefined);
  expect(elapsed()).toBeLessThan(10_000);
});

test('no bytes are an empty text', () => {
  expect(decodeFeed(new Uint8Array(), undefined)).toBe('');
});
