import * as z from 'zod';
import type { Text } from '../errors.ts';
import { plainText } from '../html.ts';
import type { FeedEntry, FeedText } from './feedDocument.ts';
import type { FeedOrigin } from './feedEntry.ts';
import { feedPosts } from './feedPosts.ts';
import { normalizedAddress } from './postAddress.ts';
import type { CopiedEntry } from './sourceCopy.ts';

/** What of a post is asked for; the pictures and words it names come along (`_embed`). */
export const wordpressFields =
  'id,date,date_gmt,modified_gmt,link,guid,title,excerpt,content,_links,_embedded';

const optional = <S extends z.ZodType>(schema: S): z.ZodType<z.output<S> | undefined> =>
  schema.optional().catch(undefined);
const rendered = optional(z.object({ rendered: z.string() }));
const embeddedSchema = z.object({
  'wp:featuredmedia': optional(
    z.array(
      z.object({
        source_url: optional(z.string()),
        alt_text: optional(z.string()),
        media_details: optional(z.object({ width: optional(z.number()), height: optional(z.number()) })),
      }),
    ),
  ),
  'wp:term': optional(z.array(z.array(z.object({ taxonomy: z.string(), name: z.string() })).catch([]))),
});
/** Plugins change much of what WordPress answers, so that everything but the number may be missing. */
const postSchema = z.object({
  id: z.number().int().positive(),
  date: optional(z.string()),
  date_gmt: optional(z.string()),
  modified_gmt: optional(z.string()),
  link: optional(z.string()),
  guid: rendered,
  title: rendered,
  excerpt: rendered,
  content: optional(z.object({ rendered: z.string(), protected: optional(z.boolean()) })),
  _embedded: optional(embeddedSchema),
});

/** One post as the REST API of WordPress tells it. */
export type WordpressPost = z.output<typeof postSchema>;

/** The posts of an answer, or undefined where it holds something else. */
export function readWordpressPosts(answer: unknown): readonly WordpressPost[] | undefined {
  return z.array(postSchema).safeParse(answer).data;
}

/** A post of WordPress as it is kept: under its number, with the instant it was last changed as its mark. */
export function wordpressEntry(
  post: WordpressPost,
  address: string,
  origin: Omit<FeedOrigin, 'address' | 'finalAddress'>,
): CopiedEntry {
  const entry = { key: `${post.id}`, mark: post.modified_gmt ?? '' };
  // Whoever does not know its password cannot read it, nor is it for everybody.
  if (post.content?.protected === true) return { ...entry, posts: [], faults: [] };
  const numbered = new URL(address);
  // Its own query may hold what nobody else should know.
  numbered.search = '';
  numbered.searchParams.set('p', `${post.id}`);
  const feed = { base: undefined, entries: [feedEntry(post)] };
  return { ...entry, ...feedPosts(feed, { ...origin, address: numbered.href, finalAddress: address }) };
}

function feedEntry(post: WordpressPost): FeedEntry {
  const { _embedded: embedded } = post;
  const media = embedded?.['wp:featuredmedia'] ?? [];
  const terms = (embedded?.['wp:term'] ?? []).flat();
  const namesOf = (taxonomy: string): readonly string[] =>
    terms.filter((term) => term.taxonomy === taxonomy).map(({ name }) => plainText(name));
  return {
    title: html(post.title?.rendered),
    links: post.link === undefined ? [] : [post.link],
    // The feed has the same, so that a post of both is one.
    guid: post.guid && plainText(post.guid.rendered),
    dates: [
      ...(post.date_gmt === undefined ? [] : [`${post.date_gmt}Z`]),
      ...(post.date === undefined ? [] : [post.date]),
    ],
    summary: html(post.excerpt?.rendered),
    content: html(post.content?.rendered),
    pictures: media.flatMap(({ source_url: url, alt_text: alt = '', media_details: details }) =>
      url === undefined ? [] : [{ url, alt, width: details?.width, height: details?.height }],
    ),
    tags: [...namesOf('category'), ...namesOf('post_tag')],
    language: undefined,
    base: undefined,
  };
}

function html(value: string | undefined): FeedText | undefined {
  return value === undefined ? undefined : { value, kind: 'html' };
}

/** Posts that were imported twice may share a guid; then their addresses tell them apart. */
export function withOwnIds(entries: readonly CopiedEntry[]): readonly CopiedEntry[] {
  const addresses = new Map<string, Set<string>>();
  for (const { id, url } of entries.flatMap(({ posts }) => posts))
    addresses.set(id, (addresses.get(id) ?? new Set()).add(normalizedAddress(url)));
  const isShared = (id: string): boolean => (addresses.get(id)?.size ?? 0) > 1;
  return entries.map((entry) =>
    entry.posts.some(({ id }) => isShared(id))
      ? {
          ...entry,
          posts: entry.posts.map((post) =>
            isShared(post.id) ? { ...post, id: normalizedAddress(post.url) } : post,
          ),
        }
      : entry,
  );
}

/** How long ago a faulty post may have appeared and still concern the next letter. */
const recentMs = 56 * 24 * 3_600_000;

/** Whether a post is of no concern any more: a catalogue of many years always has faults, and no letter should wait for them. */
export function isLongAgo({ date_gmt: date }: WordpressPost, now: Date): boolean {
  return Date.parse(`${date}Z`) < now.getTime() - recentMs;
}

/** Said of faulty posts that are of no concern any more. */
export function oldFaultsNote(count: number): Text {
  return count === 1
    ? {
        de: 'Ein alter Beitrag im Blog hat weder Titel noch Text, oder keine Adresse; er bleibt weg.',
        en: 'One old post on the blog has neither title nor text, or no address; it is left out.',
      }
    : {
        de: `${count} alte Beiträge im Blog haben weder Titel noch Text, oder keine Adresse; sie bleiben weg.`,
        en: `${count} old posts on the blog have neither title nor text, or no address; they are left out.`,
      };
}
