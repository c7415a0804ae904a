import type { Fault } from '../fault.ts';
import type { Issue } from '../issue.ts';
import { isMarkdownName } from './markdownFile.ts';
import type { Post, PostFault } from './post.ts';

/** Clocks of blogs and of this machine differ; an hour is no future. */
const toleranceMs = 3_600_000;

/** Posts dated in the future: a mistake, or not meant to be read yet. */
export function futureFaults(posts: readonly Post[], now: Date): readonly PostFault[] {
  return posts
    .filter((post) => Date.parse(post.publishedAt) > now.getTime() + toleranceMs)
    .map((post) => ({
      where: post.id,
      what: {
        de: `„${post.title}“ trägt ein Datum in der Zukunft: ${post.publishedAt}.`,
        en: `"${post.title}" is dated in the future: ${post.publishedAt}.`,
      },
      hint: {
        de: 'Das Datum berichtigen, oder den Beitrag bis dahin als Entwurf kennzeichnen (draft: true).',
        en: 'Correct the date, or mark the post as a draft until then (draft: true).',
      },
    }));
}

/** Posts of a draft whose files are no longer in their folder; a feed may drop old posts, a folder does not. */
export function draftFaults(
  draft: Issue,
  text: string,
  fileName: string,
  posts: readonly Post[],
  sources: readonly { readonly name: string }[],
): readonly Fault[] {
  const existing = new Set(posts.map((post) => post.id));
  const folders = sources.map(({ name }) => name).filter((name) => !isAddress(name));
  const isFile = (id: string): boolean =>
    isMarkdownName(id) && !isAddress(id) && folders.some((name) => name === '.' || id.startsWith(`${name}/`));
  const lines = text.split('\n');
  return [...draft.posts, ...draft.olderPosts]
    .filter((post) => isFile(post.id) && !existing.has(post.id))
    .map((post) => ({
      where: [fileName, ...lineOf(post.id, lines)].join(':'),
      what: {
        de: `„${post.title}“ (${post.id}) gibt es nicht mehr.`,
        en: `"${post.title}" (${post.id}) no longer exists.`,
      },
      hint: {
        de: 'Die Datei zurückholen oder den Beitrag aus dem Entwurf nehmen.',
        en: 'Bring the file back or take the post out of the draft.',
      },
    }));
}

function isAddress(name: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(name);
}

/** The number of the line an id stands in; none where YAML had to write it in another way. */
function lineOf(id: string, lines: readonly string[]): readonly number[] {
  const index = lines.findIndex((line) => line.includes(id));
  return index < 0 ? [] : [index + 1];
}
