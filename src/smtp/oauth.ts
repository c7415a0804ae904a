import type XOAuth2 from 'nodemailer/lib/xoauth2';
import { NewsletterError, type Text } from '../core/errors.ts';
import type { SmtpError } from './smtpErrors.ts';
import type { SmtpServers } from './smtpUrl.ts';

/** How access tokens are got, so that no password is needed (RFC 6749 §6). */
export interface OAuth {
  /** Where tokens are issued. */
  readonly tokenUrl: string;
  readonly scope: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

/** What the environment says about OAuth2. */
export type OAuthEnvironment = Readonly<
  Record<'clientId' | 'clientSecret' | 'refreshToken', string | undefined>
>;

const providers: Readonly<Record<string, Pick<OAuth, 'tokenUrl' | 'scope'>>> = {
  google: { tokenUrl: 'https://oauth2.googleapis.com/token', scope: undefined },
  microsoft: {
    tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    scope: 'https://outlook.office.com/SMTP.Send offline_access',
  },
};

/**
 * OAuth2 as `smtp.oauth` names it: `google`, `microsoft`, or the address that issues tokens. Throws `smtp.oauth` where a
 * variable is missing, where no account of SMTP_URL can use it, or where the secrets would travel unencrypted.
 */
export function readOAuth(setting: string, environment: OAuthEnvironment, servers: SmtpServers): OAuth {
  const provider = providers[setting] ?? { tokenUrl: setting, scope: undefined };
  requireSafe(provider.tokenUrl);
  if (!servers.some(usesOAuth)) throw withoutUser();
  const { clientId = '', clientSecret = '', refreshToken = '' } = environment;
  const variables = {
    SMTP_CLIENT_ID: clientId,
    SMTP_CLIENT_SECRET: clientSecret,
    SMTP_REFRESH_TOKEN: refreshToken,
  };
  const missing = Object.entries(variables).flatMap(([name, value]) => (value.trim() === '' ? [name] : []));
  if (missing.length > 0) throw incomplete(missing);
  return { ...provider, clientId, clientSecret, refreshToken };
}

/** An account logs in with a token when SMTP_URL gives its user but no password. */
export function usesOAuth({ login }: SmtpServers[number]): boolean {
  return login !== null && login.password === '';
}

/** Gets the tokens of one account, for all its connections; one is renewed when it has expired. */
export async function tokenSource(
  oauth: OAuth,
  user: string,
  authorities: readonly string[] | undefined,
): Promise<XOAuth2> {
  const { default: TokenSource } = await import('nodemailer/lib/xoauth2');
  return new TokenSource({
    user,
    clientId: oauth.clientId,
    clientSecret: oauth.clientSecret,
    refreshToken: oauth.refreshToken,
    accessUrl: oauth.tokenUrl,
    requestTimeout: 30_000,
    ...(oauth.scope === undefined ? {} : { customParams: { scope: oauth.scope } }),
    ...(authorities ? { tls: { ca: [...authorities] } } : {}),
  });
}

/** Why there is no token; token servers repeat secrets, in whatever form, so only the name of the error is told. */
export function tokenError(error: SmtpError, { tokenUrl }: OAuth, name: string): NewsletterError {
  const { host } = new URL(tokenUrl);
  if (error.originalCode === 'EOAUTH2') {
    const reason = errorWord(error.message);
    return failure(
      {
        de: `${name}: ${host} gibt kein Zugangstoken aus: ${reason}`,
        en: `${name}: ${host} issues no access token: ${reason}`,
      },
      {
        de: 'Meist ist SMTP_REFRESH_TOKEN abgelaufen oder zurückgezogen (invalid_grant), oder SMTP_CLIENT_ID und SMTP_CLIENT_SECRET gehören nicht dazu. Beim Anbieter ein neues holen und in .env eintragen.',
        en: 'Mostly SMTP_REFRESH_TOKEN has expired or was withdrawn (invalid_grant), or SMTP_CLIENT_ID and SMTP_CLIENT_SECRET do not belong to it. Get a new one from the provider and put it into .env.',
      },
    );
  }
  const reason = error.originalCode ?? error.code ?? 'EAUTH';
  return failure(
    {
      de: `${name}: von ${host} kommt kein Zugangstoken: ${reason}`,
      en: `${name}: no access token comes from ${host}: ${reason}`,
    },
    {
      de: 'Die Adresse in „smtp.oauth“ und die Verbindung ins Netz prüfen; später noch einmal versuchen.',
      en: 'Check the address in "smtp.oauth" and the connection to the network; try again later.',
    },
  );
}

/** What RFC 6749 §5.2 and later ones name errors; nodemailer writes the server's words behind it. */
const errorWords =
  /^(invalid_request|invalid_client|invalid_grant|unauthorized_client|unsupported_grant_type|invalid_scope|access_denied|temporarily_unavailable|server_error|interaction_required|consent_required|login_required)\b/;

function errorWord(message: string): string {
  return errorWords.exec(message)?.[0] ?? 'EOAUTH2';
}

function requireSafe(tokenUrl: string): void {
  const { protocol, hostname } = new URL(tokenUrl);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  if (protocol === 'https:' || isLoopback) return;
  throw failure(
    {
      de: `smtp.oauth: ${hostname} ist nicht verschlüsselt; die Geheimnisse gingen offen durchs Netz.`,
      en: `smtp.oauth: ${hostname} is not encrypted; the secrets would go through the network in the open.`,
    },
    { de: 'Eine Adresse mit https:// eintragen.', en: 'Write an address with https://.' },
  );
}

function withoutUser(): NewsletterError {
  return failure(
    {
      de: 'smtp.oauth: In SMTP_URL steht kein Zugang mit Benutzer und ohne Passwort, der sich mit OAuth2 anmelden könnte.',
      en: 'smtp.oauth: SMTP_URL has no account with a user and without a password that could log in with OAuth2.',
    },
    {
      de: 'Zum Beispiel SMTP_URL=smtps://anna%40example.org@smtp.gmail.com:465. Wer sich mit Passwort anmeldet, löscht „smtp.oauth“.',
      en: 'For example SMTP_URL=smtps://anna%40example.org@smtp.gmail.com:465. Who logs in with a password deletes "smtp.oauth".',
    },
  );
}

function incomplete(missing: readonly string[]): NewsletterError {
  const names = missing.join(', ');
  return failure(
    {
      de: `Für die Anmeldung mit OAuth2 fehlt in der Umgebung: ${names}.`,
      en: `The login with OAuth2 lacks in the environment: ${names}.`,
    },
    {
      de: 'In .env eintragen; die Werte gibt der Anbieter aus, wenn dort eine „App“ für den Mailversand angelegt wird.',
      en: 'Put it into .env; the provider issues the values when an "app" for sending mail is registered there.',
    },
  );
}

function failure(text: Text, hint: Text): NewsletterError {
  return new NewsletterError('smtp.oauth', text, { hint });
}
