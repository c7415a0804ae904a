import { Temporal } from 'temporal-polyfill';
import { foldSpace, withoutUnsafeCharacters } from '../characters.ts';
import { resolveAddress } from '../html.ts';
import { parseUrl } from '../webAddress.ts';
import { jekyllStyles, type Blog } from './blogSettings.ts';
import { formerAddresses } from './formerAddresses.ts';
import type { FileName } from './markdownFile.ts';
import { addressWords, expandPermalink, type PermalinkParts } from './permalink.ts';
import { categoriesOf, type PostFields } from './postFields.ts';
import { plainTemplate } from './plainTemplate.ts';
import { normalizedAddress } from './postAddress.ts';

/** What the addresses of a folder's posts have in common. */
export interface AddressSettings {
  /** Address of the blog, for posts that name none. */
  readonly blogUrl?: string | undefined;
  /** How addresses are made: `/:year/:month/:slug/`. */
  readonly permalink?: string | undefined;
  readonly timeZone: string;
  readonly blog?: Blog | undefined;
}

/** A post as far as its address depends on it. */
export interface AddressedPost {
  readonly data: PostFields;
  readonly name: FileName;
  readonly title: string;
  readonly publishedAt: string;
  /** The date as the post or its file's name has it. */
  readonly writtenDate: string;
}

/** The post's address: the one it names, else the one its blog gives it; null where that cannot be known. */
export function markdownAddress(post: AddressedPost, settings: AddressSettings): string | null {
  const base = blogAddress(settings);
  const parts = partsOf(post, settings);
  const given = givenAddress(post, settings.blog, parts);
  if (given !== undefined) return resolved(given, base, settings);
  if (base === undefined) return null;
  const path =
    expandPermalink(patternOf(parts, post.name, settings), parts) ??
    `/${encodeURIComponent(parts.slugOrName)}/`;
  return joined(base, `${languagePrefix(post, settings.blog)}${path}`, settings);
}

/** The address of the blog: what newsletter.yaml says, else what the blog's own settings say. */
export function blogAddress({ blogUrl, blog }: AddressSettings): string | undefined {
  return (blogUrl ?? blog?.settings.baseUrl)?.replace(/\/*$/, '/');
}

/** The entry that names the address, as written. */
export function addressEntry(
  data: PostFields,
  blog: Blog | undefined,
): { readonly key: string; readonly text: string } | undefined {
  // Blogs made by programs use "link" for what a post speaks of.
  const keys = blog?.program === undefined ? ['url', 'link', 'permalink'] : ['url', 'permalink'];
  return keys.flatMap((key) => {
    const text = data[key];
    return typeof text === 'string' && text.trim() !== '' ? [{ key, text }] : [];
  })[0];
}

/** The language that file name or folder give a post, as Hugo reads them. */
export function languageOf(name: FileName, blog: Blog | undefined): string | undefined {
  return name.language ?? (blog === undefined ? undefined : placeOf(name, blog).language);
}

/** The folders that a file's address is made of, from the blog's content down; none for what lies directly in it. */
export function sectionsOf(name: FileName, blog: Blog): readonly string[] {
  return placeOf(name, blog).sections;
}

/** The addresses a post had before: those it names itself, and those of its blog before that moved; normalized. */
export function formerAddressesOf(
  data: PostFields,
  url: string,
  settings: AddressSettings & { readonly movedFrom?: readonly string[] | undefined },
): readonly string[] {
  const base = blogAddress(settings);
  // What Obsidian calls an alias is another name of the note.
  const isName = (alias: string): boolean =>
    settings.blog?.isVault === true && !/^(?:https?:)?\//i.test(alias) && !alias.includes('/');
  const aliases = [...(data.aliases ?? []), ...(data.redirect_from ?? [])]
    .map((alias) => alias.trim())
    .filter((alias) => alias !== '' && !isName(alias))
    .flatMap((alias) => {
      const isBelowBlog = alias.startsWith('/') && settings.blog?.program !== undefined && base !== undefined;
      const before = isBelowBlog
        ? joined(base, alias, settings)
        : resolveAddress(alias, url.replace(/[^/]+\/?$/, ''));
      return before !== null && /^https?:/.test(before) ? [normalizedAddress(before)] : [];
    });
  const all = new Set([...aliases, ...formerAddresses(url, settings.movedFrom ?? [])]);
  all.delete(normalizedAddress(url));
  return [...all];
}

function givenAddress(
  post: AddressedPost,
  blog: Blog | undefined,
  parts: PermalinkParts,
): string | undefined {
  const written = addressEntry(post.data, blog)?.text;
  if (written === undefined) return undefined;
  if (/\{[{%]/.test(written)) return plainTemplate(written, { ...parts, data: post.data });
  const pattern = blog?.program === 'jekyll' ? (jekyllStyles[written] ?? written) : written;
  const isPattern = blog?.program !== undefined && /(?:^|[/._-]):[a-z]/.test(pattern);
  return isPattern ? (expandPermalink(pattern, parts) ?? pattern) : pattern;
}

function resolved(given: string, base: string | undefined, settings: AddressSettings): string | null {
  const address = foldSpace(withoutUnsafeCharacters(given));
  const isWhole = /^[a-z][a-z0-9+.-]*:/i.test(address) || address.startsWith('//');
  const { blog } = settings;
  const url =
    base === undefined
      ? parseUrl(address)?.href
      : isWhole || blog?.program === undefined
        ? resolveAddress(address, base)
        : joined(base, address.startsWith('/') ? address : `/${address}`, settings);
  return url && /^https?:/.test(url) ? url : null;
}

/** Blogs below a path of their site: the programs' paths begin there, and what both have in common stands once. */
function joined(base: string, path: string, { blogUrl, blog }: AddressSettings): string | null {
  const isCertain = blogUrl === undefined || withSlash(blogUrl) === withSlash(blog?.settings.baseUrl ?? '');
  const above = new URL(base).pathname.split('/').filter((segment) => segment !== '');
  const below = path.split('/').filter((segment) => segment !== '');
  const common = isCertain
    ? 0
    : (Array.from({ length: Math.min(above.length, below.length - 1) }, (_, index) => index + 1)
        .toReversed()
        .find((count) => above.slice(-count).join('/') === below.slice(0, count).join('/')) ?? 0);
  const end = path.endsWith('/') ? '/' : '';
  const rest = below
    .slice(common)
    .join('/')
    .replace(/(^|\/)index\.html$/, '$1');
  return resolveAddress(`./${rest}${rest === '' || rest.endsWith('/') ? '' : end}`, base);
}

function withSlash(address: string): string {
  return (parseUrl(address)?.href ?? '').replace(/\/*$/, '/');
}

function patternOf(parts: PermalinkParts, name: FileName, { permalink, blog }: AddressSettings): string {
  if (permalink !== undefined) return permalink;
  const isJekyllPost = [blog?.folder ?? '', ...name.folders].join('/').split('/').includes('_posts');
  const own = blog?.settings.permalinks ?? {};
  switch (blog?.program) {
    case 'hugo':
      return own[parts.sections[0] ?? ''] ?? '/:sections/:slugorfilename/';
    case 'jekyll':
      if (parts.collection !== undefined) return blog.settings.collections?.[parts.collection] ?? '/:slug/';
      // Only what lies in _posts has the addresses of posts.
      return isJekyllPost ? (own[''] ?? '/:categories/:year/:month/:day/:title.html') : '/:slug/';
    case 'astro':
    case 'eleventy':
      return '/:sections/:slug/';
    default:
      return '/:slug/';
  }
}

function partsOf(post: AddressedPost, { timeZone, blog }: AddressSettings): PermalinkParts {
  const { data, name, title } = post;
  const program = blog?.program;
  const spelled = (segment: string): string => spelledBy(program, segment);
  const place: Place = blog === undefined ? { sections: [], categories: [] } : placeOf(name, blog);
  const own = data.slug?.replace(/^\/+|\/+$/g, '') || undefined;
  const hasDate = (program === 'hugo' || program === 'astro') && blog?.settings.hasDatedNames !== true;
  const slugOrName = own ?? spelled(hasDate ? name.full : name.slug);
  // Hugo counts the days of the date as written, the others those of the blog's time zone.
  const written = /^\d{4}-\d{2}-\d{2}/.exec(post.writtenDate)?.[0];
  const day = (): string =>
    program === 'hugo' && written !== undefined
      ? written
      : Temporal.Instant.from(post.publishedAt).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  return {
    day,
    slug: own ?? (program === 'hugo' ? addressWords(title) : slugOrName),
    slugOrName,
    title: program === 'jekyll' ? slugOrName : addressWords(title),
    filename: spelled(name.full),
    sections: place.sections.map(spelled),
    categories: [...place.categories, ...categoriesOf(data)],
    collection: place.collection,
  };
}

/** What a program makes of a file's or folder's name in an address. */
function spelledBy(program: Blog['program'], name: string): string {
  switch (program) {
    case 'hugo':
      return addressWords(name);
    case 'astro':
      return addressWords(name).replace(/[.+~]/g, '');
    case 'jekyll':
      return name.replace(/\s+/g, '-');
    default:
      return name;
  }
}

interface Place {
  readonly sections: readonly string[];
  readonly categories: readonly string[];
  readonly language?: string | undefined;
  readonly collection?: string | undefined;
}

/** Where a file lies below the folder that the blog's addresses count from. */
function placeOf(name: FileName, blog: Blog): Place {
  const path = [...blog.folder.split('/').filter((part) => part !== ''), ...name.folders];
  if (blog.program === 'jekyll') {
    const collection = path.find((part) => isCollection(part, blog))?.slice(1);
    if (collection !== undefined)
      return { sections: path.slice(path.indexOf(`_${collection}`) + 1), categories: [], collection };
    const posts = path.lastIndexOf('_posts');
    const categories = path.slice(0, Math.max(posts, 0)).filter((part) => !part.startsWith('_'));
    return { sections: path.slice(posts + 1), categories };
  }
  const roots = Object.entries(rootsOf(blog)).map(([language, folder]) => ({
    language,
    parts: folder.split('/').filter((part) => part !== ''),
  }));
  const [root] = roots
    .filter(({ parts }) => parts.every((part, index) => path[index] === part))
    .toSorted((a, b) => b.parts.length - a.parts.length);
  const sections = path.slice(root?.parts.length ?? 0);
  const isLanguage = blog.program === 'hugo' && root !== undefined && root.language !== '';
  return { sections, categories: [], language: isLanguage ? root.language : undefined };
}

function isCollection(folder: string, { settings }: Blog): boolean {
  return folder.startsWith('_') && Object.hasOwn(settings.collections ?? {}, folder.slice(1));
}

function rootsOf(blog: Blog): Readonly<Record<string, string>> {
  switch (blog.program) {
    case 'hugo':
      return blog.settings.contentFolders;
    case 'astro':
      return { content: 'src/content', pages: 'src/pages', data: 'src/data', src: 'src' };
    case 'eleventy':
      return { src: 'src', content: 'content', site: 'site', both: 'src/content' };
    default:
      return {};
  }
}

/** Hugo puts posts of other languages than the site's own below `/en/`. */
function languagePrefix(post: AddressedPost, blog: Blog | undefined): string {
  if (blog?.program !== 'hugo') return '';
  const language = languageOf(post.name, blog)?.toLowerCase();
  return language === undefined || language === blog.settings.plainLanguage ? '' : `/${language}`;
}
