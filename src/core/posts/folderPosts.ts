import type { Text } from '../errors.ts';
import { sameAddressFault } from './markdownFault.ts';
import type { MarkdownReading } from './markdownPost.ts';
import type { Post, PostFault, PostList } from './post.ts';
import type { CopiedEntry } from './sourceCopy.ts';

/** How many files a note names. */
const namedFiles = 5;
/** Stands before the mark of a file that is a page, so that a copy knows it without reading it again. */
const pageMark = 'page ';

/** A file as it is kept: what it was, and the mark it had then. */
export function entryOfFile(key: string, mark: string, reading: MarkdownReading): CopiedEntry {
  const { posts, faults, isPage } = reading;
  return { key, mark: isPage === true ? `${pageMark}${mark}` : mark, posts, faults };
}

/** Whether a kept file is still as it was. */
export function isUnchanged(entry: CopiedEntry, mark: string): boolean {
  return entry.mark === mark || entry.mark === `${pageMark}${mark}`;
}

/**
 * All files of a folder as one list: each address once, the pages that are no posts in one note, and in others the posts
 * that are not Markdown (`others`), and the programs that say things of posts (`scripts`).
 */
export function folderPosts(
  entries: readonly CopiedEntry[],
  others: readonly string[] = [],
  scripts: readonly string[] = [],
): PostList {
  const known = new Map<string, string>();
  const posts: Post[] = [];
  const faults: PostFault[] = [];
  for (const entry of entries) {
    faults.push(...entry.faults);
    for (const post of entry.posts) {
      // All of them come out of one mould, so that equal ones are equal letter by letter.
      const other = known.get(post.url);
      if (other === undefined) posts.push(post);
      else faults.push(sameAddressFault(post.id, post.url, other));
      if (other === undefined) known.set(post.url, post.id);
    }
  }
  const pages = entries.filter(({ mark }) => mark.startsWith(pageMark)).map(({ key }) => key);
  const notes = [
    ...(pages.length === 0 ? [] : [pagesNote(pages)]),
    ...(others.length === 0 ? [] : [othersNote(others)]),
    ...(scripts.length === 0 ? [] : [scriptsNote(scripts)]),
  ];
  return { posts, faults, ...(notes.length === 0 ? {} : { notes }) };
}

function pagesNote(pages: readonly string[]): Text {
  const count = pages.length;
  const named = namedIn(pages);
  return {
    de:
      `${count === 1 ? 'Eine Seite gilt nicht als Beitrag' : `${count} Seiten gelten nicht als Beiträge`} ` +
      `(ohne Titel oder festes Datum, oder als Seite angelegt): ${named.de}.`,
    en:
      `${count === 1 ? 'One page is not taken for a post' : `${count} pages are not taken for posts`} ` +
      `(without a title or a fixed date, or made as a page): ${named.en}.`,
  };
}

function othersNote(others: readonly string[]): Text {
  const count = others.length;
  const named = namedIn(others);
  const kinds = kindsOf(others);
  return {
    de:
      `${count === 1 ? 'Eine Datei wird nicht gelesen, weil sie' : `${count} Dateien werden nicht gelesen, weil sie`} ` +
      `kein Markdown ${count === 1 ? 'ist' : 'sind'} (${kinds}): ${named.de}.`,
    en:
      `${count === 1 ? 'One file is not read because it is' : `${count} files are not read because they are`} ` +
      `not Markdown (${kinds}): ${named.en}.`,
  };
}

function scriptsNote(scripts: readonly string[]): Text {
  const isOne = scripts.length === 1;
  const named = namedIn(scripts);
  return {
    de:
      `${isOne ? 'Ein Programm von Eleventy wird' : `${scripts.length} Programme von Eleventy werden`} nicht ausgeführt: ` +
      `${named.de}. Gelesen wird daraus nur eine Adresse, die ausgeschrieben dasteht (permalink: "/…/"). Was sie sonst über Beiträge sagen, schreibe in die Beiträge selbst oder in eine .11tydata.json.`,
    en:
      `${isOne ? 'One program of Eleventy is' : `${scripts.length} programs of Eleventy are`} not run: ` +
      `${named.en}. All that is read of them is an address in plain letters (permalink: "/…/"). What else they say of posts, write into the posts themselves or into a .11tydata.json.`,
  };
}

/** `5 .html, 4 .textile`, the most frequent first. */
function kindsOf(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const kind = name.slice(name.lastIndexOf('.')).toLowerCase();
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}

function namedIn(names: readonly string[]): Text {
  const named = names.slice(0, namedFiles).join(', ');
  const more = names.length - namedFiles;
  return more > 0
    ? { de: `${named} und ${more} weitere`, en: `${named} and ${more} more` }
    : { de: named, en: named };
}
