import type { Language } from '../../../core/errors.ts';
import type { Config } from '../../../core/config.ts';
import type { ReaderKind } from '../../../flow/desk/readersView.ts';
import { chosenIn, readFrameChoice, type FrameChoice } from '../frameChoice.ts';

/** How the author looks at the letter, as the address of the page says it. */
export interface LetterChoice extends FrameChoice {
  readonly show: 'html' | 'text' | 'source';
  readonly name: 'named' | 'nameless';
  readonly language: Language;
  readonly rhythm: 'weekly' | 'monthly';
}

/** The choice in an address; what is missing or strange there is as usual. */
export function readChoice(query: URLSearchParams, { locale }: Pick<Config, 'locale'>): LetterChoice {
  return {
    show: chosenIn(query, 'show', ['html', 'text', 'source']),
    ...readFrameChoice(query),
    name: chosenIn(query, 'name', ['named', 'nameless']),
    language: chosenIn(query, 'language', ['de', 'en'], locale),
    rhythm: chosenIn(query, 'rhythm', ['weekly', 'monthly']),
  };
}

/** The reader that is looked over the shoulder of. */
export function readerOf({ name, language, rhythm }: LetterChoice): ReaderKind {
  return { name: name === 'named' ? 'Anna' : null, language, rhythm };
}
