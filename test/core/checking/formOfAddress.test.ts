import { describe, expect, test } from 'vitest';
import { checkFormOfAddress } from '../../../src/core/checking/formOfAddress.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';

const troubleIn = (letter: string, address: 'du' | 'sie' = 'du'): number =>
  checkFormOfAddress(
    { ...sampleIssue({ letter }), subject: 'Brot', preheader: 'Und Zeit', question: null },
    sampleConfig({ address }),
  ).filter(({ status }) => status !== 'ok').length;

describe('a letter that says du', () => {
  test.each([
    'Heute schreibe ich Ihnen von einem Hobel.',
    'Wenn Sie mögen, lesen Sie weiter.',
    'Schreiben Sie mir gern.',
    'Danke für Ihre Antworten.',
    'liebe Leserin,\nSie haben mir geschrieben.',
  ])('is asked about: %s', (letter) => expect(troubleIn(letter)).toBe(1));

  test.each([
    'Meine Nachbarin hat geklingelt. Sie hatte einen Kuchen dabei.',
    'Sie waren zu dritt. Ihre Schuhe standen vor der Tür.',
    'Ich fragte sie, ob sie ihnen ihre Jacken gibt.',
    'Er sagte: „Können Sie mir helfen?“ Und ich half.',
    'Er sagte: »Nehmen Sie Platz.« Und ich stand.',
    '> Was Sie nicht wissen, fragen Sie.\n\nDas las ich gestern.',
    '- Sie kommt\n- Sie geht',
    '## Sie fehlt\n\nDu auch.',
    'Der Text [Die Kunst, rechtzeitig zu schweigen](https://blog.example.org/Sie/) ist neu.',
    'Und dann – Sie war schon weg.',
    'Einmal kam sie\nSie blieb lange.',
    '`Sie` ist ein Wort.',
  ])('is left alone: %s', (letter) => expect(troubleIn(letter)).toBe(0));
});

describe('a letter that says Sie', () => {
  test.each(['Wie geht es dir?', 'Du kannst mir schreiben.', 'Danke für deinen Brief.'])(
    'is asked about: %s',
    (letter) => expect(troubleIn(letter, 'sie')).toBe(1),
  );

  test.each(['Wie geht es Ihnen?', 'Meine Tochter rief: „Kommst du?“', 'Das Dirndl und der Duden.'])(
    'is left alone: %s',
    (letter) => expect(troubleIn(letter, 'sie')).toBe(0),
  );
});

test('titles of posts are not the author’s words here, and the place is named', () => {
  const issue = sampleIssue({
    subject: 'Was gab es bei dir?',
    preheader: 'Lesen Sie „Was gab es bei dir?“',
    question: { text: 'Wem dienen Sie?', reason: '' },
    letter: 'Guten Tag. Es geht um Was gab es bei dir? und anderes.',
  });
  expect(checkFormOfAddress(issue, sampleConfig({ address: 'sie' })).map(({ status }) => status)).toEqual([
    'ok',
  ]);
  const places = checkFormOfAddress(issue, sampleConfig({ address: 'du' })).map(({ where }) => where);
  expect(places).toEqual(['preheader', 'question']);
});

test('English letters have one form only', () => {
  const issue = sampleIssue({ letter: 'Sie and du' });
  expect(checkFormOfAddress(issue, sampleConfig({ locale: 'en' }))).toEqual([]);
});
