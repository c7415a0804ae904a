import { BlockList } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Networks that nobody outside can reach, or that only stand for something (IANA's special-purpose registries). */
const hidden = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '::/127',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
];

/** The addresses this machine has in public, as far as it knows; behind a router it knows none. */
export function publicAddresses(): readonly string[] {
  const list = new BlockList();
  for (const network of hidden) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(
      ({ address, family, internal }) =>
        !internal && !list.check(address, family === 'IPv6' ? 'ipv6' : 'ipv4'),
    )
    .map(({ address }) => address);
}
