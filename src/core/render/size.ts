import { NewsletterError } from '../errors.ts';
import type { SlottedText } from './slots.ts';
import type { IssueView } from './view.ts';

/** Gmail cuts letters at 102 KB, and with them the unsubscribe link; R44. */
const maxHtmlBytes = 100 * 1024;

/** How many bytes a rendered text has, without what will stand in its slots. */
export function bytesOf(rendered: SlottedText): number {
  return rendered.chunks.reduce((bytes, chunk) => bytes + Buffer.byteLength(chunk), 0);
}

/** Refuses HTML that mail programs cut; throws `letter.tooLarge`. */
export function requireSize(html: SlottedText, view: IssueView): void {
  const bytes = bytesOf(html);
  if (bytes < maxHtmlBytes) return;
  const largest = partsOf(view)
    .sort((one, other) => other.bytes - one.bytes)
    .slice(0, 3);
  const listed = (language: 'de' | 'en'): string =>
    largest.map((part) => `${part.name[language]} (${kilobytes(part.bytes)})`).join(', ');
  throw new NewsletterError(
    'letter.tooLarge',
    {
      de: `Der Brief hat ${kilobytes(bytes)}; ab ${kilobytes(maxHtmlBytes)} schneiden Mailprogramme ihn ab. Am größten: ${listed('de')}.`,
      en: `The letter has ${kilobytes(bytes)}; from ${kilobytes(maxHtmlBytes)} on mail programs cut it off. Largest: ${listed('en')}.`,
    },
    {
      hint: {
        de: 'Kürze deine Worte und die Anreißer in issue.md, oder nimm Beiträge heraus (issue.maxPosts, issue.olderPosts). Im Aussehen „brief“ (look.template) haben am meisten Platz.',
        en: 'Shorten your words and the excerpts in issue.md, or take posts out (issue.maxPosts, issue.olderPosts). The look “brief” (look.template) has room for most.',
      },
    },
  );
}

interface Part {
  readonly name: { readonly de: string; readonly en: string };
  readonly bytes: number;
}

function partsOf(view: IssueView): Part[] {
  const posts = [...view.posts, ...view.olderPosts].map((post) => ({
    name: { de: `Beitrag „${shortened(post.title)}“`, en: `post “${shortened(post.title)}”` },
    bytes: Buffer.byteLength(Object.values({ ...post, picture: post.picture?.url ?? '' }).join('')),
  }));
  return [
    { name: { de: 'deine Worte', en: 'your words' }, bytes: Buffer.byteLength(view.letterHtml) },
    { name: { de: 'die Frage', en: 'the question' }, bytes: Buffer.byteLength(view.question ?? '') },
    {
      name: { de: 'das Impressum', en: 'the imprint' },
      bytes: Buffer.byteLength(view.imprintLines.join('\n')),
    },
    ...posts,
  ];
}

function shortened(title: string): string {
  return title.length > 60 ? `${title.slice(0, 59)}…` : title;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}
