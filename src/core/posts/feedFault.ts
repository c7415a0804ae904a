import type { Text } from '../errors.ts';
import type { PostFault } from './post.ts';

/** What keeps a post of a feed from being featured. */
export type PostComplaint =
  | { readonly kind: 'noTitle' }
  | { readonly kind: 'noLink' }
  | { readonly kind: 'noDate'; readonly found: string | undefined }
  | { readonly kind: 'sameId'; readonly id: string };

/** A complaint about a post of a feed, with what the author can do about it on the blog. */
export function faultyPost(where: string, complaint: PostComplaint): PostFault {
  const { what, mend } = describe(complaint);
  return {
    where,
    what,
    hint: {
      de: `${mend.de} Oder setze „issue.faultyPosts: skip“ in newsletter.yaml, um solche Beiträge auszulassen.`,
      en: `${mend.en} Or set "issue.faultyPosts: skip" in newsletter.yaml to leave such posts out.`,
    },
  };
}

function describe(complaint: PostComplaint): { readonly what: Text; readonly mend: Text } {
  switch (complaint.kind) {
    case 'noTitle':
      return {
        what: { de: 'Der Beitrag hat weder Titel noch Text.', en: 'The post has neither title nor text.' },
        mend: { de: 'Gib ihm im Blog einen Titel.', en: 'Give it a title on the blog.' },
      };
    case 'noLink':
      return {
        what: {
          de: 'Der Beitrag hat keine Adresse (http oder https).',
          en: 'The post has no address (http or https).',
        },
        mend: {
          de: 'Sorge im Blog dafür, dass der Feed die Adresse jedes Beitrags nennt (<link>).',
          en: 'See to it on the blog that the feed names the address of each post (<link>).',
        },
      };
    case 'noDate':
      return {
        what:
          complaint.found === undefined
            ? { de: 'Der Beitrag hat kein Datum.', en: 'The post has no date.' }
            : {
                de: `Das Datum „${shortened(complaint.found)}“ ist nicht lesbar oder gibt es nicht.`,
                en: `The date "${shortened(complaint.found)}" is not readable or does not exist.`,
              },
        mend: {
          de: 'Sorge im Blog dafür, dass der Feed das Datum jedes Beitrags nennt (<pubDate> oder <published>).',
          en: 'See to it on the blog that the feed names the date of each post (<pubDate> or <published>).',
        },
      };
    case 'sameId':
    default:
      return {
        what: {
          de: `Mehrere Beiträge mit verschiedenen Adressen tragen dieselbe Kennung „${shortened(complaint.id)}“.`,
          en: `Several posts with different addresses carry the same id "${shortened(complaint.id)}".`,
        },
        mend: {
          de: 'Sorge im Blog dafür, dass jeder Beitrag eine eigene Kennung hat (<guid> oder <id>).',
          en: 'See to it on the blog that each post has an id of its own (<guid> or <id>).',
        },
      };
  }
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
