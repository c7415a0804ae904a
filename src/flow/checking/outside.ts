import { checkLinkAnswers, type LinkAnswer } from '../../core/checking/linkAnswers.ts';
import { askableLinks, type LetterLink } from '../../core/checking/letterLinks.ts';
import type { Check } from '../../core/check.ts';
import type { Config } from '../../core/config.ts';
import { NewsletterError } from '../../core/errors.ts';

/** What checks ask of others over the network. */
export interface Outside {
  /** Addresses for which there was no time have no answer. What was wrong lately is asked again only with `isAnew`. */
  readonly askLinks: (
    addresses: readonly string[],
    config: Config,
    isAnew: boolean,
  ) => Promise<ReadonlyMap<string, LinkAnswer>>;
  /** What the DNS says about letters of this newsletter (R41). */
  readonly askNames: (config: Config) => Promise<readonly Check[]>;
}

/** What others say of a letter: its links and pictures, and the names it is sent by. */
export async function outsideFindings(
  outside: Outside,
  config: Config,
  links: readonly LetterLink[],
  { isAnew = false }: { readonly isAnew?: boolean } = {},
): Promise<readonly Check[]> {
  const addresses = askableLinks(links).map(({ address }) => address);
  const [answers, names] = await Promise.all([
    outside.askLinks(addresses, config, isAnew),
    outside.askNames(config).catch(failedNames),
  ]);
  return [
    ...checkLinkAnswers(links, answers),
    ...names.map((check) => ({ ...check, why: check.why ?? nameWhy })),
  ];
}

/** In place of it where nobody is asked. */
export const nobodyAsked: Check = {
  check: 'links',
  status: 'note',
  found: {
    de: 'Links, Bilder und DNS: nicht geprüft, denn --offline fragt niemanden.',
    en: 'Links, pictures and DNS: not checked, because --offline asks nobody.',
  },
};

const nameWhy = {
  de: 'Daran erkennen Gmail, GMX und andere, ob der Brief wirklich von seinem Absender kommt; sonst landet er im Spam.',
  en: 'By this Gmail, GMX and others tell whether the letter really comes from its sender; else it ends up as spam.',
};

function failedNames(error: unknown): readonly Check[] {
  if (!(error instanceof NewsletterError)) throw error;
  return [{ check: 'dns', status: 'warning', found: error.text, hint: error.hint }];
}
