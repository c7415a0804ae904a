import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeaturedPost, Issue } from '../../src/core/issue.ts';
import { addPosts, formatIssue, readIssue } from '../../src/core/issueFile.ts';
import { draftComment } from '../../src/core/composing/wording.ts';
import { parseWeek } from '../../src/core/week.ts';
import { sampleIssue } from '../support/sampleIssue.ts';
import { refusal } from './refusal.ts';

const file = 'issues/2026-W47/issue.md';
const week = parseWeek('2026-W47');
const read = (text: string): Issue => readIssue(text, file, week);
const comment = draftComment('de');

/** What YAML, Markdown, Handlebars and MJML would each like to understand in their own way. */
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
  '&amp;',
  '*',
  '|',
  '>',
  '%',
  '@',
  '`',
  '!x',
  '[',
  ']',
  '{',
  '}',
  ', ',
  '\\',
  '\\n',
  'null',
  'true',
  '2026-11-20',
  '1e3',
  '~',
  '„Ja“',
  '\u00A0',
  '\uFEFF',
  '\u0085',
  '=',
);
const words = fc.constantFrom('Brot', 'und', 'Zeit', 'ein', 'langes', 'Wort', ' ', '  ', 'über');
const text = fc
  .array(fc.oneof(awkward, words, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 40 })
  .map((parts) => parts.join(''));
/** What stands on one line of a letter, as sources make it: trimmed and without control characters. */
const line = text
  .map((value) => value.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '').trim())
  .filter((value) => value !== '');
const lines = fc
  .array(fc.oneof(text, fc.constantFrom('---', '--- ', '# Titel', '    Code', '...', '')), { maxLength: 6 })
  .map((parts) => parts.join('\n').replaceAll(/[\r\p{Cs}]/gu, ''));

const featured: fc.Arbitrary<FeaturedPost> = fc.record({
  id: line,
  url: fc.webUrl(),
  title: line,
  date: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  excerpt: lines.map((value) => value.replaceAll(/[^\P{Cc}\n]/gu, '').trim()),
  picture: fc.option(fc.record({ url: fc.webUrl(), alt: fc.oneof(line, fc.constant('')) })),
  minutes: fc.option(fc.integer({ min: 1, max: 60 })),
  reason: line,
});
const issue: fc.Arbitrary<Issue> = fc.record({
  week: fc.constant(week),
  subject: line,
  preheader: line,
  question: fc.option(fc.record({ text: line, reason: line })),
  posts: fc.array(featured, { maxLength: 3 }),
  olderPosts: fc.array(featured, { maxLength: 2 }),
  letter: lines.map((value) => value.replace(/^\s*\n/, '')),
  since: fc.constant('2026-11-13T08:00:00.000Z'),
  offered: fc.array(line, { maxLength: 3 }),
});

test('an issue that is written and read again is the same, whatever its texts hold', () => {
  fc.assert(
    fc.property(issue, (issue) => {
      expect(read(formatIssue(issue, comment))).toEqual(issue);
    }),
    { numRuns: 300 },
  );
});

describe('what waits for a later letter', () => {
  const waiting = ['https://blog.example.org/a/', 'urn:b'];
  const text = formatIssue(sampleIssue({ waiting }), comment);

  test('is remembered, and survives a second run and what else it holds', () => {
    expect(read(text).waiting).toEqual(waiting);
    expect(read(addPosts(text, 'issue.md', [])).waiting).toEqual(waiting);
    expect(read(addPosts(text, 'issue.md', [], waiting.slice(1))).waiting).toEqual(['urn:b']);
    expect(addPosts(text, 'issue.md', [], [])).not.toContain('waiting');
  });

  test.each(['waiting: x', 'waiting:', 'waiting: [17, null, "  "]', 'waiting: { a: b }'])(
    'never keeps a letter from being read: %s',
    (line) => {
      const changed = text.replace(/^waiting:\n(?: +- .*\n)+/m, `${line}\n`);
      expect(changed).toContain(line);
      expect(read(changed).waiting).toBeUndefined();
    },
  );
});

test('the same with a byte order mark, Windows line ends and spaces behind the dashes', () => {
  const edited = formatIssue(sampleIssue(), comment)
    .replace(/^---\n/, '--- \n')
    .replace('\n---\n\n', '\n---\t\n\n\n\n')
    .replaceAll('\n', '\r\n');
  expect(read(`\uFEFF${edited}`)).toEqual(sampleIssue());
});

test('an indented first line of the letter stays indented, a line of dashes stays in the letter', () => {
  const letter = '    Code\n\n---\n\nsubject: kein Betreff\n---\n';
  expect(read(formatIssue(sampleIssue({ letter }), comment)).letter).toBe(letter);
});

describe('what a hand may write', () => {
  const front = 'week: 2026-W47\nsubject: Hallo\nsince: 2026-11-13\n';

  test('is no more than week, subject and since', () => {
    expect(read(`---\n${front}---\nText\n`)).toEqual({
      week,
      subject: 'Hallo',
      preheader: '',
      question: null,
      posts: [],
      olderPosts: [],
      letter: 'Text\n',
      // A bare day is meant as the day it is nearly everywhere.
      since: '2026-11-13T12:00:00Z',
      offered: [],
    });
  });

  test.each([
    'preheader: |\n  Erste Zeile,\n  zweite\n',
    'preheader: >\n  Erste Zeile,\n  zweite\n',
    'preheader: "Erste Zeile,\\r\\n  zweite"\n',
  ])('is a preview line over several lines, which counts as one: %j', (line) => {
    expect(read(`---\n${front}${line}---\n`).preheader).toBe('Erste Zeile, zweite');
    expect(read(`---\n${front}${line}---\n`.replaceAll('\n', '\r\n')).preheader).toBe('Erste Zeile, zweite');
  });

  test('is an emptied list, question or letter', () => {
    const text = `---\n${front}question:\nposts:\nolderPosts: []\noffered:\n---`;
    expect(read(text)).toMatchObject({ question: null, posts: [], olderPosts: [], offered: [], letter: '' });
  });

  test('is a post without an id: its address tells which one it is', () => {
    const text = `---\n${front}posts:\n  - title: Brot\n    url: https://blog.example.org/brot/\n    date: 2026-11-18\n---\n`;
    expect(read(text).posts[0]).toEqual({
      id: 'https://blog.example.org/brot/',
      url: 'https://blog.example.org/brot/',
      title: 'Brot',
      date: '2026-11-18T12:00:00Z',
      excerpt: '',
      picture: null,
      minutes: null,
      reason: '',
    });
  });
});

describe('faults are named with their line and column:', () => {
  const draft = formatIssue(sampleIssue(), 'Kommentar');
  const lineOf = (text: string): number => draft.slice(0, draft.indexOf(text)).split('\n').length;

  test.each<[string, string, string, string]>([
    ['no front matter', 'Nur ein Brief.\n', '1:1', 'The front matter is missing'],
    ['front matter that never ends', draft.replace('\n---\n\n', '\n\n'), '1:1', 'does not end'],
    ['front matter behind a blank line', `\n${draft}`, '1:1', 'is missing'],
    ['a tab', draft.replace('\n  text:', '\n\ttext:'), '7:1', 'Not valid YAML'],
    ['an open quotation mark', draft.replace('subject: ', 'subject: "'), '', 'Not valid YAML'],
    ['no subject', draft.replace(/^subject:.*\n/m, ''), '3:1', '"subject" is missing'],
    ['an empty subject', draft.replace(/^subject:.*$/m, 'subject:'), '4:9', 'subject: expected a text'],
    ['a subject over two lines', draft.replace(/^subject:.*$/m, 'subject: "a\\nb"'), '4:10', 'on one line'],
    [
      'another week',
      draft.replace('week: 2026-W47', 'week: 2026-W46'),
      '3:7',
      'belongs to the week 2026-W47',
    ],
    ['no week at all', draft.replace('week: 2026-W47', 'week: 2026-W54'), '3:7', 'not a week'],
    ['a misspelled key', draft.replace('preheader:', 'preheder:'), '5:1', 'Did you mean "preheader"?'],
    [
      'a misspelled key of a post',
      draft.replace('    excerpt:', '    excert:'),
      `${lineOf('    excerpt:')}:5`,
      'Did you mean "excerpt"?',
    ],
    [
      'a post whose title was removed',
      draft.replace(/ {2}- title: "?Die Kunst.*\n {4}url/, '  - url'),
      `${lineOf('  - title:')}:5`,
      '"posts.0.title" is missing',
    ],
    [
      'a post whose address was removed',
      draft.replace(/ {4}url: https:\/\/blog.example.org\/die-kunst.*\n/, ''),
      `${lineOf('  - title:')}:5`,
      '"posts.0.url" is missing',
    ],
    [
      'an address of another kind',
      draft.replace('url: https:', 'url: javascript:'),
      `${lineOf('    url:')}:10`,
      'expected a full http(s) address',
    ],
    [
      'an impossible date',
      draft.replace(/date: .*/, 'date: 20.11.2026'),
      `${lineOf('    date:')}:11`,
      'not an instant',
    ],
    ['a key twice', draft.replace('preheader:', 'subject: x\npreheader:'), '5:1', 'Not valid YAML'],
    [
      'a list that is none',
      draft.replace(/^offered:.*$/m, 'offered: x'),
      `${lineOf('offered:')}:10`,
      'expected a list',
    ],
    ['a reference to nothing', draft.replace(/^subject:.*$/m, 'subject: *anna'), '4:10', 'leads nowhere'],
  ])('%s', (_, text, place, what) => {
    const error = refusal(() => read(text));
    expect(error.code).toBe('issue.invalid');
    expect(error.text.en).toContain(`\n  ${file}:${place}`);
    expect(error.text.en).toContain(what);
    expect(error.text.de).toContain(`\n  ${file}:${place}`);
    expect(error.text.de).not.toContain(what);
  });

  test('all at once', () => {
    const text = draft.replace(/^subject:.*\n/m, '').replace('url: https:', 'url: ftp:');
    expect(refusal(() => read(text)).text.en.split('\n')).toHaveLength(3);
  });

  test('with Windows line ends just the same', () => {
    const text = draft.replace(/^subject:.*$/m, 'subject:').replaceAll('\n', '\r\n');
    expect(refusal(() => read(text)).text.en).toContain(`${file}:4:9  subject: expected a text.`);
  });
});

test('whatever a hand does to it, it is read or refused, never a crash', () => {
  const draft = formatIssue(sampleIssue(), comment);
  const edits = fc.array(
    fc.tuple(
      fc.nat(draft.length),
      fc.nat(30),
      fc.oneof(awkward, fc.constantFrom('\n', '\t', '  ', '&a ', '*a', '? ', '<<: ', '!!binary ')),
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  fc.assert(
    fc.property(edits, (edits) => {
      const text = edits.reduce(
        (text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length),
        draft,
      );
      try {
        read(text);
      } catch {
        expect(refusal(() => read(text)).code).toBe('issue.invalid');
      }
    }),
    { numRuns: 200 },
  );
});

describe('adding posts to a draft', () => {
  const added: FeaturedPost = {
    id: 'posts/neu: #1.md',
    url: 'https://blog.example.org/neu/',
    title: 'Neu: „Brot“ # 1',
    date: '2026-11-21T08:00:00.000Z',
    excerpt: 'Zwei\nZeilen',
    picture: null,
    minutes: null,
    reason: 'neu',
  };
  const extended = (issue: Issue, posts: readonly FeaturedPost[]): Issue => ({
    ...issue,
    posts: [...issue.posts, ...posts],
    offered: [...issue.offered, ...posts.flatMap(({ id, url }) => [id, url])],
  });

  test('changes nothing else of it, whatever it holds, with either line end', () => {
    fc.assert(
      fc.property(
        issue,
        fc.array(featured, { maxLength: 2 }),
        fc.constantFrom('\n', '\r\n'),
        (issue, posts, lineEnd) => {
          const draft = formatIssue(issue, comment).replaceAll('\n', lineEnd);
          const longer = addPosts(draft, file, posts);
          expect(read(longer)).toEqual(extended(issue, posts));
          expect(longer.replaceAll(lineEnd, '')).not.toMatch(/[\r\n]/);
          expect(longer.slice(longer.indexOf(`${lineEnd}---${lineEnd}`))).toBe(
            draft.slice(draft.indexOf(`${lineEnd}---${lineEnd}`)),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each(['\n', '\r\n'])(
    'keeps the comments, the order and every word of the author (line end %j)',
    (lineEnd) => {
      const own = [
        '---',
        '# ganz oben',
        'offered: [posts/a.md]   # schon vorgeschlagen',
        'week: 2026-W47',
        '# der Betreff steht noch nicht fest',
        "subject: 'Brot''s Zeit'   # oder doch anders?",
        'since: 2026-11-13',
        '',
        'posts:',
        '  # dieser zuerst',
        '  - url: https://blog.example.org/a/',
        '    title: "A"   # kurz',
        '    date: 2026-11-18',
        '    excerpt: |',
        '      Zeile eins',
        '        eingerückt',
        '# ganz unten',
        '---',
        'Mein Brief.',
        '',
      ];
      const text = own.join(lineEnd);
      const longer = addPosts(text, file, [added]);
      const values = /Brot''s Zeit|kurz|Zeile eins|    eingerückt|2026-11-1\d|posts\/a\.md/g;
      expect(longer.match(values)).toEqual(text.match(values));
      const comments = /# [\p{L} ?]+/gu;
      expect(longer.match(comments)?.filter((found) => !found.includes('1'))).toEqual(text.match(comments));
      expect(longer.replaceAll(lineEnd, '')).not.toMatch(/[\r\n]/);
      expect(read(longer)).toEqual(extended(read(text), [added]));
      expect(longer.endsWith(`---${lineEnd}Mein Brief.${lineEnd}`)).toBe(true);
    },
  );

  test('to the emptied list of a quiet week writes them as every other list is written', () => {
    const draft = formatIssue(sampleIssue({ posts: [], offered: [] }), comment);
    const [post] = sampleIssue().posts;
    const expected = sampleIssue({ posts: post ? [post] : [], offered: post ? [post.id, post.url] : [] });
    expect(addPosts(draft, file, post ? [post] : [])).toBe(formatIssue(expected, comment));
  });

  test('keeps posts that the author commented out', () => {
    const draft =
      '---\nweek: 2026-W47\nsubject: x\nposts:\n  # - title: vielleicht später\nolderPosts:\nsince: 2026-11-13\n---\n';
    const longer = addPosts(draft, file, [added]);
    expect(longer).toContain('# - title: vielleicht später');
    expect(read(longer).posts).toEqual([added]);
  });

  test('leaves every other line as it is written, however a hand has written it', () => {
    const own = [
      '---',
      `subject:   "${'lang '.repeat(40)}"   # bleibt lang`,
      "week:  '2026-W47'",
      'since: 2026-11-13',
      'posts:',
      '    - { title: A, url: https://blog.example.org/a/, date: 2026-11-18 }   # kurz',
      '---',
      '',
    ].join('\n');
    const longer = addPosts(own, file, [added]).split('\n');
    expect(own.split('\n').filter((line) => !longer.includes(line))).toEqual([]);
    expect(longer).toContain('    - title: "Neu: „Brot“ # 1"');
  });

  test('to a draft that cannot be read is refused', () => {
    expect(refusal(() => addPosts('---\na: "\n---\n', file, [added])).code).toBe('issue.invalid');
    expect(refusal(() => addPosts('Brief', file, [added])).code).toBe('issue.invalid');
  });
});

describe('keys of an author’s own', () => {
  const text = (more: string, inPost = ''): string =>
    `---\nweek: 2026-W47\nsubject: S\n${more}posts:\n  - title: P\n    url: https://blog.example.org/p/\n    date: 2026-11-17\n${inPost}` +
    'since: 2026-11-14T09:00:00.000Z\n---\n\nHallo\n';

  test('are notes: they are read over, and stay when the program writes', () => {
    const noted = text('notiz: an Herbst denken # bald\n', '    stimmung: [ruhig, hell]\n');
    expect(read(noted)).toEqual(read(text('')));
    const added = addPosts(noted, file, sampleIssue().posts);
    expect(added).toContain('notiz: an Herbst denken # bald\n');
    expect(added).toContain('    stimmung: [ruhig, hell]\n');
  });

  test.each([
    ['qestion: { text: Ja? }\n', '', '„qestion“'],
    ['preheder: x\n', '', '„preheder“'],
    ['', '    titel: x\n', '„titel“'],
  ])('are refused where they look like a slip of the pen: %s%s', (more, inPost, named) => {
    expect(refusal(() => read(text(more, inPost))).text.de).toContain(`Unbekannte Einstellung ${named}`);
  });
});
