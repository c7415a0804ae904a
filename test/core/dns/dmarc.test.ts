import { describe, expect, test } from 'vitest';
import { findDmarc, isAligned, parseDmarc } from '../../../src/core/dns/dmarc.ts';
import { askZone } from './zone.ts';

describe('a record is read as RFC 7489 has it', () => {
  test.each([
    ['v=DMARC1; p=none', { policy: 'none', isDkimStrict: false, reportDomains: [] }],
    ['v=DMARC1;p=Reject;adkim=s;', { policy: 'reject', isDkimStrict: true, reportDomains: [] }],
    [
      'v=DMARC1; p=quarantine; rua=mailto:a@example.org!10m, mailto:b@Reports.example.com ; pct=50; fo=1',
      { policy: 'quarantine', isDkimStrict: false, reportDomains: ['example.org', 'reports.example.com'] },
    ],
  ])('%s', (record, expected) => {
    expect(parseDmarc(record)).toEqual(expected);
  });

  test.each(['v=DMARC1', 'v=DMARC1; p=later', 'v=DMARC1; p=none; p=reject', 'v=DMARC1; nonsense; p=none'])(
    '%s says nothing receivers could follow',
    (record) => {
      expect(parseDmarc(record)).toBeUndefined();
    },
  );
});

describe('the record that counts', () => {
  const none = 'v=DMARC1; p=none';

  test('is the domain’s own before that of its organisation', () => {
    const zone = {
      '_dmarc.brief.example.org': { TXT: [none] },
      '_dmarc.example.org': { TXT: ['v=DMARC1; p=reject'] },
    };
    expect(findDmarc('brief.example.org', askZone(zone))).toMatchObject({
      at: '_dmarc.brief.example.org',
      dmarc: { policy: 'none' },
      organisation: 'example.org',
    });
  });

  test('is the organisation’s where a domain below has none, among other texts', () => {
    const zone = { '_dmarc.example.org': { TXT: ['google-site-verification=x', none] } };
    expect(findDmarc('a.b.example.org', askZone(zone))).toMatchObject({
      at: '_dmarc.example.org',
      state: 'found',
    });
  });

  test('is not looked for at public suffixes; one that says so (psd=y) stands for nobody’s organisation', () => {
    const zone = { '_dmarc.co.example': { TXT: ['v=DMARC1; p=none; psd=y'] } };
    const found = findDmarc('brief.shop.co.example', askZone(zone));
    expect(found).toMatchObject({ at: '_dmarc.co.example', organisation: 'shop.co.example' });
    expect(isAligned('other.co.example', 'brief.shop.co.example', found)).toBe(false);
    expect(isAligned('shop.co.example', 'brief.shop.co.example', found)).toBe(true);
  });

  test('two at one name are none, and a name server that does not know is something else', () => {
    const zone = {
      '_dmarc.example.org': { TXT: [none, none] },
      '_dmarc.example.com': { fails: 'SERVFAIL' as const },
    };
    expect(findDmarc('example.org', askZone(zone))).toMatchObject({ state: 'several', dmarc: null });
    expect(findDmarc('example.com', askZone(zone))).toMatchObject({ state: 'unanswered' });
    expect(findDmarc('other.example', askZone(zone))).toMatchObject({ state: 'none', at: null });
  });

  test('a name with many labels costs eight questions', () => {
    const asked: string[] = [];
    findDmarc(`${'x.'.repeat(40)}example.org`, (_, name) => {
      asked.push(name);
      return { kind: 'noName' };
    });
    expect(asked).toHaveLength(7);
    expect(asked.at(-1)).toBe('_dmarc.example.org');
  });
});

test('a signing domain counts when it is of the same organisation, and with adkim=s only the very same', () => {
  const relaxed = { dmarc: parseDmarc('v=DMARC1; p=none') ?? null, organisation: 'example.org' };
  const strict = { dmarc: parseDmarc('v=DMARC1; p=none; adkim=s') ?? null, organisation: 'example.org' };
  expect(isAligned('mail.example.org', 'brief.example.org', relaxed)).toBe(true);
  expect(isAligned('example.org', 'brief.example.org', relaxed)).toBe(true);
  expect(isAligned('badexample.org', 'brief.example.org', relaxed)).toBe(false);
  expect(isAligned('example.com', 'example.org', relaxed)).toBe(false);
  expect(isAligned('mail.example.org', 'brief.example.org', strict)).toBe(false);
  expect(isAligned('Brief.Example.org', 'brief.example.org', strict)).toBe(true);
});
