import { z } from 'zod';
import { foldSpace, withoutUnsafeCharacters } from './characters.ts';
import type { Language } from './errors.ts';
import { postExcerpt } from './excerpt.ts';
import { isShowable } from './feedPicture.ts';
import { primaryTag } from './feedPosts.ts';
import { parseFrontMatter } from './frontMatter.ts';
import { escapeText, picturesOf, plainText, proseText, resolveAddress } from './html.ts';
import { frontMatterFault, markdownFault } from './markdownFault.ts';
import { markdownToHtml } from './markdown.ts';
import type { Picture, Post, PostList } from './post.ts';
import { parsePostDate } from './postDate.ts';
import { validate } from './validate.ts';
import type { YamlText } from './yamlText.ts';
import { parseUrl } from './webAddress.ts';

/** A Markdown file of a folder of posts. */
export interface MarkdownFile {
  /** As messages and the post's id name it: `posts/2026-11-20-title.md`. */
  readonly path: string;
  /** The path inside the folder of posts: `2026-11-20-title.md`, `2026/title.md`. */
  readonly pathInFolder: string;
  readonly text: string;
}

/** What the posts of a folder have in common. */
export interface MarkdownSettings {
  /** Address of the blog, for posts that name none. */
  readonly blogUrl?: string | undefined;
  readonly timeZone: string;
  readonly language: Language;
}

const words = z.string();
// Rewritten before the check instead of z.union, so that a fault names the exact place inside the list or group.
const tag = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), words);
const tagList = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',') : value),
  z.array(tag).nullish(),
);
const image = z.preprocess(
  (value) => (typeof value === 'string' ? { src: value } : value),
  z.looseObject({ src: words, alt: words.nullish() }).nullish(),
);
const frontMatter = z.looseObject({
  title: words.optional(),
  date: words.nullish(),
  url: words.nullish(),
  link: words.nullish(),
  permalink: words.nullish(),
  id: words.nullish(),
  guid: words.nullish(),
  tags: tagList,
  excerpt: words.nullish(),
  description: words.nullish(),
  summary: words.nullish(),
  image,
  lang: words.nullish(),
  draft: z.boolean().nullish(),
});
type FrontMatter = z.output<typeof frontMatter>;

/** The post in a Markdown file: one, or its faults, or nothing where the file is a draft. */
export function markdownPost(file: MarkdownFile, settings: MarkdownSettings): PostList {
  const reading = parseFrontMatter(file.text, file.path);
  if (!reading.ok) return { posts: [], faults: reading.faults.map(frontMatterFault) };
  const result = validate(frontMatter, reading.yaml);
  if ('faults' in result) return { posts: [], faults: result.faults.map(frontMatterFault) };
  if (result.value.draft === true) return { posts: [], faults: [] };
  return composePost(file, settings, result.value, reading.yaml, reading.body);
}

function composePost(
  file: MarkdownFile,
  settings: MarkdownSettings,
  data: FrontMatter,
  yaml: YamlText,
  body: string,
): PostList {
  const name = fileNameOf(file);
  const title = plainText(escapeText(data.title ?? ''));
  const given = data.url ?? data.link ?? data.permalink ?? undefined;
  const url = addressOf(given, name.slug, settings.blogUrl);
  const date = data.date ?? name.date;
  const publishedAt = date === undefined ? null : parsePostDate(date, settings.timeZone);
  if (title === '' || url === null || publishedAt === null) {
    const faults = [
      ...(title === '' ? [markdownFault(yaml.locate(['title']), 'noTitle')] : []),
      ...(url === null
        ? [markdownFault(yaml.locate([addressKey(data)]), given === undefined ? 'noLink' : 'badLink')]
        : []),
      ...(publishedAt === null
        ? [markdownFault(yaml.locate(['date']), date === undefined ? 'noDate' : 'badDate')]
        : []),
    ];
    return { posts: [], faults };
  }
  const html = markdownToHtml(withoutMarkup(body), settings.language);
  const summary = data.excerpt ?? data.description ?? data.summary ?? '';
  const post: Post = {
    id: file.path,
    url,
    title,
    publishedAt,
    excerpt: postExcerpt({
      title,
      summary: plainText(markdownToHtml(summary, settings.language)),
      content: proseText(html),
    }),
    picture: pictureOf(data, html, settings.blogUrl ?? url, url),
    tags: tagsOf(data.tags),
    language: primaryTag(data.lang ?? undefined),
  };
  return { posts: [post], faults: [] };
}

/** HTML and shortcodes inside Markdown mean something to the blog only; in an excerpt they would stand as text. */
function withoutMarkup(markdown: string): string {
  return markdown
    .replace(/<!--[^]*?-->|<(script|style)\b[^]*?<\/\1\s*>|\{\{[<%][^]*?[%>]\}\}/gi, '')
    .replace(/<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/gi, '');
}

/** `2026-11-20-title.md` → its day and its slug; `title/index.md` is named by its folder. */
function fileNameOf(file: MarkdownFile): { readonly slug: string; readonly date: string | undefined } {
  const parts = file.pathInFolder.replace(/\.(?:md|markdown)$/i, '').split('/');
  const last = parts.at(-1) ?? '';
  const name = last === 'index' ? (parts.at(-2) ?? last) : last;
  const [, date, slug] = /^(\d{4}-\d{2}-\d{2})(?:-(.+))?$/.exec(name) ?? [];
  return { slug: date === undefined ? name : (slug ?? name), date };
}

function addressOf(given: string | undefined, slug: string, blogUrl: string | undefined): string | null {
  const blog = blogUrl?.replace(/\/*$/, '/');
  const address = foldSpace(withoutUnsafeCharacters(given ?? `${encodeURIComponent(slug)}/`));
  const url = blog === undefined ? parseUrl(address)?.href : resolveAddress(address, blog);
  return url && /^https?:/.test(url) ? url : null;
}

function addressKey(data: FrontMatter): string {
  return ['url', 'link', 'permalink'].find((key) => typeof data[key] === 'string') ?? 'url';
}

function pictureOf(data: FrontMatter, html: string, base: string, url: string): Picture | null {
  const start = base.replace(/\/*$/, '/');
  const { image } = data;
  const named =
    image === null || image === undefined
      ? []
      : [{ url: resolveAddress(image.src, start) ?? '', alt: plainText(escapeText(image.alt ?? '')) }];
  return [...named, ...picturesOf(html, start)].find((picture) => isShowable(picture.url, url)) ?? null;
}

function tagsOf(tags: FrontMatter['tags']): readonly string[] {
  return [...new Set((tags ?? []).map((name) => plainText(escapeText(name))).filter((name) => name !== ''))];
}
