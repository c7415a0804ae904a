import { parseAddress, type Address } from '../address.ts';
import type { Config } from '../config.ts';
import { readReaderName } from './readerName.ts';
import type { FormFault } from '../render/pages.ts';
import { parseUrl } from '../webAddress.ts';

/** A sign-up as typed: what it asks for, or everything a person can mend about it. */
export type ReadSignUp =
  | { readonly address: Address; readonly name: string | null }
  | { readonly faults: readonly FormFault[] };

/** Reads what somebody typed into the sign-up form. */
export function readSignUp(typed: { readonly address: string; readonly name: string }): ReadSignUp {
  const address = parseAddress(typed.address);
  const named = readReaderName(typed.name);
  const faults: FormFault[] = [];
  if (address === undefined) faults.push(typed.address.trim() === '' ? 'addressMissing' : 'addressInvalid');
  if ('fault' in named) faults.push(named.fault);
  return address === undefined || 'fault' in named ? { faults } : { address, name: named.name };
}

/**
 * Which of the author's own sites a form was sent from, by the browser's Referer; null for any other. A header that
 * anybody can make up must not put a stranger's words into the confirmation mail (R53).
 */
export function siteOfForm(referer: string, config: Pick<Config, 'website' | 'sources'>): string | null {
  const origin = parseUrl(referer)?.origin;
  if (origin === undefined) return null;
  const sources = config.sources.map(blogOf);
  const own = [...config.website.embedOn, ...sources];
  return own.some((site) => parseUrl(site)?.origin === origin) ? `${origin}/` : null;
}

function blogOf(source: Config['sources'][number]): string {
  if ('feed' in source) return source.feed;
  return 'wordpress' in source ? source.wordpress : (source.url ?? '');
}
