import type { Blog } from './blogSettings.ts';
import type { PostFrontMatter } from './postFrontMatter.ts';
import { withoutSpans } from './spans.ts';

/** Entries that all posts of a folder share. */
export type FolderData = Readonly<Record<string, unknown>>;

/** The entries that a folder's posts may share; the rest is for templates. */
const shared = new Set([
  'permalink',
  'tags',
  'categories',
  'lang',
  'date',
  'draft',
  'eleventyExcludeFromCollections',
]);

/** The names of the files that Eleventy reads the data of a folder from; later ones win. */
export function folderDataNames(folder: string): readonly string[] {
  const name = folder.split('/').at(-1) ?? '';
  const scripts = ['js', 'cjs', 'mjs'].map((ending) => `${name}.11tydata.${ending}`);
  return name === '' ? [] : [`${name}.json`, `${name}.11tydata.json`, ...scripts];
}

/** An address that stands in a program in plain letters, on a line or between others; nothing of it is run. */
const writtenPermalink =
  /(?:^|[{,;\s])["']?permalink["']?\s*:\s*(?:"([^"\n\\]{1,500})"|'([^'\n\\]{1,500})')\s*(?:[,}\n]|$)/;

/** What a program says of a folder's posts, as far as it can be read without running it. */
function readDataScript(text: string): FolderData {
  const code = withoutSpans(text, '/*', '*/').replace(/^[ \t]*\/\/.*$/gm, '');
  const [, double, single] = writtenPermalink.exec(code) ?? [];
  const permalink = double ?? single;
  return permalink === undefined ? {} : { permalink };
}

/** The shared entries of a data file; of a program only a plain address, and no values of another kind. */
export function readFolderData(text: string, fileName: string): FolderData {
  if (!fileName.endsWith('.json')) return readDataScript(text);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The blog itself will complain.
    return {};
  }
  if (!isGroup(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([key, entry]) => shared.has(key) && isPlain(key, entry)),
  );
}

function isPlain(key: string, entry: unknown): boolean {
  if (typeof entry === 'boolean')
    return key === 'permalink' || key === 'draft' || key === 'eleventyExcludeFromCollections';
  if (typeof entry === 'string') return key !== 'draft';
  const isList = key === 'tags' || key === 'categories';
  return isList && Array.isArray(entry) && entry.every((item) => typeof item === 'string');
}

/** The front matter of a post with what its folders say; its own entries win, those of a nearer folder come next, tags unite. */
export function withFolderData(front: PostFrontMatter, pathInFolder: string, blog: Blog): PostFrontMatter {
  const { folderData } = blog.settings;
  const own = front.value;
  if (folderData === undefined || !isGroup(own)) return front;
  const path = [...blog.folder.split('/'), ...pathInFolder.split('/').slice(0, -1)].filter(
    (part) => part !== '',
  );
  const groups = path.flatMap((_, index) => {
    const group = folderData[path.slice(0, index + 1).join('/')];
    return group === undefined ? [] : [group];
  });
  if (groups.length === 0) return front;
  const all = [...groups, own];
  const tags = [...new Set(all.flatMap((group) => listed(group['tags'])))];
  return { ...front, value: { ...Object.assign({}, ...all), ...(tags.length === 0 ? {} : { tags }) } };
}

function listed(tags: unknown): readonly unknown[] {
  if (typeof tags === 'string') return tags.split(',').map((tag) => tag.trim());
  return Array.isArray(tags) ? tags : tags === undefined || tags === null ? [] : [tags];
}

function isGroup(value: unknown): value is FolderData {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
