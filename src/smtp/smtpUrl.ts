import { NewsletterError, type Text } from '../core/errors.ts';

/** Where and how to reach the SMTP server. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314); otherwise STARTTLS, which only a loopback host may do without (R23). */
  readonly isImplicitTls: boolean;
  readonly isLoopback: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
}

/** The accounts letters may leave through: the main one, and those that step in for it. */
export type SmtpServers = readonly [SmtpServer, ...SmtpServer[]];

const example: Text = {
  de: 'In .env oder in der Umgebung, zum Beispiel:\n  SMTP_URL=smtps://benutzer:passwort@smtp.example.org:465\n  (oder smtp://…:587 mit STARTTLS). Sonderzeichen im Passwort als %40, %3A … schreiben.\nMehrere Zugänge mit Leerzeichen trennen; die späteren springen ein, wenn der erste ausfällt.',
  en: 'In .env or in the environment, for example:\n  SMTP_URL=smtps://user:password@smtp.example.org:465\n  (or smtp://…:587 with STARTTLS). Write special characters of the password as %40, %3A …\nSeparate several accounts with spaces; the later ones step in when the first one fails.',
};

/**
 * Reads SMTP_URL: one address (`smtp://` or `smtps://`) or several with white space between them. Throws `smtp.missing` or
 * `smtp.invalid`, which names an address by its position and never repeats a password.
 */
export function parseSmtpUrls(value: string | undefined): SmtpServers {
  const addresses = (value ?? '').split(/\s+/).filter((address) => address !== '');
  const parsed = addresses.map((address) => parseAddress(address));
  const faults = parsed.flatMap((server, index) =>
    server ? faultsOfRepetition(server, parsed, index) : [notAnAddress(index, parsed.length)],
  );
  if (faults.length > 0) throw invalid(faults);
  const [first, ...others] = parsed.filter((server) => server !== undefined);
  if (!first) throw missing();
  return [first, ...others];
}

/** The same for a single address. */
export function parseSmtpUrl(value: string | undefined): SmtpServer {
  const [server, ...others] = parseSmtpUrls(value);
  if (others.length > 0)
    throw invalid([{ de: 'SMTP_URL nennt mehrere Zugänge.', en: 'SMTP_URL names several accounts.' }]);
  return server;
}

function parseAddress(address: string): SmtpServer | undefined {
  const url = URL.parse(address);
  const isImplicitTls = url?.protocol === 'smtps:';
  // A # or / that was not written %23 or %2F cuts the password off, and the rest of it would be taken for a host.
  const hasRest = url !== null && (url.pathname.length > 1 || url.search !== '' || url.hash !== '');
  if (!url || hasRest || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: url.port === '' ? (isImplicitTls ? 465 : 587) : Number(url.port),
    isImplicitTls,
    isLoopback: isLoopback(host),
    login: url.username === '' ? null : { user: decode(url.username), password: decode(url.password) },
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** An account that steps in for itself would only hide that there is no other. */
function faultsOfRepetition(
  server: SmtpServer,
  parsed: readonly (SmtpServer | undefined)[],
  index: number,
): readonly Text[] {
  const first = parsed.findIndex((one) => one && isSameAccount(one, server));
  if (first === index) return [];
  return [
    {
      de: `SMTP_URL: Adresse ${index + 1} ist derselbe Zugang wie Adresse ${first + 1}.`,
      en: `SMTP_URL: address ${index + 1} is the same account as address ${first + 1}.`,
    },
  ];
}

function isSameAccount(one: SmtpServer, other: SmtpServer): boolean {
  return one.host === other.host && one.port === other.port && one.login?.user === other.login?.user;
}

function notAnAddress(index: number, count: number): Text {
  return count === 1
    ? {
        de: 'SMTP_URL ist keine smtp://- oder smtps://-Adresse.',
        en: 'SMTP_URL is not an smtp:// or smtps:// address.',
      }
    : {
        de: `SMTP_URL: Adresse ${index + 1} ist keine smtp://- oder smtps://-Adresse.`,
        en: `SMTP_URL: address ${index + 1} is not an smtp:// or smtps:// address.`,
      };
}

function invalid(faults: readonly Text[]): NewsletterError {
  const text = {
    de: faults.map(({ de }) => de).join('\n'),
    en: faults.map(({ en }) => en).join('\n'),
  };
  return new NewsletterError('smtp.invalid', text, { hint: example });
}

function missing(): NewsletterError {
  return new NewsletterError(
    'smtp.missing',
    {
      de: 'SMTP_URL ist nicht gesetzt; ohne Server kann nichts gesendet werden.',
      en: 'SMTP_URL is not set; without a server nothing can be sent.',
    },
    { hint: example },
  );
}
