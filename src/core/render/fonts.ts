import type { Config } from '../config.ts';
import type { FontName, LookName } from '../look.ts';

/** The typefaces of a letter as CSS stacks. Nothing is ever fetched: readers see what their machine has (R47). */
export interface Fonts {
  readonly text: string;
  readonly heading: string;
  /** For dates, labels and the small print. */
  readonly small: string;
  /** Of headings, as CSS writes it. */
  readonly weight: 'normal' | 'bold';
}

/** Without quotation marks, which templates would escape; CSS needs none around such names. */
const stacks: Readonly<Record<FontName, string>> = {
  serif: 'Georgia,Iowan Old Style,Palatino Linotype,Palatino,serif',
  book: 'Iowan Old Style,Palatino Linotype,Book Antiqua,URW Palladio L,Palatino,Georgia,serif',
  sans: '-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif',
  humanist: 'Seravek,Gill Sans Nova,Calibri,Carlito,Ubuntu,Verdana,sans-serif',
};

const ofLooks: Readonly<Record<LookName, Fonts>> = {
  ruhig: { text: stacks.serif, heading: stacks.serif, small: stacks.sans, weight: 'normal' },
  magazin: { text: stacks.sans, heading: stacks.serif, small: stacks.sans, weight: 'bold' },
  brief: { text: stacks.sans, heading: stacks.sans, small: stacks.sans, weight: 'bold' },
};

/** The typefaces of a look, or the one that its author has chosen. */
export function fontsOf({ template, font }: Pick<Config['look'], 'template' | 'font'>): Fonts {
  const own = ofLooks[template];
  if (font === undefined) return own;
  const chosen = stacks[font];
  return { ...own, text: chosen, heading: chosen, small: font === 'humanist' ? chosen : stacks.sans };
}
