import { NewsletterError, type Text } from '../core/errors.ts';

/** Where and how to reach the IMAP server. */
export interface ImapServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314); otherwise STARTTLS, which only a loopback host may do without. */
  readonly isImplicitTls: boolean;
  readonly isLoopback: boolean;
  readonly login: { readonly user: string; readonly password: string };
}

/** Reads IMAP_URL (`imaps://user:password@host:993`). Throws `mailbox.invalid`, which never repeats a password. */
export function parseImapUrl(value: string): ImapServer {
  const url = URL.parse(value.trim());
  const isImplicitTls = url?.protocol === 'imaps:';
  // A # or / that was not written %23 or %2F cuts the password off, and the rest of it would be taken for a host.
  const hasRest = url !== null && (url.pathname.length > 1 || url.search !== '' || url.hash !== '');
  if (!url || hasRest || !['imap:', 'imaps:'].includes(url.protocol) || url.hostname === '')
    throw invalid({
      de: 'IMAP_URL ist keine imaps://-Adresse.',
      en: 'IMAP_URL is not an imaps:// address.',
    });
  if (url.username === '' || url.password === '')
    throw invalid({ de: 'IMAP_URL fehlt Benutzer oder Passwort.', en: 'IMAP_URL lacks user or password.' });
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: url.port === '' ? (isImplicitTls ? 993 : 143) : Number(url.port),
    isImplicitTls,
    isLoopback: host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host),
    login: { user: decode(url.username), password: decode(url.password) },
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function invalid(text: Text): NewsletterError {
  return new NewsletterError('mailbox.invalid', text, {
    hint: {
      de: 'In .env oder in der Umgebung, zum Beispiel:\n  IMAP_URL=imaps://benutzer:passwort@imap.example.org:993\nSonderzeichen im Passwort, auch / und #, als %40, %3A, %2F, %23 … schreiben.',
      en: 'In .env or in the environment, for example:\n  IMAP_URL=imaps://user:password@imap.example.org:993\nWrite special characters of the password, / and # too, as %40, %3A, %2F, %23 …',
    },
  });
}
