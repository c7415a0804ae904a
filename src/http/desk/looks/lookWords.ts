import type { FontName, LookName } from '../../../core/look.ts';
import type { Saying } from '../../../core/saying.ts';

/** What a look is called. */
export function lookName(look: LookName): string {
  return `${look.slice(0, 1).toUpperCase()}${look.slice(1)}`;
}

/** What can be set about a look. */
export const lookLabels = {
  template: { de: 'Aussehen', en: 'Look' },
  font: { de: 'Schrift', en: 'Typeface' },
  color: { de: 'Farbe', en: 'Colour' },
  logo: { de: 'Logo', en: 'Logo' },
  pictures: { de: 'Bilder der Beiträge zeigen', en: 'Show the pictures of posts' },
  sections: { de: 'Was der Brief zeigt, der Reihe nach', en: 'What the letter shows, in order' },
} as const satisfies Readonly<Record<string, Saying>>;

/** What each look is like. */
export const lookWords: Readonly<Record<LookName, Saying>> = {
  ruhig: {
    de: 'Viel Raum, Serifen, ein Bild je Beitrag.',
    en: 'Much room, serifs, a picture for each post.',
  },
  magazin: { de: 'Bilder zuerst, Beiträge als Karten.', en: 'Pictures first, posts as cards.' },
  brief: {
    de: 'Fast nur Text, ohne Bilder, wie ein persönlicher Brief.',
    en: 'Almost plain text, no pictures, like a personal letter.',
  },
};

/** What the typefaces are like. */
export const fontWords: Readonly<Record<FontName | 'own', Saying>> = {
  own: { de: 'die des Aussehens', en: 'the look’s own' },
  serif: { de: 'mit Serifen (Georgia)', en: 'with serifs (Georgia)' },
  book: { de: 'wie im Buch (Palatino)', en: 'as in a book (Palatino)' },
  sans: { de: 'ohne Serifen (die des Geräts)', en: 'without serifs (the device’s own)' },
  humanist: {
    de: 'ohne Serifen, weicher (Seravek, Calibri)',
    en: 'without serifs, softer (Seravek, Calibri)',
  },
};
