import { NewsletterError } from '../core/errors.ts';
import { enhancedCode, scrubReply } from '../core/sending/reply.ts';

/** What became of a connection, in the words of nodemailer's errors. */
export interface SmtpError extends Error {
  readonly code?: string | undefined;
  /** The code of the system below: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
  readonly originalCode?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
}

/** An error of ours, as nodemailer would throw it. */
export function smtpError(message: string, fields: Omit<SmtpError, keyof Error>): SmtpError {
  return Object.assign(new Error(message), fields);
}

/** The server does not want to speak with us; whatever has no code in front is no answer at all. */
export function refusedBy(reply: string): SmtpError {
  const digits = /^[0-9]{3}/.exec(reply)?.[0];
  return smtpError(reply, {
    code: 'EPROTOCOL',
    response: reply,
    responseCode: digits === undefined ? undefined : Number(digits),
  });
}

const certificateFault = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/;

/** Why a connection could not be opened. */
export function connectionError(error: SmtpError, name: string): NewsletterError {
  if (error.originalCode === 'ERR_SSL_WRONG_VERSION_NUMBER') return notTls(error, name);
  if (error.code === 'ETLS' || certificateFault.test(error.originalCode ?? '')) {
    return new NewsletterError(
      'smtp.insecure',
      {
        de: `${name}: keine sichere Verbindung (${error.message}). Es wurde nichts übertragen.`,
        en: `${name}: no secure connection (${error.message}). Nothing was transferred.`,
      },
      {
        hint: {
          de: 'Der Server muss TLS mit gültigem Zertifikat anbieten. Meist hilft smtps:// mit Port 465. Hat er sein Zertifikat von einer eigenen Zertifizierungsstelle, nennt „smtp.ca“ in newsletter.yaml deren PEM-Datei.',
          en: 'The server must offer TLS with a valid certificate. Mostly smtps:// with port 465 helps. Where its certificate comes from an authority of your own, "smtp.ca" in newsletter.yaml names the PEM file.',
        },
        cause: error,
      },
    );
  }
  const isRefused = error.responseCode !== undefined;
  const reason = scrubReply(error.message);
  return new NewsletterError(
    isRefused ? 'smtp.refused' : 'smtp.unreachable',
    {
      de: `Der SMTP-Server ${name} ${isRefused ? 'weist uns ab' : 'ist nicht erreichbar'}: ${reason}`,
      en: `The SMTP server ${name} ${isRefused ? 'turns us away' : 'cannot be reached'}: ${reason}`,
    },
    {
      hint: {
        de: 'SMTP_URL prüfen (Server, Port). Später noch einmal senden: wer den Brief schon hat, bekommt ihn nicht noch einmal.',
        en: 'Check SMTP_URL (server, port). Send again later: whoever has the letter will not get it again.',
      },
      cause: error,
    },
  );
}

function notTls(cause: SmtpError, name: string): NewsletterError {
  return new NewsletterError(
    'smtp.insecure',
    {
      de: `${name} spricht nicht von Anfang an TLS. Es wurde nichts übertragen.`,
      en: `${name} does not speak TLS from the start. Nothing was transferred.`,
    },
    {
      hint: {
        de: 'In SMTP_URL smtp:// statt smtps:// schreiben (meist Port 587; verschlüsselt wird dann mit STARTTLS), oder den Port von smtps:// nehmen, meist 465.',
        en: 'Write smtp:// instead of smtps:// in SMTP_URL (mostly port 587; STARTTLS then encrypts), or take the port of smtps://, mostly 465.',
      },
      cause,
    },
  );
}

/** Why the login failed; servers repeat what they were told, password and token included, so their words stay theirs. */
export function loginError(error: SmtpError, name: string, by: keyof typeof loginHints): NewsletterError {
  const said = codesOf(error);
  return new NewsletterError(
    'smtp.refused',
    {
      de: `${name} nimmt die Anmeldung nicht an${said && `: ${said}`}`,
      en: `${name} does not accept the login${said && `: ${said}`}`,
    },
    { hint: loginHints[by] },
  );
}

function codesOf({ code, response = '', responseCode }: SmtpError): string {
  const known = [responseCode, enhancedCode(response), code].filter(
    (one) => one !== undefined && one !== null,
  );
  return known.join(' ');
}

const loginHints = {
  password: {
    de: 'Benutzer und Passwort in SMTP_URL prüfen; Sonderzeichen als %40, %3A … schreiben.',
    en: 'Check user and password in SMTP_URL; write special characters as %40, %3A …',
  },
  token: {
    de: 'Der Benutzer in SMTP_URL muss der sein, für den SMTP_REFRESH_TOKEN ausgestellt wurde, und sein Zugang muss Senden über SMTP erlauben.',
    en: 'The user in SMTP_URL must be the one SMTP_REFRESH_TOKEN was issued for, and the account must allow sending through SMTP.',
  },
} as const;

/** Whatever was thrown, as an error. */
export function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}

/** The same, with what nodemailer may have hung on it. */
export function asSmtpError(value: unknown): SmtpError {
  return asError(value);
}
