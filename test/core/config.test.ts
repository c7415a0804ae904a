import { describe, expect, test } from 'vitest';
import { configSchema } from '../../src/core/config.ts';
import { sampleConfig } from '../support/sampleIssue.ts';

const accepts = (changes: Record<string, unknown>): boolean => {
  try {
    sampleConfig(changes);
    return true;
  } catch {
    return false;
  }
};
const withFrom = (from: Record<string, unknown>): Record<string, unknown> => ({
  from: { name: 'Johanna', address: 'brief@example.org', ...from },
});

test('what is left out has a sensible value', () => {
  expect(sampleConfig()).toMatchObject({
    locale: 'de',
    address: 'du',
    prompts: 'prompts.yaml',
    issue: { maxPosts: 5, olderPosts: 3, quietWeek: 'letter', faultyPosts: 'refuse' },
    schedule: {
      compose: 'friday 09:00',
      send: 'sunday 07:00',
      timeZone: 'Europe/Berlin',
      grace: '12h',
      approval: 'automatic',
      pause: [],
    },
    delivery: { connections: 5, perSecond: 10, perHour: 0, perDay: 0 },
    look: { template: 'ruhig', color: '#8a4b2d', pictures: true },
  });
});

test('title, sender, address and sources cannot be left out', () => {
  const result = configSchema.safeParse({});
  expect(result.error?.issues.map(({ path }) => path.join('.'))).toEqual([
    'title',
    'from',
    'baseUrl',
    'sources',
  ]);
});

describe('the sender', () => {
  test('has an address that can be mailed, its domain in A-labels (R27)', () => {
    expect(sampleConfig(withFrom({ address: 'Brief@Bücher.example' })).from.address).toBe(
      'Brief@xn--bcher-kva.example',
    );
    expect(sampleConfig({ replyTo: 'brief@BÜCHER.example' }).replyTo).toBe('brief@xn--bcher-kva.example');
  });

  test.each([
    'brief',
    'brief@localhost',
    'a@b.de, c@d.de',
    'Brief <brief@example.org>',
    'br\0ief@example.org',
  ])('is refused as %j', (address) => {
    expect(accepts(withFrom({ address }))).toBe(false);
    expect(accepts({ replyTo: address })).toBe(false);
  });

  test('and the title stand on one line, since they become headers', () => {
    expect(accepts(withFrom({ name: 'Johanna\r\nBcc: evil@example.com' }))).toBe(false);
    expect(accepts({ title: 'Wochen\nbrief' })).toBe(false);
  });
});

test.each([
  ['2026-12-20..2027-01-06', true],
  ['2026-12-24..2026-12-24', true],
  ['2028-02-29..2028-03-01', true],
  ['2026-02-29..2026-03-01', false],
  ['2026-12-20..2026-13-01', false],
  ['2027-01-06..2026-12-20', false],
  ['2026-12-20', false],
  ['20.12.2026..6.1.2027', false],
])('a holiday %s is possible: %s', (range, isPossible) => {
  expect(accepts({ schedule: { pause: [range] } })).toBe(isPossible);
});

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Europe/Kyiv', true],
  ['Europe/Göttingen', false],
  ['', false],
])('a time zone "%s" is possible: %s', (timeZone, isPossible) => {
  expect(accepts({ schedule: { timeZone } })).toBe(isPossible);
});

test.each([
  ['sunday 07:00', true],
  ['sunday 23:59', true],
  ['sunday 24:00', false],
  ['sonntag 07:00', false],
  ['sunday 7:00', false],
])('a time of the week "%s" is possible: %s', (send, isPossible) => {
  expect(accepts({ schedule: { send } })).toBe(isPossible);
});

test.each(['javascript:alert(1)', 'ftp://example.org', 'brief.example.org', 'https://', ''])(
  'an address of the newsletter "%s" is refused',
  (baseUrl) => {
    expect(accepts({ baseUrl })).toBe(false);
  },
);
