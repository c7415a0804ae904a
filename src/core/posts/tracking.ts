import { parseUrl } from '../webAddress.ts';

/** What newsletters, networks and shops add to an address to tell where somebody came from. */
const trackingName =
  /^(?:utm_.*|mc_.*|mtm_.*|matomo_.*|pk_.*|piwik_.*|at_(?:medium|campaign|custom\d)|_hs(?:enc|mi)|hsctatracking|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ttclid|twclid|li_fat_id|igshid|igsh|mibextid|epik|srsltid|_ga|_gl|mkt_tok|vero_id|oly_.*|ck_subscriber_id|wt_z?mc|xtor|ref_src|s_cid)$/i;

/** Whether a parameter of an address tells only where somebody came from (`utm_source=rss`, `source=rss----abc`). */
export function isTracking(name: string, value: string): boolean {
  return trackingName.test(name) || (name === 'source' && value.startsWith('rss'));
}

/** An address without parameters that follow readers around; all others stay as they are written. */
export function withoutTracking(address: string): string {
  const url = parseUrl(address);
  if (!url || !/[?#]/.test(address)) return address;
  url.search = keptOf(url.search.slice(1));
  // Some blogs put them behind the `#`, so that caches know the page nevertheless.
  if (/^#[\w-]+=/.test(url.hash)) url.hash = keptOf(url.hash.slice(1));
  return url.href;
}

function keptOf(parameters: string): string {
  return parameters
    .split('&')
    .filter((parameter) => {
      const [[name = '', value = ''] = []] = new URLSearchParams(parameter);
      return !isTracking(name, value);
    })
    .join('&');
}
