import { foldSpace, withoutUnsafeCharacters } from '../characters.ts';
import type { Language } from '../errors.ts';
import { escapeText, plainText, proseText } from '../html.ts';
import { themesOf } from '../language/themes.ts';
import { markdownToHtml, proseToHtml } from '../markdown.ts';
import { cutAt, postExcerpt } from './excerpt.ts';
import { primaryTag } from './postLanguage.ts';
import {
  addressEntry,
  formerAddressesOf,
  languageOf,
  markdownAddress,
  sectionsOf,
  type AddressSettings,
} from './markdownAddress.ts';
import { withFolderData } from './folderData.ts';
import { frontMatterFault, markdownFault } from './markdownFault.ts';
import { fileNameOf, type FileName, type MarkdownFile } from './markdownFile.ts';
import { markdownPicture } from './markdownPicture.ts';
import { countWords, headOf, readableText, runningText, type MarkdownKind } from './markdownText.ts';
import { tagsOfNote } from './obsidian.ts';
import type { Post, PostFault } from './post.ts';
import { parsePostDate } from './postDate.ts';
import {
  isHidden,
  isMadeAsPage,
  labelsOf,
  readPostFields,
  withoutFloatingDate,
  writtenDates,
  writtenExpiry,
  type PostFields,
} from './postFields.ts';
import { readPostFrontMatter, type PostFrontMatter } from './postFrontMatter.ts';
import { withoutTemplateMarks } from './templateMarks.ts';

/** What the posts of a folder have in common. */
export interface MarkdownSettings extends AddressSettings {
  readonly language: Language;
  /** Addresses the blog had before. */
  readonly movedFrom?: readonly string[] | undefined;
}

/** What a Markdown file is: a post or its faults, nothing where the blog does not show it, or a page that is no post. */
export interface MarkdownReading {
  readonly posts: readonly Post[];
  readonly faults: readonly PostFault[];
  /** Set for a page of a blog: it belongs to no day. */
  readonly isPage?: true;
}

/** Reads a Markdown file of a folder of posts, whatever program the folder belongs to. */
export function markdownPost(file: MarkdownFile, settings: MarkdownSettings): MarkdownReading {
  const { blog } = settings;
  const name = fileNameOf(file.pathInFolder, blog?.program === 'hugo' ? blog.settings.languages : undefined);
  const reading = readPostFrontMatter(file.text, file.path);
  if (!reading.ok) {
    if (!reading.isMissing) return faulty(reading.faults.map(frontMatterFault));
    if (!isBlog(settings)) return faulty(reading.faults.map(frontMatterFault));
    const body = file.text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
    const heading = headingServes(settings) ? headingOf(body) : undefined;
    // A day alone is what the notes of a diary are called.
    if (name.date === undefined || !/\p{L}/u.test(heading ?? '')) return page;
    return readPost({ file, name, front: noFrontMatter(file.path), body }, settings);
  }
  return readPost({ file, name, front: reading.front, body: reading.body }, settings);
}

const page: MarkdownReading = { posts: [], faults: [], isPage: true };

interface OpenFile {
  readonly file: MarkdownFile;
  readonly name: FileName;
  readonly front: PostFrontMatter;
  readonly body: string;
}

function readPost(open: OpenFile, settings: MarkdownSettings): MarkdownReading {
  const { blog } = settings;
  const front = blog === undefined ? open.front : withFolderData(open.front, open.file.pathInFolder, blog);
  const result = readPostFields(front, blog?.program === 'jekyll');
  if ('faults' in result) return faulty(result.faults.map(frontMatterFault));
  const data = blog?.program === 'eleventy' ? withoutFloatingDate(result.value) : result.value;
  if (isHidden(data)) return { posts: [], faults: [] };
  const isDated = open.name.date !== undefined || writtenDates(data).length > 0;
  if (isBlog(settings) && (!isDated || isPage(open, data, settings))) return page;
  return composePost(open, data, settings);
}

/** Whether a file is a page of the blog although it bears a date. */
function isPage(open: OpenFile, data: PostFields, settings: MarkdownSettings): boolean {
  const { blog } = settings;
  const isNamedByDay = open.name.date !== undefined && writtenDates(data).length === 0;
  if (blog?.isVault === true && isNamedByDay && !data.title && !/\p{L}/u.test(titleOf(open, settings)))
    return true;
  if (blog?.program !== 'hugo') return false;
  // Zola, which knows dates in names, keeps posts directly in its content; so does whoever names files by the day.
  const mayBeAnywhere = open.name.date !== undefined || blog.settings.hasDatedNames;
  return isMadeAsPage(data) || (!mayBeAnywhere && sectionsOf(open.name, blog).length === 0);
}

function composePost(open: OpenFile, data: PostFields, settings: MarkdownSettings): MarkdownReading {
  const { file, name, front } = open;
  const { blog } = settings;
  const title = cutAt(cleanLine(data.title ?? '') || cleanLine(titleOf(open, settings)), longestTitle);
  const date = dateOf(data, name, settings.timeZone);
  // Without a date the address is only asked for so that all faults come at once.
  const publishedAt = date.at ?? '1970-01-01T00:00:00Z';
  const url = markdownAddress({ data, name, title, publishedAt, writtenDate: date.text }, settings);
  const expiry = writtenExpiry(data);
  const expiresAt = expiry === undefined ? undefined : parsePostDate(expiry, settings.timeZone);
  const faults = [
    ...(title === '' ? [markdownFault(front.locate(['title']), 'noTitle')] : []),
    ...(date.at === null
      ? [markdownFault(front.locate([date.key]), date.text === '' ? 'noDate' : 'badDate')]
      : []),
    ...(expiresAt === null ? [markdownFault(front.locate(['expiryDate']), 'badDate')] : []),
    ...(url === null ? [addressFault(data, front, settings)] : []),
  ];
  if (faults.length > 0 || url === null || date.at === null || expiresAt === null) return faulty(faults);
  const kind = kindOf(file, data, settings);
  const body =
    data.title === undefined || data.title === null ? withoutHeading(open.body, settings) : open.body;
  const text = readableText(body, kind);
  const running = runningText(text.markdown);
  const tags = tagsOf(data, body, kind, blog?.program === 'eleventy');
  const language = primaryTag(data.lang ?? data.language ?? languageOf(name, blog));
  const post: Post = {
    id: file.path,
    url,
    title,
    publishedAt: date.at,
    excerpt: postExcerpt({
      title,
      summary: shownText(
        plainText(
          markdownToHtml(
            withoutTemplateMarks(data.excerpt ?? data.description ?? data.summary ?? ''),
            settings.language,
          ),
        ),
      ),
      content: shownText(proseOf(text.teaser ?? text.markdown, settings.language)),
    }),
    picture: markdownPicture({ data, name, inText: text.pictures, url }, settings),
    tags,
    language,
    themes: themesOf({ title, tags, text: running }, themeLanguage(language, settings.language)),
    words: countWords(running),
    formerAddresses: formerAddressesOf(data, url, settings),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    wish: data.newsletter ?? null,
  };
  return { posts: [post], faults: [] };
}

/** As of feeds: more than anybody writes. */
const longestTitle = 300;

/** The running text of the beginning; of the whole where that begins with nothing but pictures and headings. */
function proseOf(markdown: string, language: Language): string {
  const head = headOf(markdown);
  const prose = proseText(proseToHtml(head, language));
  return head.length < markdown.length && countWords(prose) < enoughWords
    ? proseText(proseToHtml(markdown, language))
    : prose;
}

/** More than an excerpt shows. */
const enoughWords = 60;

function faulty(faults: readonly PostFault[]): MarkdownReading {
  return { posts: [], faults };
}

function isBlog({ blog }: MarkdownSettings): boolean {
  return blog !== undefined && (blog.program !== undefined || blog.isVault);
}

/** Where people write `# Title` instead of an entry. */
function headingServes({ blog }: MarkdownSettings): boolean {
  return blog !== undefined && (blog.isVault || blog.program === 'astro' || blog.program === 'eleventy');
}

function headingOf(body: string): string | undefined {
  return /^\s*#[ \t]+(\S.*?)[ \t]*#*[ \t]*(?:\n|$)/.exec(body)?.[1];
}

function withoutHeading(body: string, settings: MarkdownSettings): string {
  return headingServes(settings) ? body.replace(/^\s*#[ \t]+\S.*(?:\n|$)/, '') : body;
}

/** What stands in for an entry "title": the heading, or the name where programs take it. */
function titleOf({ name, body }: OpenFile, settings: MarkdownSettings): string {
  const heading = headingServes(settings) ? headingOf(body) : undefined;
  if (heading !== undefined) return heading;
  const isNamed = name.slug !== name.date && name.slug !== 'index';
  if (!isNamed) return '';
  if (settings.blog?.isVault === true) return name.slug;
  if (settings.blog?.program !== 'jekyll') return '';
  return name.slug
    .split(/[-_]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

/** When the post appeared, and the entry that says so; a post planned for later appears then. */
function dateOf(
  data: PostFields,
  name: FileName,
  timeZone: string,
): { readonly at: string | null; readonly key: string; readonly text: string } {
  const dates = writtenDates(data).map(({ key, text }) => ({ key, text, at: parsePostDate(text, timeZone) }));
  const unreadable = dates.find(({ at }) => at === null);
  const [latest] = dates.toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1));
  const given = unreadable ?? latest;
  if (given !== undefined) return given;
  const text = name.date ?? '';
  return { at: text === '' ? null : parsePostDate(text, timeZone), key: 'date', text };
}

function addressFault(data: PostFields, front: PostFrontMatter, { blog }: MarkdownSettings): PostFault {
  const entry = addressEntry(data, blog);
  return markdownFault(front.locate([entry?.key ?? 'url']), entry === undefined ? 'noLink' : 'badLink');
}

function kindOf(file: MarkdownFile, data: PostFields, { blog }: MarkdownSettings): MarkdownKind {
  return {
    isMdx: /\.mdx$/i.test(file.path),
    isNote: blog?.isVault === true,
    excerptSeparator: data.excerpt_separator ?? blog?.settings.excerptSeparator,
  };
}

/** Names that Eleventy's own collections have. */
const collections: ReadonlySet<string> = new Set(['all', 'post', 'posts', 'blog']);

function tagsOf(data: PostFields, body: string, kind: MarkdownKind, isEleventy: boolean): readonly string[] {
  const labels = [...labelsOf(data), ...(kind.isNote ? tagsOfNote(body) : [])].map((label) =>
    cleanLine(label.replace(/^\s*#(?=\p{L})/u, '')),
  );
  return [...new Set(labels)].filter((label) => label !== '' && !(isEleventy && collections.has(label)));
}

function cleanLine(text: string): string {
  const without = withoutTemplateMarks(withoutUnsafeCharacters(text));
  // "Notes: {{ site.title }}" leaves a colon behind.
  const tidy = without === text ? text : without.replace(/^[\s:,;|–—-]+|[\s:,;|–—-]+$/g, '');
  return shownText(plainText(escapeText(tidy)));
}

/** Entities and tags inside a mark hide it until the text is plain. */
function shownText(plain: string): string {
  return foldSpace(withoutTemplateMarks(plain));
}

function themeLanguage(own: string | null, usual: Language): Language {
  return own === 'de' || own === 'en' ? own : usual;
}

function noFrontMatter(path: string): PostFrontMatter {
  const place = `${path}:1:1`;
  return { value: {}, locate: () => place, locateKey: () => place };
}
