import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';

/** The words a reader agrees to, and a version that changes with them (R61). */
export interface ConsentWording {
  readonly text: string;
  readonly version: string;
}

/** The words beside the form's button: the author's own, or the usual ones. */
export function consentWording(
  config: Pick<Config, 'title' | 'website'>,
  language: Language,
): ConsentWording {
  const text = config.website.wording ?? usualWording(config.title, language);
  return { text, version: createHash('sha256').update(text).digest('hex').slice(0, 8) };
}

function usualWording(title: string, language: Language): string {
  return language === 'de'
    ? `Ja, ich möchte „${title}“ einmal in der Woche per E-Mail bekommen. Abmelden kann ich mich jederzeit.`
    : `Yes, I would like to get “${title}” by e-mail once a week. I can unsubscribe at any time.`;
}

/** The version of a sentence that stands for words nobody recorded: the author's evidence, in words of his own. */
export const byHandVersion = 'by hand';
