import { expect, test } from 'vitest';
import { withOlder, type Verdict } from '../../../src/core/composing/verdict.ts';
import { post } from '../blog.ts';

const verdictOn = (name: string, is: Verdict['is']): Verdict => ({
  post: post(name, '2026-11-18T08:00:00Z'),
  is,
  reason: { de: 'Grund', en: 'reason' },
});
const verdicts = [verdictOn('a', 'new'), verdictOn('b', 'out'), verdictOn('c', 'out')];

test('older posts of the letter are named so, with the reason the letter gives', () => {
  const older = ['a', 'b'].map((name) => ({ id: `posts/${name}.md`, reason: 'heute vor einem Jahr' }));
  expect(withOlder(verdicts, older).map(({ is, reason }) => [is, reason.de])).toEqual([
    ['new', 'Grund'],
    ['older', 'heute vor einem Jahr'],
    ['out', 'Grund'],
  ]);
});
