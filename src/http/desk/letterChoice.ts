import type { Language } from '../../core/errors.ts';
import type { Config } from '../../core/config.ts';
import type { ReaderKind } from '../../flow/desk/readersView.ts';

/** How the author looks at the letter, as the address of the page says it. */
export interface LetterChoice {
  readonly show: 'html' | 'text' | 'source';
  readonly width: 'beside' | 'phone' | 'tablet' | 'desktop';
  readonly mode: 'both' | 'light' | 'dark';
  readonly pictures: 'on' | 'off';
  readonly name: 'named' | 'nameless';
  readonly language: Language;
  readonly rhythm: 'weekly' | 'monthly';
}

/** Everything that can be chosen; the first is what shows without a choice. */
export const choices = {
  show: ['html', 'text', 'source'],
  width: ['beside', 'phone', 'tablet', 'desktop'],
  mode: ['both', 'light', 'dark'],
  pictures: ['on', 'off'],
  name: ['named', 'nameless'],
  language: ['de', 'en'],
  rhythm: ['weekly', 'monthly'],
} as const satisfies { readonly [Key in keyof LetterChoice]: readonly LetterChoice[Key][] };

/** The choice in an address; what is missing or strange there is as usual. */
export function readChoice(query: URLSearchParams, { locale }: Pick<Config, 'locale'>): LetterChoice {
  const chosen = <Value extends string>(
    key: string,
    values: readonly Value[],
    usual?: Value,
  ): Value | undefined => values.find((value) => value === query.get(key)) ?? usual ?? values[0];
  return {
    show: chosen('show', choices.show) ?? 'html',
    width: chosen('width', choices.width) ?? 'beside',
    mode: chosen('mode', choices.mode) ?? 'both',
    pictures: chosen('pictures', choices.pictures) ?? 'on',
    name: chosen('name', choices.name) ?? 'named',
    language: chosen('language', choices.language, locale) ?? locale,
    rhythm: chosen('rhythm', choices.rhythm) ?? 'weekly',
  };
}

/** The reader that is looked over the shoulder of. */
export function readerOf({ name, language, rhythm }: LetterChoice): ReaderKind {
  return { name: name === 'named' ? 'Anna' : null, language, rhythm };
}
