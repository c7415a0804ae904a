import fc from 'fast-check';
import { expect, test } from 'vitest';
import { postExcerpt } from '../../../src/core/posts/excerpt.ts';
import { titleFromText } from '../../../src/core/posts/titleFromText.ts';

test.each([
  ['Heute gelacht.', 'Heute gelacht', ''],
  ['Heute gelacht! Und dann gebacken.', 'Heute gelacht!', 'Und dann gebacken.'],
  [
    'Gestern war ich bei Frau Dr. Berg in St. Gallen, um mit ihr über die Zukunft zu sprechen.',
    'Gestern war ich bei Frau Dr. Berg in St. Gallen\u00A0…',
    '…\u00A0um mit ihr über die Zukunft zu sprechen.',
  ],
  [
    'Ein langer Weg ohne ein einziges Zeichen liegt hinter uns und auch noch vor uns',
    'Ein langer Weg ohne ein einziges Zeichen liegt hinter uns\u00A0…',
    '…\u00A0und auch noch vor uns',
  ],
  ['https://example.org/lied Ein schönes Lied für heute.', 'Ein schönes Lied für heute', ''],
  ['🙏', '🙏', ''],
  ['', '', ''],
])('"%s" gets a title of its first words, and goes on behind them', (text, title, rest) => {
  expect(titleFromText(text)).toEqual({ title, rest });
});

test('is never longer than a line, and with the rest holds each word once', () => {
  const words = fc.array(
    fc.constantFrom('Brot', 'und', 'Zeit.', 'warm,', 'nie!', '–', 'Geduld', 'z.', 'B.', 'x'.repeat(70)),
    {
      minLength: 1,
      maxLength: 40,
    },
  );
  const letters = (text: string): string => text.replaceAll(/[^\p{L}]/gu, '');
  fc.assert(
    fc.property(words, (list) => {
      const text = list.join(' ');
      const { title, rest } = titleFromText(text);
      expect(title.length).toBeLessThanOrEqual(62);
      expect(letters(title + rest)).toBe(letters(text));
    }),
  );
});

test('a title that a blog cut from the text itself is not said twice either', () => {
  const content = 'Gestern war ich lange am Fluss und sah den Kranichen zu. Es war still.';
  expect(postExcerpt({ title: 'Gestern war ich lange am Fluss …', summary: '', content })).toBe(
    '…\u00A0und sah den Kranichen zu. Es war still.',
  );
});
