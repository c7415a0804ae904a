import * as z from 'zod';
import { ipv6Groups } from '../ipAddress.ts';

const version4 = z.ipv4();
const version6 = z.ipv6();

/** Whether a text is an IP address, and of which kind. */
export function ipVersion(text: string): 4 | 6 | undefined {
  if (version4.safeParse(text).success) return 4;
  return version6.safeParse(text).success ? 6 : undefined;
}

/** Whether an address lies in the network of another, so many bits of which count; never across the two kinds. */
export function isInNetwork(ip: string, network: string, prefix: number): boolean {
  const [one, other] = [bitsOf(ip), bitsOf(network)];
  return one !== undefined && one.length === other?.length && one.slice(0, prefix) === other.slice(0, prefix);
}

/** Networks that nobody outside can reach (RFC 1918, RFC 6598, RFC 4193, RFC 4291). */
const privateNetworks: readonly (readonly [network: string, prefix: number])[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
];

/** Whether an address is of no use to anybody outside. */
export function isPrivate(ip: string): boolean {
  return privateNetworks.some(([network, prefix]) => isInNetwork(ip, network, prefix));
}

/** 32 or 128 signs, each 0 or 1. */
function bitsOf(ip: string): string | undefined {
  const version = ipVersion(ip);
  if (version === undefined) return undefined;
  return version === 4
    ? ip
        .split('.')
        .map((part) => Number(part).toString(2).padStart(8, '0'))
        .join('')
    : ipv6Groups(ip)
        .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
        .join('');
}
