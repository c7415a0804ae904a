import { isWithin } from './question.ts';

/** What of a newsletter the DNS must fit. */
export interface MailSetup {
  /** The domain of the sender, which is also that of the envelope. */
  readonly from: string;
  /** Mailboxes that answers go to, by the setting that names them. */
  readonly mailboxes: readonly { readonly setting: string; readonly domain: string }[];
  readonly servers: readonly MailServerSetup[];
  /** The addresses this machine has in public, should a server on it hand letters on. */
  readonly publicIps: readonly string[];
  /** The key we sign with, as the record that should stand in the DNS. */
  readonly dkim: { readonly selector: string; readonly domain: string; readonly record: string } | null;
  /** Where a report about letters may be mailed to. */
  readonly reportsTo: string;
}

/** One SMTP server that letters are handed to. */
export interface MailServerSetup {
  readonly host: string;
  readonly isLoopback: boolean;
}

/** Whether a server is the author's own, and not a provider's whose machines nobody can name from outside. */
export function isOwnServer({ host, isLoopback }: MailServerSetup, domain: string): boolean {
  return isLoopback || isWithin(host, domain);
}
