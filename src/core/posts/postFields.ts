import * as z from 'zod';
import { validate, type Validated } from '../validate.ts';
import type { PostFrontMatter } from './postFrontMatter.ts';

const words = z.string();
/** Blogs turn numbers into texts where they expect texts. */
const lenient = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), words.nullish());
// Rewritten before the check instead of z.union, so that a fault names the exact place inside the list or group.
const listSplitBy = (separator: (text: string) => RegExp) =>
  z.preprocess(
    (value) => {
      const list = typeof value === 'string' ? value.split(separator(value)) : value;
      return Array.isArray(list) ? list.filter((item) => item !== null && item !== undefined) : list;
    },
    z
      .array(
        z.preprocess(
          (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
          words,
        ),
      )
      .nullish(),
  );
const commaList = listSplitBy(() => /,/);
/** Jekyll's way: `tags: trust service`. */
const spacedList = listSplitBy((text) => (text.includes(',') ? /,/ : /\s+/));
const addressList = listSplitBy(() => /\n/);
const flag = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean().nullish(),
);
const picture = z.preprocess(
  (value) => (typeof value === 'string' || typeof value === 'boolean' ? { src: value || '' } : value),
  z
    .looseObject({
      src: words.nullish(),
      url: words.nullish(),
      path: words.nullish(),
      image: words.nullish(),
      file: words.nullish(),
      alt: words.nullish(),
    })
    .nullish(),
);

/** What Hugo makes of a page: `never`, or `false` as it was written once. */
const building = z
  .looseObject({ render: z.unknown().optional(), list: z.unknown().optional() })
  .nullish()
  .catch(null);

/** What posts of all known blog programs say of themselves; other entries are the blog's own business. */
const fieldsWith = (list: typeof commaList) =>
  z.looseObject({
    title: lenient,
    date: words.nullish(),
    pubDate: words.nullish(),
    publishDate: words.nullish(),
    publishedAt: words.nullish(),
    expiryDate: words.nullish(),
    published: z.preprocess(
      (value) => (value === 'true' ? true : value),
      z.union([z.boolean(), words]).nullish(),
    ),
    created: words.nullish(),
    url: words.nullish(),
    link: z.unknown().optional(),
    permalink: z.union([words, z.boolean(), z.looseObject({})]).nullish(),
    slug: lenient,
    aliases: addressList,
    redirect_from: addressList,
    tags: list,
    tag: list,
    categories: list,
    category: list,
    keywords: list,
    taxonomies: z.looseObject({ tags: list, categories: list }).nullish().catch(null),
    excerpt: words.nullish(),
    description: words.nullish(),
    summary: words.nullish(),
    excerpt_separator: words.nullish(),
    image: picture,
    cover: picture,
    featured_image: picture,
    featuredImage: picture,
    heroImage: picture,
    images: z.preprocess(
      (value) => (typeof value === 'string' ? [value] : value),
      z.array(picture).nullish(),
    ),
    // A template's name in some programs, a group in others.
    type: z.unknown().optional(),
    layout: z.unknown().optional(),
    lang: words.nullish(),
    language: words.nullish(),
    draft: flag,
    headless: flag,
    build: building,
    _build: building,
    eleventyExcludeFromCollections: z.unknown().optional(),
    newsletter: z.preprocess(
      (value) => (value === true || value === null ? undefined : value === false ? 'exclude' : value),
      z.enum(['pin', 'exclude']).optional(),
    ),
  });

const fields = fieldsWith(commaList);
const fieldsWithSpaces = fieldsWith(spacedList);

/** The entries of a post's front matter that Wochenbrief reads. */
export type PostFields = z.output<typeof fields>;

/** The entries of front matter, or a fault for each value that is of no kind any blog program takes. */
export function readPostFields(front: PostFrontMatter, hasSpacedLists: boolean): Validated<PostFields> {
  return validate(hasSpacedLists ? fieldsWithSpaces : fields, front);
}

/** Whether the blog itself shows the post nowhere: a draft, unpublished, headless, or without a page. */
export function isHidden(data: PostFields): boolean {
  return (
    data.draft === true ||
    data.published === false ||
    data.published === 'false' ||
    data.headless === true ||
    isUnbuilt(data.build) ||
    isUnbuilt(data['_build']) ||
    data.permalink === false ||
    data.eleventyExcludeFromCollections === true
  );
}

/** Whether Hugo makes no page of it, or shows it in none of its lists, feeds included. */
function isUnbuilt(build: PostFields['build']): boolean {
  return [build?.render, build?.list].some((value) => value === 'never' || value === false);
}

/** Whether it says of itself that it is a page. */
export function isMadeAsPage({ type, layout }: PostFields): boolean {
  return type === 'page' || layout === 'page';
}

/** What Eleventy takes for a date though it is none of the text's own: when the file was made or changed. */
const floatingDate = /^(?:git )?(?:last modified|created)$/i;

/** The entries without a date that moves with the file. */
export function withoutFloatingDate(data: PostFields): PostFields {
  return floatingDate.test(data.date?.trim() ?? '') ? { ...data, date: undefined } : data;
}

/** The date as written, and the entry it stands in. A post planned for later (`publishDate`) appears then. */
export function writtenDates(data: PostFields): readonly { readonly key: string; readonly text: string }[] {
  const given = (['date', 'pubDate', 'publishedAt', 'published', 'publishDate', 'created'] as const).flatMap(
    (key) => {
      const text = data[key];
      return typeof text === 'string' && text.trim() !== '' && text !== 'true' ? [{ key, text }] : [];
    },
  );
  const [first] = given;
  const planned = given.find(({ key }) => key === 'publishDate');
  if (first === undefined) return [];
  return planned === undefined || planned === first ? [first] : [first, planned];
}

/** When the blog takes the post down again, as written. */
export function writtenExpiry({ expiryDate }: PostFields): string | undefined {
  const text = expiryDate?.trim() ?? '';
  return text === '' ? undefined : text;
}

/** What the post is about, by whatever name. */
export function labelsOf(data: PostFields): readonly string[] {
  const { tags, tag, taxonomies, keywords } = data;
  return [tags, tag, taxonomies?.tags, categoriesOf(data), keywords].flatMap((list) => list ?? []);
}

/** The categories alone, which addresses may be made of. */
export function categoriesOf(data: PostFields): readonly string[] {
  return [data.categories, data.category, data.taxonomies?.categories].flatMap((list) => list ?? []);
}

/** The pictures a post names, the likeliest first. */
export function namedPictures(data: PostFields): readonly { readonly src: string; readonly alt: string }[] {
  const { image, cover, featured_image, featuredImage, heroImage, images } = data;
  return [image, cover, featured_image, featuredImage, heroImage, ...(images ?? [])].flatMap((named) => {
    const src = named?.src ?? named?.image ?? named?.url ?? named?.path ?? named?.file ?? '';
    return src.trim() === '' ? [] : [{ src, alt: named?.alt ?? '' }];
  });
}
