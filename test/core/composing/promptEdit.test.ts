import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addPrompt, type NewPrompt } from '../../../src/core/composing/promptEdit.ts';
import { readPrompts } from '../../../src/core/composing/promptFile.ts';
import { refusal } from '../refusal.ts';

const shipped = readFileSync(join(import.meta.dirname, '..', '..', '..', 'prompts.yaml'), 'utf8');
const bare = (text: string): NewPrompt => ({ text, tags: [], on: [] });
const full: NewPrompt = {
  text: 'Was freut dich?',
  sie: 'Was freut Sie?',
  tags: ['freude', 'neues jahr'],
  season: 'spring',
  on: ['12-06'],
};
const add = (text: string, added: NewPrompt, language: 'de' | 'en' = 'de'): string =>
  addPrompt(text, 'prompts.yaml', language, added);

describe('a question added to prompts.yaml', () => {
  test('stands at the end of its language as a hand would write it; every other byte stays', () => {
    const yaml =
      '# Kopf\nde:\n  # Mut\n  - text: Was?   # so\n    tags: [ mut ]\n\n\n# Englisch\nen:\n  - What?\n';
    expect(add(yaml, full)).toBe(
      yaml.replace(
        'tags: [ mut ]\n',
        `tags: [ mut ]
  - text: Was freut dich?
    sie: Was freut Sie?
    tags: [freude, neues jahr]
    season: spring
    on: 12-06
`,
      ),
    );
    expect(add(yaml, bare('Why?'), 'en')).toBe(`${yaml}  - Why?\n`);
  });

  test('leaves the shipped file as it is but for its own lines', () => {
    const entry = add('de:\n  - Was?\n', full).replace('de:\n  - Was?\n', '');
    expect(entry).toContain('season: spring');
    expect(add(shipped, full).replace(entry, '')).toBe(shipped);
  });

  test.each([
    ['', 'de:\n- Was?\n', 'de:\n- Was?\n- Wer?\n'],
    ['without a last line break', 'de:\n  - Was?', 'de:\n  - Was?\n  - Wer?\n'],
    [
      'with line breaks of Windows',
      'de:\r\n  - Was?\r\nen: []\r\n',
      'de:\r\n  - Was?\r\n  - Wer?\r\nen: []\r\n',
    ],
    ['with a byte order mark', '\uFEFFde:\n  - Was?\n', '\uFEFFde:\n  - Was?\n  - Wer?\n'],
    [
      'behind a text of several lines',
      'de:\n  - |\n    Was\n    nun?\n\n',
      'de:\n  - |\n    Was\n    nun?\n  - Wer?\n\n',
    ],
    ['into an empty list', 'de: []\nen: []\n', 'de:\n  - Wer?\nen: []\n'],
    ['into a list in one line', 'de: [Was?]\n', 'de: [Was?, Wer?]\n'],
    ['as the first of its language', 'en:\n  - What?\n', 'en:\n  - What?\nde:\n  - Wer?\n'],
  ])('%s', (_, before, after) => {
    expect(add(before, bare('Wer?'))).toBe(after);
  });

  const small = '# Kopf\nde:\n  # Mut\n  - text: Was?\n    tags: [mut]\n  # zuletzt\n\nen:\n  - What?\n';

  test('whatever it says, it is read back as it was given, and no other changes', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .map((one) => readable(one))
      .filter((one) => one !== '');
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), (question, tags) => {
        const after = readPrompts(add(small, { text: question, tags, on: ['easter-2', '11-01..11-10'] }));
        const before = readPrompts(small);
        expect(after.en).toEqual(before.en);
        expect(after.de.slice(0, -1)).toEqual(before.de);
        expect(after.de.at(-1)).toMatchObject({ text: question, sie: null, tags });
        expect(after.de.at(-1)?.on.map((one) => one.text)).toEqual(['easter-2', '11-01..11-10']);
      }),
      { numRuns: 60 },
    );
  });

  test('is refused where the file has faults', () => {
    expect(refusal(() => add('de:\n  - season: x\n', full)).code).toBe('prompts.invalid');
  });
});

/** A text as prompts.yaml keeps it: what is read back from a list of one. */
function readable(text: string): string {
  try {
    return readPrompts(JSON.stringify({ de: [text] })).de[0]?.text ?? '';
  } catch {
    return '';
  }
}
