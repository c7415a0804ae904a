import type { ErrorCode, Text } from '../core/errors.ts';
import { NewsletterError, reasonOf, systemCodeOf } from '../core/errors.ts';
import { parseUrl } from '../core/webAddress.ts';

/** What was asked of an address. */
export interface Asked {
  readonly address: string;
  readonly as: 'feed' | 'article' | 'wordpress';
}

/** An error about what was asked: its name and address, the reason as a sentence, and what to do. */
export function feedError(
  code: FeedCode,
  { address, as }: Asked,
  reason: Text,
  hint: Text,
  cause?: unknown,
): NewsletterError {
  const shown = withoutCredentials(address);
  const headline = headlines[as][code];
  return new NewsletterError(
    code,
    { de: `${headline.de}: ${shown} – ${reason.de}`, en: `${headline.en}: ${shown} – ${reason.en}` },
    cause === undefined ? { hint } : { hint, cause },
  );
}

/** The reason of such an error alone, for addresses that are no feed. */
export function reasonAlone({ code, text }: NewsletterError, address: string): Text {
  const known: Partial<Record<ErrorCode, Text>> = headlines.feed;
  const headline = known[code];
  const bare = (language: keyof Text): string => {
    const before = `${headline?.[language] ?? ''}: ${withoutCredentials(address)} – `;
    return text[language].startsWith(before) ? text[language].slice(before.length) : text[language];
  };
  return { de: bare('de'), en: bare('en') };
}

type FeedCode = Extract<ErrorCode, `feed.${string}`>;

const headlines: Readonly<Record<Asked['as'], Readonly<Record<FeedCode, Text>>>> = {
  feed: {
    'feed.unreachable': { de: 'Feed nicht erreichbar', en: 'Feed not reachable' },
    'feed.refused': { de: 'Feed darf nicht geladen werden', en: 'Feed must not be fetched' },
    'feed.tooLarge': { de: 'Feed zu groß', en: 'Feed too large' },
    'feed.unreadable': { de: 'Kein lesbarer Feed', en: 'Not a readable feed' },
  },
  article: {
    'feed.unreachable': { de: 'Artikel nicht erreichbar', en: 'Article not reachable' },
    'feed.refused': { de: 'Artikel darf nicht geladen werden', en: 'Article must not be fetched' },
    'feed.tooLarge': { de: 'Artikel zu groß', en: 'Article too large' },
    'feed.unreadable': { de: 'Kein lesbarer Artikel', en: 'Not a readable article' },
  },
  wordpress: {
    'feed.unreachable': { de: 'WordPress nicht erreichbar', en: 'WordPress not reachable' },
    'feed.refused': { de: 'WordPress darf nicht gelesen werden', en: 'WordPress must not be read' },
    'feed.tooLarge': { de: 'Antwort von WordPress zu groß', en: 'Answer of WordPress too large' },
    'feed.unreadable': { de: 'Kein lesbares WordPress', en: 'Not a readable WordPress' },
  },
};

/** An address as it may be shown: whoever reads a log must not learn a password, nor a token in a query (`?…`). */
export function withoutCredentials(address: string): string {
  const url = parseUrl(address);
  const [bare = ''] = address.split(/[?#]/, 1);
  const query = address.slice(bare.length).startsWith('?') ? '?…' : '';
  if (!url) return bare.replace(/\/\/[^/]*@/, '//') + query;
  if (url.username === '' && url.password === '') return bare + query;
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href + query;
}

/** Why a connection failed, as a sentence. */
export function connectionReason(error: unknown): Text {
  const code = systemCodeOf(error) ?? '';
  const known = connectionReasons.find(([pattern]) => pattern.test(code))?.[1];
  const detail = reasonOf(error) || code;
  return known === undefined
    ? { de: `die Verbindung misslang (${detail}).`, en: `the connection failed (${detail}).` }
    : { de: `${known.de} (${code}).`, en: `${known.en} (${code}).` };
}

const connectionReasons: readonly (readonly [RegExp, Text])[] = [
  [
    /^(?:ENOTFOUND|EAI_AGAIN|ENODATA)$/,
    { de: 'diesen Namen kennt das DNS nicht', en: 'DNS does not know this name' },
  ],
  [/^ECONNREFUSED$/, { de: 'der Server nimmt keine Verbindung an', en: 'the server accepts no connection' }],
  [
    /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|ERR_STREAM_PREMATURE_CLOSE)$/,
    { de: 'der Server brach die Verbindung ab', en: 'the server broke the connection off' },
  ],
  [/^ETIMEDOUT$/, { de: 'der Server antwortet nicht', en: 'the server does not answer' }],
  [
    /^(?:EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/,
    { de: 'dorthin führt kein Netz', en: 'no network leads there' },
  ],
  [
    /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|UNABLE_TO|SELF_SIGNED|EPROTO|HOSTNAME_MISMATCH)/,
    {
      de: 'die Verschlüsselung (TLS, Zertifikat) ist nicht in Ordnung',
      en: 'its encryption (TLS, certificate) is not in order',
    },
  ],
  [/^HPE_/, { de: 'dort antwortet kein HTTP-Server', en: 'what answers there is no HTTP server' }],
  [
    /^(?:Z_|ERR_BROTLI|ERR__ERROR)/,
    { de: 'die komprimierte Antwort ist kaputt', en: 'the compressed answer is broken' },
  ],
];

/** What an HTTP error status means for the author. */
export function statusHint(status: number, as: Asked['as']): Text {
  if (as === 'feed' && (status === 404 || status === 410)) {
    return {
      de: 'Prüfe die Adresse unter „sources“ in newsletter.yaml; bei WordPress endet sie meist auf /feed/.',
      en: 'Check the address below "sources" in newsletter.yaml; with WordPress it mostly ends in /feed/.',
    };
  }
  if (status === 401 || status === 403) {
    return {
      de: `${as === 'feed' ? 'Der Feed' : 'Das Blog'} muss ohne Anmeldung lesbar sein. Sperrt eine Firewall oder ein Plugin Programme aus, erlaube „Wochenbrief“.`,
      en: `The ${as === 'feed' ? 'feed' : 'blog'} must be readable without a login. If a firewall or plug-in locks programs out, allow "Wochenbrief".`,
    };
  }
  return tryAgain;
}

export const tryAgain: Text = {
  de: 'Öffne die Adresse im Browser. Geht es dort, versuche es gleich noch einmal; sonst hilft, wer das Blog betreibt.',
  en: 'Open the address in a browser. If that works, try again in a moment; else ask whoever runs the blog.',
};
