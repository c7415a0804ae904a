import type { Blog } from './blogSettings.ts';
import { sectionsOf } from './markdownAddress.ts';
import { fileNameOf } from './markdownFile.ts';

/** Texts that some blog programs make posts of as well. */
const otherEnding = /\.(?:html?|adoc|asciidoc|org|textile|rst)$/i;
const furniture =
  /^(?:layouts?|includes?|partials|components|shortcodes|templates?|vorlagen?|assets|static|public)$/i;

/** Whether a file is likely a post of the blog, though none that Wochenbrief reads. `path` is that below the folder of posts. */
export function isOtherPost(path: string, blog: Blog): boolean {
  if (blog.program === undefined || !otherEnding.test(path)) return false;
  const name = fileNameOf(path.replace(otherEnding, '.md'));
  const folders = [...blog.folder.split('/'), ...name.folders];
  if (/^(?:[._]|404$)/.test(name.full) || name.full === 'index') return false;
  if (folders.some((folder) => furniture.test(folder))) return false;
  // Only in its own place is a dated file of Jekyll a post; elsewhere the programs keep pages at the top.
  if (blog.program === 'jekyll') return folders.includes('_posts');
  if (name.isBundle && blog.program !== 'hugo') return false;
  return sectionsOf(name, blog).length > 0;
}
