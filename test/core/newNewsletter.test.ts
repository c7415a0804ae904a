import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdownPost } from '../../src/core/posts/markdownPost.ts';
import { newNewsletterFiles, placeholderAnswers, type Answers } from '../../src/core/newNewsletter.ts';
import { readConfig } from '../../src/core/readConfig.ts';
import { requireSendable } from '../../src/core/readiness.ts';
import { readSecrets } from '../../src/core/secret.ts';
import { readSubscribers } from '../../src/core/list/subscriberFile.ts';
import { secret } from '../support/newsletter.ts';
import { refusal } from './refusal.ts';

const now = new Date('2026-11-20T19:00:00Z');
const fileOf = (answers: Answers, name: string): string =>
  newNewsletterFiles(answers, secret, now)[name] ?? '';

test('whatever the author answers, the settings say the same', () => {
  const line = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '"',
          "'",
          ': ',
          ' #',
          '{',
          '}',
          ', ',
          '- ',
          '\\',
          '🎉',
          'Ü',
          '---',
          '|',
          '%',
          '&a',
          '*',
        ),
        fc.string({ unit: 'grapheme', maxLength: 5 }),
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((parts) =>
      parts
        .join('')
        .replaceAll(/[\p{C}\u2028\u2029]/gu, '')
        .trim(),
    )
    .filter((text) => text !== '');
  const answers: fc.Arbitrary<Answers> = fc.record({
    title: line,
    locale: fc.constantFrom('de', 'en'),
    address: fc.constantFrom('du', 'sie'),
    senderName: line,
    senderAddress: fc.constantFrom('brief@example.org', "o'neill+brief@example.org", 'jürgen@example.org'),
    feed: fc.option(fc.webUrl()),
    baseUrl: fc.webUrl(),
    imprint: fc
      .array(fc.oneof(line, fc.constantFrom('', '  eingerückt')), { maxLength: 4 })
      .map((parts) => parts.join('\n')),
  });
  fc.assert(
    fc.property(answers, (answers) => {
      const config = readConfig(fileOf(answers, 'newsletter.yaml'));
      expect(config).toMatchObject({
        title: answers.title,
        locale: answers.locale,
        address: answers.address,
        from: { name: answers.senderName, address: answers.senderAddress },
        replyTo: answers.senderAddress,
        baseUrl: new URL(answers.baseUrl).href.replace(/\/+$/, ''),
      });
      expect(config.imprint).toBe(answers.imprint.trim());
      expect(config.sources).toMatchObject([
        answers.feed === null ? { folder: 'posts' } : { feed: answers.feed },
      ]);
    }),
    { numRuns: 100 },
  );
});

describe.each(['de', 'en'] as const)('a newsletter without answers (%s)', (locale) => {
  const answers = placeholderAnswers(locale, null);
  const files = newNewsletterFiles(answers, secret, now);

  test('has a first post without a fault, which stays at home until it is finished', () => {
    const path = Object.keys(files).find((name) => name.startsWith('posts/')) ?? '';
    expect(path).toMatch(/^posts\/2026-11-20-[a-z-]+\.md$/);
    const file = { path, pathInFolder: path.slice('posts/'.length), text: files[path] ?? '' };
    const { sources } = readConfig(files['newsletter.yaml'] ?? '');
    const [source] = sources;
    const blogUrl = source && 'url' in source ? source.url : undefined;
    const list = markdownPost(file, { blogUrl, timeZone: 'Europe/Berlin', language: locale });
    expect(list).toEqual({ posts: [], faults: [] });
    const finished = { ...file, text: file.text.replace('draft: true\n', '') };
    expect(markdownPost(finished, { blogUrl, timeZone: 'Europe/Berlin', language: locale })).toMatchObject({
      posts: [{ publishedAt: '2026-11-20T19:00:00Z' }],
      faults: [],
    });
  });

  test('cannot be sent before the placeholders are filled in', () => {
    const config = readConfig(files['newsletter.yaml'] ?? '');
    const error = refusal(() => requireSendable(config, { isLoopback: true }));
    expect(error.text.en).toMatch(/from\.name[^]*from\.address[^]*replyTo[^]*imprint/);
    expect(refusal(() => requireSendable(config, { isLoopback: false })).text.en).toContain('baseUrl');
  });

  test('has an empty list and a secret that signs', () => {
    expect(readSubscribers(files['subscribers.json'] ?? '')).toEqual({
      revision: 0,
      subscribers: [],
      suppressions: [],
    });
    const value = /^NEWSLETTER_SECRET=(.*)$/m.exec(files['.env'] ?? '')?.[1];
    expect(readSecrets(value)).toEqual([secret]);
  });
});

test('people and secrets stay out of git, and the secret stands in .env alone (R39)', () => {
  const files = newNewsletterFiles(placeholderAnswers('de', null), secret, now);
  const ignored = files['.gitignore']?.split('\n') ?? [];
  expect(ignored).toEqual(
    expect.arrayContaining(['.env', 'subscribers.json', 'issues/*/ledger.jsonl', 'issues/*/outbox/']),
  );
  const holding = Object.entries(files).filter(([, text]) => text.includes(secret));
  expect(holding.map(([name]) => name)).toEqual(['.env']);
});

test('with a feed there is no first post', () => {
  const files = newNewsletterFiles(placeholderAnswers('de', 'https://johanna.de/feed/'), secret, now);
  expect(Object.keys(files).some((name) => name.startsWith('posts/'))).toBe(false);
});
