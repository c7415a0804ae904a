import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFrontMatter } from '../../src/core/frontMatter.ts';

test('splits a file at its front matter', () => {
  const reading = parseFrontMatter('---\ntitle: Brot\n---\n\nEin Text.\n---\nRest\n', 'posts/x.md');
  if (!reading.ok) throw new Error('refused');
  expect(reading.yaml.value).toEqual({ title: 'Brot' });
  expect(reading.body).toBe('\nEin Text.\n---\nRest\n');
});

test('a byte order mark, CRLF and spaces behind the dashes change nothing', () => {
  const reading = parseFrontMatter('\uFEFF--- \r\ntitle: Brot\r\ndate: x\r\n---\t\r\nText\r\n', 'x.md');
  if (!reading.ok) throw new Error('refused');
  expect(reading.yaml.value).toEqual({ title: 'Brot', date: 'x' });
  expect(reading.yaml.locate(['date'])).toBe('x.md:3:7');
  expect(reading.body).toBe('Text\n');
});

test('tells where each value and key stands in the whole file', () => {
  const reading = parseFrontMatter(
    '---\ntitle: Brot\nimage:\n  src: a.jpg\ntags: [eins, zwei]\n---\n',
    'x.md',
  );
  if (!reading.ok) throw new Error('refused');
  expect(reading.yaml.locate(['title'])).toBe('x.md:2:8');
  expect(reading.yaml.locate(['image', 'src'])).toBe('x.md:4:8');
  expect(reading.yaml.locate(['tags', 1])).toBe('x.md:5:14');
  expect(reading.yaml.locateKey(['tags'])).toBe('x.md:5:1');
});

test.each([
  ['title: "Brot\n---\n', 'no second fence hides in quotes'],
  ['title: Brot: und Zeit\n---\n', 'a colon in a text'],
  ['\ttitle: x\n---\n', 'a tab'],
  ['title: a\ntitle: b\n---\n', 'a key twice'],
])('broken YAML is refused with its place: %j', (text) => {
  const reading = parseFrontMatter(`---\n${text}`, 'x.md');
  expect(reading.ok).toBe(false);
  if (!reading.ok) expect(reading.faults[0]?.where).toMatch(/^x\.md:[234]:\d+$/);
});

test('the place of broken YAML is exact', () => {
  const reading = parseFrontMatter('---\ntitle: a\nlang: de\ntitle: b\n---\n', 'x.md');
  expect(reading.ok ? [] : reading.faults.map(({ where }) => where)).toEqual(['x.md:4:1']);
});

test.each([
  ['', 'missing'],
  ['# Brot\n', 'missing'],
  [' ---\ntitle: x\n---\n', 'missing'],
  ['---\ntitle: Brot\n\nText\n', 'does not end'],
  ['---\n- eins\n---\n', 'not a list of'],
  ['---\n---\n', 'not a list of'],
])('%j is refused in both languages', (text, reason) => {
  const reading = parseFrontMatter(text, 'x.md');
  if (reading.ok) throw new Error('accepted');
  expect(reading.faults[0]?.what.en).toContain(reason);
  expect(reading.faults[0]?.what.de).not.toBe('');
  expect(reading.faults[0]?.where).toMatch(/^x\.md:\d+:\d+$/);
});

test('JavaScript front matter is never executed', () => {
  expect(parseFrontMatter('---js\n{ title: process.exit(1) }\n---\n', 'x.md').ok).toBe(false);
});

test('aliases cannot grow without bound', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const pair of ['b a', 'c b', 'd c', 'e d', 'f e', 'g f', 'h g']) {
    const [name, of] = pair.split(' ');
    bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(',')}]`);
  }
  expect(parseFrontMatter(`---\n${bomb.join('\n')}\n---\n`, 'x.md').ok).toBe(false);
});

test('no text makes it throw, and bodies come back as they are', () => {
  const piece = fc.constantFrom(
    '---',
    '\n',
    'title: x',
    '- ',
    '"',
    ':',
    ' ',
    '\t',
    '&a',
    '*a',
    '{',
    '!!js ',
    '\uFEFF',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.string(), (pieces, body) => {
      parseFrontMatter(pieces.join(''), 'x.md');
      const reading = parseFrontMatter(`---\ntitle: x\n---\n${body}`, 'x.md');
      expect(reading.ok && reading.body).toBe(body.replaceAll('\r\n', '\n'));
    }),
  );
});
