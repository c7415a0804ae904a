import { describe, expect, test } from 'vitest';
import { formatIssue } from '../../../src/core/issueFile.ts';
import { draftFaults, futureFaults } from '../../../src/core/posts/postFaults.ts';
import { sampleIssue } from '../../support/sampleIssue.ts';
import { post } from '../blog.ts';

const now = new Date('2026-11-20T19:00:00Z');

describe('a post dated in the future', () => {
  test('is a fault from an hour ahead on, since clocks differ (R60)', () => {
    const posts = [post('jetzt', '2026-11-20T20:00:00Z'), post('bald', '2026-11-20T20:00:01Z')];
    expect(futureFaults(posts, now).map(({ where }) => where)).toEqual(['posts/bald.md']);
  });

  test('is told with its date and what to do', () => {
    const [fault] = futureFaults([post('bald', '2027-01-01T00:00:00Z')], now);
    expect(fault?.what.de).toBe('„bald“ trägt ein Datum in der Zukunft: 2027-01-01T00:00:00Z.');
    expect(fault?.hint.en).toContain('draft: true');
  });
});

describe('a post of the draft that is no longer there', () => {
  const draft = sampleIssue();
  const text = formatIssue(draft, 'Kommentar');
  const all = [...draft.posts, ...draft.olderPosts].map(({ id, date }) => ({ ...post(id, date), id }));
  const faultsOf = (posts = all, source = 'posts'): readonly string[] =>
    draftFaults(draft, text, 'issue.md', posts, [{ name: source }]).map(({ where }) => where);

  test('is no fault while all are there', () => {
    expect(faultsOf()).toEqual([]);
  });

  test('is named with the line of the draft it stands in, new or older', () => {
    const lineOf = (id: string | undefined): number =>
      text.split('\n').findIndex((line) => line.endsWith(`id: ${id}`)) + 1;
    expect(faultsOf(all.slice(1, -1))).toEqual([
      `issue.md:${lineOf(all[0]?.id)}`,
      `issue.md:${lineOf(all.at(-1)?.id)}`,
    ]);
  });

  test('is no fault where it came from a feed, which may forget old posts', () => {
    expect(faultsOf([], 'https://blog.example.org/feed/')).toEqual([]);
  });

  test('is named without a line where YAML had to write its name otherwise', () => {
    const odd = { ...draft.posts[0], id: 'posts/"brot".md' };
    const issue = sampleIssue({
      posts: draft.posts.slice(0, 1).map((one) => ({ ...one, ...odd })),
      olderPosts: [],
    });
    const written = formatIssue(issue, 'Kommentar').replace(
      /id: .*brot.*/,
      String.raw`id: "posts/\"brot\".md"`,
    );
    const faults = draftFaults(issue, written, 'issue.md', [], [{ name: 'posts' }]);
    expect(faults.map(({ where }) => where)).toEqual(['issue.md']);
  });
});

test.each([
  ['https://blog.example.org', 'https://blog.example.org/hallo'],
  ['https://blog.example.org', 'https://blog.example.org/hallo.md'],
  ['posts', 'posts/12'],
  ['.', 'https://blog.example.org/hallo.md'],
  ['.', 'tag:blog.example.org,2026:12'],
])('of a source %s, a post %s is no file that could be brought back', (name, id) => {
  const sample = sampleIssue();
  const posts = sample.posts.slice(0, 1).map((one) => ({ ...one, id }));
  const draft = sampleIssue({ posts, olderPosts: [] });
  expect(draftFaults(draft, '', 'issue.md', [], [{ name }])).toEqual([]);
  const files = posts.map((one) => ({ ...one, id: `${name === '.' ? 'texte' : name}/brot.md` }));
  const ofFiles = sampleIssue({ posts: files, olderPosts: [] });
  expect(draftFaults(ofFiles, '', 'issue.md', [], [{ name }])).toHaveLength(name.startsWith('https') ? 0 : 1);
});
