/**
 * An address as a URL, or undefined where it is none. `URL.canParse` must not be asked: in Node 20 it denies good addresses
 * with umlauts as soon as it has been called often enough to be optimised.
 */
export function parseUrl(address: string, base?: string): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}
