import type { Language } from '../errors.ts';
import type { Palette } from './color.ts';
import { buttonShape, frameShape } from './pageShapes.ts';
import type { ButtonView, FrameView } from './pageViews.ts';
import { paletteShape, type ShapeOf } from './viewShape.ts';

/** What `decide.hbs` sees. */
export interface DecideView extends FrameView {
  readonly letterLanguage: Language;
  readonly fault: {
    readonly heading: string;
    readonly lines: readonly string[];
    readonly next: string;
  } | null;
  readonly facts: readonly { readonly term: string; readonly text: string; readonly isLetters: boolean }[];
  /** What can be done, each with what it does; the first is the one the author came for. */
  readonly steps: readonly { readonly text: string; readonly button: ButtonView }[];
}

/** What `draftBar.hbs` sees: a part of a letter's page, which knows nothing of our stylesheet. */
export interface DraftBarView {
  readonly language: Language;
  readonly letterLanguage: Language;
  readonly mark: string;
  readonly state: string;
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  readonly light: Palette;
  readonly dark: Palette;
}

/** The fields of DecideView. */
export const decideShape = {
  fields: {
    ...frameShape.fields,
    letterLanguage: 'text',
    fault: { fields: { heading: 'text', lines: { each: 'text' }, next: 'text' } },
    facts: { each: { fields: { term: 'text', text: 'text', isLetters: 'text' } } },
    steps: { each: { fields: { text: 'text', button: buttonShape } } },
  },
} as const satisfies ShapeOf<DecideView>;

/** The fields of DraftBarView. */
export const draftBarShape = {
  fields: {
    language: 'text',
    letterLanguage: 'text',
    mark: 'text',
    state: 'text',
    facts: { each: { fields: { term: 'text', text: 'text' } } },
    light: paletteShape,
    dark: paletteShape,
  },
} as const satisfies ShapeOf<DraftBarView>;
