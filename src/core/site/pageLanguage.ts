import type { Language } from '../errors.ts';

/** The language a text names, where it is one of ours. */
export function languageNamed(text: string | null | undefined): Language | undefined {
  return text === 'de' || text === 'en' ? text : undefined;
}

/** The one of our languages that an Accept-Language header likes best (RFC 9110 §12.5.4). */
export function acceptedLanguage(header: string): Language | undefined {
  const liked = header
    .slice(0, 500)
    .toLowerCase()
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return { language: languageNamed(range.split('-')[0]), quality: Number(quality) };
    })
    .filter(({ quality }) => quality > 0);
  return liked
    .toSorted((one, other) => other.quality - one.quality)
    .find(({ language }) => language !== undefined)?.language;
}
