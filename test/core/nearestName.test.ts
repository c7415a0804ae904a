import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestName } from '../../src/core/nearestName.ts';

const known = [
  'title',
  'locale',
  'address',
  'from',
  'replyTo',
  'baseUrl',
  'sources',
  'maxPosts',
  'olderPosts',
];

test.each([
  ['adress', 'address'],
  ['Title', 'title'],
  ['reply_to', 'replyTo'],
  ['maxPost', 'maxPosts'],
  ['source', 'sources'],
])('%s means %s', (name, meant) => {
  expect(nearestName(name, known)).toBe(meant);
});

test.each(['xylophone', 'q', 'unrelated'])('%s means none of them', (name) => {
  expect(nearestName(name, ['baseUrl', 'sources'])).toBeUndefined();
});

test('a known name with one letter changed, added or left out is found again', () => {
  const at = fc.nat(20);
  fc.assert(
    fc.property(
      fc.constantFrom(...known),
      at,
      fc.constantFrom('', 'x'),
      fc.boolean(),
      (name, at, put, isInserted) => {
        const position = at % name.length;
        const typo = name.slice(0, position) + put + name.slice(position + (isInserted ? 0 : 1));
        expect(nearestName(typo, known)).toBe(name);
      },
    ),
  );
});

test('of two equally near names the same one is always proposed', () => {
  expect(nearestName('tab', ['tag', 'tap'])).toBe(nearestName('tab', ['tap', 'tag']));
});

test('without known names there is none', () => {
  expect(nearestName('title', [])).toBeUndefined();
});
