import { Resolver } from 'node:dns/promises';
import { NewsletterError, systemCodeOf } from '../core/errors.ts';
import type { DnsAnswer, DnsFailure, DnsQuestion, NameServer } from '../core/dns/question.ts';

/** How long one question may take; it is asked twice. */
export interface NameServerOptions {
  readonly timeoutMs?: number;
  /** `9.9.9.9` or `127.0.0.1:5353`; the machine's own when left out. Throws `usage.wrong` for what is no address. */
  readonly server?: string | undefined;
}

/** Asks the machine's name server, or a named one. Answers are never those of a cache in this process. */
export function nameServer({ server, timeoutMs = 3_000 }: NameServerOptions = {}): NameServer {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  if (server !== undefined) useServer(resolver, server);
  return {
    async ask(question) {
      try {
        const values = await lookUp(resolver, question);
        return values.length > 0 ? { kind: 'found', values } : { kind: 'noData' };
      } catch (error) {
        return answerOf(systemCodeOf(error));
      }
    },
  };
}

async function lookUp(resolver: Resolver, { type, name }: DnsQuestion): Promise<readonly string[]> {
  switch (type) {
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((strings) => strings.join(''));
    case 'A':
      return resolver.resolve4(name);
    case 'AAAA':
      return resolver.resolve6(name);
    case 'MX':
      return (await resolver.resolveMx(name))
        .toSorted((a, b) => a.priority - b.priority)
        .map(({ exchange }) => exchange);
    case 'PTR':
      return resolver.reverse(name);
  }
}

/** A name without such records, one that does not exist, and a server that does not know are three different things. */
function answerOf(code: string | undefined): DnsAnswer {
  if (code === 'ENODATA') return { kind: 'noData' };
  if (code === 'ENOTFOUND') return { kind: 'noName' };
  return { kind: 'failed', reason: failures[code ?? ''] ?? 'malformed' };
}

const failures: Readonly<Record<string, DnsFailure>> = {
  ETIMEOUT: 'timeout',
  ECANCELLED: 'timeout',
  ESERVFAIL: 'serverFailed',
  EREFUSED: 'refused',
  ENOTIMP: 'refused',
  ECONNREFUSED: 'unreachable',
};

function useServer(resolver: Resolver, server: string): void {
  try {
    resolver.setServers([server]);
  } catch (cause) {
    throw new NewsletterError(
      'usage.wrong',
      {
        de: `--name-server ${server}: keine IP-Adresse.`,
        en: `--name-server ${server}: not an IP address.`,
      },
      {
        hint: {
          de: 'Zum Beispiel --name-server 9.9.9.9 oder --name-server 127.0.0.1:5353',
          en: 'For example --name-server 9.9.9.9 or --name-server 127.0.0.1:5353',
        },
        cause,
      },
    );
  }
}
