import type { Language } from '../errors.ts';
import type { Palette } from './color.ts';
import type { Fonts } from './fonts.ts';
import { fontsShape, paletteShape, type ShapeOf } from './viewShape.ts';

/** A line of a list, and what is to be said about it. */
export interface LineView {
  readonly text: string;
  readonly note: string | null;
}

/** A list with its heading. */
export interface SectionView {
  readonly heading: string;
  readonly lines: readonly LineView[];
}

/** A link that leads to a page with a button. */
export interface ActionView {
  readonly label: string;
  readonly url: string;
  readonly text: string | null;
}

/** What all mails to the author are made of; a field that is empty is left out. */
export interface AuthorMailView {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Somebody else's words, as a server's or a fault's, line by line. */
  readonly quote: readonly string[];
  readonly afterwards: readonly string[];
  readonly facts: readonly { readonly term: string; readonly text: string; readonly note: string | null }[];
  readonly sections: readonly SectionView[];
  readonly warning: { readonly heading: string; readonly text: string } | null;
  /** The one step that matters most. */
  readonly main: ActionView | null;
  readonly others: readonly ActionView[];
  readonly light: Palette;
}

/** What stands around it, the same in all these mails. */
export interface AuthorFrameView {
  readonly language: Language;
  /** The title of the document; what the mail is about stands in its body. */
  readonly heading: string;
  /** Where what the mail tells comes in. */
  readonly slots: { readonly body: string };
  readonly footnote: string;
  readonly imprintLines: readonly string[];
  readonly words: { readonly imprintHeading: string };
  readonly light: Palette;
  readonly dark: Palette;
  readonly fonts: Fonts;
}

const action = {
  fields: { label: 'text', url: 'text', text: 'text' },
} as const satisfies ShapeOf<ActionView>;

/** The fields of AuthorMailView. */
export const authorMailShape = {
  fields: {
    heading: 'text',
    paragraphs: { each: 'text' },
    quote: { each: 'text' },
    afterwards: { each: 'text' },
    facts: { each: { fields: { term: 'text', text: 'text', note: 'text' } } },
    sections: {
      each: { fields: { heading: 'text', lines: { each: { fields: { text: 'text', note: 'text' } } } } },
    },
    warning: { fields: { heading: 'text', text: 'text' } },
    main: action,
    others: { each: action },
    light: paletteShape,
  },
} as const satisfies ShapeOf<AuthorMailView>;

/** The fields of AuthorFrameView. */
export const authorFrameShape = {
  fields: {
    language: 'text',
    heading: 'text',
    slots: { fields: { body: 'text' } },
    footnote: 'text',
    imprintLines: { each: 'text' },
    words: { fields: { imprintHeading: 'text' } },
    light: paletteShape,
    dark: paletteShape,
    fonts: fontsShape,
  },
} as const satisfies ShapeOf<AuthorFrameView>;
