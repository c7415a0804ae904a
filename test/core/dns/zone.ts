import type { Ask, DnsAnswer } from '../../../src/core/dns/question.ts';
import type { Zone } from '../../support/dnsServer.ts';

/** Answers from a zone as a name server would; PTR questions are looked up by the address itself. */
export function askZone(zone: Zone): Ask {
  return (type, name): DnsAnswer => {
    const entry = zone[name.toLowerCase()];
    if (entry === undefined) return { kind: 'noName' };
    if (entry.fails === 'SERVFAIL') return { kind: 'failed', reason: 'serverFailed' };
    if (entry.fails !== undefined) return { kind: 'failed', reason: 'timeout' };
    const values = entry[type] ?? [];
    return values.length > 0 ? { kind: 'found', values } : { kind: 'noData' };
  };
}
