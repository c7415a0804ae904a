import type {
  ArchiveView,
  ButtonView,
  EmbedView,
  EraseView,
  FaultsView,
  FieldView,
  FormView,
  FrameView,
  HomeView,
  LinkView,
  PreferencesView,
  ReviewView,
  SignUpView,
  StyleView,
  UnsubscribeView,
} from './pageViews.ts';
import { paletteShape, type ShapeOf } from './viewShape.ts';

const link = { fields: { url: 'text', label: 'text' } } as const satisfies ShapeOf<LinkView>;

/** The fields of ButtonView. */
export const buttonShape = {
  fields: {
    action: 'text',
    label: 'text',
    isQuiet: 'text',
    fields: { each: { fields: { name: 'text', value: 'text' } } },
  },
} as const satisfies ShapeOf<ButtonView>;

const field = {
  fields: {
    id: 'text',
    label: 'text',
    type: 'text',
    value: 'text',
    autocomplete: 'text',
    hint: 'text',
    isRequired: 'text',
    fault: 'text',
  },
} as const satisfies ShapeOf<FieldView>;

const faults = {
  fields: { heading: 'text', items: { each: link } },
} as const satisfies ShapeOf<FaultsView>;

const entries = { each: { fields: { term: 'text', text: 'text' } } } as const;

const choices = { each: { fields: { value: 'text', label: 'text', isChosen: 'text' } } } as const;

const signUp = {
  fields: {
    action: 'text',
    shown: 'text',
    isFramed: 'text',
    language: 'text',
    faults,
    address: field,
    name: field,
    trapLabel: 'text',
    wording: 'text',
    privacy: link,
    afterwards: 'text',
    submit: 'text',
  },
} as const satisfies ShapeOf<SignUpView>;

/** The fields of FrameView. */
export const frameShape = {
  fields: {
    language: 'text',
    documentTitle: 'text',
    description: 'text',
    isFramed: 'text',
    hasHeader: 'text',
    styleUrl: 'text',
    feedUrl: 'text',
    newsletter: { fields: { title: 'text', logo: 'text', url: 'text', language: 'text' } },
    archiveUrl: 'text',
    privacyUrl: 'text',
    otherLanguage: { fields: { url: 'text', label: 'text', code: 'text' } },
    imprintLines: { each: 'text' },
    words: { fields: { imprint: 'text', privacy: 'text', archive: 'text' } },
    heading: 'text',
    whose: 'text',
    paragraphs: { each: 'text' },
    button: buttonShape,
    links: { each: link },
  },
} as const satisfies ShapeOf<FrameView>;

const frame = frameShape.fields;

/** The fields of HomeView. */
export const homeShape = {
  fields: {
    ...frame,
    aboutLanguage: 'text',
    form: signUp,
    facts: entries,
    latest: { fields: { ...link.fields, heading: 'text', date: 'text' } },
  },
} as const satisfies ShapeOf<HomeView>;

/** The fields of FormView. */
export const formShape = { fields: { ...frame, form: signUp } } as const satisfies ShapeOf<FormView>;

/** The fields of ReviewView. */
export const reviewShape = {
  fields: { ...frame, entries, wording: 'text', privacy: link },
} as const satisfies ShapeOf<ReviewView>;

/** The fields of UnsubscribeView. */
export const unsubscribeShape = {
  fields: {
    ...frame,
    lessHeading: 'text',
    pause: { fields: { action: 'text', day: field, submit: 'text' } },
    monthly: { fields: { text: 'text', button: buttonShape } },
  },
} as const satisfies ShapeOf<UnsubscribeView>;

/** The fields of PreferencesView. */
export const preferencesShape = {
  fields: {
    ...frame,
    action: 'text',
    saved: 'text',
    faults,
    name: field,
    languages: { fields: { label: 'text', hint: 'text', choices } },
    rhythm: { fields: { label: 'text', choices } },
    pausedUntil: field,
    submit: 'text',
    leave: { fields: { heading: 'text', unsubscribe: link, erase: link } },
  },
} as const satisfies ShapeOf<PreferencesView>;

/** The fields of EraseView. */
export const eraseShape = {
  fields: {
    ...frame,
    goes: { fields: { heading: 'text', text: 'text' } },
    stays: { fields: { heading: 'text', texts: { each: 'text' } } },
  },
} as const satisfies ShapeOf<EraseView>;

/** The fields of ArchiveView. */
export const archiveShape = {
  fields: {
    ...frame,
    months: {
      each: { fields: { name: 'text', letters: { each: { fields: { ...link.fields, date: 'text' } } } } },
    },
    empty: 'text',
    feed: link,
  },
} as const satisfies ShapeOf<ArchiveView>;

/** The fields of EmbedView. */
export const embedShape = {
  fields: {
    comment: 'text',
    language: 'text',
    action: 'text',
    addressLabel: 'text',
    nameLabel: 'text',
    nameHint: 'text',
    trapLabel: 'text',
    wording: 'text',
    privacy: link,
    submit: 'text',
  },
} as const satisfies ShapeOf<EmbedView>;

/** The fields of StyleView. */
export const styleShape = {
  fields: {
    light: { fields: { ...paletteShape.fields, fault: 'text' } },
    dark: { fields: { ...paletteShape.fields, fault: 'text' } },
  },
} as const satisfies ShapeOf<StyleView>;
