import { NewsletterError } from '../core/errors.ts';

/** Where and how to reach the SMTP server. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314); otherwise STARTTLS, which only a loopback host may do without (R23). */
  readonly isImplicitTls: boolean;
  readonly isLoopback: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
}

const example: { readonly de: string; readonly en: string } = {
  de: 'In .env oder in der Umgebung, zum Beispiel:\n  SMTP_URL=smtps://benutzer:passwort@smtp.example.org:465\n  (oder smtp://…:587 mit STARTTLS). Sonderzeichen im Passwort als %40, %3A … schreiben.\nOhne Server: --outbox schreibt .eml-Dateien statt zu senden.',
  en: 'In .env or in the environment, for example:\n  SMTP_URL=smtps://user:password@smtp.example.org:465\n  (or smtp://…:587 with STARTTLS). Write special characters of the password as %40, %3A …\nWithout a server: --outbox writes .eml files instead of sending.',
};

/** Reads SMTP_URL (`smtp://` or `smtps://`); throws `smtp.missing` or `smtp.invalid`, never repeating the password. */
export function parseSmtpUrl(value: string | undefined): SmtpServer {
  if (value === undefined || value.trim() === '') {
    throw new NewsletterError(
      'smtp.missing',
      {
        de: 'SMTP_URL ist nicht gesetzt; ohne Server kann nichts gesendet werden.',
        en: 'SMTP_URL is not set; without a server nothing can be sent.',
      },
      { hint: example },
    );
  }
  const url = URL.parse(value.trim());
  const isImplicitTls = url?.protocol === 'smtps:';
  // A # or / that was not written %23 or %2F cuts the password off, and the rest of it would be taken for a host.
  const hasRest = url !== null && (url.pathname.length > 1 || url.search !== '' || url.hash !== '');
  if (!url || hasRest || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new NewsletterError(
      'smtp.invalid',
      {
        de: 'SMTP_URL ist keine smtp://- oder smtps://-Adresse.',
        en: 'SMTP_URL is not an smtp:// or smtps:// address.',
      },
      { hint: example },
    );
  }
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
