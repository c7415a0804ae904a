import type { Text } from '../errors.ts';
import { sameAddressFault } from './markdownFault.ts';
import type { MarkdownReading } from './markdownPost.ts';
import type { Post, PostFault, PostList } from './post.ts';
import type { CopiedEntry } from './sourceCopy.ts';

/** How many pages a note names. */
const namedPages = 5;
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

/** All files of a folder as one list: each address once, and the pages that are no posts in one note. */
export function folderPosts(entries: readonly CopiedEntry[]): PostList {
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
  return { posts, faults, ...(pages.length === 0 ? {} : { notes: [pagesNote(pages)] }) };
}

function pagesNote(pages: readonly string[]): Text {
  const named = pages.slice(0, namedPages).join(', ');
  const more = pages.length - namedPages;
  const count = pages.length;
  return {
    de:
      `${count === 1 ? 'Eine Seite ohne Datum gilt nicht als Beitrag' : `${count} Seiten ohne Datum gelten nicht als Beiträge`}: ` +
      `${named}${more > 0 ? ` und ${more} weitere` : ''}.`,
    en:
      `${count === 1 ? 'One page without a date is not taken for a post' : `${count} pages without a date are not taken for posts`}: ` +
      `${named}${more > 0 ? ` and ${more} more` : ''}.`,
  };
}
