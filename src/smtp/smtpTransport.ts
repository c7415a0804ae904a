import { createSecureContext, type SecureContext } from 'node:tls';
import { NewsletterError } from '../core/errors.ts';
import type { Connection, Transport } from '../core/ports.ts';
import { accountsOf, noAccountWorks, type Account } from './accounts.ts';
import { loginWith, type Login } from './login.ts';
import type { OAuth } from './oauth.ts';
import { usualPatience, type Patience } from './patience.ts';
import { openConnection, type ConnectionOrder } from './smtpConnection.ts';
import type { SmtpServer, SmtpServers } from './smtpUrl.ts';
import type { Sign } from './transaction.ts';

/** Whose SMTP client carries letters. */
export type SmtpClient = 'wochenbrief' | 'nodemailer';

/** What a transport may know besides its accounts. */
export interface SmtpOptions {
  /** All authorities to trust, in place of the known ones; servers on this machine are then asked for TLS too. */
  readonly authorities?: readonly string[] | undefined;
  /** How accounts without a password log in. */
  readonly oauth?: OAuth | undefined;
  /** Signs every message. */
  readonly sign?: Sign | undefined;
  /** Who speaks SMTP: we ourselves, or nodemailer for us. */
  readonly client?: SmtpClient | undefined;
  readonly patience?: Patience;
  /** Milliseconds that only go forward. */
  readonly nowMs?: () => number;
}

/**
 * The transport that speaks SMTP, through the first account that works. One that cannot be reached or turns us away is
 * asked last for a minute; an account that is named is the only one that is tried.
 */
export function smtpTransport(servers: SmtpServer | SmtpServers, options: SmtpOptions = {}): Transport {
  const {
    authorities,
    oauth,
    sign,
    client,
    patience = usualPatience,
    nowMs = () => performance.now(),
  } = options;
  const all: SmtpServers = 'host' in servers ? [servers] : servers;
  const accounts = accountsOf(all);
  let secureContext: SecureContext | undefined;
  const logins = new Map<Account, Login>();
  /** Those whose server loses what comes behind a content. */
  const lossy = new Set<Account>();

  const open = async (account: Account): Promise<Connection> => {
    if (authorities) secureContext ??= createSecureContext({ ca: [...authorities] });
    const login = logins.get(account) ?? loginWith(account, { oauth, authorities });
    logins.set(account, login);
    const order: ConnectionOrder = {
      login,
      secureContext,
      sign,
      patience,
      mayAnnounce: () => !lossy.has(account),
      onLoss: () => lossy.add(account),
    };
    if (client !== 'nodemailer') return openConnection(account, order);
    // It takes a while to load, and most never need it.
    const { openWithNodemailer } = await import('./nodemailerConnection.ts');
    return openWithNodemailer(account, order);
  };
  const openFirst = async (): Promise<Connection> => {
    const failures: { account: Account; error: NewsletterError }[] = [];
    // One after the other, since a later one is only there for the case that an earlier one fails.
    for (const account of accounts.inOrder(nowMs())) {
      try {
        return await open(account);
      } catch (error) {
        if (!(error instanceof NewsletterError)) throw error;
        accounts.rest(account, nowMs());
        failures.push({ account, error });
      }
    }
    throw noAccountWorks(failures, accounts.names[0]) ?? new Error('a transport without accounts');
  };
  return {
    name: accounts.names.join(', '),
    isLoopback: all.every(({ isLoopback }) => isLoopback),
    open: async (name) => (name === undefined ? openFirst() : open(accounts.named(name))),
  };
}
