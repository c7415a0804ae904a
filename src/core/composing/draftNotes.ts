import type { Text } from '../errors.ts';
import type { Post, PostFault } from '../posts/post.ts';
import type { WeekId } from '../week.ts';

/** More posts than this are not named one by one. */
const namedAtMost = 10;

/** A draft whose week is over and that nobody got. */
export interface NeverSent {
  readonly week: WeekId;
  /** How many new posts it holds. */
  readonly posts: number;
}

/** What composing came upon that its author should know besides the draft itself. */
export interface DraftFindings {
  /** Faulty posts that the settings let be left out. */
  readonly leftOut: readonly PostFault[];
  /** New posts that found no room and wait for the next week. */
  readonly waiting: readonly Pick<Post, 'title'>[];
  /** Sources that answered well and have no posts at all; mostly the wrong address. */
  readonly emptySources: readonly string[];
  /** What the sources themselves say: the blog was down, pages were left out. */
  readonly sourceNotes: readonly Text[];
  /** Drafts before this one that were neither sent nor cancelled. */
  readonly neverSent?: readonly NeverSent[];
  /** Addresses of posts that the draft before promised for a later letter, and that no source has any more. */
  readonly lostPromises?: readonly string[];
}

/** The same in words, the weightiest first. */
export function draftNotes(findings: DraftFindings): readonly Text[] {
  const { leftOut, waiting, emptySources, sourceNotes, neverSent = [], lostPromises = [] } = findings;
  return [
    ...sourceNotes,
    ...neverSent.map(neverSentNote),
    ...leftOut.map(({ where, what }) => ({
      de: `Weggelassen: ${where}: ${what.de}`,
      en: `Left out: ${where}: ${what.en}`,
    })),
    ...withNumberOfOthers(
      lostPromises.map((address) => ({
        de: `Sollte in einen späteren Brief, aber keine Quelle hat ihn mehr: ${address}`,
        en: `Was promised for a later letter, but no source has it any more: ${address}`,
      })),
      (count) => ({
        de: `… und ${count} weitere, die keine Quelle mehr hat.`,
        en: `… and ${count} more that no source has any more.`,
      }),
    ),
    ...withNumberOfOthers(
      waiting.map(({ title }) => ({
        de: `Wartet auf den nächsten Brief (issue.maxPosts): „${title}“`,
        en: `Waits for the next letter (issue.maxPosts): "${title}"`,
      })),
      (count) => ({
        de: `… und ${count} weitere, die warten. Alle nennt wochenbrief compose --explain.`,
        en: `… and ${count} more that wait. wochenbrief compose --explain names them all.`,
      }),
    ),
    ...emptySources.map((name) => ({
      de: `${name} hat keinen einzigen Beitrag (Entwürfe zählen nicht). Stimmt die Angabe unter „sources“?`,
      en: `${name} has no posts at all (drafts do not count). Is it right below "sources"?`,
    })),
  ];
}

/** A few notes, and how many more there would be. */
function withNumberOfOthers(notes: readonly Text[], others: (count: number) => Text): readonly Text[] {
  if (notes.length <= namedAtMost + 1) return notes;
  return [...notes.slice(0, namedAtMost), others(notes.length - namedAtMost)];
}

function neverSentNote({ week, posts }: NeverSent): Text {
  const isOne = posts === 1;
  return {
    de: `Der Brief ${week} ging nie hinaus; ${isOne ? 'sein Beitrag kommt' : `seine ${posts} Beiträge kommen`} nicht wieder. Absagen gibt ${isOne ? 'ihn' : 'sie'} frei: wochenbrief cancel ${week}`,
    en: `The letter ${week} never left; its ${isOne ? 'post does' : `${posts} posts do`} not come again. To cancel it sets ${isOne ? 'it' : 'them'} free: wochenbrief cancel ${week}`,
  };
}
