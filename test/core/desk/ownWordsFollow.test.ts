import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAnnouncements } from '../../../src/core/checking/announcements.ts';
import { preheadersFor, subjectsFor } from '../../../src/core/composing/subjects.ts';
import { draftLetter } from '../../../src/core/composing/wording.ts';
import type { Config } from '../../../src/core/config.ts';
import { editIssue, type IssueEdit } from '../../../src/core/desk/issueEdits.ts';
import { withFollowingWords } from '../../../src/core/desk/ownWordsFollow.ts';
import type { Issue } from '../../../src/core/issue.ts';
import { formatIssue, readIssue } from '../../../src/core/issueFile.ts';
import { parseWeek, weeksBefore } from '../../../src/core/week.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';

const file = 'issues/2026-W47/issue.md';
const config = sampleConfig();

/** An issue with the words that composing would write for it. */
function drafted(changes: Partial<Issue> = {}, voice: Config = config): Issue {
  const issue = sampleIssue(changes);
  const { week, question, posts, olderPosts } = issue;
  const [subject = ''] = subjectsFor(question, posts, olderPosts, [], voice);
  const [preheader = ''] = preheadersFor(subject, question, posts, olderPosts, [], voice.locale);
  const letter = draftLetter(posts, question, voice, { week, olderPosts, past: [] });
  return { ...issue, subject, preheader, letter };
}

/** What an edit at the desk makes of an issue. */
function after(before: Issue, edit: IssueEdit, voice: Config = config): Issue {
  const text = editIssue(formatIssue(before, 'Kopf'), file, before, edit);
  const edited = readIssue(text, file, before.week);
  const followed = withFollowingWords(text, file, { before, after: edited }, { config: voice, past: [] });
  return readIssue(followed, file, before.week);
}

const noQuestion: IssueEdit = { part: 'question', to: null };
const dropFirst: IssueEdit = { part: 'posts', does: 'drop', at: 0 };

describe('what the draft says in its own words', () => {
  test('follows a post that is taken out', () => {
    const before = drafted({ question: null });
    const [first, second] = before.posts;
    expect(before.subject).toBe(first?.title);
    const now = after(before, dropFirst);
    expect(now.subject).toBe(second?.title);
    expect(`${now.subject} ${now.preheader} ${now.letter}`).not.toContain(first?.title);
  });

  test('follows a question that is taken out, and comes back with it', () => {
    const before = drafted();
    const without = after(before, noQuestion);
    expect(without.subject).not.toBe(before.subject);
    expect(`${without.preheader}${without.letter}`).not.toMatch(/Frage/);
    const { subject, preheader, letter } = after(without, { part: 'question', to: before.question });
    expect({ subject, preheader, letter }).toEqual({
      subject: before.subject,
      preheader: before.preheader,
      letter: before.letter,
    });
  });

  test('fits the issue after any edits in any week, language and form, down to a quiet letter', () => {
    const edit = fc.oneof(
      fc.constant(noQuestion),
      fc.constant<IssueEdit>({ part: 'question', to: { text: 'Was trägt dich?', reason: '' } }),
      fc.record({
        part: fc.constantFrom('posts' as const, 'olderPosts' as const),
        does: fc.constant('drop' as const),
        at: fc.nat({ max: 2 }),
      }),
      fc.constant<IssueEdit>({ part: 'posts', does: 'move', at: 1, by: 'top' }),
    );
    fc.assert(
      fc.property(
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        fc.nat({ max: 80 }),
        fc.constantFrom('de', 'en'),
        fc.constantFrom('du', 'sie'),
        (edits, weeks, locale, address) => {
          const voice = sampleConfig({ locale, address });
          const week = weeksBefore(parseWeek('2026-W47'), weeks);
          const start = drafted({ week }, voice);
          expect(checkAnnouncements({ issue: start, config: voice })).toEqual([]);
          const end = edits.reduce((issue, change) => after(issue, change, voice), start);
          const { question, posts, olderPosts, letter } = end;
          expect(letter).toBe(draftLetter(posts, question, voice, { week, olderPosts, past: [] }));
          expect(checkAnnouncements({ issue: end, config: voice })).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('follows also where composing has added a post since, and keeps the farewell as it is written', () => {
    const { posts } = sampleIssue();
    const extended = { ...drafted({ posts: posts.slice(0, 1) }), posts };
    const before = { ...extended, letter: extended.letter.replace('Johanna Muster', 'Deine Jo') };
    const now = after(before, dropFirst);
    expect(now.letter).toContain(posts[1]?.title);
    expect(now.letter).not.toContain(posts[0]?.title);
    expect(now.letter).toMatch(/\n\nHerzlich\nDeine Jo\n$/);
  });

  test('is left alone once the author has made it her own', () => {
    const own = drafted();
    const before = {
      ...own,
      subject: 'Aus meinem Garten',
      preheader: 'Schnee im November',
      letter: own.letter.replace('\n\n', '\n\nAm Dienstag fiel Schnee.\n\n'),
    };
    const { subject, preheader, letter } = before;
    expect(after(before, dropFirst)).toMatchObject({ subject, preheader, letter });
    expect(after(before, noQuestion)).toMatchObject({ subject, preheader, letter });
  });

  test('stays where the author took a sentence of it out', () => {
    const own = drafted();
    const [opening = '', , farewell = ''] = own.letter.split('\n\n');
    const before = { ...own, letter: `${opening}\n\n${farewell}` };
    expect(after(before, dropFirst).letter).toBe(before.letter);
  });

  test('is not touched by an edit that it does not speak of', () => {
    const before = { ...drafted(), letter: 'Am Dienstag fiel Schnee.\n' };
    const now = after(before, { part: 'letter', to: 'Neu.' });
    expect(now).toEqual({ ...before, letter: 'Neu.\n' });
  });
});
