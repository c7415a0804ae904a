import { parseUrl } from './webAddress.ts';

/** Longer than any browser's address; what is longer is made to keep somebody busy. */
const longestAddress = 4_000;
const trackingParameter = /^(?:utm_.*|mc_.*|fbclid)$/i;

/**
 * An address in the form that tells whether two posts are the same: without scheme, leading `www.`, default port,
 * trailing slash, fragment and tracking parameters. Not an address to open.
 */
export function normalizedAddress(url: string): string {
  const address = url.length > longestAddress ? undefined : parseUrl(url);
  if (!address) return url.slice(0, longestAddress).trim();
  if (address.protocol !== 'http:' && address.protocol !== 'https:') return address.href;
  // http and https differ in their default port only, and the scheme does not count here.
  const port = address.port === '80' || address.port === '443' ? '' : address.port;
  const host = comparedHost(address.hostname) + (port === '' ? '' : `:${port}`);
  const path = address.pathname.replace(/\/+$/, '').replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase());
  const parameters = [...address.searchParams]
    .filter(([name]) => !trackingParameter.test(name))
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  const query = new URLSearchParams(parameters).toString();
  return host + path + (query === '' ? '' : `?${query}`);
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
