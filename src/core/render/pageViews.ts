import type { Language } from '../errors.ts';
import type { HexColor, Palette } from './color.ts';

/** A link inside a page. */
export interface LinkView {
  readonly url: string;
  readonly label: string;
}

/** A form that is nothing but one button. */
export interface ButtonView {
  readonly action: string;
  readonly label: string;
  /** For what the page offers besides. */
  readonly isQuiet: boolean;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** An input with its label, and what is wrong with it. */
export interface FieldView {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly value: string;
  readonly autocomplete: string;
  readonly hint: string | null;
  readonly isRequired: boolean;
  readonly fault: string | null;
}

/** One of several answers to a question. */
export interface ChoiceView {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

/** What is wrong with a form, in one place, with links to the fields. */
export interface FaultsView {
  readonly heading: string;
  readonly items: readonly LinkView[];
}

/** What the template of every page may use. */
export interface FrameView {
  readonly language: Language;
  readonly documentTitle: string;
  /** For search engines; null where they have no business. */
  readonly description: string | null;
  readonly isFramed: boolean;
  /** Whether the newsletter's name stands above; the home page has it as its heading. */
  readonly hasHeader: boolean;
  readonly styleUrl: string;
  readonly feedUrl: string | null;
  readonly newsletter: {
    readonly title: string;
    readonly logo: string | null;
    readonly url: string;
    /** Of its title and letters, whatever the pages around them are in. */
    readonly language: Language;
  };
  readonly archiveUrl: string | null;
  readonly privacyUrl: string | null;
  readonly otherLanguage: (LinkView & { readonly code: Language }) | null;
  readonly imprintLines: readonly string[];
  readonly words: { readonly imprint: string; readonly privacy: string; readonly archive: string };
  readonly heading: string;
  /** The masked address of the person whose page it is. */
  readonly whose: string | null;
  readonly paragraphs: readonly string[];
  readonly button: ButtonView | null;
  readonly links: readonly LinkView[];
}

/** The sign-up form. */
export interface SignUpView {
  readonly action: string;
  readonly shown: string;
  readonly isFramed: boolean;
  readonly language: Language;
  readonly faults: FaultsView | null;
  readonly address: FieldView;
  readonly name: FieldView;
  readonly trapLabel: string;
  /** The exact words readers agree to. */
  readonly wording: string;
  readonly privacy: LinkView | null;
  readonly afterwards: string;
  readonly submit: string;
}

/** What `home.hbs` sees. */
export interface HomeView extends FrameView {
  /** Of the paragraphs: the author's own words are in the newsletter's language. */
  readonly aboutLanguage: Language;
  readonly form: SignUpView;
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  readonly latest: (LinkView & { readonly heading: string; readonly date: string }) | null;
}

/** What `form.hbs` sees. */
export interface FormView extends FrameView {
  readonly form: SignUpView;
}

/** What `review.hbs` sees. */
export interface ReviewView extends FrameView {
  readonly entries: readonly { readonly term: string; readonly text: string }[];
  readonly wording: string;
  readonly privacy: LinkView | null;
}

/** What `unsubscribe.hbs` sees. */
export interface UnsubscribeView extends FrameView {
  readonly lessHeading: string;
  readonly pause: { readonly action: string; readonly day: FieldView; readonly submit: string };
  readonly monthly: { readonly text: string; readonly button: ButtonView } | null;
}

/** What `preferences.hbs` sees. */
export interface PreferencesView extends FrameView {
  readonly action: string;
  readonly saved: string | null;
  readonly faults: FaultsView | null;
  readonly name: FieldView;
  readonly languages: {
    readonly label: string;
    readonly hint: string;
    readonly choices: readonly ChoiceView[];
  };
  readonly rhythm: { readonly label: string; readonly choices: readonly ChoiceView[] };
  readonly pausedUntil: FieldView;
  readonly submit: string;
  readonly leave: { readonly heading: string; readonly unsubscribe: LinkView; readonly erase: LinkView };
}

/** What `erase.hbs` sees. */
export interface EraseView extends FrameView {
  readonly goes: { readonly heading: string; readonly text: string };
  readonly stays: { readonly heading: string; readonly texts: readonly string[] };
}

/** What `archive.hbs` sees. */
export interface ArchiveView extends FrameView {
  readonly months: readonly {
    readonly name: string;
    readonly letters: readonly (LinkView & { readonly date: string })[];
  }[];
  /** What stands there while there are none. */
  readonly empty: string;
  readonly feed: LinkView;
}

/** What `embed.hbs` sees: a form for other sites, which knows nothing of our stylesheet. */
export interface EmbedView {
  /** How to use it, for the person who reads the HTML. */
  readonly comment: string;
  readonly language: Language;
  readonly action: string;
  readonly addressLabel: string;
  readonly nameLabel: string;
  readonly nameHint: string;
  readonly trapLabel: string;
  readonly wording: string;
  readonly privacy: LinkView | null;
  readonly submit: string;
}

/** What `style.css.hbs` sees. */
export interface StyleView {
  readonly light: Palette & { readonly fault: HexColor };
  readonly dark: Palette & { readonly fault: HexColor };
}
