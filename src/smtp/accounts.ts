import { NewsletterError } from '../core/errors.ts';
import type { SmtpServer, SmtpServers } from './smtpUrl.ts';

/** Which accounts there are, by name, and which of them to try first. */
export interface Accounts {
  /** In the order of SMTP_URL. */
  readonly names: readonly string[];
  /**
   * The one of this name, or, where a ledger has the place alone or a login that changed since, the only one at that place;
   * throws `smtp.unreachable` where SMTP_URL no longer has it.
   */
  named(name: string): Account;
  /** All, those that failed within the last minute last. */
  inOrder(nowMs: number): readonly Account[];
  /** Remembers that one could not be used. */
  rest(account: Account, nowMs: number): void;
}

/** One of several ways to hand letters over. */
export interface Account {
  /** `mail.example.org:465 (user)`; never a password. */
  readonly name: string;
  readonly server: SmtpServer;
}

/** How long an account that failed is only asked when no other works. */
const restMs = 60_000;

/** The accounts of SMTP_URL. */
export function accountsOf(servers: SmtpServers): Accounts {
  const accounts: readonly Account[] = servers.map((server) => ({ name: nameOf(server), server }));
  const restsUntil = new Map<Account, number>();
  return {
    names: accounts.map(({ name }) => name),
    named(name) {
      const [place = ''] = name.split(' ', 1);
      const there = accounts.filter(({ server }) => placeOf(server) === place);
      const account = there.find((one) => one.name === name) ?? (there.length === 1 ? there[0] : undefined);
      if (!account) throw unknownAccount(name);
      return account;
    },
    inOrder(nowMs) {
      const isResting = (account: Account): boolean => (restsUntil.get(account) ?? -Infinity) > nowMs;
      return [
        ...accounts.filter((account) => !isResting(account)),
        ...accounts.filter((account) => isResting(account)),
      ];
    },
    rest: (account, nowMs) => void restsUntil.set(account, nowMs + restMs),
  };
}

function placeOf({ host, port }: SmtpServer): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function nameOf(server: SmtpServer): string {
  return server.login ? `${placeOf(server)} (${server.login.user})` : placeOf(server);
}

function unknownAccount(name: string): NewsletterError {
  return new NewsletterError(
    'smtp.unreachable',
    {
      de: `Der Zugang ${name} steht nicht mehr in SMTP_URL.`,
      en: `The account ${name} no longer stands in SMTP_URL.`,
    },
    {
      hint: {
        de: 'Ein angefangener Brief geht nur über den Zugang weiter, der ihn vielleicht schon hat. Den Zugang wieder in SMTP_URL eintragen.',
        en: 'A letter that was begun goes on only through the account that may have it already. Put the account back into SMTP_URL.',
      },
    },
  );
}

/** Nobody could be reached: the main account's reason, and what became of the others. */
export function noAccountWorks(
  failures: readonly { readonly account: Account; readonly error: NewsletterError }[],
  main: string | undefined,
): NewsletterError | undefined {
  const first = failures.find(({ account }) => account.name === main) ?? failures[0];
  const others = failures.filter((failure) => failure !== first).map(({ error }) => error);
  if (!first || others.length === 0) return first?.error;
  const { code, text, hint } = first.error;
  return new NewsletterError(
    code,
    {
      de: [text.de, ...others.map((other) => `Auch nicht: ${other.text.de}`)].join('\n'),
      en: [text.en, ...others.map((other) => `Neither: ${other.text.en}`)].join('\n'),
    },
    { ...(hint ? { hint } : {}), cause: first.error },
  );
}
