import { parse as parseToml } from 'smol-toml';
import { parseUrl } from '../webAddress.ts';
import { readYaml } from '../yamlText.ts';
import type { BlogProgram } from './blogProgram.ts';
import type { FolderData } from './folderData.ts';

/** What a blog's own settings say of its posts. */
export interface BlogSettings {
  /** Address of the blog. */
  readonly baseUrl?: string | undefined;
  /** How addresses are made: for posts of a section, and (as `''`) for all others. */
  readonly permalinks: Readonly<Record<string, string>>;
  /** Jekyll's collections whose texts are pages of the blog, with how their addresses are made. */
  readonly collections?: Readonly<Record<string, string>> | undefined;
  /** Folders that posts lie in, by their language (`''` for all). */
  readonly contentFolders: Readonly<Record<string, string>>;
  readonly languages: readonly string[];
  /** Posts in this language have no `/de/` in their address. */
  readonly plainLanguage?: string | undefined;
  readonly excerptSeparator?: string | undefined;
  /** Whether a date in a file's name is none of its address. */
  readonly hasDatedNames: boolean;
  /** What the posts of a folder share, by the folder's path below the blog's own. */
  readonly folderData?: Readonly<Record<string, FolderData>> | undefined;
}

/** The blog that a folder of posts belongs to. */
export interface Blog {
  readonly program: BlogProgram | undefined;
  /** Whether its texts are written in Obsidian. */
  readonly isVault: boolean;
  /** Path of the folder of posts below the blog's own folder: `content/posts`; empty where both are the same. */
  readonly folder: string;
  readonly settings: BlogSettings;
}

/** A settings file of a blog: its path below the blog's folder, and its text. */
export interface SettingsFile {
  readonly name: string;
  readonly text: string;
}

/** Whether a folder may hold posts of a blog at all: Hugo knows only those below its content. */
export function mayHoldPosts(
  program: BlogProgram,
  folder: string,
  { contentFolders }: BlogSettings,
): boolean {
  if (program !== 'hugo' || folder === '') return true;
  const roots = Object.values(contentFolders).map((root) => root.replace(/^\.?\/+|\/+$/g, ''));
  return roots.some((root) => `${folder}/`.startsWith(`${root}/`) || `${root}/`.startsWith(`${folder}/`));
}

/** What is known of a blog without settings. */
export const noBlogSettings: BlogSettings = {
  permalinks: {},
  contentFolders: {},
  languages: [],
  hasDatedNames: false,
};

/** The settings of a blog, as far as they can be read without running it; what cannot is left to the program's defaults. */
export function readBlogSettings(program: BlogProgram, files: readonly SettingsFile[]): BlogSettings {
  switch (program) {
    case 'hugo':
      return hugoSettings(files);
    case 'jekyll':
      return jekyllSettings(files);
    case 'astro':
      return astroSettings(files[0]?.text ?? '');
    case 'eleventy':
    default:
      return { ...noBlogSettings, hasDatedNames: true };
  }
}

function hugoSettings(files: readonly SettingsFile[]): BlogSettings {
  const groups = files.map((file) => {
    const name = /^config\/_default\/(permalinks|languages|frontmatter)\./.exec(file.name)?.[1];
    const group = parsed(file);
    return name === undefined ? group : { [name]: group };
  });
  const all: Group = Object.assign({}, ...groups);
  const languages = groupAt(all, 'languages');
  const plain = (textAt(all, 'defaultcontentlanguage') ?? 'en').toLowerCase();
  const permalinks = groupAt(all, 'permalinks');
  const content = textAt(all, 'contentdir') ?? 'content';
  const ofLanguages = Object.entries(languages).flatMap(([name, group]) => {
    const folder = textAt(lowered(group), 'contentdir');
    return folder === undefined ? [] : [[name, folder] as const];
  });
  return {
    baseUrl: publicAddress(textAt(all, 'baseurl') ?? textAt(all, 'base_url')),
    permalinks: textsOf({ ...permalinks, ...groupAt(permalinks, 'page') }),
    contentFolders: { '': content, ...Object.fromEntries(ofLanguages) },
    languages: Object.keys(languages),
    plainLanguage: all['defaultcontentlanguageinsubdir'] === true ? undefined : plain,
    // Zola, whose folders are Hugo's, takes dates out of names by itself.
    hasDatedNames: JSON.stringify(all['frontmatter'] ?? '').includes(':filename') || 'base_url' in all,
  };
}

/** Jekyll's named styles. */
export const jekyllStyles: Readonly<Record<string, string>> = {
  date: '/:categories/:year/:month/:day/:title.html',
  pretty: '/:categories/:year/:month/:day/:title/',
  ordinal: '/:categories/:year/:y_day/:title.html',
  none: '/:categories/:title.html',
};

function jekyllSettings(files: readonly SettingsFile[]): BlogSettings {
  const all: Group = Object.assign({}, ...files.map(parsed));
  const defaults = (Array.isArray(all['defaults']) ? all['defaults'] : []).flatMap((entry: unknown) => {
    const scope = groupAt(lowered(entry), 'scope');
    const permalink = textAt(groupAt(lowered(entry), 'values'), 'permalink');
    // A path that is not the posts' own says something of some of them only.
    const isWhole = ['', '_posts'].includes((textAt(scope, 'path') ?? '').replace(/^\.?\/|\/$/g, ''));
    return isWhole && permalink !== undefined ? [{ type: textAt(scope, 'type') ?? 'posts', permalink }] : [];
  });
  const ofPosts = defaults.filter(({ type }) => type === 'posts').map((entry) => entry.permalink);
  const permalink = ofPosts.at(-1) ?? textAt(all, 'permalink') ?? 'date';
  const site = publicAddress(textAt(all, 'url'));
  const below = (textAt(all, 'baseurl') ?? textAt(all, 'root') ?? '').replace(/^\/*|\/*$/g, '');
  return {
    ...noBlogSettings,
    baseUrl: site === undefined ? undefined : `${site.replace(/\/+$/, '')}/${below}`,
    permalinks: { '': jekyllStyles[permalink] ?? permalink },
    collections: collectionsOf(groupAt(all, 'collections')),
    excerptSeparator: textAt(all, 'excerpt_separator'),
    hasDatedNames: true,
  };
}

/** The collections that become pages; Jekyll makes none of a collection that does not ask for it. */
function collectionsOf(collections: Group): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(collections).flatMap(([name, entry]) => {
      const settings = lowered(entry);
      const isMade = name !== 'posts' && settings['output'] === true;
      return isMade ? [[name, textAt(settings, 'permalink') ?? '/:collection/:path.html']] : [];
    }),
  );
}

/** Astro's settings are a program; only an address that stands there in plain letters is taken from it. */
function astroSettings(text: string): BlogSettings {
  const literal = (key: string): string | undefined =>
    new RegExp(`^[ \\t]*${key}:[ \\t]*(["'])([^"'\\n\`$]{1,500})\\1`, 'm').exec(text)?.[2];
  const site = publicAddress(literal('site'));
  const below = (literal('base') ?? '').replace(/^\/*|\/*$/g, '');
  return {
    ...noBlogSettings,
    baseUrl: site === undefined ? undefined : `${site.replace(/\/+$/, '')}/${below}`,
  };
}

type Group = Readonly<Record<string, unknown>>;

/** Names in settings do not mind capitals, at least in Hugo. */
function lowered(value: unknown): Group {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner]));
}

function parsed({ name, text }: SettingsFile): Group {
  try {
    if (name.endsWith('.toml')) return lowered(parseToml(text));
    const reading = readYaml(text, name);
    return 'yaml' in reading ? lowered(reading.yaml.value) : {};
  } catch {
    // Not ours to complain about: the blog itself will.
    return {};
  }
}

function groupAt(group: Group, key: string): Group {
  return lowered(group[key]);
}

function textAt(group: Group, key: string): string | undefined {
  const value = group[key];
  return typeof value === 'string' ? value.trim() : undefined;
}

function textsOf(group: Group): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(group).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value] as const] : [],
    ),
  );
}

/** Readers cannot follow a link to somebody's own machine. */
function publicAddress(address: string | undefined): string | undefined {
  const url = address === undefined ? undefined : parseUrl(address);
  const isPublic =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    !/^(?:localhost|127\.|0\.0\.0\.0|\[)/.test(url.hostname);
  return isPublic ? url.href : undefined;
}
