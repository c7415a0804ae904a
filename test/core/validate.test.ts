import { expect, test } from 'vitest';
import * as z from 'zod';
import { validate } from '../../src/core/validate.ts';
import { readYaml } from '../../src/core/yamlText.ts';

const feed = z.strictObject({ feed: z.string(), allowPrivate: z.boolean().optional() });
const folder = z.strictObject({ folder: z.string(), url: z.string().optional() });
const schema = z.strictObject({ sources: z.array(z.union([z.string(), feed, folder])) });

function faultsIn(yaml: string): readonly string[] {
  const reading = readYaml(yaml, 'x.yaml');
  if ('faults' in reading) throw new Error('no YAML');
  const result = validate(schema, reading.yaml);
  return 'faults' in result
    ? result.faults.map(({ where, what, hint }) => [where, what.en, hint?.en].filter(Boolean).join(' '))
    : [];
}

test('a right text becomes its value', () => {
  expect(faultsIn('sources: [a, { feed: b }, { folder: c, url: d }]')).toEqual([]);
});

test.each([
  ['a text of the wrong kind', 'sources:\n  - 5\n', 'x.yaml:2:5 sources.0: expected a text.'],
  ['a wrong value in a group', 'sources:\n  - feed: 5\n', 'x.yaml:2:11 sources.0.feed: expected a text.'],
  [
    'a misspelled key',
    'sources:\n  - feed: a\n    alowPrivate: true\n',
    'x.yaml:3:5 Unknown setting "alowPrivate". Did you mean "allowPrivate"?',
  ],
  ['a missing key', 'sources:\n  - url: a\n', 'x.yaml:2:5 "sources.0.folder" is missing.'],
])('where several shapes are possible, %s is judged by the one that was meant', (_, yaml, fault) => {
  expect(faultsIn(yaml)).toEqual([fault]);
});

test('only keys that fit beside the others are proposed', () => {
  expect(faultsIn('sources:\n  - folder: a\n    alowPrivate: true\n')).toEqual([
    'x.yaml:3:5 Unknown setting "alowPrivate". Possible are: folder, url.',
  ]);
});
