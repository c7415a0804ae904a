import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeaturedPost } from '../../../src/core/issue.ts';
import { markdownToHtml } from '../../../src/core/markdown.ts';
import { quietLettersBefore } from '../../../src/core/composing/quietWords.ts';
import { draftComment, draftLetter, type Occasion } from '../../../src/core/composing/wording.ts';
import { parseWeek, weeksBefore, type WeekId } from '../../../src/core/week.ts';
import { textOfHtml } from '../../support/letterParts.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';

const titled = (...titles: readonly string[]): readonly FeaturedPost[] =>
  sampleIssue()
    .posts.slice(0, 1)
    .flatMap((post) => titles.map((title) => ({ ...post, title })));
const question = { text: 'Was trägt?', reason: '' };
const du = sampleConfig();
const sie = sampleConfig({ address: 'sie' });
const english = sampleConfig({ locale: 'en' });
const quietWeek = (quiet: WeekId): Occasion['past'][number] => ({ week: quiet, posts: [] });
const firstLine = (letter: string): string => letter.split('\n')[0] ?? '';

const week = parseWeek('2026-W47');
const letterOf = (
  posts: readonly FeaturedPost[],
  asked: typeof question | null,
  voice = du,
  occasion: Partial<Occasion> = {},
): string => draftLetter(posts, asked, voice, { week, olderPosts: [], past: [], ...occasion });

describe('the first draft', () => {
  test('names the new post, or counts the new posts in words', () => {
    for (let before = 0; before < 9; before += 1) {
      const at = { week: weeksBefore(week, before) };
      expect(firstLine(letterOf(titled('Brot'), null, du, at))).toContain('„Brot“');
      expect(firstLine(letterOf(titled('Brot'), null, english, at))).toContain('“Brot”');
      expect(firstLine(letterOf(titled('A', 'B'), null, du, at))).toContain('zwei');
      expect(firstLine(letterOf(titled('A', 'B', 'C'), null, english, at)).toLowerCase()).toContain('three');
    }
  });

  test('goes on after the comma of a German greeting in small letters', () => {
    for (const posts of [titled(), titled('A'), titled('A', 'B')])
      for (let before = 0; before < 9; before += 1) {
        const at = { week: weeksBefore(week, before) };
        expect(letterOf(posts, question, du, at)).toMatch(/^\p{Ll}/u);
        expect(letterOf(posts, question, english, at)).toMatch(/^\p{Lu}/u);
      }
  });

  test('begins in other words each week, and no opening comes again before all had their turn', () => {
    for (const voice of [du, sie, english])
      for (const posts of [titled(), titled('A'), titled('A', 'B')]) {
        const lines = Array.from({ length: 60 }, (_, index) =>
          firstLine(letterOf(posts, null, voice, { week: weeksBefore(week, -index) })),
        );
        const variants = new Set(lines).size;
        expect(variants).toBeGreaterThanOrEqual(8);
        for (let index = 0; index + variants <= lines.length; index += 1)
          expect(new Set(lines.slice(index, index + variants)).size).toBe(variants);
      }
  });

  test('speaks of the question only where there is one', () => {
    for (let before = 0; before < 9; before += 1) {
      const at = { week: weeksBefore(week, before) };
      expect(letterOf(titled('A'), question, du, at)).toMatch(/Frage/);
      expect(letterOf(titled('A'), null, du, at)).not.toMatch(/Frage/);
      expect(letterOf([], null, du, at)).not.toMatch(/Frage/);
    }
  });

  test('never says du where the settings say Sie, nor Sie where they say du', () => {
    for (const posts of [titled(), titled('A'), titled('A', 'B')])
      for (let before = 0; before < 72; before += 1) {
        const past = [1, 2].slice(0, before % 3).map((ago) => quietWeek(weeksBefore(week, before + ago)));
        const at = { week: weeksBefore(week, before), olderPosts: titled('Alt'), past };
        expect(letterOf(posts, question, sie, at)).not.toMatch(
          /\b(du|dich|dir|dein\w*|kannst|magst|findest)\b/i,
        );
        expect(letterOf(posts, question, du, at)).not.toMatch(
          /\b(Ihnen|Ihr\w*|finden Sie|Nehmen Sie|mögen Sie)\b/,
        );
      }
  });

  test('sells nothing', () => {
    for (const voice of [du, english])
      for (let before = 0; before < 9; before += 1)
        expect(letterOf(titled('A', 'B'), question, voice, { week: weeksBefore(week, before) })).not.toMatch(
          /!|jetzt lesen|unbedingt|nicht verpassen|exklusiv|gratis|must-read|don.t miss/i,
        );
  });

  test('is signed by the sender', () => {
    expect(letterOf([], null).endsWith('\n\nHerzlich\nJohanna Muster\n')).toBe(true);
    expect(letterOf([], null, english)).toContain('Warmly\n');
  });

  test('sets titles as their language wants, quotations inside quotations too', () => {
    const title = `Warum "gut" z.B. nicht reicht - und 10% mehr`;
    for (let before = 0; before < 9; before += 1)
      expect(letterOf(titled(title), null, du, { week: weeksBefore(week, before) })).toContain(
        '„Warum ‚gut‘ z.\u00A0B. nicht reicht\u00A0– und 10\u00A0% mehr“',
      );
    expect(letterOf(titled(`Rock 'n' Roll`), null)).toContain('„Rock ’n’ Roll“');
  });

  test('shows titles as they are, whatever they would mean in Markdown or HTML (R57)', () => {
    const piece = fc.constantFrom(
      '*',
      '**',
      '_',
      '__',
      '`',
      '~~',
      '[x](https://evil.example/)',
      '![x](https://evil.example/x.png)',
      '<b>',
      '</b>',
      '<https://evil.example/>',
      '&amp;',
      '&#42;',
      '\\',
      '\\*',
      '[',
      ']',
      '#',
      '>',
      'Brot',
      'und_Zeit',
      'R&D',
      '3 < 4',
      ' ',
    );
    const title = fc
      .array(piece, { minLength: 1, maxLength: 8 })
      .map((pieces) => `a${pieces.join('')}z`.replaceAll(/ +/g, ' '));
    fc.assert(
      fc.property(title, (title) => {
        const html = markdownToHtml(letterOf(titled(title), null), 'de');
        expect(html).not.toMatch(/<(em|strong|code|s|img|b|h\d)\b/);
        expect(html).not.toMatch(/<a [^>]*>x<\/a>/);
        expect(textOfHtml(`<body>${html}</body>`).replaceAll(' ', '')).toContain(title.replaceAll(' ', ''));
      }),
      { numRuns: 400 },
    );
  });

  test('leaves ordinary titles alone', () => {
    const titles = ['R&D', 'snake_case', '3 < 4', 'Was nun?', '#1', 'Ein „Ja“ – genügt!'];
    for (const title of titles.slice(0, 5)) {
      expect(letterOf(titled(title), null)).toContain(`„${title}“`);
    }
  });
});

describe('quiet weeks', () => {
  const older = titled('Das Alte');
  const draftAfter = (quietBefore: number): string => {
    const past = Array.from({ length: quietBefore }, (_, index) => quietWeek(weeksBefore(week, index + 1)));
    return letterOf([], question, du, { olderPosts: older, past });
  };

  test('in a row say something different, with question and older post in another order', () => {
    const [first, second, third] = [draftAfter(0), draftAfter(1), draftAfter(2)].map((text) =>
      text.split('\n\n'),
    );
    const placeOf = (paragraphs: readonly string[] | undefined, words: string): number =>
      paragraphs?.findIndex((paragraph) => paragraph.includes(words)) ?? -1;
    expect(new Set([first?.[0], second?.[0], third?.[0]]).size).toBe(3);
    expect(placeOf(first, 'Das Alte')).toBe(1);
    expect(placeOf(first, 'Frage')).toBe(2);
    expect(placeOf(second, 'Frage')).toBe(1);
    expect(placeOf(second, 'Das Alte')).toBe(2);
    expect(placeOf(third, 'Das Alte')).toBe(0);
    expect(placeOf(third, 'Frage')).toBe(1);
  });

  test('never read alike, however long they last', () => {
    const letters = Array.from({ length: 12 }, (_, index) => {
      const now = weeksBefore(week, -index);
      const past = Array.from({ length: index }, (_, ago) => quietWeek(weeksBefore(now, ago + 1)));
      return firstLine(letterOf([], question, du, { week: now, olderPosts: older, past }));
    });
    for (let index = 0; index + 8 <= letters.length; index += 1)
      expect(new Set(letters.slice(index, index + 8)).size).toBe(8);
  });

  test('are counted back from the week, whatever letters follow it', () => {
    const busy = { week: weeksBefore(week, 3), posts: titled('A') };
    const past = [
      quietWeek(weeksBefore(week, -1)),
      quietWeek(weeksBefore(week, 1)),
      quietWeek(weeksBefore(week, 2)),
      busy,
    ];
    expect(quietLettersBefore(week, past)).toBe(2);
    expect(quietLettersBefore(weeksBefore(week, 2), past)).toBe(0);
    expect(quietLettersBefore(week, [])).toBe(0);
  });
});

test('the comment at the head of a draft tells that reasons are not for readers', () => {
  expect(draftComment('de')).toContain('Leserinnen und Leser sehen es nicht');
  expect(draftComment('en')).toContain('readers do not see it');
});
