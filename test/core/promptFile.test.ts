import { expect, test } from 'vitest';
import { readPrompts } from '../../src/core/promptFile.ts';
import { refusal } from './refusal.ts';

test('a question is a text, or a text with its form, themes and season', () => {
  const yaml =
    'de:\n  - Was trägt?\n  - text: Was hilft dir?\n    sie: Was hilft Ihnen?\n    tags: [mut]\n    season: advent\n';
  expect(readPrompts(yaml)).toEqual({
    de: [
      { text: 'Was trägt?', sie: null, tags: [], season: null },
      { text: 'Was hilft dir?', sie: 'Was hilft Ihnen?', tags: ['mut'], season: 'advent' },
    ],
    en: [],
  });
});

test('a question over several lines becomes one line, since it becomes a subject', () => {
  const yaml = 'de:\n  - |\n    Was trägt,\n    wenn nichts trägt?\n  - text: "Wer\\u2028wartet?\\n"\n';
  expect(readPrompts(yaml).de.map(({ text }) => text)).toEqual([
    'Was trägt, wenn nichts trägt?',
    'Wer wartet?',
  ]);
});

test.each([
  ['de:\n  - text: Was?\n    tag: [mut]\n', 'prompts.yaml:3:5', 'Did you mean "tags"?'],
  ['de:\n  - text: Was?\n    season: ostern\n', 'prompts.yaml:3:13', 'advent, new-year'],
  ['de:\n  - ""\n', 'prompts.yaml:2:5', 'must not be empty'],
  ['de:\n  - "\\u200B"\n', 'prompts.yaml:2:5', 'must not be empty'],
  ['de:\n  - text: Was?\n    tags: [""]\n', 'prompts.yaml:3:12', 'must not be empty'],
  ['de:\n  - sie: Was?\n', 'prompts.yaml:2:5', '"de.0.text" is missing'],
  ['de: Was?\n', 'prompts.yaml:1:5', 'expected a list'],
  ['fr: []\n', 'prompts.yaml:1:1', 'Unknown setting "fr"'],
  ['de: [\n', 'prompts.yaml:2:1', 'Not valid YAML'],
  ['', 'prompts.yaml:1:1', 'The file is empty'],
])('%j is refused with its place', (yaml, where, what) => {
  const error = refusal(() => readPrompts(yaml));
  expect(error.code).toBe('prompts.invalid');
  expect(error.text.en).toContain(`${where}  `);
  expect(error.text.en).toContain(what);
  expect(error.text.de).toContain(where);
});
