import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Document, parse } from 'yaml';
import { formatIssue } from '../../src/core/issueFile.ts';
import { parseFrontMatter, splitFrontMatter } from '../../src/core/frontMatter.ts';
import { readUsualYaml } from '../../src/core/usualYaml.ts';
import { readYaml } from '../../src/core/yamlText.ts';
import { sampleIssue } from '../support/sampleIssue.ts';

const long = 'Ein „langer“ Text: mit Vertrauen, Geduld und "Zitaten", der über mehr als eine Zeile geht. ';
const issue = sampleIssue();
const draft = formatIssue(
  {
    ...issue,
    question: { text: `${long}${long}`, reason: `it's ${long}` },
    olderPosts: issue.olderPosts.map((post) => ({
      ...post,
      excerpt: long.replaceAll(/[:"]/g, '').repeat(3),
    })),
    waiting: ['https://blog.example.org/wartet/'],
  },
  'Alles hier darf sich ändern.',
  { subjects: ['Ein anderer Betreff'], preheaders: ['Eine andere Zeile'] },
);

test('a draft as it was written is read without a YAML parser, and says the same (P11)', () => {
  const split = splitFrontMatter(draft);
  const reading = parseFrontMatter(draft, 'issue.md');
  const value = typeof split === 'string' ? undefined : readUsualYaml(split.front);
  expect(value).toBeDefined();
  expect(value).toEqual(reading.ok ? reading.front : undefined);
});

test('reads the lines that nearly all front matter of posts is made of', () => {
  const text =
    '# Kopf\ntitle: "Brot: und Zeit"\ndate: 2026-11-20 09:00:00 +0100\ntags: [Küche, \'a b\']\nlist:\n  - eins\n  - "zwei"\n' +
    'beside:\n- eins\n- 2\ndraft: false\nsummary:\nurl: https://x.example/a:b\n';
  expect(readUsualYaml(text)).toEqual({
    title: 'Brot: und Zeit',
    date: '2026-11-20 09:00:00 +0100',
    tags: ['Küche', 'a b'],
    list: ['eins', 'zwei'],
    beside: ['eins', 2],
    draft: false,
    summary: null,
    url: 'https://x.example/a:b',
  });
});

test.each(['null', 'Null', 'True', 'no', 'Y'])(
  'a key that YAML may take for a value is left to it: %s',
  (key) => {
    expect(readUsualYaml(`k: a\n${key}: b\n`)).toBeUndefined();
  },
);

test.each([
  '',
  'a: &x b',
  'a: *x',
  'a: 1.5',
  'a: True',
  'a: [b, ]',
  'a: ["b, c"]',
  'a: [b: c]',
  'a: [b]\n  c',
  'a: [[b]]',
  'a:\n- b\n  - c: d',
  'a: |\n  b',
  'a: >-\n  b',
  'a: {b: c}',
  'a:\n  b c',
  'a: b # c',
  'a: b\n  c: d',
  'a: b\n\n  c',
  'a: "b\\n"',
  'a: "b" c',
  'a: "b',
  'a: b\na: c',
  'a:\n  - - b',
  'null: a',
  'a:\tb',
  '- a',
  ' a: b',
  'a: b\n...',
])('leaves what needs a real parser to that: %j', (text) => expect(readUsualYaml(text)).toBeUndefined());

/** Groups in groups. */
const nested = (levels: number): string =>
  Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('');

test('leaves names that are too long, and groups that are too deep, to the parser, which refuses them', () => {
  for (const text of [`${'a'.repeat(1025)}: b`, nested(101), nested(3000)]) {
    expect(readUsualYaml(text)).toBeUndefined();
    expect(readYaml(text, 'issue.md')).toHaveProperty('faults');
  }
});

const signs =
  "a|b|ab:|a: |title: |: |:| |  |\n|\n\n|\n  |\n    |- |  - |-|\"|'|''|\\\"|\\\\|\\|[]|[|,|#| #|&|null|true|~|12|007|1.5|2026-11-20|+1|.5|\u00A0|%|@|?|? |---|...|null: |<<: ".split(
    '|',
  );
const soup = fc.array(fc.constantFrom(...signs), { maxLength: 14 }).map((parts) => parts.join(''));
const started = soup.map((text) => `a: ${text}`);
const bruised = fc
  .tuple(fc.nat(draft.indexOf('\n---\n') - 4), fc.nat(3), fc.constantFrom('', ...signs))
  .map(
    ([at, gone, put]) =>
      draft.slice(4, 4 + at) + put + draft.slice(4 + at + gone, draft.indexOf('\n---\n') + 1),
  );
const word = fc.oneof(
  fc.constantFrom(...signs, ...long.split(' ')),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const said = fc.array(word, { maxLength: 40 }).map((words) => words.join(' '));
const names = fc.constantFrom('title', 'url', 'reason', 'constructor', 'toString');
const written = fc
  .dictionary(
    names,
    fc.oneof(
      said,
      fc.nat(),
      fc.constant(null),
      fc.array(said, { maxLength: 3 }),
      fc.array(fc.dictionary(names, said, { minKeys: 1 }), { maxLength: 3 }),
    ),
  )
  .map((value) => new Document(value).toString({ lineWidth: 100 }));

/** Front matter of posts, as odd as it comes. */
function posts(): fc.Arbitrary<string> {
  const marks = [
    'a',
    'b',
    'title',
    ':',
    ': ',
    ' ',
    '\n',
    '- ',
    '  - ',
    '"',
    "'",
    '[',
    ']',
    ',',
    '#',
    ' #',
    '&',
    '*',
  ];
  const values = [
    'null',
    'true',
    'False',
    '12',
    '1.5',
    '0x1',
    '.inf',
    '2026-11-20',
    'T09:00:00Z',
    'https://x',
    'ä',
  ];
  const others = [
    '!',
    '|',
    '>',
    '{',
    '}',
    '%',
    '@',
    '`',
    '~',
    '---',
    '...',
    '\t',
    '?',
    '? ',
    '-',
    '=',
    '<<',
    '\\',
  ];
  const starts = ['\n\n', '\na: ', '\nb:\n- ', '\nc: [', '\u00A0'];
  const piece = fc.constantFrom(...marks, ...values, ...others, ...starts);
  return fc.array(piece, { minLength: 1, maxLength: 14 }).map((pieces) => `k: ${pieces.join('')}\n`);
}

test('whatever it reads of a post, the parser reads the same', () => {
  let read = 0;
  fc.assert(
    fc.property(posts(), (text) => {
      const value = readUsualYaml(text);
      if (value === undefined) return;
      read += 1;
      expect(value).toEqual(parse(text));
    }),
    { numRuns: 6000 },
  );
  expect(read).toBeGreaterThan(100);
});

test('whatever it reads, the parser reads the same', () => {
  fc.assert(
    fc.property(fc.oneof(soup, started, bruised, written), (text) => {
      const value = readUsualYaml(text);
      if (value === undefined) return;
      const reading = readYaml(text, 'issue.md');
      expect('yaml' in reading ? reading.yaml.value : reading.faults).toEqual(value);
    }),
    { numRuns: 600 },
  );
});
