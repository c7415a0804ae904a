import { describe, expect, test } from 'vitest';
import { clientReader } from '../../src/http/clientAddress.ts';

const client = clientReader(['127.0.0.1', '10.0.0.0/8', '2001:db8:ffff::/48']);

describe('who asks', () => {
  const cases: readonly (readonly [string, string | undefined, string])[] = [
    ['203.0.113.5', undefined, '203.0.113.5'],
    ['203.0.113.5', '198.51.100.1', '203.0.113.5'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', '198.51.100.1, 10.1.2.3', '198.51.100.1'],
    ['127.0.0.1', 'garbage, 198.51.100.1, 10.1.2.3', '198.51.100.1'],
    ['127.0.0.1', '198.51.100.1, garbage', '127.0.0.1'],
    ['127.0.0.1', '198.51.100.1, garbage, 10.1.2.3', '127.0.0.1'],
    ['127.0.0.1', '', '127.0.0.1'],
    ['127.0.0.1', '10.9.9.9, 10.1.2.3', '10.9.9.9'],
    ['127.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['127.0.0.1', '[2001:db8::1]:4711', '2001:db8::1'],
    ['2001:db8:ffff::2', '2001:DB8::1', '2001:db8::1'],
    ['10.1.1.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['10.1.1.1', '::ffff:c633:6401', '198.51.100.1'],
    ['fe80::1%eth0', undefined, 'fe80::1'],
  ];
  test.each(cases)('%s with “%s” is %s', (socket, header, address) => {
    expect(client(socket, header).address).toBe(address);
  });

  test('IPv6 counts by /64, IPv4 by address (R53)', () => {
    const network = (address: string): string => client(address, undefined).network;
    expect(network('2001:db8:1:2:3:4:5:6')).toBe(network('2001:db8:1:2::1'));
    expect(network('2001:db8:1:2::1')).not.toBe(network('2001:db8:1:3::1'));
    expect(network('::ffff:198.51.100.1')).toBe('198.51.100.1');
  });

  test('the neighbourhood is the /48 or the /24', () => {
    const neighbourhood = (address: string): string => client(address, undefined).neighbourhood;
    expect(neighbourhood('2001:db8:1:2::1')).toBe(neighbourhood('2001:db8:1:3::1'));
    expect(neighbourhood('2001:db8:1:2::1')).not.toBe(neighbourhood('2001:db8:2:2::1'));
    expect(neighbourhood('198.51.100.1')).toBe(neighbourhood('::ffff:198.51.100.200'));
    expect(neighbourhood('198.51.100.1')).not.toBe(neighbourhood('198.51.101.1'));
  });

  test('a proxy nearby that nobody named is noticed, a stranger’s header is not', () => {
    expect(client('192.168.1.1', '198.51.100.1').isBehindUnknownProxy).toBe(true);
    expect(client('127.0.0.1', '198.51.100.1').isBehindUnknownProxy).toBe(false);
    expect(client('192.168.1.1', undefined).isBehindUnknownProxy).toBe(false);
    expect(client('203.0.113.5', '198.51.100.1').isBehindUnknownProxy).toBe(false);
  });
});
