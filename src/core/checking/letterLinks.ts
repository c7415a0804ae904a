import type { Check, CheckPlace } from '../check.ts';
import type { Config } from '../config.ts';
import { isReservedDomain } from '../readiness.ts';
import { parseUrl } from '../webAddress.ts';
import { alike, listed } from './alike.ts';
import type { CheckedLetter } from './checkedLetter.ts';
import { placeOfAddress, shownAddress } from './placeOfAddress.ts';

/** An address in a letter that anybody may ask for. */
export interface LetterLink {
  readonly address: string;
  readonly kind: 'link' | 'picture';
  readonly where: CheckPlace;
}

/** Nobody writes more into one letter; a template gone wrong should not ask half the web. */
const mostLinks = 200;

/** The links and pictures of a letter, each once; never what belongs to one reader, and nothing but the web. */
export function linksOf(
  letter: Pick<CheckedLetter, 'elements' | 'issue' | 'config' | 'ownUrls'>,
): readonly LetterLink[] {
  const links = new Map<string, LetterLink>();
  for (const { name, attributes } of letter.elements) {
    const kind = name === 'a' ? 'link' : 'picture';
    const url = parseUrl((name === 'a' ? attributes['href'] : name === 'img' ? attributes['src'] : '') ?? '');
    if (!url || !/^https?:$/.test(url.protocol) || isOwn(url.href, letter.ownUrls, letter.config)) continue;
    url.hash = '';
    const address = url.href;
    if (!links.has(address)) links.set(address, { address, kind, where: placeOfAddress(address, letter) });
  }
  return [...links.values()];
}

/** The links that can be asked: example domains are known to lead nowhere. */
export function askableLinks(links: readonly LetterLink[]): readonly LetterLink[] {
  return links
    .filter(({ address }) => !isReservedDomain(parseUrl(address)?.hostname ?? ''))
    .slice(0, mostLinks);
}

/** What can be said of links without asking anybody. */
export function checkLinks(links: readonly LetterLink[]): readonly Check[] {
  const open = links.filter(({ address, kind }) => kind === 'link' && address.startsWith('http:'));
  return alike(open.map((link) => ({ ...link, fault: 'links.http' }))).map(({ where, addresses }) => ({
    check: 'links.http',
    status: 'warning',
    ...unencrypted(addresses),
    why: {
      de: 'Unterwegs kann jeder mitlesen, und Browser warnen davor.',
      en: 'Anybody on the way can read along, and browsers warn of it.',
    },
    where,
  }));
}

function unencrypted(addresses: readonly string[]): Pick<Check, 'found' | 'hint'> {
  const [first = '', ...others] = addresses;
  if (others.length > 0)
    return {
      found: {
        de: `${addresses.length} Links führen über http:// statt https://:\n${listed(addresses, 'de')}`,
        en: `${addresses.length} links lead by http:// instead of https://:\n${listed(addresses, 'en')}`,
      },
      hint: {
        de: 'Ausprobieren, ob es auch mit https:// geht.',
        en: 'Try whether https:// works as well.',
      },
    };
  return {
    found: {
      de: `Ein Link führt über http:// statt https://: ${shownAddress(first)}`,
      en: `A link leads by http:// instead of https://: ${shownAddress(first)}`,
    },
    hint: {
      de: `Ausprobieren, ob es auch so geht: ${shownAddress(first.replace('http:', 'https:'))}`,
      en: `Try whether this works as well: ${shownAddress(first.replace('http:', 'https:'))}`,
    },
  };
}

/** Pages that do something for one reader; asking for them is nobody else's business. */
function isOwn(address: string, ownUrls: readonly string[], { baseUrl }: Pick<Config, 'baseUrl'>): boolean {
  const isSigned = /^\/(?:unsubscribe|preferences|confirm|decide|draft)\b/.test(
    address.startsWith(baseUrl) ? address.slice(baseUrl.length) : '',
  );
  return isSigned || ownUrls.includes(address);
}
