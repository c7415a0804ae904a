import { expect, test } from 'vitest';
import { readPrompts } from '../../../src/core/composing/promptFile.ts';
import { refusal } from '../refusal.ts';

test('a question is a text, or a text with its form, themes and season', () => {
  const yaml =
    'de:\n  - Was trägt?\n  - text: Was hilft dir?\n    sie: Was hilft Ihnen?\n    tags: [mut]\n    season: advent\n';
  expect(readPrompts(yaml)).toEqual({
    de: [
      { text: 'Was trägt?', sie: null, tags: [], season: null, on: [] },
      { text: 'Was hilft dir?', sie: 'Was hilft Ihnen?', tags: ['mut'], season: 'advent', on: [] },
    ],
    en: [],
  });
});

test('a question may have days of its own: one, a range, some around Easter, or several of these', () => {
  const daysOf = (on: string): readonly string[] =>
    readPrompts(`de:\n  - text: Was?\n    on: ${on}\n`).de.flatMap((prompt) =>
      prompt.on.map(({ text }) => text),
    );
  expect(daysOf('12-06')).toEqual(['12-06']);
  expect(daysOf('easter+39..easter+50')).toEqual(['easter+39..easter+50']);
  expect(daysOf('[11-01..11-10, easter-2]')).toEqual(['11-01..11-10', 'easter-2']);
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
  ['de:\n  - text: Was?\n    on: 02-30\n', 'prompts.yaml:3:9', 'not a day there is; for example 12-06'],
  ['de:\n  - text: Was?\n    on: [12-06, ostern]\n', 'prompts.yaml:3:17', 'not a day there is'],
  ['de:\n  - text: Was?\n    on: []\n', 'prompts.yaml:3:9', 'must not be empty'],
  ['de:\n  - text: Was?\n    on: 2026-12-06\n', 'prompts.yaml:3:9', 'not a day there is'],
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
