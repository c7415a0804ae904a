import { BlockList, isIP } from 'node:net';
import { dottedIpv4, ipv6Groups } from '../core/ipAddress.ts';

/** Networks of a house or a machine: open only where the author says so (`allowPrivate`). */
const privateNetworks = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
];

/** Addresses that never belong to a blog (IANA's special-purpose registries); link-local holds clouds' secrets. */
const specialNetworks = [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

const isPrivate = listOf(privateNetworks);
const isSpecial = listOf(specialNetworks);

/**
 * Whether a feed may be fetched from an IP address (R58). IPv6 addresses that carry an IPv4 address (mapped, NAT64,
 * 6to4, compatible) are judged by it.
 */
export function mayConnect(ip: string, allowPrivate: boolean): boolean {
  const bare = ip.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const version = isIP(bare);
  if (version === 0) return false;
  const inner = version === 6 ? embeddedIpv4(bare) : undefined;
  if (inner !== undefined) return mayConnect(inner, allowPrivate);
  const family = version === 6 ? 'ipv6' : 'ipv4';
  return !isSpecial.check(bare, family) && (allowPrivate || !isPrivate.check(bare, family));
}

function embeddedIpv4(ip: string): string | undefined {
  const groups = ipv6Groups(ip);
  const start = groups.slice(0, 6).join(':');
  if (start === '0:0:0:0:0:ffff' || start === '64:ff9b:0:0:0:0') return dottedIpv4(groups[6], groups[7]);
  if (groups[0] === '2002') return dottedIpv4(groups[1], groups[2]);
  // ::a.b.c.d is deprecated, yet systems route it; :: and ::1 mean something else.
  if (start === '0:0:0:0:0:0' && groups[6] !== '0') return dottedIpv4(groups[6], groups[7]);
  return undefined;
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}
