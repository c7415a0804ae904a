import { BlockList } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ipVersion, isInNetwork } from '../../../src/core/dns/ipRange.ts';

test('whether an address lies in a network is what Node says too', () => {
  // Near one another, so that both answers come up.
  const near = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat(255)).map(([c, d]) => `192.0.${c}.${d}`);
  const near6 = fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 0xffff }))
    .map(([a, b]) => `2001:db8:${a.toString(16)}::${b.toString(16)}`);
  const cases = fc.oneof(
    fc.tuple(near, near, fc.integer({ min: 0, max: 32 })),
    fc.tuple(near6, near6, fc.integer({ min: 0, max: 128 })),
    fc.tuple(near, near6, fc.integer({ min: 0, max: 32 })),
  );
  fc.assert(
    fc.property(cases, ([ip, network, prefix]) => {
      const list = new BlockList();
      const familyOf = (text: string) => (text.includes(':') ? 'ipv6' : 'ipv4');
      list.addSubnet(network, prefix, familyOf(network));
      const isSameKind = familyOf(ip) === familyOf(network);
      expect(isInNetwork(ip, network, prefix)).toBe(isSameKind && list.check(ip, familyOf(ip)));
    }),
    { numRuns: 500 },
  );
});

test.each(['', 'example.org', '1.2.3', '1.2.3.4/8', '::g', '256.1.1.1'])('"%s" is no IP address', (text) => {
  expect(ipVersion(text)).toBeUndefined();
  expect(isInNetwork(text, '0.0.0.0', 0)).toBe(false);
});
