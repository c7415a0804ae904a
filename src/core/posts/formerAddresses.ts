import { parseUrl } from '../webAddress.ts';
import { normalizedAddress } from './postAddress.ts';

/** The addresses a post had before its blog moved, one for each prefix of `movedFrom`, normalized. */
export function formerAddresses(url: string, movedFrom: readonly string[]): readonly string[] {
  const address = parseUrl(url);
  if (!address) return [];
  const rest = `${address.pathname}${address.search}`;
  return movedFrom.map((prefix) => normalizedAddress(`${prefix.replace(/\/+$/, '')}${rest}`));
}
