import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeaturedPost } from '../../src/core/issue.ts';
import { markdownToHtml } from '../../src/core/markdown.ts';
import { draftComment, draftLetter, preheaderFor, reasonWords, subjectFor } from '../../src/core/wording.ts';
import { textOfHtml } from '../support/letterParts.ts';
import { sampleConfig, sampleIssue } from '../support/sampleIssue.ts';

const titled = (...titles: readonly string[]): readonly FeaturedPost[] =>
  sampleIssue()
    .posts.slice(0, 1)
    .flatMap((post) => titles.map((title) => ({ ...post, title })));
const question = { text: 'Was trägt?', reason: '' };
const du = sampleConfig();
const sie = sampleConfig({ address: 'sie' });
const english = sampleConfig({ locale: 'en' });
const firstLine = (letter: string): string => letter.split('\n')[0] ?? '';

describe('the subject', () => {
  test('is the question, else the newest post, else the name of the newsletter', () => {
    expect(subjectFor(question, titled('Brot'), du)).toBe('Was trägt?');
    expect(subjectFor(null, titled('Brot', 'Zeit'), du)).toBe('Brot');
    expect(subjectFor(null, [], du)).toBe('Wochenbrief');
  });
});

describe('the line beside the subject', () => {
  test('names two of the new posts, else an older one, else what the letter is', () => {
    expect(preheaderFor(titled('A', 'B', 'C', 'D'), [], 'de')).toBe('Neu im Blog: „A“, „B“ und mehr');
    expect(preheaderFor(titled('A', 'B'), [], 'en')).toBe('New on the blog: “A” and “B”');
    expect(preheaderFor([], titled('Alt'), 'de')).toBe('Zum Wiederlesen: „Alt“');
    expect(preheaderFor([], [], 'en')).toBe('A thought for the week');
  });

  test('turns quotation marks inside a title into single ones', () => {
    expect(preheaderFor(titled('Ein „Ja“ genügt'), [], 'de')).toBe('Neu im Blog: „Ein ‚Ja‘ genügt“');
    expect(preheaderFor(titled('A “yes” will do'), [], 'en')).toBe('New on the blog: “A ‘yes’ will do”');
  });
});

describe('the first draft', () => {
  test('counts the new posts in words', () => {
    expect(firstLine(draftLetter(titled('A'), null, du))).toBe(
      'diese Woche ist ein neuer Beitrag erschienen: „A“.',
    );
    expect(firstLine(draftLetter(titled('A', 'B'), null, du))).toBe(
      'diese Woche sind zwei neue Beiträge erschienen; du findest sie weiter unten.',
    );
    expect(firstLine(draftLetter(titled('A'), null, english))).toBe(
      'One new post has appeared this week: “A”.',
    );
    expect(firstLine(draftLetter([], null, du))).toContain('still im Blog');
  });

  test('speaks of the question only where there is one', () => {
    expect(draftLetter([], question, du)).toContain(
      'eine Frage, die du mit in die nächsten Tage nehmen kannst',
    );
    expect(draftLetter([], null, du)).not.toContain('Frage');
  });

  test('never says du where the settings say Sie', () => {
    for (const posts of [titled(), titled('A'), titled('A', 'B')]) {
      const letter = draftLetter(posts, question, sie);
      expect(letter).toContain('die Sie mit in die nächsten Tage nehmen können');
      expect(letter).not.toMatch(/\b(du|dich|dir|dein\w*|kannst)\b/i);
    }
  });

  test('is signed by the sender', () => {
    expect(draftLetter([], null, du).endsWith('\n\nHerzlich\nJohanna Muster\n')).toBe(true);
    expect(draftLetter([], null, english)).toContain('Warmly\n');
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
        const html = markdownToHtml(draftLetter(titled(title), null, du), 'de');
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
      expect(draftLetter(titled(title), null, du)).toContain(`„${title}“`);
    }
  });
});

test('reasons quote the shared themes as the language does', () => {
  expect(reasonWords('de').sharedTheme(['Mut', 'Zeit'])).toBe('gemeinsames Thema: „Mut“, „Zeit“');
  expect(reasonWords('en').sharedTheme(['courage'])).toBe('shared theme: “courage”');
});

test('the comment at the head of a draft tells that reasons are not for readers', () => {
  expect(draftComment('de')).toContain('Leserinnen und Leser sehen es nicht');
  expect(draftComment('en')).toContain('readers do not see it');
});
