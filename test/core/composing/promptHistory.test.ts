import { describe, expect, test } from 'vitest';
import { askedPrompts, questionsOf, weeksSince } from '../../../src/core/composing/promptHistory.ts';
import { isSameQuestion } from '../../../src/core/composing/promptIdentity.ts';
import { parseWeek, weeksBefore, weeksBetween } from '../../../src/core/week.ts';
import { pastIssue, prompt } from '../blog.ts';

const week = parseWeek('2026-W47');

describe('whether two questions are the same', () => {
  test.each([
    ['Was hilft dir?', 'was  hilft dir'],
    ['Was hilft dir?', '„Was hilft dir“?!'],
    ['Wem konntest du diese Woche dienen?', 'Wem konntest du dise Woche dienen?'.replace('dise', 'diese')],
    ['Welche Geschichte deiner Eltern kennst du?', 'Welche Geschcihte deiner Eltern kennst du?'],
    ['Welches Versprechen hast du gehalten?', 'Welches Verspechen hast du gehalten?'],
    ['zuhören, wann?', 'zuho\u0308ren – wann?'],
  ])('%j and %j are', (a, b) => expect(isSameQuestion(a, b)).toBe(true));

  test.each([
    ['Wem konntest du diese Woche dienen?', 'Wem konntest du diese Woche danken?'],
    ['Was ist dein Weg?', 'Was ist mein Weg?'],
    ['Was bleibt?', 'Was geht?'],
    ['Was war 2025 gut?', 'Was war 2026 gut?'],
    ['?', 'Was bleibt?'],
  ])('%j and %j are not', (a, b) => expect(isSameQuestion(a, b)).toBe(false));
});

describe('the history of prompts', () => {
  const served = prompt('Wem konntest du diese Woche dienen?', {
    sie: 'Wem konnten Sie diese Woche dienen?',
  });
  const kept = prompt('Was bleibt?');

  test('knows a question again in its other form and after small changes', () => {
    const asked = [
      'Wem konnten Sie diese Woche dienen?',
      'wem konntest du diese Woche dienen',
      'Wem konntest du diese Woche deinen?'.replace('deinen', 'dienen,'),
    ].map((text, index) => ({ week: weeksBefore(week, index + 1), text }));
    const history = askedPrompts([served, kept], asked, 'de');
    expect(history.of(served).weeks).toEqual(['2026-W46', '2026-W45', '2026-W44']);
    expect(history.of(kept)).toEqual({ weeks: [], answers: 0 });
    expect(history.own).toEqual([]);
  });

  test('counts what the author wrote herself for the prompt it is, else as her own', () => {
    const issues = [
      pastIssue('2026-W46', [], { question: { text: 'Was bleibt', reason: '' } }),
      pastIssue('2026-W45', [], { question: { text: 'Wo ist der Hobel?', reason: '' } }),
      pastIssue('2026-W44', [], { question: null }),
    ];
    const history = askedPrompts([served, kept], questionsOf(issues), 'de');
    expect(history.of(kept).weeks).toEqual(['2026-W46']);
    expect(history.own).toEqual([{ week: '2026-W45', text: 'Wo ist der Hobel?' }]);
  });

  test('a question counts for what it is word by word, and not for another that is nearly the same', () => {
    const near = prompt('Was kann ein Mensch in deiner Nähe besser als du?');
    const other = prompt('Was kann ein Mensch in deiner Nähe schlechter als du?');
    const history = askedPrompts([near, other], [{ week, text: near.text }], 'de');
    expect([near, other].map((one) => history.of(one).weeks.length)).toEqual([1, 0]);
  });

  test.each([
    'Wem konntest du in dieser Woche dienen?',
    'Wem konntest du diese Woche ein wenig dienen?',
    'Wem konnten Sie in dieser Woche dienen?',
  ])('knows a question again that the author reworded a little: %s', (text) => {
    const history = askedPrompts([kept, served], [{ week, text }], 'de');
    expect(history.of(served).weeks).toEqual([week]);
    expect(history.own).toEqual([]);
  });

  test('a reworded question counts for the one it is most like, in whatever order they stand', () => {
    const near = prompt('Welche Geschichte deiner Eltern kennst du nur halb?');
    const other = prompt('Welche Geschichte deiner Eltern kennst du nicht?');
    const asked = [{ week, text: 'Welche Geschichte deiner Eltern kennst du eigentlich nur halb?' }];
    for (const prompts of [
      [near, other],
      [other, near],
    ]) {
      const history = askedPrompts(prompts, asked, 'de');
      expect([near, other].map((one) => history.of(one).weeks.length)).toEqual([1, 0]);
    }
  });

  test('adds up the answers to all letters that asked it', () => {
    const weeks = [parseWeek('2026-W40'), parseWeek('2025-W30'), parseWeek('2024-W53'.replace('53', '52'))];
    const asked = weeks.map((one) => ({ week: one, text: 'Was bleibt?' }));
    const answers = new Map([
      [weeks[0] ?? week, 2],
      [weeks[2] ?? week, 3],
    ]);
    expect(askedPrompts([kept], asked, 'de', answers).of(kept)).toEqual({
      weeks: ['2026-W40', '2025-W30', '2024-W52'],
      answers: 5,
    });
  });
});

test('weeks are counted over years with 52 and with 53 of them', () => {
  expect(weeksBetween(parseWeek('2020-W53'), parseWeek('2021-W01'))).toBe(1);
  expect(weeksBetween(parseWeek('2026-W53'), parseWeek('2026-W01'))).toBe(-52);
  for (let count = 0; count < 1_500; count += 7)
    expect(weeksBetween(weeksBefore(week, count), week)).toBe(count);
  expect(weeksSince({ weeks: [parseWeek('2026-W40'), parseWeek('2026-W49')], answers: 0 }, week)).toBe(2);
  expect(weeksSince({ weeks: [], answers: 0 }, week)).toBe(Infinity);
});
