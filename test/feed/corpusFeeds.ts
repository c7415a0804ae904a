import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { feedPosts } from '../../src/core/posts/feedPosts.ts';
import type { Picture, Post, PostList } from '../../src/core/posts/post.ts';
import { decodeFeed } from '../../src/feed/decode.ts';
import { readingOf } from '../../src/feed/parseFeed.ts';
import { parseText } from '../../src/feed/parseText.mjs';

const folder = join(import.meta.dirname, '..', 'feeds');

/** Where the corpus pretends its feeds were found. */
const corpusAddress = 'https://blog.example.org/feed/';

interface ExpectedPost {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly publishedAt: string;
  readonly excerpt?: string;
  readonly picture?: Picture;
  readonly tags?: readonly string[];
  readonly language?: string;
  readonly words?: number;
}

/** What a feed of the corpus has to become, thought out by hand. */
export interface Expectation {
  readonly contentType?: string;
  readonly finalAddress?: string;
  readonly posts?: readonly ExpectedPost[];
  readonly faults?: readonly string[];
  readonly refused?: string;
}

/** A feed of the corpus: one trap each. */
export interface CorpusFeed {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly expected: Expectation;
}

/** All feeds of `test/feeds`, by name. */
export function corpusFeeds(): readonly CorpusFeed[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const file = readdirSync(join(folder, name)).find((entry) => entry.startsWith('feed.')) ?? 'feed.xml';
      const expected: unknown = JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8'));
      if (!isExpectation(expected)) throw new Error(`${name} expects nothing.`);
      return { name, bytes: readFileSync(join(folder, name, file)), expected };
    });
}

/** Its finer shape is checked by every comparison with a reading. */
function isExpectation(value: unknown): value is Expectation {
  return typeof value === 'object' && value !== null && ('posts' in value || 'refused' in value);
}

/** The whole way from bytes to posts, without the network and without the worker; or why it is no feed. */
export function readInProcess(
  bytes: Uint8Array,
  origin: { readonly contentType?: string; readonly finalAddress?: string } = {},
): PostList | string {
  const reading = readingOf(parseText(decodeFeed(bytes, origin.contentType)));
  if (!reading.ok) return reading.kind;
  return feedPosts(reading.feed, {
    address: corpusAddress,
    timeZone: 'Europe/Berlin',
    ...(origin.finalAddress === undefined ? {} : { finalAddress: origin.finalAddress }),
  });
}

/** A post as the corpus writes it: what is empty is left out. */
export function asExpected(post: Post, expectsWords: boolean): ExpectedPost {
  const { id, url, title, publishedAt, excerpt, picture, tags, language, words } = post;
  return {
    id,
    url,
    title,
    publishedAt,
    ...(excerpt === '' ? {} : { excerpt }),
    ...(picture === null ? {} : { picture }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(language === null ? {} : { language }),
    ...(words === 0 && !expectsWords ? {} : { words }),
  };
}
