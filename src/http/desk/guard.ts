/** Why a request is not answered. */
export type Refusal = 'foreignHost' | 'foreignOrigin';

/**
 * Refuses what a page of somebody else could send to this server (R56): a name that was made to point to this machine (DNS
 * rebinding), and forms of other sites. Browsers send `Origin` with every form; a program that sends none is no browser.
 */
export function refusalOf(request: Request, port: number): Refusal | null {
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  const host = request.headers.get('host')?.toLowerCase() ?? '';
  if (!hosts.includes(host)) return 'foreignHost';
  const origin = request.headers.get('origin');
  if (origin !== null && origin.toLowerCase() !== `http://${host}`) return 'foreignOrigin';
  const site = request.headers.get('sec-fetch-site');
  const mayChange = request.method !== 'GET' && request.method !== 'HEAD';
  return mayChange && origin === null && site !== null && site !== 'same-origin' ? 'foreignOrigin' : null;
}
