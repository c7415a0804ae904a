import { ipVersion, isInNetwork } from './ipRange.ts';
import { plainName, valuesOf, type Ask, type DnsAnswer, type DnsType } from './question.ts';

/*
 * SPF (RFC 7208): which servers may send for a domain. A record is read term by term; terms that need further questions
 * (include, a, mx, ptr, exists, redirect) are limited to ten over the whole tree of records (§4.6.4).
 */

/** The most questions a receiver asks for one domain; with more the record counts as broken. */
export const mostSpfLookups = 10;
/** Counting goes on for a while, so that one can see how far beyond the limit a record is. */
const countedLookups = 40;

/** What a matching term means: may send, may not, probably may not, nothing said. */
export type SpfQualifier = (typeof qualifiers)[number];
const qualifiers = ['+', '-', '~', '?'] as const;
const mechanisms = ['all', 'include', 'a', 'mx', 'ptr', 'exists', 'ip4', 'ip6'] as const;

/** One term of a record that can match a server. */
export interface SpfTerm {
  readonly qualifier: SpfQualifier;
  readonly mechanism: (typeof mechanisms)[number];
  /** The domain or network it names; empty for the record's own domain. */
  readonly target: string;
  readonly prefix4: number;
  readonly prefix6: number;
}

/** A record as read, or the term that is none. */
export type SpfReading =
  | { readonly terms: readonly SpfTerm[]; readonly redirect: string | null }
  | { readonly broken: string };

/** Something wrong in a domain's SPF, or in that of a domain it includes. */
export interface SpfFault {
  readonly kind: 'none' | 'several' | 'broken' | 'loop' | 'unanswered';
  readonly domain: string;
  /** The term that is none. */
  readonly term?: string;
}

/** What a domain's SPF comes to, with all it includes. */
export interface SpfSurvey {
  readonly faults: readonly SpfFault[];
  /** Questions a receiver would ask; counting stops far beyond the limit. */
  readonly lookups: number;
  /** Questions without an answer; more than two break a record (§4.6.4). */
  readonly voidLookups: number;
  /** What is said of all other servers; null where nothing is. */
  readonly ending: SpfQualifier | null;
  /** The domains whose servers it lets send too. */
  readonly includes: readonly string[];
}

/** The SPF records among the TXT records of a domain. */
function spfRecords(answer: DnsAnswer): readonly string[] {
  return valuesOf(answer).filter((value) => /^v=spf1(\s|$)/i.test(value));
}

/** Reads a record. */
export function parseSpf(record: string): SpfReading {
  const words = record
    .split(' ')
    .slice(1)
    .filter((word) => word !== '');
  const terms: SpfTerm[] = [];
  let redirect: string | null = null;
  for (const word of words) {
    const [, name = '', value = ''] = /^([a-z][a-z0-9_.-]*)=(.*)$/i.exec(word) ?? [];
    if (name.toLowerCase() === 'redirect') {
      if (redirect !== null || value === '') return { broken: word };
      redirect = value;
    } else if (name === '') {
      const term = parseTerm(word);
      if (term === undefined) return { broken: word };
      terms.push(term);
    }
    // Further modifiers, exp= and those nobody knows, say nothing about servers (§6).
  }
  return { terms, redirect };
}

const termPattern = /^([+?~-]?)([a-z0-9]+)(?::([^/\s]+))?(?:\/(\d{1,3}))?(?:\/\/(\d{1,3}))?$/i;

function parseTerm(word: string): SpfTerm | undefined {
  const match = termPattern.exec(word);
  const mechanism = mechanisms.find((name) => name === match?.[2]?.toLowerCase());
  if (!match || mechanism === undefined) return undefined;
  const target = match[3] ?? '';
  const [first, second] = [match[4], match[5]];
  const term: SpfTerm = {
    qualifier: qualifiers.find((sign) => sign === match[1]) ?? '+',
    mechanism,
    target,
    prefix4: mechanism === 'ip6' ? 32 : Number(first ?? 32),
    prefix6: Number((mechanism === 'ip6' ? first : second) ?? 128),
  };
  return isSound(term, first !== undefined, second !== undefined) ? term : undefined;
}

function isSound(
  { mechanism, target, prefix4, prefix6 }: SpfTerm,
  hasFirst: boolean,
  hasSecond: boolean,
): boolean {
  if (prefix4 > 32 || prefix6 > 128) return false;
  switch (mechanism) {
    case 'all':
      return target === '' && !hasFirst && !hasSecond;
    case 'include':
    case 'exists':
      return target !== '' && !hasFirst && !hasSecond;
    case 'ptr':
      return !hasFirst && !hasSecond;
    case 'ip4':
      return ipVersion(target) === 4 && !hasSecond;
    case 'ip6':
      return ipVersion(target) === 6 && !hasSecond;
    case 'a':
    case 'mx':
      return true;
  }
}

/** Looks a domain's SPF through with everything it includes. */
export function surveySpf(domain: string, ask: Ask): SpfSurvey {
  const faults: SpfFault[] = [];
  const includes: string[] = [];
  let lookups = 0;
  let voidLookups = 0;

  /** Counts a question, and whether it would be asked in vain; a host of either kind of address is found. */
  const count = (name: string, types: readonly DnsType[]): void => {
    lookups += 1;
    if (lookups > countedLookups) return;
    const answers = types.map((type) => ask(type, name));
    if (answers.every(({ kind }) => kind === 'noName' || kind === 'noData')) voidLookups += 1;
  };

  /** Answers what the record says of all other servers. */
  const walk = (name: string, chain: readonly string[]): SpfQualifier | null => {
    if (chain.includes(name)) {
      faults.push({ kind: 'loop', domain: name });
      return null;
    }
    const found = recordAt(name, ask);
    if ('fault' in found) {
      faults.push(found.fault);
      return null;
    }
    for (const term of effective(found.terms)) {
      if (lookups > countedLookups) break;
      const target = targetOf(term, name);
      if (term.mechanism === 'include') {
        lookups += 1;
        includes.push(target);
        if (!hasMacro(target)) walk(target, [...chain, name]);
      } else if (hasMacro(target)) {
        if (term.mechanism !== 'all') lookups += 1;
      } else if (term.mechanism === 'a') count(target, ['A', 'AAAA']);
      else if (term.mechanism === 'exists') count(target, ['A']);
      else if (term.mechanism === 'mx') count(target, ['MX']);
      else if (term.mechanism === 'ptr') lookups += 1;
    }
    const all = found.terms.find(({ mechanism }) => mechanism === 'all');
    if (all) return all.qualifier;
    if (found.redirect === null) return null;
    lookups += 1;
    if (lookups > countedLookups) return null;
    return hasMacro(found.redirect) ? '?' : walk(plainName(found.redirect), [...chain, name]);
  };

  const ending = walk(plainName(domain), []);
  return { faults, lookups, voidLookups, ending, includes };
}

/** What comes behind "all" is never reached. */
function effective(terms: readonly SpfTerm[]): readonly SpfTerm[] {
  const end = terms.findIndex(({ mechanism }) => mechanism === 'all');
  return end < 0 ? terms : terms.slice(0, end);
}

function recordAt(
  domain: string,
  ask: Ask,
): Exclude<SpfReading, { broken: string }> | { readonly fault: SpfFault } {
  const answer = ask('TXT', domain);
  if (answer.kind === 'failed') return { fault: { kind: 'unanswered', domain } };
  const [record, ...others] = spfRecords(answer);
  if (record === undefined) return { fault: { kind: 'none', domain } };
  if (others.length > 0) return { fault: { kind: 'several', domain } };
  const reading = parseSpf(record);
  return 'broken' in reading ? { fault: { kind: 'broken', domain, term: reading.broken } } : reading;
}

function targetOf({ mechanism, target }: SpfTerm, domain: string): string {
  if (mechanism === 'ip4' || mechanism === 'ip6') return target;
  return target === '' ? domain : plainName(target);
}

/** Such a name depends on the message; nobody can tell beforehand. */
function hasMacro(target: string): boolean {
  return target.includes('%');
}

/** What SPF says of one server: one of the qualifiers, or that it cannot be told from here. */
export type SpfVerdict = SpfQualifier | 'broken' | 'unknown';

/** Whether a server with this address may send for a domain. */
export function spfVerdict(domain: string, ip: string, ask: Ask): SpfVerdict {
  let lookups = 0;

  const check = (name: string, chain: readonly string[]): SpfVerdict => {
    const found = recordAt(name, ask);
    if (chain.includes(name)) return 'broken';
    if ('fault' in found) return found.fault.kind === 'unanswered' ? 'unknown' : 'broken';
    const path = [...chain, name];
    for (const term of found.terms) {
      const matched = matches(term, name, path);
      if (matched === true) return term.qualifier;
      if (matched !== false) return matched;
    }
    if (found.redirect === null) return '?';
    if (hasMacro(found.redirect)) return 'unknown';
    return mayAsk() ? check(plainName(found.redirect), path) : 'broken';
  };

  const mayAsk = (): boolean => (lookups += 1) <= mostSpfLookups;

  const matches = (term: SpfTerm, name: string, path: readonly string[]): boolean | 'broken' | 'unknown' => {
    const { mechanism, prefix4, prefix6 } = term;
    const target = targetOf(term, name);
    const isNear = (address: string): boolean =>
      isInNetwork(ip, address, ipVersion(address) === 4 ? prefix4 : prefix6);
    if (mechanism === 'all') return true;
    if (mechanism === 'ip4' || mechanism === 'ip6') return isNear(target);
    if (!mayAsk()) return 'broken';
    if (hasMacro(target) || mechanism === 'ptr') return 'unknown';
    switch (mechanism) {
      case 'include': {
        const inner = check(target, path);
        return inner === 'broken' || inner === 'unknown' ? inner : inner === '+';
      }
      case 'exists':
        return whetherFound(ask('A', target));
      case 'a':
        return anyOf([target], isNear);
      case 'mx': {
        const hosts = ask('MX', target);
        return hosts.kind === 'failed' ? 'unknown' : anyOf(valuesOf(hosts), isNear);
      }
    }
  };

  const anyOf = (hosts: readonly string[], isNear: (address: string) => boolean): boolean | 'unknown' => {
    const type = ipVersion(ip) === 6 ? 'AAAA' : 'A';
    const answers = hosts.filter((host) => host !== '').map((host) => ask(type, host));
    if (answers.some((answer) => valuesOf(answer).some(isNear))) return true;
    return answers.some(({ kind }) => kind === 'failed') ? 'unknown' : false;
  };

  return check(plainName(domain), []);
}

function whetherFound(answer: DnsAnswer): boolean | 'unknown' {
  return answer.kind === 'failed' ? 'unknown' : answer.kind === 'found';
}
