import type { Config } from './config.ts';
import type { Language, Text } from './errors.ts';

/** A sentence in both languages; with `sie` where the German form of address shows in it. */
export interface Saying extends Text {
  readonly sie?: string;
}

/** Says a sentence in one language and with one form of address. */
export type Say = (saying: Saying) => string;

/** Whoever speaks to an author in her language, and to her as her letters speak to readers. */
export function speaker(language: Language, { address }: Pick<Config, 'address'>): Say {
  return ({ de, sie, en }) => (language === 'en' ? en : address === 'sie' ? (sie ?? de) : de);
}
