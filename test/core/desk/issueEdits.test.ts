import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideEdits } from '../../../src/core/desk/decideEdits.ts';
import { editIssue, tidyLetter, tidyLine, type IssueEdit } from '../../../src/core/desk/issueEdits.ts';
import { markOfPart } from '../../../src/core/desk/issueParts.ts';
import { placeAfter } from '../../../src/core/desk/postEdits.ts';
import { proposalsIn } from '../../../src/core/desk/proposals.ts';
import { isQuestionSubject } from '../../../src/core/clock/anotherQuestion.ts';
import { offeredKeys } from '../../../src/core/composing/settled.ts';
import type { FeaturedPost, Issue } from '../../../src/core/issue.ts';
import { formatIssue, readIssue } from '../../../src/core/issueFile.ts';
import { parseWeek } from '../../../src/core/week.ts';
import { sampleIssue } from '../../support/sampleIssue.ts';

const file = 'issues/2026-W47/issue.md';
const week = parseWeek('2026-W47');
const read = (text: string): Issue => readIssue(text, file, week);
const edit = (text: string, change: IssueEdit): string => editIssue(text, file, read(text), change);

const awkward = fc.constantFrom(
  '"',
  "'",
  ': ',
  ' #',
  '---',
  '- ',
  '🎉',
  '{{secret}}',
  '<mj-raw>',
  '<script>',
  '*a',
  '&a',
  '|',
  '>',
  '%',
  '!x',
  '[',
  ']',
  '{',
  '}',
  ', ',
  '\\n',
  'null',
  'true',
  '2026-11-20',
  '~',
  '„Ja“',
  '\u00A0',
  '# oder: x',
);
const word = fc.constantFrom('Brot', 'und', 'Zeit', 'ein', 'Wort', 'über', 'Garten');
const line = fc
  .array(fc.oneof(word, awkward), { minLength: 1, maxLength: 8 })
  .map((parts) => tidyLine(parts.join(' ')))
  .filter((text) => text !== '');
const letter = fc.array(fc.oneof(line, fc.constantFrom('', '---', '    Code', '# Titel')), { maxLength: 6 });

const featured: fc.Arbitrary<FeaturedPost> = fc.record({
  id: fc.nat({ max: 99_999 }).map((number) => `posts/beitrag-${number}.md`),
  url: fc.nat({ max: 99_999 }).map((number) => `https://blog.example.org/${number}/`),
  title: line,
  date: fc.constant('2026-11-20T08:00:00Z'),
  excerpt: line,
  picture: fc.option(fc.record({ url: fc.constant('https://blog.example.org/b.jpg'), alt: line })),
  minutes: fc.option(fc.integer({ min: 1, max: 60 })),
  reason: line,
});
const issues: fc.Arbitrary<Issue> = fc.record({
  week: fc.constant(week),
  subject: line,
  preheader: fc.oneof(line, fc.constant('')),
  question: fc.option(fc.record({ text: line, reason: line })),
  posts: fc.array(featured, { maxLength: 4 }),
  olderPosts: fc.array(featured, { maxLength: 3 }),
  letter: letter.map((lines) => tidyLetter(lines.join('\n'))),
  since: fc.constant('2026-11-13T08:00:00.000Z'),
  offered: fc.constant([]),
});

const list = fc.constantFrom('posts' as const, 'olderPosts' as const);
const at = fc.nat({ max: 3 });
const edits: fc.Arbitrary<IssueEdit> = fc.oneof(
  fc.record({ part: fc.constant('subject' as const), to: line }),
  fc.record({ part: fc.constant('preheader' as const), to: fc.oneof(line, fc.constant('')) }),
  fc.record({ part: fc.constant('letter' as const), to: letter.map((lines) => lines.join('\r\n')) }),
  fc.record({
    part: fc.constant('question' as const),
    to: fc.option(fc.record({ text: line, reason: fc.oneof(line, fc.constant('')) })),
  }),
  fc.record({
    part: list,
    does: fc.constant('move' as const),
    at,
    by: fc.constantFrom('up' as const, 'down' as const, 'top' as const),
  }),
  fc.record({ part: list, does: fc.constant('drop' as const), at }),
  fc.record({ part: list, does: fc.constant('excerpt' as const), at, to: fc.oneof(line, fc.constant('')) }),
  fc.record({ part: list, does: fc.constant('takeIn' as const), post: featured, isNews: fc.boolean() }),
);

/** What an edit means, said without YAML. */
function meant(issue: Issue, change: IssueEdit): Issue {
  if (change.part === 'letter') return { ...issue, letter: tidyLetter(change.to) };
  if (change.part === 'question') {
    const isSubject = change.to !== null && isQuestionSubject(issue);
    return { ...issue, question: change.to, ...(isSubject ? { subject: change.to.text } : {}) };
  }
  if (change.part === 'subject' || change.part === 'preheader') return { ...issue, [change.part]: change.to };
  const posts = issue[change.part];
  const withPosts = (changed: readonly FeaturedPost[]): Issue => ({ ...issue, [change.part]: changed });
  const offering = (post: FeaturedPost): readonly string[] => [
    ...new Set([...issue.offered, ...offeredKeys(post)]),
  ];
  if (change.does === 'takeIn')
    return {
      ...withPosts([...posts, change.post]),
      offered: change.isNews ? offering(change.post) : issue.offered,
    };
  const post = posts[change.at];
  if (!post) return issue;
  if (change.does === 'drop')
    return {
      ...withPosts(posts.filter((one) => one !== post)),
      offered: change.part === 'posts' ? offering(post) : issue.offered,
    };
  if (change.does === 'excerpt')
    return withPosts(posts.map((one) => (one === post ? { ...one, excerpt: change.to } : one)));
  const others = posts.filter((one) => one !== post);
  return withPosts(others.toSpliced(placeAfter(change.by, change.at, posts.length), 0, post));
}

/** Adds comments where a hand may write them: above any line of the front matter that begins a value. */
function commented(
  text: string,
  places: readonly number[],
): { readonly text: string; readonly comments: number } {
  const lines = text.split('\n');
  const end = lines.indexOf('---', 1);
  const legal = lines.flatMap((one, index) =>
    index > 0 && index < end && /^ *(?:- )?\w+:/.test(one) && !/^ +(?:url|alt):/.test(one) ? [index] : [],
  );
  const chosen = [...new Set(places.map((place) => legal[place % legal.length] ?? 1))].toSorted(
    (a, b) => b - a,
  );
  for (const [number, place] of chosen.entries()) {
    const indent = /^ */.exec(lines[place] ?? '')?.[0] ?? '';
    lines.splice(place, 0, `${indent}# Notiz ${number}!`);
  }
  return { text: lines.join('\n'), comments: chosen.length };
}

const commentsIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(/# Notiz \d+!(?=\r?$)/gm), ([comment]) => comment).toSorted();

test('an edit changes its part, nothing else, and keeps every comment and the line ends', () => {
  fc.assert(
    fc.property(
      issues,
      fc.array(edits, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat({ max: 60 }), { maxLength: 6 }),
      fc.boolean(),
      (issue, changes, places, isWindows) => {
        const made = commented(formatIssue(issue, 'Kopf'), places);
        let text = isWindows ? made.text.replaceAll('\n', '\r\n') : made.text;
        let expected = read(text);
        expect(expected).toEqual(issue);
        const notes = commentsIn(text);
        expect(notes).toHaveLength(made.comments);
        for (const change of changes) {
          text = edit(text, change);
          expected = meant(expected, change);
          expect(read(text)).toEqual(expected);
          expect(commentsIn(text)).toEqual(notes);
        }
        expect(/(?<!\r)\n/.test(text)).toBe(!isWindows);
      },
    ),
    { numRuns: 120 },
  );
});

const draft = formatIssue(sampleIssue(), 'Alles hier darf sich ändern.', {
  subjects: ['Der geliehene Hobel', 'Ein Gedanke: für die Woche'],
  preheaders: ['Neu im Blog: „Der geliehene Hobel“'],
});

describe('an edit looks as a hand would make it:', () => {
  const linesBesides = (before: string, after: string): readonly string[] =>
    after.split('\n').filter((one) => !before.split('\n').includes(one));

  test('a subject changes one line, and the proposals below it stay', () => {
    const after = edit(draft, { part: 'subject', to: 'Ein: neuer Betreff' });
    expect(linesBesides(draft, after)).toEqual(['subject: "Ein: neuer Betreff"']);
    expect(proposalsIn(after)).toEqual(proposalsIn(draft));
  });

  test('a question that is taken out leaves its key, and one put back stands there again', () => {
    const without = edit(draft, { part: 'question', to: null });
    expect(without).toMatch(/^question: null$/m);
    const question = { text: 'Was trägt dich?', reason: 'eigene Frage' };
    expect(edit(without, { part: 'question', to: question })).toMatch(
      /^question:\n {2}text: Was trägt dich\?\n {2}reason: eigene Frage$/m,
    );
  });

  test('a letter leaves the front matter byte for byte', () => {
    const odd = draft.replace('week: 2026-W47', 'week:   "2026-W47"   # die Woche');
    const after = edit(odd, { part: 'letter', to: 'neu\r\n\r\nHerzlich' });
    const front = odd.slice(0, odd.indexOf('---\n\n') + 5);
    expect(after).toBe(`${front}neu\n\nHerzlich\n`);
  });

  test('a missing preheader gets its line below the subject', () => {
    const bare = '---\nweek: 2026-W47\nsubject: Hallo\nsince: 2026-11-13\n---\n';
    expect(edit(bare, { part: 'preheader', to: 'Guten Tag' })).toContain(
      'subject: Hallo\npreheader: Guten Tag\n',
    );
  });

  test('what was remarked on a dropped post stays, also when it was the last one', () => {
    const one = sampleIssue().posts.slice(0, 1);
    const text = formatIssue(sampleIssue({ posts: one }), 'Kopf').replace(
      '    excerpt: Drei',
      '    # den kürzen?\n    excerpt: Drei',
    );
    const after = edit(text, { part: 'posts', does: 'drop', at: 0 });
    expect(read(after).posts).toEqual([]);
    expect(after).toContain('# den kürzen?');
    expect(read(after).offered).toEqual(offeredKeys(one[0] ?? { id: '', url: '' }));
  });
});

test('a value that is written once and pointed to elsewhere changes in one place alone', () => {
  const text = `---\nweek: 2026-W47\nsubject: &s Hallo\nquestion: { text: *s, reason: "" }\nsince: 2026-11-13\n---\n`;
  const after = read(edit(text, { part: 'preheader', to: 'x' }));
  expect(after).toMatchObject({ subject: 'Hallo', question: { text: 'Hallo' } });
  const other = read(
    editIssue(text, file, { ...read(text), question: null }, { part: 'subject', to: 'Neu' }),
  );
  expect(other).toMatchObject({ subject: 'Neu', question: { text: 'Hallo' } });
});

test('every line that an edit does not mean stays byte for byte (R36)', () => {
  const own = draft
    .replace(
      /^subject: .*$/m,
      (line) => `${line.replace('subject:', 'subject:   ')}   # ${'lang '.repeat(30)}`,
    )
    .replace(/^offered:.*\n(?: +- .*\n)*/m, "offered: ['a',   b ,]\t\n")
    .replace(/^olderPosts:/m, '\n\n# --- ältere ---\nolderPosts:');
  const linesOf = (text: string): readonly string[] => text.split('\n');
  const gone = (change: IssueEdit): readonly string[] => {
    const after = linesOf(edit(own, change));
    return linesOf(own).filter((one) => !after.includes(one));
  };
  expect(gone({ part: 'preheader', to: 'Neu' })).toEqual([expect.stringMatching(/^preheader: /)]);
  expect(gone({ part: 'olderPosts', does: 'move', at: 0, by: 'down' })).toEqual([]);
  const [post] = sampleIssue().olderPosts;
  if (!post) throw new Error('the sample has older posts');
  const other = { ...post, id: 'x', url: 'https://blog.example.org/x/' };
  expect(gone({ part: 'olderPosts', does: 'takeIn', post: other, isNews: false })).toEqual([]);
  expect(gone({ part: 'posts', does: 'drop', at: 0 }).filter((one) => !/^ {2}(?:- | )/.test(one))).toEqual([
    "offered: ['a',   b ,]\t",
  ]);
});

test('what is far too long for a letter is not written', () => {
  const decision = decideEdits(draft, file, week, [
    { edit: { part: 'subject', to: 'x'.repeat(301) }, seen: null },
    { edit: { part: 'letter', to: 'Neu.' }, seen: null },
  ]);
  expect(decision).toEqual({ is: 'tooLong', texts: [{ text: 'subject', length: 301, most: 300 }] });
});

test('a subject that is the question stays the question', () => {
  const text = formatIssue(sampleIssue({ subject: sampleIssue().question?.text ?? '' }), 'Kopf');
  const after = read(edit(text, { part: 'question', to: { text: 'Was trägt dich?', reason: '' } }));
  expect(after.subject).toBe('Was trägt dich?');
});

test('proposals are read from their comments, for subject and preheader apart', () => {
  expect(proposalsIn(draft)).toEqual({
    subjects: ['Der geliehene Hobel', 'Ein Gedanke: für die Woche'],
    preheaders: ['Neu im Blog: „Der geliehene Hobel“'],
  });
  expect(proposalsIn(draft.replaceAll('\n', '\r\n'))).toEqual(proposalsIn(draft));
  expect(proposalsIn('kein Entwurf')).toEqual({ subjects: [], preheaders: [] });
});

describe('what was changed elsewhere meanwhile', () => {
  const shown = read(draft);
  const seen = markOfPart(shown, 'subject');
  const elsewhere = edit(draft, { part: 'subject', to: 'Von anderswo' });

  test('is never overwritten unseen', () => {
    const decision = decideEdits(elsewhere, file, week, [
      { edit: { part: 'subject', to: 'Von hier' }, seen },
    ]);
    expect(decision).toMatchObject({
      is: 'conflict',
      parts: ['subject'],
      issue: { subject: 'Von anderswo' },
    });
  });

  test('is kept where its author here only changed something else', () => {
    const decision = decideEdits(elsewhere, file, week, [
      { edit: { part: 'subject', to: shown.subject }, seen },
      { edit: { part: 'letter', to: 'Neu.' }, seen: markOfPart(shown, 'letter') },
    ]);
    expect(decision).toMatchObject({ is: 'edited', issue: { subject: 'Von anderswo', letter: 'Neu.\n' } });
  });

  test('may be the very same change', () => {
    const same = decideEdits(elsewhere, file, week, [
      { edit: { part: 'subject', to: 'Von anderswo' }, seen },
    ]);
    expect(same.is).toBe('unchanged');
  });

  test('writes nothing of several edits where one of them is in its way', () => {
    const decision = decideEdits(elsewhere, file, week, [
      { edit: { part: 'subject', to: 'Von hier' }, seen },
      { edit: { part: 'letter', to: 'Neu.' }, seen: markOfPart(shown, 'letter') },
    ]);
    expect(decision).toMatchObject({ is: 'conflict', parts: ['subject'] });
  });
});

test('a letter that comes back from a form as it was shown is no edit, whatever its line ends', () => {
  fc.assert(
    fc.property(
      letter.map((lines) => lines.join('\n')),
      (body) => {
        const text = `${formatIssue(sampleIssue({ letter: '' }), 'Kopf')}${body}`;
        const issue = read(text);
        const typed = issue.letter.replaceAll('\n', '\r\n');
        const edits = [{ edit: { part: 'letter' as const, to: typed }, seen: markOfPart(issue, 'letter') }];
        expect(decideEdits(text, file, week, edits).is).toBe('unchanged');
      },
    ),
  );
});

test('a post that the letter has already is not taken in twice', () => {
  const [post] = sampleIssue().posts;
  if (!post) throw new Error('the sample has posts');
  const takeIn = {
    part: 'olderPosts',
    does: 'takeIn',
    post: { ...post, id: 'other' },
    isNews: true,
  } as const;
  expect(decideEdits(draft, file, week, [{ edit: takeIn, seen: null }]).is).toBe('unchanged');
});
