import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/core/check.ts';
import type { MailSetup } from '../../src/core/dns/setup.ts';
import { judgeMailDns } from '../../src/core/mailDns.ts';
import type { Zone } from '../support/dnsServer.ts';
import { askZone } from './dns/zone.ts';

const relay: MailSetup = {
  from: 'example.org',
  mailboxes: [
    { setting: 'from.address', domain: 'example.org' },
    { setting: 'replyTo', domain: 'example.org' },
  ],
  servers: [{ host: 'smtp.example.com', isLoopback: false }],
  publicIps: [],
  dkim: null,
  reportsTo: 'brief@example.org',
};
const own: MailSetup = {
  ...relay,
  servers: [{ host: 'localhost', isLoopback: true }],
  publicIps: ['192.0.2.1'],
};

const good: Zone = {
  'example.org': {
    TXT: ['v=spf1 ip4:192.0.2.1 include:spf.example.com ~all'],
    MX: ['mx.example.org'],
    A: ['192.0.2.9'],
  },
  'spf.example.com': { TXT: ['v=spf1 ip4:198.51.100.0/24 -all'] },
  '_dmarc.example.org': { TXT: ['v=DMARC1; p=none; rua=mailto:brief@example.org'] },
  '192.0.2.1': { PTR: ['mail.example.org.'] },
  'mail.example.org': { A: ['192.0.2.1'] },
};

const judge = (setup: MailSetup, zone: Zone): readonly Check[] => judgeMailDns(setup, askZone(zone));
const of = (name: string, checks: readonly Check[]): readonly Check[] =>
  checks.filter(({ check }) => check === `dns.${name}`);
const worst = (checks: readonly Check[]): string =>
  ['error', 'warning', 'note'].find((status) => checks.some((check) => check.status === status)) ?? 'ok';
const words = (checks: readonly Check[]): string => checks.map(({ found }) => found.en).join('\n');

test('a newsletter that is set up well has nothing to mend', () => {
  expect(worst(judge(own, good))).toBe('note');
  expect(judge(own, good).filter(({ status }) => status === 'note')).toHaveLength(1);
  expect(words(of('ptr', judge(own, good)))).toContain('192.0.2.1 is called mail.example.org');
});

test('a domain that does not exist is the only thing that is told', () => {
  expect(judge(relay, {})).toMatchObject([{ check: 'dns.domain', status: 'error' }]);
});

describe('SPF', () => {
  const withSpf = (...records: string[]): Zone => ({
    ...good,
    'example.org': { ...good['example.org'], TXT: records },
  });
  test.each([
    ['none at all', ['something else'], 'error', 'has no SPF record'],
    ['two of them', ['v=spf1 -all', 'v=spf1 ~all'], 'error', 'more than one'],
    ['one with a mistake', ['v=spf1 ip4:192.0.2.1, ~all'], 'error', '"ip4:192.0.2.1,"'],
    ['one that lets everybody send', ['v=spf1 +all'], 'error', '+all'],
    ['one that ends in plain "all"', ['v=spf1 a all'], 'error', '+all'],
    ['one without an end', ['v=spf1 ip4:192.0.2.1'], 'warning', 'missing at its end'],
    [
      'one that includes a domain without',
      ['v=spf1 include:gone.example.com ~all'],
      'error',
      'gone.example.com',
    ],
    ['one with eleven lookups', [`v=spf1 ${'a '.repeat(11)}~all`], 'error', 'takes 11 lookups'],
    [
      'one with names that lead nowhere',
      ['v=spf1 a:a.example.org a:b.example.org mx:c.example.org ~all'],
      'warning',
      '3 names',
    ],
  ])('%s', (_, records, status, said) => {
    const checks = of('spf', judge(relay, withSpf(...records)));
    expect(worst(checks)).toBe(status);
    expect(words(checks)).toContain(said);
    expect(checks.find((check) => check.status === status)?.hint).toBeDefined();
  });

  test('of a provider nobody can tell which machines send: that is said, and what it includes', () => {
    const [, note] = of('spf', judge(relay, good));
    expect(note?.status).toBe('note');
    expect(note?.found.en).toContain('there are: spf.example.com');
  });

  test('a server of one’s own that may not send is told with what to add', () => {
    const [, other] = of('spf', judge({ ...own, publicIps: ['192.0.2.77'] }, good));
    expect(other).toMatchObject({ status: 'warning' });
    expect(other?.hint?.en).toContain('ip4:192.0.2.77');
  });

  test('a host of the sender’s own domain is judged by its addresses', () => {
    const servers = [{ host: 'mail.example.org', isLoopback: false }];
    expect(words(of('spf', judge({ ...relay, servers }, good)))).toContain(
      '192.0.2.1 may send for example.org',
    );
  });

  test('where there is none and the server is one’s own, the record to set is complete', () => {
    const [check] = of('spf', judge({ ...own, publicIps: ['192.0.2.1', '2001:db8::5'] }, withSpf()));
    expect(check?.record).toEqual({
      name: 'example.org',
      type: 'TXT',
      value: 'v=spf1 mx ip4:192.0.2.1 ip6:2001:db8::5 ~all',
    });
  });
});

describe('DKIM', () => {
  const dkim = { selector: 'w2026', domain: 'example.org', record: 'v=DKIM1; k=rsa; p=AAAA' };

  test('without a key of our own nothing is wrong, and how to see the provider’s signature is told', () => {
    const [check, ...others] = of('dkim', judge(relay, good));
    expect(check?.status).toBe('note');
    expect(check?.hint?.en).toContain('dkim=pass');
    expect(others).toEqual([]);
  });

  test('a missing record is told with the one to set', () => {
    const [check] = of('dkim', judge({ ...own, dkim }, good));
    expect(check).toMatchObject({
      status: 'error',
      record: { name: 'w2026._domainkey.example.org', type: 'TXT', value: dkim.record },
    });
  });
});

describe('DMARC', () => {
  const withDmarc = (...records: string[]): Zone => ({ ...good, '_dmarc.example.org': { TXT: records } });

  test('where there is none, the one to set reports and refuses nothing', () => {
    expect(of('dmarc', judge(relay, withDmarc()))).toMatchObject([
      {
        status: 'warning',
        record: {
          name: '_dmarc.example.org',
          type: 'TXT',
          value: 'v=DMARC1; p=none; rua=mailto:brief@example.org',
        },
      },
    ]);
  });

  test.each([
    [['v=DMARC1; p=none', 'v=DMARC1; p=reject'], 'error', 'several'],
    [['v=DMARC1; p=often'], 'error', 'cannot be understood'],
    [['v=DMARC1; p=reject'], 'ok', 'p=reject'],
  ])('%j', (records, status, said) => {
    const checks = of('dmarc', judge(relay, withDmarc(...records)));
    expect(worst(checks)).toBe(status);
    expect(words(checks)).toContain(said);
  });

  test('a signature for another organisation’s domain does not count, and that is told', () => {
    const dkim = { selector: 'x', domain: 'example.com', record: 'v=DKIM1; p=' };
    const checks = of('dmarc', judge({ ...own, dkim }, good));
    expect(worst(checks)).toBe('warning');
    expect(words(checks)).toContain('signed for example.com and sent from example.org');
  });

  test('reports to somebody else’s domain need that domain’s word', () => {
    const zone = withDmarc('v=DMARC1; p=none; rua=mailto:reports@example.com');
    const name = 'example.org._report._dmarc.example.com';
    expect(of('dmarc', judge(relay, zone)).at(-1)).toMatchObject({ status: 'warning', record: { name } });
    expect(worst(of('dmarc', judge(relay, { ...zone, [name]: { TXT: ['v=DMARC1'] } })))).toBe('ok');
  });
});

describe('PTR', () => {
  test.each([
    ['no name', {}, 'has no name'],
    [
      'a name that leads elsewhere',
      { '192.0.2.1': { PTR: ['mx.example.org'] }, 'mx.example.org': { A: ['192.0.2.2'] } },
      'does not lead back',
    ],
    ['a name that does not exist', { '192.0.2.1': { PTR: ['gone.example.org'] } }, 'does not lead back'],
  ])('%s', (_, changes: Zone, said) => {
    const zone = { ...good, '192.0.2.1': {}, ...changes };
    expect(worst(of('ptr', judge(own, zone)))).toBe('warning');
    expect(words(of('ptr', judge(own, zone)))).toContain(said);
  });

  test('an IPv6 address is the same in every spelling', () => {
    const zone = {
      ...good,
      '2001:db8::5': { PTR: ['six.example.org'] },
      'six.example.org': { AAAA: ['2001:DB8:0::0:5'] },
    };
    expect(worst(of('ptr', judge({ ...own, publicIps: ['2001:db8::5'] }, zone)))).toBe('ok');
  });

  test('of a provider’s server it is not asked, nor where this machine has no public address', () => {
    expect(of('ptr', judge(relay, good))).toEqual([]);
    expect(of('ptr', judge({ ...own, publicIps: [] }, good))).toEqual([]);
  });

  test('nothing is said of a server that only hands letters on: on this machine, or in a private network', () => {
    const nameless = { ...good, '192.0.2.77': {} };
    expect(of('ptr', judge({ ...own, publicIps: ['192.0.2.77'] }, nameless))).toEqual([]);
    for (const A of [['10.1.2.3'], ['192.168.0.4'], ['172.16.9.9'], ['100.64.0.1']]) {
      const zone = { ...good, 'relay.example.org': { A } };
      const inside = { ...relay, servers: [{ host: 'relay.example.org', isLoopback: false }] };
      expect(of('ptr', judge(inside, zone))).toEqual([]);
      // Nor is such an address missed in the SPF record: nobody outside ever sees it.
      expect(words(of('spf', judge(inside, zone)))).not.toContain(A[0]);
    }
  });

  test('a server of one’s own that is reached by its public name is asked for, whatever SPF says', () => {
    const zone = { ...good, 'out.example.org': { A: ['192.0.2.78'] }, '192.0.2.78': {} };
    const named = { ...relay, servers: [{ host: 'out.example.org', isLoopback: false }] };
    expect(worst(of('ptr', judge(named, zone)))).toBe('warning');
  });
});

describe('answers of readers must arrive somewhere', () => {
  const withMx = (entry: Zone[string]): Zone => ({
    ...good,
    'example.org': { TXT: ['v=spf1 -all'], ...entry },
  });
  test.each([
    ['a mail server', { MX: ['mx.example.org'] }, 'ok'],
    ['only a web server', { A: ['192.0.2.9'] }, 'warning'],
    ['nothing', {}, 'error'],
    ['the word that it takes no mail (RFC 7505)', { MX: [''], A: ['192.0.2.9'] }, 'error'],
  ])('%s', (_, entry, status) => {
    const checks = of('mx', judge(relay, withMx(entry)));
    expect(checks).toHaveLength(1);
    expect(worst(checks)).toBe(status);
    expect(words(checks)).toContain('from.address, replyTo');
  });
});

test('a name server that does not know is never taken for a record that is missing', () => {
  const zone: Zone = Object.fromEntries(
    ['example.org', '_dmarc.example.org', '192.0.2.1', 'w._domainkey.example.org'].map((name) => [
      name,
      { fails: 'SERVFAIL' },
    ]),
  );
  const dkim = { selector: 'w', domain: 'example.org', record: 'v=DKIM1; p=' };
  const checks = judge({ ...own, dkim }, zone);
  expect(new Set(checks.map(({ status }) => status))).toEqual(new Set(['warning']));
  expect(checks.filter(({ record }) => record !== undefined)).toEqual([]);
});
