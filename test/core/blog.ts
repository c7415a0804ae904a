import type { Ingredients } from '../../src/core/composing/composeIssue.ts';
import type { Post } from '../../src/core/posts/post.ts';
import type { Prompt } from '../../src/core/composing/prompt.ts';
import { parseWeek } from '../../src/core/week.ts';
import type { Issue } from '../../src/core/issue.ts';
import { sampleConfig, sampleIssue } from '../support/sampleIssue.ts';

/** A post that appeared at an instant; its name makes id, title and address. */
export function post(name: string, publishedAt: string, changes: Partial<Post> = {}): Post {
  return {
    id: `posts/${name}.md`,
    url: `https://blog.example.org/${name}/`,
    title: name,
    publishedAt,
    excerpt: '',
    picture: null,
    tags: [],
    language: null,
    themes: [],
    words: 0,
    formerAddresses: [],
    wish: null,
    ...changes,
  };
}

/** A question; without anything else it fits every week alike. */
export function prompt(text: string, changes: Partial<Prompt> = {}): Prompt {
  return { text, sie: null, tags: [], season: null, on: [], ...changes };
}

/** What the letter of 2026-W47 is composed from: Friday evening, no post, one question, nothing before. */
export function ingredients(changes: Partial<Ingredients> = {}): Ingredients {
  return {
    week: parseWeek('2026-W47'),
    posts: [],
    past: [],
    until: new Date('2026-11-20T19:00:00Z'),
    prompts: { de: [prompt('Was trägt?')], en: [prompt('What holds?')] },
    config: sampleConfig(),
    ...changes,
  };
}

/** An earlier letter that featured these posts. */
export function pastIssue(
  week: string,
  posts: readonly Post[],
  changes: Partial<Issue> & { readonly older?: readonly Post[] } = {},
): Issue {
  const { older = [], ...rest } = changes;
  const asFeatured = (list: readonly Post[]): Issue['posts'] =>
    list.map(({ publishedAt, ...one }) => ({ ...one, date: publishedAt, minutes: null, reason: '' }));
  return sampleIssue({
    week: parseWeek(week),
    posts: asFeatured(posts),
    olderPosts: asFeatured(older),
    since: '2026-11-01T00:00:00Z',
    ...rest,
  });
}
