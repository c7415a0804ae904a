import type XOAuth2 from 'nodemailer/lib/xoauth2';
import type { NewsletterError } from '../core/errors.ts';
import type { Account } from './accounts.ts';
import { tokenError, tokenSource, usesOAuth, type OAuth } from './oauth.ts';
import { connectionError, loginError, type SmtpError } from './smtpErrors.ts';

/** How the connections of one account log in; undefined for a server that asks nobody who he is. */
export type Login = () => Promise<LoginAttempt | undefined>;

/** Who logs in, and what proves it. */
export type Credentials =
  | { readonly user: string; readonly password: string }
  | { readonly user: string; readonly tokens: XOAuth2 };

/** One login over one connection. */
export interface LoginAttempt {
  readonly credentials: Credentials;
  /** Whether a new connection may do better: the token was issued a while ago, and the next one will be new. */
  isWorthRepeating(error: SmtpError): boolean;
  errorOf(error: SmtpError): NewsletterError;
}

/** The login of an account: with a password, with a token that its connections share, or none. */
export function loginWith(
  { name, server }: Account,
  options: { readonly oauth: OAuth | undefined; readonly authorities: readonly string[] | undefined },
): Login {
  const { login } = server;
  const { oauth, authorities } = options;
  if (!login) return () => Promise.resolve(undefined);
  if (oauth && usesOAuth(server)) return tokenLogin(name, login.user, oauth, authorities);
  const attempt: LoginAttempt = {
    credentials: { user: login.user, password: login.password },
    isWorthRepeating: () => false,
    errorOf: (error) =>
      error.responseCode !== undefined || error.code === 'EAUTH'
        ? loginError(error, name, 'password')
        : connectionError(error, name),
  };
  return () => Promise.resolve(attempt);
}

function tokenLogin(
  name: string,
  user: string,
  oauth: OAuth,
  authorities: readonly string[] | undefined,
): Login {
  let source: ReturnType<typeof tokenSource> | undefined;
  return async () => {
    source ??= tokenSource(oauth, user, authorities);
    const tokens = await source;
    const held = tokens.accessToken;
    return {
      credentials: { user, tokens },
      isWorthRepeating(error) {
        if (!held || error.responseCode === undefined) return false;
        // Another connection may have got a new one meanwhile; that one stays.
        if (tokens.accessToken === held) tokens.updateToken('', 0);
        return true;
      },
      errorOf(error) {
        if (error.responseCode !== undefined) return loginError(error, name, 'token');
        return error.code === 'EAUTH' ? tokenError(error, oauth, name) : connectionError(error, name);
      },
    };
  };
}
