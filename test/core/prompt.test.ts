import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Question } from '../../src/core/issue.ts';
import { pickPrompt, type PromptChoice } from '../../src/core/prompt.ts';
import { readPrompts } from '../../src/core/promptFile.ts';
import { isWeekId, parseWeek } from '../../src/core/week.ts';
import { prompt } from './blog.ts';

const du = { locale: 'de', address: 'du' } as const;
const sie = { locale: 'de', address: 'sie' } as const;
const shipped = readPrompts(readFileSync(join(import.meta.dirname, '..', '..', 'prompts.yaml'), 'utf8'));
/** Words that say du or ihr to the reader, written down here once more. */
const familiar = /(?<!\p{L})(du|dich|dir|dein(e[mnrs]?)?|euch|euer|eure[mnrs]?)(?!\p{L})/iu;

const pick = (
  changes: Partial<PromptChoice>,
  voice: Parameters<typeof pickPrompt>[1] = du,
): Question | null =>
  pickPrompt(
    {
      prompts: [],
      week: parseWeek('2026-W47'),
      titles: [],
      themes: [],
      asked: [],
      day: '2026-11-22',
      ...changes,
    },
    voice,
  );

describe('the Sie form', () => {
  test('never shows a du question, in any week, with the questions that are shipped', () => {
    const asked: string[] = [];
    for (let week = 1; week <= 53; week++) {
      const id = `2026-W${String(week).padStart(2, '0')}`;
      if (!isWeekId(id)) continue;
      const day = new Date(Date.UTC(2026, 0, 4 + (week - 1) * 7)).toISOString().slice(0, 10);
      const question = pick({ prompts: shipped.de, week: id, asked, day }, sie);
      expect(question?.text).toMatch(/\?$/);
      expect(question?.text).not.toMatch(familiar);
      asked.unshift(question?.text ?? '');
    }
  });

  test('leaves out a question that says du and has no other form', () => {
    const word = fc.constantFrom(
      'du',
      'Dich',
      'DIR',
      'dein',
      'deinem',
      'Deinetwegen',
      'euch',
      'eure',
      'Eurem',
    );
    const frame = fc.constantFrom('Was freut #?', '#?', 'Wem hilft „#“?', 'Wer (#) lacht?', 'Für #, wann?');
    fc.assert(
      fc.property(word, frame, (word, frame) => {
        expect(pick({ prompts: [prompt(frame.replace('#', word))] }, sie)).toBeNull();
      }),
    );
  });

  test('keeps a question that addresses nobody, also where du is part of a word', () => {
    for (const text of [
      'Was dürfen Kinder?',
      'Wer trug Geduld?',
      'Was macht Europa aus?',
      'Ist das neuer?',
    ]) {
      expect(pick({ prompts: [prompt(text)] }, sie)?.text).toBe(text);
    }
  });

  test('shows the written Sie form, and du readers the other', () => {
    const prompts = [prompt('Was hilft dir?', { sie: 'Was hilft Ihnen?' })];
    expect(pick({ prompts }, sie)?.text).toBe('Was hilft Ihnen?');
    expect(pick({ prompts }, du)?.text).toBe('Was hilft dir?');
  });
});

describe('what fits the week', () => {
  const prompts = [prompt('Wozu Mut?', { tags: ['mut'] }), prompt('Wem danken?', { tags: ['dankbarkeit'] })];

  test('is asked first, with the theme as the post writes it', () => {
    expect(pick({ prompts, themes: ['Ein Brief', 'Dankbarkeit'] })).toEqual({
      text: 'Wem danken?',
      reason: 'passt zu „Dankbarkeit“; noch nicht gestellt',
    });
  });

  test('is not found inside other words: Mut is not in Mutter', () => {
    const reasons = [prompts, prompts.toReversed()].map(
      (prompts) => pick({ prompts, themes: ['Meine Mutter', 'vermutlich'] })?.reason,
    );
    expect(reasons).toEqual(['noch nicht gestellt', 'noch nicht gestellt']);
  });

  test('is found with umlauts in either spelling of Unicode, and with signs that mean something to programs', () => {
    const decomposed = 'zuhören'.normalize('NFD');
    expect(pick({ prompts: [prompt('A?', { tags: [decomposed] })], themes: ['Zuhören'] })?.reason).toBe(
      'passt zu „Zuhören“; noch nicht gestellt',
    );
    for (const tag of ['c++', '(neu)', 'a.b', '*', '[', '\\', 'wann?', '|', '^', '$']) {
      expect(pick({ prompts: [prompt('A?', { tags: [tag] })], themes: [`über ${tag} gesagt`] })?.reason).toBe(
        `passt zu „${tag}“; noch nicht gestellt`,
      );
      expect(pick({ prompts: [prompt('A?', { tags: [tag] })], themes: ['axb'] })?.reason).toBe(
        'noch nicht gestellt',
      );
    }
  });

  test('does not bring back a question while another was never asked', () => {
    const question = pick({ prompts, themes: ['Dankbarkeit'], asked: ['Wem danken?'] });
    expect(question?.text).toBe('Wozu Mut?');
  });
});

test('a question that is already the title of a post is not asked beside it', () => {
  const prompts = [prompt('Was gab es bei dir?'), prompt('Was bleibt?')];
  expect(pick({ prompts, titles: ['Was gab es bei Dir?'] })?.text).toBe('Was bleibt?');
});

test('an asked question is known again in its other form and after small changes', () => {
  const prompts = [prompt('Was hilft dir?', { sie: 'Was hilft Ihnen?' }), prompt('Was bleibt?')];
  for (const asked of ['Was hilft Ihnen?', 'was  hilft dir', 'Was hilft dir?!']) {
    expect(pick({ prompts, asked: [asked] })?.text).toBe('Was bleibt?');
  }
});

test('once all were asked, the reason tells how long ago', () => {
  const prompts = [prompt('Eins?'), prompt('Zwei?')];
  expect(pick({ prompts, asked: ['Zwei?', 'Eins?'] })).toEqual({
    text: 'Eins?',
    reason: 'zuletzt vor 2 Briefen gestellt',
  });
  expect(pick({ prompts, asked: ['Zwei?', 'Eins?'] }, { locale: 'en', address: 'du' })?.reason).toBe(
    'last asked 2 letters ago',
  );
});

test.each([
  ['2026-11-26', 'autumn'],
  ['2026-11-27', 'advent'],
  ['2026-12-24', 'advent'],
  ['2026-12-25', 'new-year'],
  ['2027-01-10', 'new-year'],
  ['2027-01-11', 'winter'],
  ['2028-02-29', 'winter'],
  ['2027-03-01', 'spring'],
  ['2027-05-31', 'spring'],
  ['2027-06-01', 'summer'],
  ['2027-08-31', 'summer'],
  ['2027-09-01', 'autumn'],
] as const)('on %s only the questions of %s are in season', (day, season) => {
  const prompts = (['advent', 'new-year', 'spring', 'summer', 'autumn', 'winter'] as const).map((season) =>
    prompt(season, { season }),
  );
  expect(pick({ prompts, day })?.text).toBe(season);
});

test('every week of the year has a shipped question in each language and form', () => {
  for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2027, 0, 1); day += 7 * 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10);
    expect(pick({ prompts: shipped.de, day: date }, sie)).not.toBeNull();
    expect(pick({ prompts: shipped.en, day: date }, { locale: 'en', address: 'du' })).not.toBeNull();
  }
});

test('questions that fit alike take turns with the weeks', () => {
  const prompts = Array.from({ length: 6 }, (_, index) => prompt(`Frage ${index}?`));
  const picked = Array.from(
    { length: 30 },
    (_, index) => pick({ prompts, week: parseWeek(`2026-W${index + 10}`) })?.text,
  );
  expect(new Set(picked).size).toBeGreaterThan(3);
});

test('without any question that fits there is none', () => {
  expect(pick({})).toBeNull();
});
