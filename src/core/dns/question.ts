/** The kinds of records that mail depends on. */
export type DnsType = 'TXT' | 'A' | 'AAAA' | 'MX' | 'PTR';

/** One question to a name server; a PTR question names the IP address itself. */
export interface DnsQuestion {
  readonly type: DnsType;
  readonly name: string;
}

/**
 * What a name server answered: the values (a TXT record's strings joined, an MX record's server), a name without such
 * records, no such name (NXDOMAIN), or nothing that can be relied on.
 */
export type DnsAnswer =
  | { readonly kind: 'found'; readonly values: readonly string[] }
  | { readonly kind: 'noData' }
  | { readonly kind: 'noName' }
  | { readonly kind: 'failed'; readonly reason: DnsFailure };

/** Why there is no answer: nothing came, the server could not find out (SERVFAIL), or it would not tell. */
export type DnsFailure = 'timeout' | 'serverFailed' | 'refused' | 'unreachable' | 'malformed';

/** Where names are looked up. */
export interface NameServer {
  /** Never rejects: that nothing was learned is an answer too. */
  ask(question: DnsQuestion): Promise<DnsAnswer>;
}

/** Looks a name up among the answers that are there. */
export type Ask = (type: DnsType, name: string) => DnsAnswer;

/** The values of an answer; none where there are none. */
export function valuesOf(answer: DnsAnswer): readonly string[] {
  return answer.kind === 'found' ? answer.values : [];
}

/** The addresses of a host, of both kinds. */
export function addressesOf(host: string, ask: Ask): readonly string[] {
  return [...valuesOf(ask('A', host)), ...valuesOf(ask('AAAA', host))];
}

/** Whether a domain is another or lies below it. */
export function isWithin(domain: string, parent: string): boolean {
  const [one, other] = [plainName(domain), plainName(parent)];
  return one === other || one.endsWith(`.${other}`);
}

/** A name as names are compared: lower-case, without the root's dot. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
