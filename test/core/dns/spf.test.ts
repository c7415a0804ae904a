import fc from 'fast-check';
import { spf } from 'mailauth/lib/spf/index.js';
import { describe, expect, test } from 'vitest';
import { parseSpf, spfVerdict, surveySpf } from '../../../src/core/dns/spf.ts';
import type { Ask } from '../../../src/core/dns/question.ts';
import type { Zone } from '../../support/dnsServer.ts';
import { askZone } from './zone.ts';

const survey = (record: string, more: Zone = {}) =>
  surveySpf('example.org', askZone({ 'example.org': { TXT: [record] }, ...more }));

describe('a record is read as RFC 7208 has it', () => {
  test.each([
    'v=spf1',
    'v=spf1 -all',
    'V=SPF1 A MX/24 a:mail.example.org/28//64 ~ALL',
    'v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ip6:2001:db8::1 ?all',
    'v=spf1 include:_spf.example.com exists:%{i}._spf.example.com redirect=example.com',
    'v=spf1 mx exp=why.%{d} some.thing=else -all',
    'v=spf1  a   -all ',
    'v=spf1 a//64 ptr -all',
  ])('%s', (record) => {
    expect(parseSpf(record)).not.toHaveProperty('broken');
  });

  test.each([
    ['v=spf1 include: -all', 'include:'],
    ['v=spf1 include -all', 'include'],
    ['v=spf1 ip4:300.1.1.1 -all', 'ip4:300.1.1.1'],
    ['v=spf1 ip4:192.0.2.0/33 -all', 'ip4:192.0.2.0/33'],
    ['v=spf1 ip6:192.0.2.1 -all', 'ip6:192.0.2.1'],
    ['v=spf1 ip4=192.0.2.1 a/99 -all', 'a/99'],
    ['v=spf1 all:example.org', 'all:example.org'],
    ['v=spf1 mail.example.org -all', 'mail.example.org'],
    ['v=spf1 a, mx -all', 'a,'],
    ['v=spf1 a "mx" -all', '"mx"'],
    ['v=spf1 redirect= ', 'redirect='],
    ['v=spf1 redirect=a.example redirect=b.example', 'redirect=b.example'],
  ])('%s breaks at %s', (record, broken) => {
    expect(parseSpf(record)).toEqual({ broken });
  });
});

describe('the ten lookups (R41)', () => {
  test('includes, redirects, a, mx, ptr and exists count, networks and all do not', () => {
    const more: Zone = {
      'one.example.com': {
        TXT: ['v=spf1 a mx ptr exists:x.example.com ip4:192.0.2.1 include:two.example.com -all'],
      },
      'two.example.com': { TXT: ['v=spf1 ip4:192.0.2.0/24 redirect=three.example.com'] },
      'three.example.com': { TXT: ['v=spf1 ?all'] },
      'x.example.com': { A: ['127.0.0.2'] },
    };
    const found = survey('v=spf1 include:one.example.com ip4:192.0.2.9 ~all', more);
    expect(found).toMatchObject({ lookups: 7, ending: '~', faults: [] });
    expect(found.includes).toEqual(['one.example.com', 'two.example.com']);
  });

  test('records that lead on and on are not followed for ever', () => {
    const ask: Ask = (_, name) => ({
      kind: 'found',
      values: [`v=spf1 redirect=n${Number(/^n(\d+)/.exec(name)?.[1] ?? 0) + 1}.example.com`],
    });
    expect(surveySpf('example.org', ask).lookups).toBeLessThan(100);
    expect(spfVerdict('example.org', '192.0.2.1', ask)).toBe('broken');
  });

  test('what stands behind "all" is never asked for', () => {
    expect(survey('v=spf1 -all include:nowhere.example.com a mx')).toMatchObject({ lookups: 0, faults: [] });
  });

  test('names that lead nowhere are counted; a host with an IPv6 address only is somewhere', () => {
    const six: Zone = { 'six.example.org': { AAAA: ['2001:db8::1'] } };
    const found = survey('v=spf1 a:gone.example.org a:six.example.org mx exists:none.example.org -all', six);
    expect(found).toMatchObject({ lookups: 4, voidLookups: 3 });
  });

  test('domains that include one another are found out, and the counting ends', () => {
    const more: Zone = {
      'one.example.com': { TXT: ['v=spf1 include:two.example.com include:two.example.com -all'] },
      'two.example.com': { TXT: ['v=spf1 include:one.example.com -all'] },
    };
    const found = survey('v=spf1 include:one.example.com include:one.example.com -all', more);
    expect(found.faults).toContainEqual({ kind: 'loop', domain: 'one.example.com' });
  });

  test('a tree of includes that grows without end costs a bounded number of questions', () => {
    let asked = 0;
    surveySpf('a.example.com', (_, name) => {
      asked += 1;
      return { kind: 'found', values: [`v=spf1 include:a${name} include:b${name} include:c${name} -all`] };
    });
    expect(asked).toBeLessThan(60);
  });
});

describe('what else can be wrong', () => {
  test.each([
    [{ TXT: ['hello'] }, 'none'],
    [{ TXT: ['v=spf1 -all', 'v=spf1 a -all'] }, 'several'],
    [{ TXT: ['v=spf1 nonsense -all'] }, 'broken'],
    [{ fails: 'SERVFAIL' as const }, 'unanswered'],
  ])('%j at an included domain is told with that domain', (entry, kind) => {
    const { faults } = survey('v=spf1 include:spf.example.com -all', { 'spf.example.com': entry });
    expect(faults).toMatchObject([{ kind, domain: 'spf.example.com' }]);
  });

  test('"v=spf10" is no SPF record', () => {
    expect(survey('v=spf10 -all').faults).toMatchObject([{ kind: 'none' }]);
  });
});

describe('whether a server may send', () => {
  const zone: Zone = {
    'example.org': {
      TXT: ['v=spf1 a mx:in.example.org/30 include:spf.example.com ip6:2001:db8:1::/48 ~all'],
      A: ['192.0.2.1'],
    },
    'in.example.org': { MX: ['mx1.example.org'] },
    'mx1.example.org': { A: ['198.51.100.4'], AAAA: ['2001:db8:2::1'] },
    'spf.example.com': { TXT: ['v=spf1 -ip4:203.0.113.9 ip4:203.0.113.0/24 -all'] },
    'moved.example.org': { TXT: ['v=spf1 redirect=example.org'] },
    'personal.example.org': { TXT: ['v=spf1 exists:%{i}.example.com -all'] },
    'lost.example.org': { TXT: ['v=spf1 include:lost.example.com -all'] },
    'slow.example.org': { TXT: ['v=spf1 a:slow.example.com -all'] },
    'slow.example.com': { fails: 'SERVFAIL' },
  };
  test.each([
    ['example.org', '192.0.2.1', '+'],
    ['example.org', '198.51.100.7', '+'],
    ['example.org', '198.51.100.8', '~'],
    ['example.org', '203.0.113.8', '+'],
    ['example.org', '203.0.113.9', '~'],
    ['example.org', '2001:db8:1:2::3', '+'],
    ['moved.example.org', '192.0.2.1', '+'],
    ['moved.example.org', '192.0.2.2', '~'],
    ['personal.example.org', '192.0.2.1', 'unknown'],
    ['lost.example.org', '192.0.2.1', 'broken'],
    ['slow.example.org', '192.0.2.1', 'unknown'],
  ])('%s, %s: %s', (domain, ip, expected) => {
    expect(spfVerdict(domain, ip, askZone(zone))).toBe(expected);
  });

  test('the verdict is the one of an independent implementation, for whatever records', async () => {
    const ips = ['192.0.2.1', '192.0.2.77', '198.51.100.4', '2001:db8::1'];
    const domain = fc.constantFrom('a.example.com', 'b.example.com', 'c.example.com');
    const term = fc.oneof(
      fc.constantFrom('ip4:192.0.2.1', 'ip4:192.0.2.64/26', 'ip6:2001:db8::/32', 'a', 'mx', 'mx/24', 'all'),
      domain.map((name) => `include:${name}`),
      domain.map((name) => `a:${name}/28`),
      domain.map((name) => `exists:${name}`),
    );
    const signed = fc.tuple(fc.constantFrom('', '+', '-', '~', '?'), term).map((parts) => parts.join(''));
    const record = fc
      .tuple(fc.array(signed, { maxLength: 3 }), fc.option(domain))
      .map(([terms, target]) => ['v=spf1', ...terms, ...(target ? [`redirect=${target}`] : [])].join(' '));
    const addresses = fc.subarray(['192.0.2.1', '192.0.2.70', '198.51.100.4']);
    const entry = fc.record({
      TXT: record.map((text) => [text]),
      A: addresses,
      MX: fc.array(domain, { maxLength: 2 }),
    });
    const zones = fc.record({ 'a.example.com': entry, 'b.example.com': entry, 'c.example.com': entry });
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(zones, fc.constantFrom(...ips), async (zone, ip) => {
        const reference = await mailauthVerdict(zone, ip);
        const ours = spfVerdict('a.example.com', ip, askZone(zone));
        if (reference !== 'broken') compared += 1;
        expect(ours).toBe(reference);
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});

const verdicts: Readonly<Record<string, string>> = {
  pass: '+',
  fail: '-',
  softfail: '~',
  neutral: '?',
  permerror: 'broken',
};

async function mailauthVerdict(zone: Zone, ip: string): Promise<string> {
  const { status } = await spf({
    sender: 'brief@a.example.com',
    ip,
    helo: 'mail.example.com',
    mta: 'mx.example.com',
    // Names that lead nowhere break a record there; here they are told apart.
    maxVoidCount: 1000,
    resolver: (name, type) => new Promise((answer) => answer(resolved(zone[name], type))),
  });
  return verdicts[status.result] ?? status.result;
}

/** What `dns.resolve` answers. */
function resolved(entry: Zone[string] | undefined, type: string): string[] | string[][] {
  const kind = (['TXT', 'A', 'AAAA', 'MX'] as const).find((one) => one === type);
  const values = kind && entry?.[kind];
  if (values === undefined || values.length === 0) throw Object.assign(new Error(type), { code: 'ENODATA' });
  if (kind === 'TXT') return values.map((value) => [value]);
  if (kind !== 'MX') return [...values];
  const records: unknown = values.map((exchange, priority) => ({ exchange, priority }));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- mailauth's type leaves out what it expects of MX records
  return records as string[];
}
