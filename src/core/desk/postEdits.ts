import { isMap, isNode, isSeq, YAMLSeq, type Document } from 'yaml';
import { addressKeys } from '../composing/postKeys.ts';
import { offeredKeys } from '../composing/settled.ts';
import type { FeaturedPost } from '../issue.ts';
import { append, written } from '../issueFile.ts';
import { insertAfter, remarkAbove, remarksOf, setValue } from './yamlEdit.ts';

type List = 'posts' | 'olderPosts';

/** Where a post goes in its list. */
export type Move = 'up' | 'down' | 'top';

/** The place a post has after a move, counted from 0; the same where it cannot go any further. */
export function placeAfter(move: Move, at: number, count: number): number {
  if (move === 'top') return 0;
  return Math.min(Math.max(at + (move === 'up' ? -1 : 1), 0), count - 1);
}

/** Gives a post another place; comments above it go with it. */
export function movePost(document: Document, list: List, at: number, by: Move): void {
  const posts = document.get(list, true);
  if (!isSeq(posts)) return;
  const [post] = posts.items.splice(at, 1);
  if (post !== undefined) posts.items.splice(placeAfter(by, at, posts.items.length + 1), 0, post);
}

/** Takes a post out. It stays among the offered ones, so that composing again does not bring it back; what was remarked on it stays too. */
export function dropPost(document: Document, list: List, at: number, post: FeaturedPost): void {
  const posts = document.get(list, true);
  if (!isSeq(posts)) return;
  const [dropped] = posts.items.splice(at, 1);
  const remarks = remarksOf(dropped);
  const next = posts.items[at];
  if (posts.items.length === 0) {
    remarkAbove(document, list, [...remarksOf(posts), ...remarks]);
    setValue(document, list, new YAMLSeq(), 'posts');
  } else if (remarks.length > 0) {
    if (isNode(next)) next.commentBefore = joined([...remarks, next.commentBefore]);
    else posts.comment = joined([...remarks, posts.comment]);
  }
  if (list === 'posts') offer(document, post);
}

/** Writes another excerpt. */
export function setExcerpt(document: Document, list: List, at: number, excerpt: string): void {
  const posts = document.get(list, true);
  const post = isSeq(posts) ? posts.items[at] : undefined;
  if (!isMap(post)) return;
  if (post.has('excerpt')) post.set('excerpt', excerpt);
  else insertAfter(document, post, 'excerpt', excerpt, 'date');
}

/** Writes other words for the picture of a post. */
export function setPictureAlt(document: Document, list: List, at: number, alt: string): void {
  const posts = document.get(list, true);
  const post = isSeq(posts) ? posts.items[at] : undefined;
  const picture = isMap(post) ? post.get('picture', true) : undefined;
  if (!isMap(picture)) return;
  if (picture.has('alt')) picture.set('alt', alt);
  else insertAfter(document, picture, 'alt', alt, 'url');
}

/** Puts a post at the end of a list. */
export function takeInPost(document: Document, list: List, post: FeaturedPost, isNews: boolean): void {
  append(document, list, written(post));
  if (isNews) offer(document, post);
}

/** Whether an issue has a post already, in either list. */
export function hasPost(
  issue: { readonly posts: readonly FeaturedPost[]; readonly olderPosts: readonly FeaturedPost[] },
  post: Pick<FeaturedPost, 'id' | 'url'>,
): boolean {
  const keys = new Set(addressKeys(post));
  return [...issue.posts, ...issue.olderPosts].some((one) => addressKeys(one).some((key) => keys.has(key)));
}

function offer(document: Document, post: FeaturedPost): void {
  const offered = document.get('offered', true);
  const known = new Set<unknown>(isSeq(offered) ? offered.items.map((item) => valueOf(item)) : []);
  for (const key of offeredKeys(post)) if (!known.has(key)) append(document, 'offered', key);
}

function valueOf(item: unknown): unknown {
  return isNode(item) && 'value' in item ? item.value : item;
}

function joined(remarks: readonly (string | null | undefined)[]): string {
  return remarks.filter((remark) => typeof remark === 'string' && remark !== '').join('\n');
}
