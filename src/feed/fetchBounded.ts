import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { NewsletterError } from '../core/errors.ts';
import { mayConnect } from './addressGuard.ts';
import {
  connectionReason,
  feedError,
  statusHint,
  tryAgain,
  withoutCredentials,
  type Asked,
} from './feedErrors.ts';
import { readBody } from './readBody.ts';
import { parseUrl } from '../core/webAddress.ts';

/** How a feed is fetched. Everything but `userAgent` has the bounds of R58 as its default. */
export interface FetchOptions {
  readonly userAgent: string;
  /** HEAD asks whether something is there, and how large it is. */
  readonly method?: 'GET' | 'HEAD';
  /** What is fetched, so that messages name it; a feed unless told otherwise. */
  readonly as?: Asked['as'];
  /** Open private networks and this machine. */
  readonly allowPrivate?: boolean;
  /** With `allowPrivate`, the only origins (`http://10.0.0.7:8080`) that may lie in such networks; any unless told otherwise. */
  readonly privateOrigins?: readonly string[] | undefined;
  /** Time for everything: names, redirects, body. */
  readonly timeoutMs?: number;
  /** Size after decompression. */
  readonly maxBytes?: number;
  readonly maxRedirects?: number;
  /** Which IP addresses may be connected for an address. */
  readonly mayConnect?: (ip: string, url: URL) => boolean;
  /** The DNS. */
  readonly resolve?: (hostname: string) => Promise<readonly LookupAddress[]>;
  /** What is liked best, for the header `Accept`. */
  readonly accept?: string;
  /** Further headers of the request, such as its conditions (RFC 9110 §13.1). */
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses besides 2xx that are an answer and no failure. */
  readonly alsoAnswers?: readonly number[];
}

/** What a feed's address answered. */
export interface Fetched {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  readonly finalAddress: string;
  /** Whether all redirects on the way there were for good (301, 308). */
  readonly isMovedForGood: boolean;
}

type Settings = Required<FetchOptions>;

/**
 * Fetches a feed within bounds (R58): http(s) only, at most five redirects, each hop's IP address checked and pinned,
 * 10 seconds in all, 5 MB after decompression. Throws `feed.unreachable`, `feed.refused` or `feed.tooLarge`.
 */
export async function fetchBounded(address: string, options: FetchOptions): Promise<Fetched> {
  const settings: Settings = {
    method: 'GET',
    as: 'feed',
    allowPrivate: false,
    privateOrigins: undefined,
    timeoutMs: 10_000,
    maxBytes: 5_000_000,
    maxRedirects: 5,
    mayConnect: (ip, { origin }) => mayConnect(ip, mayBePrivate(origin, options)),
    resolve: (hostname) => lookup(hostname, { all: true }),
    accept:
      'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
    headers: {},
    alsoAnswers: [],
    ...options,
  };
  const asked: Asked = { address, as: settings.as };
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), settings.timeoutMs);
  try {
    return await followRedirects(asked, settings, deadline.signal);
  } catch (error) {
    if (error instanceof NewsletterError) throw error;
    if (deadline.signal.aborted) throw tooSlow(asked, settings.timeoutMs);
    throw feedError('feed.unreachable', asked, connectionReason(error), tryAgain, error);
  } finally {
    clearTimeout(timer);
  }
}

function mayBePrivate(origin: string, { allowPrivate = false, privateOrigins }: FetchOptions): boolean {
  return allowPrivate && (privateOrigins?.includes(origin) ?? true);
}

async function followRedirects(asked: Asked, settings: Settings, signal: AbortSignal): Promise<Fetched> {
  let current = asked.address;
  let isMovedForGood = true;
  for (let hops = 0; hops <= settings.maxRedirects; hops += 1) {
    const url = checkedUrl(current, asked, settings);
    const response = await open(url, asked, settings, signal);
    try {
      const status = response.statusCode ?? 0;
      const { headers } = response;
      const { location } = headers;
      if (status >= 300 && status < 400 && location !== undefined) {
        current = parseUrl(location, url.href)?.href ?? location;
        isMovedForGood &&= status === 301 || status === 308;
        continue;
      }
      if ((status < 200 || status >= 300) && !settings.alsoAnswers.includes(status))
        throw badStatus(asked, url, status);
      const isBare = settings.method === 'HEAD';
      const bytes = isBare ? new Uint8Array() : await readBody(response, asked, settings.maxBytes);
      const contentType = headers['content-type'];
      return { status, headers, bytes, contentType, finalAddress: url.href, isMovedForGood };
    } finally {
      response.destroy();
    }
  }
  const count = settings.maxRedirects;
  throw feedError(
    'feed.refused',
    asked,
    { de: `mehr als ${count} Weiterleitungen.`, en: `more than ${count} redirects.` },
    {
      de: 'Öffne die Adresse im Browser und trage in newsletter.yaml die ein, bei der du landest.',
      en: 'Open the address in a browser and enter the one you end up at in newsletter.yaml.',
    },
  );
}

/** One request; its body is still unread. */
function open(url: URL, asked: Asked, settings: Settings, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(url, {
      method: settings.method,
      signal,
      agent: false,
      lookup: guardedLookup(url, asked, settings),
      headers: {
        ...settings.headers,
        'user-agent': settings.userAgent,
        accept: settings.accept,
        'accept-encoding': 'gzip, deflate, br',
      },
    })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
}

/** Resolves a name, checks what it stands for, and hands on exactly that: the DNS is never asked a second time. */
function guardedLookup(url: URL, asked: Asked, settings: Settings): LookupFunction {
  const checked = async (hostname: string): Promise<LookupAddress[]> => {
    const found = await settings.resolve(hostname);
    const forbidden = found.find(({ address: ip }) => !settings.mayConnect(ip, url));
    if (forbidden !== undefined) throw forbiddenAddress(asked, hostname, forbidden.address);
    return [...found];
  };
  return (hostname, options, callback) => {
    callbackify(checked)(hostname, (error, found) => {
      const [first] = found ?? [];
      if (error !== null) callback(error, '');
      else if (first === undefined) callback(new Error(`no address for ${hostname}`), '');
      else if (options.all === true) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
}

function checkedUrl(current: string, asked: Asked, settings: Settings): URL {
  const shown = withoutCredentials(current);
  const enterOther = {
    de: 'Trage unter „sources“ in newsletter.yaml eine öffentliche http(s)-Adresse ohne Anmeldedaten ein.',
    en: 'Enter a public http(s) address without credentials below "sources" in newsletter.yaml.',
  };
  const url = parseUrl(current);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    const reason = {
      de: `„${shown}“ ist keine http(s)-Adresse.`,
      en: `"${shown}" is not an http(s) address.`,
    };
    throw feedError('feed.refused', asked, reason, enterOther);
  }
  if (url.username !== '' || url.password !== '') {
    const reason = { de: 'die Adresse enthält Anmeldedaten.', en: 'the address contains credentials.' };
    throw feedError('feed.refused', asked, reason, enterOther);
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // Node asks no lookup for addresses that are already numbers.
  if (isIP(host) !== 0 && !settings.mayConnect(host, url)) throw forbiddenAddress(asked, url.hostname, host);
  return url;
}

function forbiddenAddress(asked: Asked, hostname: string, ip: string): NewsletterError {
  return feedError(
    'feed.refused',
    asked,
    {
      de: `${hostname} führt in ein privates oder besonderes Netz (${ip}).`,
      en: `${hostname} leads into a private or special network (${ip}).`,
    },
    {
      de: 'Liegt das Blog wirklich in deinem eigenen Netz, setze „allowPrivate: true“ bei dieser Quelle in newsletter.yaml.',
      en: 'If the blog really lies in your own network, set "allowPrivate: true" at this source in newsletter.yaml.',
    },
  );
}

function badStatus(asked: Asked, url: URL, status: number): NewsletterError {
  const via = url.href === new URL(asked.address).href ? '' : ` (${withoutCredentials(url.href)})`;
  return feedError(
    'feed.unreachable',
    asked,
    {
      de: `der Server antwortet mit Status ${status}${via}.`,
      en: `the server answers with status ${status}${via}.`,
    },
    statusHint(status, asked.as),
  );
}

function tooSlow(asked: Asked, timeoutMs: number): NewsletterError {
  const seconds = timeoutMs / 1000;
  return feedError(
    'feed.unreachable',
    asked,
    {
      de: `nach ${seconds} Sekunden war noch keine vollständige Antwort da.`,
      en: `no complete answer had come after ${seconds} seconds.`,
    },
    tryAgain,
  );
}
