import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/core/check.ts';
import { checkAnnouncements } from '../../../src/core/checking/announcements.ts';
import { draftLetter } from '../../../src/core/composing/wording.ts';
import type { Issue } from '../../../src/core/issue.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';

const config = sampleConfig();
const usual = sampleIssue();
const drafted = draftLetter(usual.posts, usual.question, config, { ...usual, past: [] });
const found = (changes: Partial<Issue>, look = {}): readonly Check[] =>
  checkAnnouncements({ issue: sampleIssue(changes), config: sampleConfig({ look }) });
const told = (changes: Partial<Issue>, look = {}): readonly string[] =>
  found(changes, look).map(({ where, found: { de } }) => `${where}: ${de}`);

describe('words that announce what the letter does not hold', () => {
  test('a question, where there is none', () => {
    expect(told({ letter: drafted, question: null })).toEqual([
      'letter: Hier ist von einer Frage die Rede, aber im Brief steht keine.',
    ]);
    expect(told({ preheader: 'Ein Anfang – und eine Frage für die Woche', question: null })).toEqual([
      'preheader: Hier ist von einer Frage die Rede, aber im Brief steht keine.',
    ]);
  });

  test('question and posts that look.sections leaves out', () => {
    expect(told({ letter: drafted }, { sections: ['letter'] }).length).toBeGreaterThan(1);
    expect(told({ letter: drafted }, { sections: ['letter', 'question', 'posts', 'olderPosts'] })).toEqual(
      [],
    );
  });

  test('posts by title, in subject, preview line and letter', () => {
    const gone = '„Der alte Ofen“';
    expect(told({ subject: `${gone} und eine Frage` })).toEqual([
      `subject: Hier ist von ${gone} die Rede, aber dieser Beitrag steht nicht im Brief.`,
    ]);
    expect(told({ subject: `Wiedergelesen: ${gone}` })).toHaveLength(1);
    expect(told({ preheader: `Neu im Blog: ${gone} und „Noch einer“` })).toHaveLength(2);
    const [post] = usual.posts;
    if (!post) throw new Error('the sample has posts');
    const only = draftLetter([{ ...post, title: 'Der alte Ofen' }], null, config, { ...usual, past: [] });
    expect(told({ letter: only, posts: [post] })).toEqual([
      `letter: Hier ist von ${gone} die Rede, aber dieser Beitrag steht nicht im Brief.`,
    ]);
  });

  test('another number of new posts, or none where some are', () => {
    expect(told({ letter: drafted, posts: [...usual.posts, ...usual.olderPosts], olderPosts: [] })).toEqual([
      `letter: Hier steht eine andere Zahl neuer Beiträge (${usual.posts.length}), als im Brief zu finden sind (${usual.posts.length + usual.olderPosts.length}).`,
    ]);
    const quiet = draftLetter([], null, config, { ...usual, olderPosts: [], past: [] });
    expect(told({ letter: quiet })).toEqual([
      'letter: Hier steht, es gebe nichts Neues, aber im Brief stehen neue Beiträge.',
    ]);
  });

  test('with why and what to do, in both languages', () => {
    const [one] = found({ letter: drafted, question: null });
    expect(one).toMatchObject({ status: 'warning', where: 'letter' });
    for (const text of [one?.found, one?.why, one?.hint]) expect(text?.de).not.toBe(text?.en);
  });
});

test.each([
  'Meine Nachbarin sagte: „Der alte Ofen“ sei ihr Lieblingstext.',
  'Ich habe eine Frage an dich, und in der letzten Woche schrieb ich „Noch einer“.',
  'Weiter unten steht diesmal nichts. Zwei neue Texte kommen nächste Woche.',
  '„Ja“ und „Nein“',
])('ordinary prose is nobody’s announcement: %s', (prose) => {
  expect(told({ letter: prose, question: null, posts: [] })).toEqual([]);
  expect(told({ subject: prose, preheader: prose, question: null, posts: [] })).toEqual([]);
});

test('titles with quotation marks of their own, cut or set with care, are known again', () => {
  const [post] = usual.posts;
  if (!post) throw new Error('the sample has posts');
  const title =
    'Von „Ja“ und *Nein* - ein sehr langer Titel, den keine Zeile im Postfach je ganz zeigen wird, leider';
  const posts = [{ ...post, title }];
  const letter = draftLetter(posts, usual.question, config, { ...usual, past: [] });
  expect(
    told({ posts, letter, preheader: 'Neu im Blog: „Von ‚Ja‘ und *Nein* – ein sehr langer …“' }),
  ).toEqual([]);
});
