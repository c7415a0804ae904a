/** How many characters of a line inboxes show, roughly: on phones held upright, and on wide screens. */
export interface ShownLength {
  readonly phone: number;
  readonly desktop: number;
}

/** What Apple Mail, Gmail, Outlook, GMX and WEB.DE have in common; letters differ in width, so these are no borders. */
export const shownLengths: Readonly<Record<'subject' | 'preheader', ShownLength>> = {
  subject: { phone: 40, desktop: 70 },
  preheader: { phone: 80, desktop: 100 },
};

/** Nobody counts further, and counting letters of a whole book takes all memory. */
const longestCounted = 2_000;

/** The length of a text as people count it; of one that is longer than any line, in code units. */
export function lengthOf(text: string): number {
  if (text.length > longestCounted) return text.length;
  return Array.from(new Intl.Segmenter().segment(text)).length;
}
