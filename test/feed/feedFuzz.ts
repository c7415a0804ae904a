import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Post } from '../../src/core/posts/post.ts';
import { corpusFeeds, readInProcess } from './corpusFeeds.ts';

/** What can happen to a feed on its way; places are parts of its length. */
type Mutation =
  | { readonly kind: 'cut'; readonly from: number; readonly length: number }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'duplicate'; readonly from: number; readonly length: number; readonly times: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'splice'; readonly at: number; readonly other: number; readonly from: number }
  | { readonly kind: 'swap'; readonly a: number; readonly b: number; readonly length: number };

const feeds = corpusFeeds();
const place = fc.double({ min: 0, max: 1, noNaN: true });
const index = fc.nat({ max: feeds.length - 1 });
const length = fc.nat({ max: 200 });
const hostile = [
  '<item>',
  '</item>',
  '<entry>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '&',
  '&#0;',
  '&#xD800;',
  '&lt;',
  '{{',
  '}}',
  '{%',
  '%}',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '<link>javascript:alert(1)</link>',
  '\u0000',
  '\u202E',
  '\uE000',
  '<title>{{ x }}</title>',
  '<pubDate>0000-00-00</pubDate>',
  '"',
  "'",
  '<',
  '>',
  '[gallery ids="1"]',
  '<?',
  '<!DOCTYPE x [',
  ' xml:base="javascript:x"',
  ' xml:base="http://"',
  '\u{1F64F}',
  '\uFFFF',
  '__proto__',
  '<__proto__>',
  '9'.repeat(400),
];
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), from: place, length }),
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('duplicate' as const), from: place, length, times: fc.nat({ max: 20 }) }),
  fc.record({ kind: fc.constant('insert' as const), at: place, text: fc.constantFrom(...hostile) }),
  fc.record({ kind: fc.constant('splice' as const), at: place, other: index, from: place }),
  fc.record({ kind: fc.constant('swap' as const), a: place, b: place, length }),
);

/** A feed of the corpus, and what happens to it. */
export const mutatedFeed = fc.record({
  feed: index,
  mutations: fc.array(mutation, { minLength: 1, maxLength: 6 }),
});

/** The bytes of such a feed. */
export function mutatedBytes(mutated: {
  readonly feed: number;
  readonly mutations: readonly Mutation[];
}): Buffer {
  return mutated.mutations.reduce(mutate, Buffer.from(bytesOf(mutated.feed)));
}

/** Reads a feed of any kind; fails where a post could do harm, or has not what every post has. */
export function readSoundly(bytes: Uint8Array): 'refused' | number {
  const read = readInProcess(bytes);
  if (typeof read === 'string') return 'refused';
  for (const post of read.posts) assertSound(post);
  for (const { where, what } of read.faults) assert.ok(where !== '' && what.de !== '' && what.en !== '');
  assert.equal(new Set(read.posts.map(({ id }) => id)).size, read.posts.length, 'ids are unique');
  return read.posts.length;
}

function assertSound(post: Post): void {
  assertReadable(post.title);
  assert.notEqual(post.title, '');
  assertReadable(post.excerpt);
  for (const tag of post.tags) assertReadable(tag);
  assert.notEqual(post.id, '');
  assert.match(new URL(post.url).protocol, /^https?:$/);
  if (post.picture !== null) {
    assert.match(new URL(post.picture.url).protocol, /^https?:$/);
    assertReadable(post.picture.alt);
  }
  assert.match(post.publishedAt, /^(?:19|[2-9]\d)\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.ok(Number.isInteger(post.words) && post.words >= 0);
  assert.ok(post.themes.length <= 60);
}

function assertReadable(text: string): void {
  assert.doesNotMatch(text, /[\p{Cc}\p{Co}\p{Cs}\u202A-\u202E\u2028\u2029]/u);
  assert.doesNotMatch(text, /\{\{|\}\}|\{%|%\}/);
  assert.equal(text, text.replace(/[ \t\r\n\f\v]+/g, ' ').trim());
}

function mutate(bytes: Buffer, mutation: Mutation): Buffer {
  const at = (part: number): number => Math.floor(part * bytes.length);
  switch (mutation.kind) {
    case 'cut':
      return Buffer.concat([
        bytes.subarray(0, at(mutation.from)),
        bytes.subarray(at(mutation.from) + mutation.length),
      ]);
    case 'flip': {
      const flipped = Buffer.from(bytes);
      const index = Math.min(at(mutation.at), bytes.length - 1);
      flipped[index] = (flipped[index] ?? 0) ^ (1 << mutation.bit);
      return flipped;
    }
    case 'duplicate': {
      const piece = bytes.subarray(at(mutation.from), at(mutation.from) + mutation.length);
      const copies = Array.from({ length: mutation.times }, () => piece);
      return Buffer.concat([
        bytes.subarray(0, at(mutation.from)),
        ...copies,
        bytes.subarray(at(mutation.from)),
      ]);
    }
    case 'insert':
      return Buffer.concat([
        bytes.subarray(0, at(mutation.at)),
        Buffer.from(mutation.text),
        bytes.subarray(at(mutation.at)),
      ]);
    case 'splice': {
      const other = bytesOf(mutation.other);
      return Buffer.concat([
        bytes.subarray(0, at(mutation.at)),
        other.subarray(Math.floor(mutation.from * other.length)),
      ]);
    }
    case 'swap':
    default: {
      const a = Math.min(at(mutation.a), at(mutation.b));
      const b = Math.max(at(mutation.a), at(mutation.b), a + mutation.length);
      const end = b + mutation.length;
      return Buffer.concat([
        bytes.subarray(0, a),
        bytes.subarray(b, end),
        bytes.subarray(a + mutation.length, b),
        bytes.subarray(a, a + mutation.length),
        bytes.subarray(end),
      ]);
    }
  }
}

function bytesOf(feed: number): Uint8Array {
  return feeds[feed]?.bytes ?? new Uint8Array();
}
