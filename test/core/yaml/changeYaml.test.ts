import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeInPlace } from '../../../src/core/yaml/changeInPlace.ts';
import { changeYaml } from '../../../src/core/yaml/changeYaml.ts';
import { changedValue, changesOfList, valueAt, type YamlChange } from '../../../src/core/yaml/yamlChange.ts';
import { readYaml } from '../../../src/core/yamlText.ts';

/** A line of a text that a hand has written, and the path of what it belongs to. */
interface Line {
  readonly of: string;
  readonly text: string;
}

const word = fc.constantFrom(
  'Brot',
  'Zeit',
  'über',
  '„Ja“',
  'ein Wort',
  'a: b',
  '# kein Kommentar',
  "Brot's",
  '5',
  'null',
  '{x}',
  '- y',
);
const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
/** One value in the ways a hand may write it, behind its key; further lines are indented as far as told. */
const styles: readonly ((value: string, indent: string) => readonly string[])[] = [
  (value) => [` ${JSON.stringify(value)}`],
  (value) => [`   '${value.replaceAll("'", "''")}'`],
  () => [' schlicht und einfach'],
  () => ['\tnach einem Tabulator   '],
  (value, indent) => [' |', `${indent}  ${value}`, '', `${indent}  und weiter`],
  (value, indent) => [' |2-', `${indent}    ${value}`, `${indent}  davor`],
  (value, indent) => [' >- # gefaltet', `${indent}    ${value}`, `${indent}    mehr`],
  (value, indent) => [
    ' "erst',
    `${indent}   dann \\`,
    `${indent}   zuletzt ${JSON.stringify(value).slice(1)}`,
  ],
  (_, indent) => [' lose über', `${indent}    zwei Zeilen`],
];
const remark = fc.constantFrom('# Notiz', '#ohne Abstand', '# oder: - x: y', '#');
const between = fc.array(fc.oneof(remark, fc.constant('')), { maxLength: 2 });

const scalarLines = (of: string, key: string, indent: string): fc.Arbitrary<readonly Line[]> =>
  fc.tuple(fc.constantFrom(...styles), text, fc.option(remark)).map(([style, value, behind]) => {
    const [first = '', ...more] = style(value, indent);
    const isOneLine = more.length === 0 && behind !== null;
    const lines = [`${key}:${first}${isOneLine ? ` ${behind}` : ''}`, ...more.map((line) => line)];
    return lines.map((line) => ({ of, text: line }));
  });

const indented = (lines: readonly Line[], dash: string): readonly Line[] =>
  lines.map((line, at) => ({ ...line, text: at === 0 ? dash + line.text : line.text }));

/** An item of a list: a group on lines of its own, or in braces. */
const itemLines = (at: number, indent: string): fc.Arbitrary<readonly Line[]> => {
  const of = `posts.${at}`;
  const inner = `${indent}  `;
  const keys = ['title', 'url', 'excerpt'].map((key) => scalarLines(`${of}.${key}`, key, inner));
  const block = fc
    .tuple(fc.tuple(...keys), fc.option(remark), fc.option(remark))
    .map(([fields, above, below]) => {
      const [first = [], ...others] = fields;
      return [
        ...(above === null ? [] : [{ of: `${of}.lead`, text: indent + above }]),
        ...indented(first, `${indent}- `),
        ...others.flatMap((lines) => indented(lines, inner)),
        ...(below === null ? [] : [{ of: `${of}.tail`, text: inner + below }]),
      ];
    });
  const flow = fc.tuple(text, fc.option(remark)).map(([title, behind]) => [
    {
      of,
      text: `${indent}- { title: ${JSON.stringify(title)}, url: u, excerpt: '' }${behind === null ? '' : ` ${behind}`}`,
    },
  ]);
  return fc.oneof({ weight: 3, arbitrary: block }, { weight: 1, arbitrary: flow });
};

const postsLines = fc
  .record({ count: fc.integer({ min: 0, max: 4 }), indent: fc.constantFrom('', '  ', '    ') })
  .chain(({ count, indent }) =>
    count === 0
      ? fc
          .constantFrom('posts:', 'posts: []', 'posts: null   # leer', 'posts:   # leer')
          .map((line) => [{ of: 'posts', text: line }])
      : fc
          .tuple(
            fc.tuple(...Array.from({ length: count }, (_, at) => itemLines(at, indent))),
            fc.array(fc.boolean()),
          )
          .map(([items, blanks]) => [
            { of: 'posts', text: 'posts:' },
            ...items.flatMap((item, at) => [
              ...(at > 0 && blanks[at] === true ? [{ of: 'gap', text: '' }] : []),
              ...item,
            ]),
          ]),
  );

const questionLines = fc
  .tuple(scalarLines('question.text', 'text', '    '), scalarLines('question.reason', 'reason', '    '))
  .map(([first, second]) => [
    { of: 'question', text: 'question:   # hm' },
    ...indented(first, '    '),
    ...indented(second, '    '),
  ]);
const offeredLines = fc
  .constantFrom(
    ['offered: [a, "b", c,]  # schon'],
    ['offered: [', '  a,', '  b', ']'],
    ['offered:', '- a', '- b'],
    ['offered: []'],
  )
  .map((lines) => lines.map((line) => ({ of: 'offered', text: line })));

/** A text as hands write it: keys in any order, each value in any style, with remarks and blank lines between. */
const documents = fc
  .tuple(
    fc.tuple(scalarLines('subject', 'subject', ''), questionLines, postsLines, offeredLines),
    fc.array(between, { minLength: 4, maxLength: 4 }),
    fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([parts, gaps, order, lineEnd]) => {
    const lines = order.flatMap((at) => [
      ...(gaps[at] ?? []).map((line) => ({ of: 'gap', text: line })),
      ...(parts[at] ?? []),
    ]);
    return { lines, source: lines.map((line) => line.text + lineEnd).join(''), lineEnd };
  })
  .filter(({ source }) => 'yaml' in readYaml(source.replaceAll('\r\n', '\n'), ''));

const at = fc.nat({ max: 3 });
const changes: fc.Arbitrary<YamlChange> = fc.oneof(
  fc.record({
    does: fc.constant('set' as const),
    path: fc.constantFrom(['subject'], ['question', 'text'], ['question', 'reason']),
    to: text,
  }),
  fc
    .tuple(at, fc.constantFrom('title', 'url', 'excerpt'), text)
    .map(([place, key, to]): YamlChange => ({ does: 'set', path: ['posts', place, key], to })),
  fc.record({
    does: fc.constant('set' as const),
    path: fc.constant(['preheader']),
    to: text,
    after: fc.constant('subject'),
  }),
  fc.record({ does: fc.constant('set' as const), path: fc.constant(['question']), to: fc.constant(null) }),
  fc.record({
    does: fc.constant('add' as const),
    path: fc.constantFrom(['posts'], ['offered'], ['waiting']),
    items: fc.array(fc.oneof(text, fc.record({ title: text, excerpt: text })), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
  fc.record({ does: fc.constant('drop' as const), path: fc.constantFrom(['posts'], ['offered']), at }),
  fc
    .tuple(fc.constantFrom(['posts'], ['offered']), at, at)
    .map(([path, from, to]): YamlChange => ({ does: 'move', path, from, to })),
);

const valueOf = (source: string): unknown => {
  const reading = readYaml(source.replaceAll('\r\n', '\n'), '');
  return 'yaml' in reading ? reading.yaml.value : undefined;
};
const isThere = (value: unknown, change: YamlChange): boolean => {
  if (change.does !== 'move' && change.does !== 'drop')
    return (
      change.path[0] !== 'posts' ||
      change.does === 'add' ||
      valueAt(value, change.path.slice(0, 2)) !== undefined
    );
  const list = valueAt(value, change.path);
  const most = Array.isArray(list) ? list.length : 0;
  return change.does === 'move' ? change.from < most && change.to < most : change.at < most;
};

/** The lines that a change has no business with. */
function othersThan(change: YamlChange, lines: readonly Line[]): readonly Line[] {
  const path = change.path.join('.');
  const owner = change.does === 'drop' ? `${path}.${change.at}` : path;
  const isOwn = ({ of }: Line): boolean => {
    if (change.does === 'set') {
      const isInBraces = change.path.length === 3 && of === change.path.slice(0, 2).join('.');
      return of === owner || of.startsWith(`${owner}.`) || isInBraces;
    }
    if (of === path) return true;
    return (
      change.does !== 'add' && (change.does === 'drop' ? of.startsWith(owner) : of.startsWith(`${path}.`))
    );
  };
  return lines.filter((line) => !isOwn(line));
}

function isSubsequence(some: readonly string[], all: readonly string[]): boolean {
  let next = 0;
  for (const one of all) if (one === some[next]) next += 1;
  return next === some.length;
}

test('a change leaves every other line byte for byte, keeps every comment, and says what was wanted', () => {
  fc.assert(
    fc.property(documents, changes, ({ lines, source, lineEnd }, change) => {
      fc.pre(isThere(valueOf(source), change));
      const after = changeYaml(source, [change]);
      if (after === undefined) throw new Error('refused');
      expect(valueOf(after)).toEqual(changedValue(valueOf(source), change));
      if (after === source) return;
      // Not by writing the whole text anew.
      expect(after).toBe(changeInPlace(source, change));
      const written = after.split(lineEnd).slice(0, -1);
      expect(
        isSubsequence(
          othersThan(change, lines).map((line) => line.text),
          written,
        ),
      ).toBe(true);
      if (change.does === 'move' && change.path[0] === 'posts')
        expect(written.toSorted()).toEqual(lines.map((line) => line.text).toSorted());
      expect(
        changeYaml(
          after,
          [change].filter(({ does }) => does === 'set'),
        ),
      ).toBe(after);
    }),
    { numRuns: 150 },
  );
});

test.each([
  ['blanks that stand further in than a text over several lines', 'a: >-\n  Ein Text\n    \n'],
  ['line ends that such a text keeps', 'a: |+\n  Ein Text\n\n\n'],
  ['both, in a list', "a:\n  -   b:  'x'\n      c: |\n        Text\n          \n"],
])('%s stay in it when something is written behind', (_, text) => {
  const source = `${text}z:   [ 1,2 ]   # Notiz\n`;
  const after = changeYaml(source, [{ does: 'set', path: ['neu'], to: 'x', after: 'a' }]);
  expect(after).toBe(`${text}neu: x\nz:   [ 1,2 ]   # Notiz\n`);
});

test('one change after the other, and all at once, come to the same', () => {
  fc.assert(
    fc.property(documents, fc.array(changes, { minLength: 2, maxLength: 4 }), ({ source }, several) => {
      const stepwise = several.reduce<string>((text, change) => changeYaml(text, [change]) ?? text, source);
      expect(valueOf(changeYaml(source, several) ?? '')).toEqual(valueOf(stepwise));
    }),
    { numRuns: 100 },
  );
});

test('a list becomes another one by as few changes as keep what was remarked on its items', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
  fc.assert(
    fc.property(names, names, (before, wanted) => {
      const value = changesOfList(['list'], before, wanted).reduce(changedValue, { list: before });
      expect(value).toEqual({ list: wanted });
    }),
  );
});

describe('texts whose pieces lean on one another are written anew, and say what was wanted:', () => {
  const set = (path: readonly string[], to: string): readonly YamlChange[] => [{ does: 'set', path, to }];

  test('a value that others point to changes alone', () => {
    const after = changeYaml('a: &x eins # Notiz\nb: *x\n', set(['a'], 'zwei')) ?? '';
    expect(valueOf(after)).toEqual({ a: 'zwei', b: 'eins' });
    expect(after).toContain('# Notiz');
  });

  test('a value that points elsewhere changes in its place', () => {
    expect(changeYaml('a:   &x eins\nb:   *x   # Notiz\n', set(['b'], 'zwei'))).toBe(
      'a:   &x eins\nb:   zwei   # Notiz\n',
    );
  });

  test('a tagged value and a key with a question mark', () => {
    expect(valueOf(changeYaml('a: !!str 5\n? b\n: eins\n', set(['b'], 'zwei')) ?? '')).toEqual({
      a: '5',
      b: 'zwei',
    });
  });
});

test('what cannot be read, or has no names, is left to a hand', () => {
  const change = { does: 'set', path: ['a'], to: 'x' } as const;
  expect(changeYaml('a: "\n', [change])).toBeUndefined();
  expect(changeYaml('- a\n', [change])).toBeUndefined();
});

describe('looks as a hand would write it:', () => {
  test.each<[string, string, YamlChange, string]>([
    [
      'an item in a list that is indented by four',
      'b:\n    - x\n',
      { does: 'add', path: ['a'], items: ['y'] },
      'b:\n    - x\na:\n    - y\n',
    ],
    ['a text keeps its quotation marks', "a: 'x'\n", { does: 'set', path: ['a'], to: 'y' }, "a: 'y'\n"],
    [
      'a text without any gets them where it needs them',
      'a: x\n',
      { does: 'set', path: ['a'], to: 'y: z' },
      'a: "y: z"\n',
    ],
    [
      'a text over several lines becomes one',
      'a: |  # Notiz\n  x\n  y\n\nb: 1\n',
      { does: 'set', path: ['a'], to: 'z' },
      'a: z # Notiz\n\nb: 1\n',
    ],
    [
      'the last item takes its comment along',
      'a:\n  # eins\n  - x\n  # zwei\n  - y\n',
      { does: 'move', path: ['a'], from: 1, to: 0 },
      'a:\n  # zwei\n  - y\n  # eins\n  - x\n',
    ],
    [
      'the last item leaves an empty list',
      'a: # oben\n  - x # eins\nb: 1\n',
      { does: 'drop', path: ['a'], at: 0 },
      'a: [] # oben\n  # eins\nb: 1\n',
    ],
    [
      'a text without a line end at its end',
      'b: 1\na:\n  - x',
      { does: 'add', path: ['a'], items: ['y'] },
      'b: 1\na:\n  - x\n  - y',
    ],
  ])('%s', (_, source, change, expected) => {
    expect(changeYaml(source, [change])).toBe(expected);
    expect(changeYaml(source.replaceAll('\n', '\r\n'), [change])).toBe(expected.replaceAll('\n', '\r\n'));
  });
});
