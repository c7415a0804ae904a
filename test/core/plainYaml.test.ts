import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readPlainYaml } from '../../src/core/plainYaml.ts';

test('reads the lines that nearly all front matter is made of', () => {
  const text =
    '# Kopf\ntitle: "Brot: und Zeit"\ndate: 2026-11-20 09:00:00 +0100\ntags: [Küche, \'a b\']\nlist:\n  - eins\n  - "zwei"\n' +
    'draft: false\nsummary:\nurl: https://x.example/a:b\n';
  expect(readPlainYaml(text)).toEqual({
    title: 'Brot: und Zeit',
    date: '2026-11-20 09:00:00 +0100',
    tags: ['Küche', 'a b'],
    list: ['eins', 'zwei'],
    draft: false,
    summary: null,
    url: 'https://x.example/a:b',
  });
});

test.each([
  'a: &x b',
  'a: 1',
  'a: |\n  b',
  'a: {b: c}',
  'a:\n  b: c',
  'a: b\n  c',
  'a: b # c',
  'a: "b\\n"',
  'a: b\na: c',
  '- a',
])('leaves what needs a real parser to that: %j', (text) => expect(readPlainYaml(text)).toBeUndefined());

test('whatever it reads, YAML reads the same', () => {
  const signs = [
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
  const piece = fc.constantFrom(...signs, ...values, ...others, ...starts);
  let read = 0;
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 14 }), (pieces) => {
      const text = `k: ${pieces.join('')}\n`;
      const plain = readPlainYaml(text);
      if (plain === undefined) return;
      read += 1;
      expect(plain).toEqual(parse(text));
    }),
    { numRuns: 6000 },
  );
  expect(read).toBeGreaterThan(100);
});

test.each(['null', 'Null', 'True', 'no', 'Y'])(
  'a key that YAML may take for a value is left to it: %s',
  (key) => {
    expect(readPlainYaml(`k: a\n${key}: b\n`)).toBeUndefined();
  },
);
