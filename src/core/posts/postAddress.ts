import { parseUrl } from '../webAddress.ts';
import { isTracking } from './tracking.ts';

/** Longer than any browser's address; what is longer is made to keep somebody busy. */
const longestAddress = 4_000;
/** What changes nothing about which post it is: a session, the answer to a comment, the marks of an AMP page. */
const idleParameter = /^(?:phpsessid|jsessionid|replytocom|amp|outputtype)$/i;
const mirrorHost = /^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)/;

/**
 * An address in the form that tells whether two posts are the same: without scheme, leading `www.` or `m.`, default port,
 * trailing slash, `index.html`, `.html`, AMP, fragment and tracking parameters, in one encoding. Not an address to open.
 */
export function normalizedAddress(url: string): string {
  const address = url.length > longestAddress ? undefined : parseUrl(url);
  if (!address) return url.slice(0, longestAddress).trim();
  if (address.protocol !== 'http:' && address.protocol !== 'https:') return address.href;
  // http and https differ in their default port only, and the scheme does not count here.
  const port = address.port === '80' || address.port === '443' ? '' : address.port;
  const host = withoutMirrors(comparedHost(address.hostname)) + (port === '' ? '' : `:${port}`);
  return host + comparedPath(address.pathname) + comparedQuery(address);
}

/** `m.` and its like are the same site for small screens; a host of two labels is a name of its own. */
function withoutMirrors(host: string): string {
  const shorter = host.replace(mirrorHost, '');
  return shorter === host ? host : withoutMirrors(shorter);
}

function comparedPath(pathname: string): string {
  const segments = pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map(inOneEncoding);
  if (/^(?:index|default)\.(?:x?html?|php\d?|aspx?|jsp)$/i.test(segments.at(-1) ?? '')) segments.pop();
  if (segments.length > 1 && /^amp(?:\.html?)?$/i.test(segments.at(-1) ?? '')) segments.pop();
  const last = segments.pop();
  const name = last?.replace(/(?<=.)(?:\.amp)?(?:\.html?)?$/i, '');
  return [...segments, ...(name === undefined ? [] : [name])].map((segment) => `/${segment}`).join('');
}

/** `%C3%BC`, `%c3%bc`, `u%CC%88` and `ü` are one letter. */
function inOneEncoding(segment: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(segment).normalize('NFC'));
  } catch {
    // Codes of another encoding than UTF-8.
    return segment.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase());
  }
}

function comparedQuery(address: URL): string {
  if (address.search === '') return '';
  const parameters = [...address.searchParams]
    .filter(([name, value]) => !isTracking(name, value) && !idleParameter.test(name))
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  const query = new URLSearchParams(parameters).toString();
  return query === '' ? '' : `?${query}`;
}

/** Whether a picture's address lies on the blog itself: the host of the post (`www.` aside) or below it. */
export function isOnHostOf(pictureUrl: string, postUrl: string): boolean {
  const [picture, post] = [parseUrl(pictureUrl), parseUrl(postUrl)];
  if (!picture || !post) return false;
  const host = comparedHost(picture.hostname);
  const blog = comparedHost(post.hostname);
  return host === blog || host.endsWith(`.${blog}`);
}

function comparedHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\./, '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
