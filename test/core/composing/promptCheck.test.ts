import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPrompts, promptLike, type PromptCheck } from '../../../src/core/composing/promptCheck.ts';
import { stemsOf } from '../../../src/core/language/stems.ts';
import { refusal } from '../refusal.ts';
import { prompt } from '../blog.ts';

const shipped = readFileSync(join(import.meta.dirname, '..', '..', '..', 'prompts.yaml'), 'utf8');
/** Sundays of ten years. */
const days = Array.from({ length: 520 }, (_, index) =>
  new Date(Date.UTC(2026, 10, 22 + 7 * index)).toISOString().slice(0, 10),
);

/** What is found, as `line kind`. */
function found(text: string, changes: Partial<PromptCheck> = {}): readonly string[] {
  const config = { locale: 'de', address: 'du' } as const;
  const findings = checkPrompts({ text, fileName: 'prompts.yaml', config, days, ...changes });
  for (const { what, where } of findings) {
    expect(where).toMatch(/^prompts\.yaml:\d+:\d+$/);
    expect(what.de).not.toBe(what.en);
  }
  return findings.map(({ where, kind }) => `${where.split(':')[1]} ${kind}`);
}

const entry = (text: string, more = ''): string => `de:\n  - text: ${text}\n    tags: [mut]\n${more}`;

describe('the check of prompts.yaml', () => {
  test('finds nothing wrong with the questions that are shipped, in either form', () => {
    for (const address of ['du', 'sie'] as const) {
      const config = { locale: 'de', address } as const;
      const weights = checkPrompts({ text: shipped, fileName: 'prompts.yaml', config, days }).map(
        ({ weight }) => weight,
      );
      expect(weights.filter((weight) => weight !== 'hint')).toEqual([]);
    }
  });

  test.each([
    [entry('Was bleibt?'), []],
    ['de:\n  - Was bleibt?\n', ['2 noTags']],
    [entry('Was bleibt'), ['2 noQuestionMark']],
    [entry('Sag es so „was bleibt?“'), []],
    [entry(`Was ${'wirklich '.repeat(8)}bleibt?`), ['2 tooLong']],
    [entry('Was bleibt?', '    sie: Was Ihnen bleibt\n'), ['4 noQuestionMark']],
    [entry('Hast du heute gelacht?'), ['2 yesOrNo']],
    [entry('Gibt es etwas Neues?'), ['2 yesOrNo']],
    [entry('Wer bist du heute?'), []],
    [entry('Isst wer mit?'), []],
    ['de: []\nen:\n  - text: What stays?\n    tags: [a]\n', ['1 noPrompts']],
    [
      entry('Was bleibt?', 'en:\n  - text: What?\n    tags: [a]\n  - text: Who?\n    tags: [b]\n'),
      ['2 uneven'],
    ],
    [entry('Was bleibt?', 'en:\n  - text: Did you laugh?\n    tags: [a]\n'), ['5 yesOrNo']],
    [entry('Was bleibt?', '    on: easter\n'), []],
    [entry('Was bleibt?', '    on: 12-06\n'), ['4 rareDate']],
    [entry('Was bleibt?', '    on: easter-2\n'), ['4 rareDate']],
    [entry('Was bleibt?', '    on: 12-01..12-07\n'), []],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('says du-questions without a Sie form only where readers are addressed with Sie', () => {
    const text = entry('Was hilft dir?');
    expect(found(text)).toEqual([]);
    expect(found(text, { config: { locale: 'de', address: 'sie' } })).toEqual(['2 noSie']);
  });

  test('names seasons without a question once there are questions for seasons', () => {
    const seasons = ['new-year', 'spring', 'summer', 'autumn', 'winter'];
    expect(found(entry('Was leuchtet?', '    season: advent\n'))).toEqual(seasons.map(() => '2 emptySeason'));
  });

  test('finds the same question, an error, and those that are alike, with the line of the first', () => {
    const text = [
      'de:',
      '  - { text: Wem konntest du diese Woche dienen?, tags: [dienen] }',
      '  - { text: wem konntest du diese Woche dienen, tags: [dienen] }',
      '  - { text: Wem konntest du in dieser Woche dienen?, tags: [dienen] }',
      '  - { text: Wem konntest du diese Woche danken?, tags: [dienen] }',
      '  - { text: Was fehlt dir?, tags: [mut] }',
      '  - { text: Wer fehlt dir?, tags: [mut] }',
      '',
    ].join('\n');
    const findings = checkPrompts({
      text,
      fileName: 'prompts.yaml',
      config: { locale: 'de', address: 'du' },
      days,
    }).filter(({ kind }) => kind === 'same' || kind === 'alike');
    expect(findings.map(({ kind, weight, where }) => [kind, weight, where])).toEqual([
      ['same', 'error', 'prompts.yaml:3:5'],
      ['alike', 'warning', 'prompts.yaml:4:5'],
    ]);
    expect(findings.map(({ what }) => what.de)).toEqual([
      expect.stringContaining('Zeile 2'),
      expect.stringContaining('Zeile 2'),
    ]);
  });

  test('names tags that no post speaks of, each once; compounds and families are spoken of', () => {
    const themes = new Set(stemsOf('Kundenvertrauen, Danke und ein Garten', 'de'));
    const text =
      'de:\n  - { text: Was?, tags: [vertrauen, dankbarkeit] }\n  - { text: Wer?, tags: [mut, garten] }\n  - { text: Wo?, tags: [mut] }\n';
    const findings = checkPrompts({
      text,
      fileName: 'prompts.yaml',
      config: { locale: 'de', address: 'du' },
      days,
      themes,
    });
    expect(findings.map(({ where, what }) => `${where} ${what.de}`)).toEqual([
      'prompts.yaml:3:26 Von „mut“ spricht kein Beitrag (2 Fragen haben es).',
    ]);
  });

  test('is refused where the file has faults', () => {
    expect(refusal(() => found('de:\n  - ""\n')).code).toBe('prompts.invalid');
  });
});

test('a question is like another in either of its forms', () => {
  const prompts = [prompt('Wer hat dir heute geholfen?', { sie: 'Wer hat Ihnen heute geholfen?' })];
  expect(promptLike('Wer hat Ihnen heute geholfen', prompts, 'de')).toBe(prompts[0]);
  expect(promptLike('Wer hat dir heute gefehlt?', prompts, 'de')).toBeUndefined();
});

test('two essays are compared word by word, not each word with each other', () => {
  const letters = (index: number): string =>
    index.toString().replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
  const essay = (word: string): string =>
    `${Array.from({ length: 20_000 }, (_, index) => word + letters(index)).join(' ')}?`;
  const prompts = [prompt(essay('wort'))];
  expect(promptLike(essay('gewebe'), prompts, 'de')).toBeUndefined();
  expect(promptLike(essay('wort'), prompts, 'de')).toBe(prompts[0]);
});
