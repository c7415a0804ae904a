import { BlockList, isIP } from 'node:net';
import { dottedIpv4, ipv6Groups } from '../core/ipAddress.ts';

/** Who asks, as far as limits need to know. Addresses stay in memory and out of logs. */
export interface Client {
  readonly address: string;
  /** What one household or server has to itself: the IPv4 address, or the /64 of an IPv6 one (R53). */
  readonly network: string;
  /** What one customer may have many networks of: the /24 of an IPv4 address, or the /48 of an IPv6 one. */
  readonly neighbourhood: string;
  /** Whether a proxy on this machine or network speaks for others, and the settings do not trust it. */
  readonly isBehindUnknownProxy: boolean;
}

/** Reads who asks from the socket's address and, behind proxies that the settings trust, from X-Forwarded-For. */
export function clientReader(
  trustedProxies: readonly string[],
): (socketAddress: string, forwardedFor: string | undefined) => Client {
  const trusted = listOf(trustedProxies);
  return (socketAddress, forwardedFor) => {
    const peer = plainAddress(socketAddress) ?? socketAddress;
    const isTrusted = contains(trusted, peer);
    const address = isTrusted ? forwardedAddress(forwardedFor ?? '', trusted) : peer;
    return {
      address: address ?? peer,
      network: networkOf(address ?? peer),
      neighbourhood: neighbourhoodOf(address ?? peer),
      isBehindUnknownProxy: !isTrusted && forwardedFor !== undefined && contains(nearby, peer),
    };
  };
}

/** The right-most address that no trusted proxy wrote about itself; what stands left of it, anybody may have made up. */
function forwardedAddress(header: string, trusted: BlockList): string | undefined {
  const hops = header.split(',').map((hop) => plainAddress(hop.trim()));
  for (const hop of hops.toReversed()) {
    if (hop === undefined) return undefined;
    if (!contains(trusted, hop)) return hop;
  }
  return hops[0];
}

/** An address without port, brackets and zone; IPv4 written as IPv6 becomes IPv4 again. */
function plainAddress(text: string): string | undefined {
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1');
  const address = bare.replace(/%.*$/, '').toLowerCase();
  const version = isIP(address);
  if (version !== 6) return version === 4 ? address : undefined;
  const groups = ipv6Groups(address);
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return address;
  return dottedIpv4(groups[6], groups[7]);
}

function networkOf(address: string): string {
  return isIP(address) === 6 ? `${ipv6Groups(address).slice(0, 4).join(':')}::/64` : address;
}

function neighbourhoodOf(address: string): string {
  return isIP(address) === 6
    ? `${ipv6Groups(address).slice(0, 3).join(':')}::/48`
    : address.replace(/\.\d+$/, '.0/24');
}

function contains(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** Where reverse proxies stand: on the same machine or network. */
const nearby = listOf(['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1', 'fc00::/7']);
