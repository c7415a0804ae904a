import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayConnect } from '../../src/feed/addressGuard.ts';

const privateIps = [
  '127.0.0.1',
  '127.255.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '::1',
  'fd00::1',
  'fc00::1',
  '::ffff:127.0.0.1',
  '::ffff:c0a8:101',
  '64:ff9b::10.0.0.1',
  '2002:7f00:1::',
  '::127.0.0.1',
  '0:0:0:0:0:ffff:7f00:1',
];

const specialIps = [
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '255.255.255.255',
  '240.0.0.1',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  '2001:db8::1',
  '::ffff:169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::1',
  '2001::1',
];

const publicIps = [
  '9.9.9.9',
  '172.32.0.1',
  '100.128.0.1',
  '2620:fe::fe',
  '::ffff:9.9.9.9',
  '64:ff9b::9.9.9.9',
];

test.each(privateIps)('%s is open only where the author says so (R58)', (ip) => {
  expect(mayConnect(ip, false)).toBe(false);
  expect(mayConnect(ip, true)).toBe(true);
});

test.each(specialIps)('%s is never open (R58)', (ip) => {
  expect(mayConnect(ip, false)).toBe(false);
  expect(mayConnect(ip, true)).toBe(false);
});

test.each(publicIps)('%s is open', (ip) => {
  expect(mayConnect(ip, false)).toBe(true);
});

test('what is no IP address is never open', () => {
  for (const text of ['', 'localhost', '127.1', '2130706433', '1.2.3.4.5', 'blog.example.org']) {
    expect(mayConnect(text, true)).toBe(false);
  }
});

test('an IPv4 address is judged alike in each of its IPv6 disguises', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.boolean(), (ip, allowPrivate) => {
      // ::0.0.x.y stands for IPv6's own :: and ::1 among others.
      const verdict = mayConnect(ip, allowPrivate);
      for (const disguise of [`::ffff:${ip}`, `64:ff9b::${ip}`, `[::ffff:${ip}]`]) {
        expect(mayConnect(disguise, allowPrivate)).toBe(verdict);
      }
    }),
  );
});
