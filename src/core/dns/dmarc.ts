import { isWithin, plainName, valuesOf, type Ask, type DnsAnswer } from './question.ts';
import { parseTags } from './tagList.ts';

/*
 * DMARC (RFC 7489): what receivers do with mails that claim a domain, and whom they tell. The record is looked for at the
 * domain and then at its parents, one label after the other, as the successor of RFC 7489 does it; so no list of public
 * suffixes is needed.
 */

/** What receivers are asked to do with mails that nothing proves to be the domain's. */
export type DmarcPolicy = 'none' | 'quarantine' | 'reject';

/** A domain's DMARC record. */
export interface Dmarc {
  readonly policy: DmarcPolicy;
  /** Whether the signing domain must be the very same, and not only of the same organisation. */
  readonly isDkimStrict: boolean;
  /** The domains that reports are mailed to. */
  readonly reportDomains: readonly string[];
}

/** What was found on the way up from a domain. */
export interface DmarcSearch {
  /** The name the record stands at; null where there is none. */
  readonly at: string | null;
  readonly state: 'found' | 'none' | 'several' | 'broken' | 'unanswered';
  readonly dmarc: Dmarc | null;
  /** The domain that counts as the whole organisation's; the domain itself where nothing tells. */
  readonly organisation: string;
}

/** Longer names are shortened to this many labels first, so that nobody can make receivers ask for long. */
const askedLabels = 8;

/** Looks for the DMARC record that counts for a domain. */
export function findDmarc(domain: string, ask: Ask): DmarcSearch {
  const steps = domainsUpwards(plainName(domain)).map((name) => {
    const answer = ask('TXT', `_dmarc.${name}`);
    return { name, answer, records: dmarcRecords(answer) };
  });
  const first = steps.find(({ answer, records }) => answer.kind === 'failed' || records.length > 0);
  const organisation = organisationOf(domain, steps);
  if (!first) return { at: null, state: 'none', dmarc: null, organisation };
  const at = `_dmarc.${first.name}`;
  const [record, ...others] = first.records;
  if (record === undefined) return { at, state: 'unanswered', dmarc: null, organisation };
  if (others.length > 0) return { at, state: 'several', dmarc: null, organisation };
  const dmarc = parseDmarc(record);
  return { at, state: dmarc ? 'found' : 'broken', dmarc: dmarc ?? null, organisation };
}

/** The DMARC records among TXT records: those that begin with their version. */
function dmarcRecords(answer: DnsAnswer): readonly string[] {
  return valuesOf(answer).filter((value) => /^v\s*=\s*DMARC1\s*(;|$)/.test(value));
}

/** Reads a record, or undefined where it says nothing receivers could follow. */
export function parseDmarc(record: string): Dmarc | undefined {
  const tags = parseTags(record);
  const policy = tags?.get('p')?.toLowerCase();
  if (tags === undefined || (policy !== 'none' && policy !== 'quarantine' && policy !== 'reject'))
    return undefined;
  const reports = (tags.get('rua') ?? '')
    .split(',')
    .map((uri) => /^mailto:[^@]+@([^!\s]+)/i.exec(uri.trim())?.[1])
    .filter((found) => found !== undefined);
  return {
    policy,
    isDkimStrict: tags.get('adkim')?.toLowerCase() === 's',
    reportDomains: reports.map(plainName),
  };
}

/** Whether a signing domain counts as the sender's. */
export function isAligned(
  signing: string,
  from: string,
  { dmarc, organisation }: Pick<DmarcSearch, 'dmarc' | 'organisation'>,
): boolean {
  if (plainName(signing) === plainName(from)) return true;
  return dmarc?.isDkimStrict !== true && isWithin(signing, organisation) && isWithin(from, organisation);
}

/** The domain and its parents, without the last label alone. */
function domainsUpwards(domain: string): readonly string[] {
  const labels = domain.split('.');
  const start = labels.length > askedLabels ? labels.length - (askedLabels - 1) : 1;
  const parents = Array.from({ length: Math.max(0, labels.length - start - 1) }, (_, index) =>
    labels.slice(start + index).join('.'),
  );
  return [domain, ...parents];
}

interface Step {
  readonly name: string;
  readonly records: readonly string[];
}

/** The topmost domain with a record; of one that says it is a public suffix (psd=y), the one below it. */
function organisationOf(domain: string, steps: readonly Step[]): string {
  const top = steps.findLastIndex(({ records }) => records.length === 1);
  const found = steps[top];
  if (found === undefined) return plainName(domain);
  const isSuffix =
    parseTags(found.records[0] ?? '')
      ?.get('psd')
      ?.toLowerCase() === 'y';
  return (isSuffix ? steps[top - 1] : found)?.name ?? plainName(domain);
}
