import { isForeign } from './blogProgram.ts';
import type { Blog } from './blogSettings.ts';
import { isMarkdownName } from './markdownFile.ts';
import { isOtherPost } from './otherKinds.ts';

/** What is to be looked at of a folder's listing. */
export interface ChosenNames {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Likely posts that are not Markdown, and so not read. */
  readonly others: readonly string[];
  /** Programs that say things of posts, which nobody here runs. */
  readonly scripts: readonly string[];
}

/** One name of a folder. */
export interface ListedName {
  readonly name: string;
  readonly isFolder: boolean;
}

const dataScript = /\.11tydata\.[cm]?[jt]s$/i;
const templates = /^(?:templates?|vorlagen?)$/i;

/**
 * What may hold posts, in a fixed order: `_` marks what a blog keeps for itself, `.` what the system does. `path` is that of
 * the folder below the folder of posts.
 */
export function chosenNames(names: readonly ListedName[], path: string, blog: Blog): ChosenNames {
  const sorted = names.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const isTop = blog.folder === '' && path === '';
  const mayHold = (name: string): boolean => {
    if (name === '_posts') return true;
    if (name.startsWith('_') && Object.hasOwn(blog.settings.collections ?? {}, name.slice(1))) return true;
    if (/^[._]/.test(name) || name === 'node_modules') return false;
    if (blog.isVault && templates.test(name)) return false;
    return !(isTop && blog.program !== undefined && isForeign(blog.program, name));
  };
  const files = sorted
    .filter(({ name, isFolder }) => !isFolder && isMarkdownName(name) && !/^[._]/.test(name))
    .map(({ name }) => name);
  const bundle = files.filter((name) => /^index\./i.test(name));
  // Beside the post of a folder of its own, Hugo takes all else for its material.
  const isBundle = blog.program === 'hugo' && bundle.length > 0 && path !== '';
  return {
    files: isBundle ? bundle : files,
    folders: isBundle
      ? []
      : sorted.filter(({ name, isFolder }) => isFolder && mayHold(name)).map(({ name }) => name),
    others: isBundle
      ? []
      : sorted
          .filter(
            ({ name, isFolder }) => !isFolder && isOtherPost(path === '' ? name : `${path}/${name}`, blog),
          )
          .map(({ name }) => name),
    scripts:
      blog.program === 'eleventy'
        ? sorted.filter(({ name, isFolder }) => !isFolder && dataScript.test(name)).map(({ name }) => name)
        : [],
  };
}
