import type { Language } from '../errors.ts';

/** In which language a post is read; a third one is read like the newsletter's. */
export function languageOf(
  declared: string | null,
  { language = 'de' }: { readonly language?: Language },
): Language {
  return declared === 'de' || declared === 'en' ? declared : language;
}

/** `de-AT` → `de`; only what a post declares itself counts. */
export function primaryTag(language: string | undefined): string | null {
  return /^\s*([a-z]{2,3})(?:[-_].*)?\s*$/i.exec((language ?? '').slice(0, 40))?.[1]?.toLowerCase() ?? null;
}
