import type { Language } from './errors.ts';
import type { Rhythm, Subscriber } from './list/subscriber.ts';
import type { SlottedText } from './render/slots.ts';

/** One of the ways an issue is rendered: with the posts of a week or a month, and in the reader's language around them. */
export interface EditionKind {
  readonly rhythm: Rhythm;
  readonly language: Language;
}

/** An edition as it is frozen: rendered once, open only at the slots. */
export interface Edition {
  readonly html: SlottedText;
  readonly text: SlottedText;
}

/** `monthly-en`; the name of a kind in the frozen letter. */
export type EditionName = `${Rhythm}-${Language}`;

/** All editions of a letter besides the usual one. */
export type Editions = Readonly<Partial<Record<EditionName, Edition>>>;

/** What of a letter decides its editions. */
interface EditionedLetter {
  readonly isMonthly?: boolean;
  readonly editions?: Editions;
  readonly settings: { readonly locale: Language };
}

/** The name of a kind of edition. */
export function editionName({ rhythm, language }: EditionKind): EditionName {
  return `${rhythm}-${language}`;
}

/** The edition everybody can be given: the week's posts, all in the newsletter's language. */
function usualKind({ settings }: Pick<EditionedLetter, 'settings'>): EditionKind {
  return { rhythm: 'weekly', language: settings.locale };
}

/** The kinds of edition that some kinds of readers need besides the usual one, each once. */
export function neededKinds(
  readers: Iterable<Pick<Subscriber, 'rhythm' | 'language'>>,
  letter: Pick<EditionedLetter, 'isMonthly' | 'settings'>,
): readonly EditionKind[] {
  const usual = editionName(usualKind(letter));
  const kinds = new Map<EditionName, EditionKind>();
  for (const reader of readers) {
    const kind = kindFor(reader, letter);
    const name = editionName(kind);
    if (name !== usual) kinds.set(name, kind);
  }
  return [...kinds.values()];
}

/**
 * The edition of one reader and its language. Who changed language or rhythm after the freeze gets the nearest one there
 * is: what it holds matters more than the language of its frame.
 */
export function editionFor(
  reader: Pick<Subscriber, 'rhythm' | 'language'>,
  letter: EditionedLetter & Edition,
): Edition & { readonly language: Language } {
  const { locale } = letter.settings;
  const wanted = kindFor(reader, letter);
  for (const kind of [wanted, { ...wanted, language: locale }]) {
    const edition = letter.editions?.[editionName(kind)];
    if (edition) return { ...edition, language: kind.language };
  }
  return { html: letter.html, text: letter.text, language: locale };
}

function kindFor(
  { rhythm, language }: Pick<Subscriber, 'rhythm' | 'language'>,
  { isMonthly = false, settings }: Pick<EditionedLetter, 'isMonthly' | 'settings'>,
): EditionKind {
  return { rhythm: isMonthly ? rhythm : 'weekly', language: language ?? settings.locale };
}
