import { expect, test } from 'vitest';
import { requireReachablePosts, requireSendable } from '../../src/core/readiness.ts';
import { sampleConfig, sampleIssue } from '../support/sampleIssue.ts';
import { refusal } from './refusal.ts';

const ready = {
  from: { name: 'Johanna', address: 'brief@johanna.de' },
  baseUrl: 'https://brief.johanna.de',
};
const faultsOf = (changes: Record<string, unknown>, isLoopback = false): readonly string[] => {
  const error = refusal(() => requireSendable(sampleConfig({ ...ready, ...changes }), { isLoopback }));
  expect(error.code).toBe('config.incomplete');
  expect(error.text.de).not.toBe(error.text.en);
  return error.text.en
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split('  ')[0] ?? '');
};

test('complete settings may send', () => {
  expect(() => requireSendable(sampleConfig(ready), { isLoopback: false })).not.toThrow();
});

test('without an imprint nothing leaves, not even on this machine (R64)', () => {
  expect(faultsOf({ imprint: '' })).toEqual(['imprint']);
  expect(faultsOf({ imprint: ' \n ' }, true)).toEqual(['imprint']);
});

test('placeholders do not leave, in either language and wherever they stand', () => {
  expect(faultsOf({ title: 'PLEASE FILL IN', imprint: 'Bitte eintragen: Name' }, true)).toEqual([
    'title',
    'imprint',
  ]);
  expect(faultsOf({ replyTo: 'bitte-eintragen@johanna.de' })).toEqual(['replyTo']);
});

test('addresses nobody can reach do not leave this machine, each named once', () => {
  expect(
    faultsOf({
      from: { name: 'Johanna', address: 'bitte-eintragen@example.org' },
      replyTo: 'brief@mail.example.com',
      baseUrl: 'https://brief.example',
      sources: [{ folder: 'posts', url: 'https://blog.example.org' }, { feed: 'https://johanna.de/feed/' }],
    }),
  ).toEqual(['from.address', 'replyTo', 'baseUrl', 'sources.0.url']);
});

test.each(['http://127.0.0.1:8025', 'http://[::1]:8025', 'http://localhost:8025'])(
  'no reader’s link leads to the author’s machine, as %s does; whoever tries the pages out there may have such links',
  (baseUrl) => {
    expect(faultsOf({ baseUrl })).toEqual(['baseUrl']);
    const config = sampleConfig({ ...ready, baseUrl });
    expect(() => requireSendable(config, { isLoopback: false, isTrial: true })).not.toThrow();
  },
);

test('on this machine the example addresses are fine', () => {
  expect(() => requireSendable(sampleConfig(), { isLoopback: true })).not.toThrow();
});

test('a domain that only ends alike is a real one', () => {
  const from = { name: 'Johanna', address: 'brief@myexample.org' };
  expect(() => requireSendable(sampleConfig({ ...ready, from }), { isLoopback: false })).not.toThrow();
});

test('posts at example domains do not leave this machine, nor do their pictures', () => {
  const issue = sampleIssue();
  const elsewhere = (url: string): string => url.replace('blog.example.org', 'blog.johanna.de');
  const real = {
    ...issue,
    olderPosts: [],
    posts: issue.posts.map((post) => ({ ...post, url: elsewhere(post.url), picture: null })),
  };
  const check = (posts: typeof issue | typeof real, isLoopback: boolean) => () =>
    requireReachablePosts(posts, 'issue.md', { isLoopback });
  expect(check(issue, true)).not.toThrow();
  expect(check(real, false)).not.toThrow();
  const error = refusal(check(issue, false));
  expect(error.code).toBe('config.incomplete');
  for (const { title } of [...issue.posts, ...issue.olderPosts])
    expect(error.text.de).toContain(`„${title}“`);
  const picture = { url: 'https://blog.example.org/a.jpg', alt: '' };
  const pictured = { ...real, posts: real.posts.map((post) => ({ ...post, picture })) };
  expect(refusal(check(pictured, false)).text.en).toContain(picture.url);
});
